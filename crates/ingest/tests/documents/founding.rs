//! The founding documents: what a careful reader finds in them, as facts.
//!
//! They are no part of the repository; where they are not at hand, a line says that nothing was checked.

use std::{
    env, fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use coverdict_ingest::{
    Field, ingest,
    read::Limits,
    recognise::{Meaning, Value},
};

/// The folder of documents: the one that `COVERDICT_DOCUMENTS` names, or one that lies beside the repository or above.
fn documents() -> Option<PathBuf> {
    let beside = || {
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .ancestors()
            .map(|folder| folder.join("shared/data/policies"))
            .find(|folder| folder.is_dir())
    };
    let found = env::var_os("COVERDICT_DOCUMENTS")
        .map(PathBuf::from)
        .or_else(beside);
    if found.is_none() {
        // Past the capture of tests that pass.
        let told =
            b"SKIPPED: no founding document is read: name their folder with COVERDICT_DOCUMENTS\n";
        io::stderr().write_all(told).unwrap();
    }
    found
}

fn fields(folder: &Path, name: &str) -> Vec<Field> {
    let bytes = fs::read(folder.join(name)).unwrap();
    ingest(name, &bytes, Limits::default()).unwrap().fields
}

/// What is said of something: once, or several times, as words.
fn said(fields: &[Field], meaning: Meaning) -> Vec<String> {
    let own = fields.iter().filter(|field| field.meaning == meaning);
    let values = own.filter_map(|field| field.value.as_ref());
    values.map(words).collect()
}

fn words(value: &Value) -> String {
    match value {
        Value::Words(words) | Value::NoDate(words) => words.clone(),
        Value::AnyIndication(words) => format!("any: {words}"),
        Value::Word(word) => (*word).to_owned(),
        Value::Date { date, written, .. } => format!("{date} ({written})"),
        Value::Code(code) => format!("{} {}", code.system(), code.as_str()),
        Value::Position { position, basis } => match basis {
            Some(basis) => format!("{position} {basis}"),
            None => position.to_string(),
        },
        Value::Precedence {
            first,
            then,
            members,
        } => format!("{first} > {then} {}", members.unwrap_or("all")),
    }
}

#[test]
fn both_policies_on_prolotherapy_say_what_a_reader_finds() {
    let Some(folder) = documents() else { return };
    let cigna = fields(&folder, "000_64e4128665e6ce17.txt");
    for (meaning, expected) in [
        (Meaning::Publisher, "Cigna"),
        (Meaning::Author, "eviCore"),
        (Meaning::Number, "CMM-204"),
        (Meaning::Title, "Prolotherapy"),
        (Meaning::Effective, "2024-08-01 (August 1, 2024)"),
        (Meaning::Position, "not-supported unproven"),
        (Meaning::Scope, "musculoskeletal pain and/or instability"),
        (Meaning::Code, "hcpcs-level-ii M0076"),
        (Meaning::CodeDisclaimer, "prior authorization"),
    ] {
        assert_eq!(said(&cigna, meaning), [expected], "{meaning:?}");
    }
    assert_eq!(
        said(&cigna, Meaning::Precedence),
        [
            "plan-document > coverage-policy all",
            "mandate > plan-document all"
        ]
    );
    for none in [Meaning::LastReview, Meaning::NextReview, Meaning::Ended] {
        assert_eq!(said(&cigna, none), [""; 0], "{none:?}");
    }

    let health_net = fields(&folder, "001_bcdae029b2ee6c08.txt");
    for (meaning, expected) in [
        (Meaning::Publisher, "Health Net of California"),
        (Meaning::Number, "HNCA.CP.MP.65"),
        (Meaning::Title, "Prolotherapy"),
        (Meaning::Effective, "2025-06 (6/25)"),
        (Meaning::LastReview, "2025-06 (6/25)"),
        (Meaning::Position, "not-supported unproven"),
        (
            Meaning::Scope,
            "any: musculoskeletal pain or any other indication",
        ),
        (Meaning::Code, "hcpcs-level-ii M0076"),
        (Meaning::CodeDisclaimer, "coverage"),
    ] {
        assert_eq!(said(&health_net, meaning), [expected], "{meaning:?}");
    }
    assert_eq!(
        said(&health_net, Meaning::Precedence),
        [
            "mandate > coverage-policy all",
            "medicaid-manual > coverage-policy medicaid",
            "medicare > coverage-policy medicare",
        ]
    );
    assert_eq!(said(&health_net, Meaning::NextReview), [""; 0]);
}

#[test]
fn the_page_heads_of_another_policy_are_not_in_the_text() {
    let Some(folder) = documents() else { return };
    let bytes = fs::read(folder.join("001_bcdae029b2ee6c08.txt")).unwrap();
    let document = ingest("any", &bytes, Limits::default()).unwrap().document;
    let words: Vec<String> = document.blocks.iter().map(|block| block.words()).collect();
    assert!(!words.iter().any(|words| words.contains("Gender")));
    assert_eq!(document.aside.len(), 8, "{:?}", document.aside);
    // The sentence that one of them parted is whole again.
    assert!(
        words
            .iter()
            .any(|words| words.contains("applying the criteria set forth"))
    );
}

/// The rows of `expected.csv` on the national determinations: number, title, the day on which they take effect.
#[test]
fn national_determinations_have_the_identity_and_dates_of_the_table() {
    let Some(folder) = documents() else { return };
    let table = fs::read(folder.join("expected.csv")).unwrap();
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(table.as_slice());
    let head = reader.headers().unwrap().clone();
    let at = |name: &str| head.iter().position(|own| own == name).unwrap();
    let mut checked = 0;
    for row in reader.records() {
        let row = row.unwrap();
        let file = &row[at("file")];
        if file.is_empty() {
            continue;
        }
        let fields = fields(&folder, file);
        let one = |meaning| said(&fields, meaning).first().cloned().unwrap_or_default();
        assert_eq!(one(Meaning::Kind), "ncd", "{file}");
        assert_eq!(one(Meaning::Publisher), "CMS", "{file}");
        assert_eq!(one(Meaning::Number), row[at("policy_number")], "{file}");
        assert_eq!(one(Meaning::Title), row[at("title")], "{file}");
        let written = &row[at("effective_date_as_written")];
        let iso = &row[at("effective_date_iso")];
        assert_eq!(
            one(Meaning::Effective),
            format!("{iso} ({written})"),
            "{file}"
        );
        let review = &row[at("last_review_as_written")];
        let found = fields
            .iter()
            .find(|field| field.meaning == Meaning::LastReview);
        let found = found.map_or(String::new(), |field| field.readings[0].words.clone());
        assert!(
            review.ends_with(&found) && (found.is_empty() == review.starts_with("(none")),
            "{file}: {review} against {found}"
        );
        assert_eq!(said(&fields, Meaning::Code), [""; 0], "{file}");
        checked += 1;
    }
    assert_eq!(checked, 8);
}
