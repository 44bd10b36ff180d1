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
    lint::{Config, lint},
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

/// Each reference of both policies by its number, in order, with the first author and the year that `references.csv` has.
#[test]
fn the_references_of_both_policies_are_unbroken() {
    let Some(folder) = documents() else { return };
    let table = fs::read(folder.join("references.csv")).unwrap();
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(table.as_slice());
    let expected: Vec<(u32, String, Option<u32>)> = reader
        .records()
        .map(Result::unwrap)
        .map(|row| {
            let year = row[2].parse().ok();
            (row[0].parse().unwrap(), row[1].to_owned(), year)
        })
        .collect();
    assert_eq!(expected.len(), 21);
    for name in ["000_64e4128665e6ce17.txt", "001_bcdae029b2ee6c08.txt"] {
        let bytes = fs::read(folder.join(name)).unwrap();
        let ingested = ingest(name, &bytes, Limits::default()).unwrap();
        let references = &ingested.references;
        assert_eq!(references.len(), 21, "{name}");
        for (reference, (number, author, year)) in references.iter().zip(&expected) {
            assert_eq!(reference.number, Some(*number), "{name}");
            assert_eq!(reference.citation.year, *year, "{name} {number}");
            let first = reference.citation.authors.first().unwrap();
            // The table shortens the names of organisations.
            let person = author.contains(' ') && first != "Workloss Data Institute";
            assert!(!person || first == author, "{name} {number}: {first}");
        }
        let trials = references.iter().filter_map(|one| {
            let trial = one.citation.trial.as_ref()?;
            Some((one.number?, trial.as_str()))
        });
        let trials: Vec<(u32, &str)> = trials.collect();
        assert_eq!(trials, [(10, "NCT0033272"), (11, "NCT00355914")], "{name}");
    }
}

/// The entries of the history of each document, by their first dates as far as its file holds them.
#[test]
fn the_history_of_each_document_is_read_as_far_as_it_is_held() {
    let Some(folder) = documents() else { return };
    let history = |name: &str| {
        let bytes = fs::read(folder.join(name)).unwrap();
        let revisions = ingest(name, &bytes, Limits::default()).unwrap().revisions;
        let dates = revisions.iter().map(|one| one.dates[0].date.to_string());
        dates.collect::<Vec<_>>().join(" ")
    };
    for (name, expected) in [
        ("000_64e4128665e6ce17.txt", ""),
        ("001_bcdae029b2ee6c08.txt", "2025-05"),
        ("cms_ncd_10.5.txt", ""),
        ("cms_ncd_100.1.txt", "2013-11"),
        ("cms_ncd_150.7.txt", "1999-09-27"),
        ("cms_ncd_190.7.txt", "1996-07"),
        ("cms_ncd_210.15.txt", "2024-12"),
        ("cms_ncd_240.2.1.txt", "2006-05"),
        (
            "cms_ncd_240.2.txt",
            "2022-09 2022-05 2022-02 1999-04 1993-10 1989-06 1987-03",
        ),
        ("cms_ncd_30.3.3.txt", "2020-05"),
    ] {
        assert_eq!(history(name), expected, "{name}");
    }
}

/// What is wrong in both policies, as a careful reader tells it, and nothing else; in the determinations nothing is.
#[test]
fn what_is_wrong_in_each_document_is_found_and_nothing_else() {
    let Some(folder) = documents() else { return };
    let mut determinations = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if !name.ends_with(".txt") {
            continue;
        }
        let ingested = ingest(name, &fs::read(&path).unwrap(), Limits::default()).unwrap();
        let problems = lint(&ingested, &Config::default());
        let found = problems.iter().map(|one| (one.name, one.words.as_str()));
        let found: Vec<(&str, &str)> = found.collect();
        let expected: &[(&str, &str)] = match name {
            "000_64e4128665e6ce17.txt" => CIGNA,
            "001_bcdae029b2ee6c08.txt" => HEALTH_NET,
            _ => {
                determinations += 1;
                &[]
            }
        };
        let held = found.len() == expected.len()
            && found
                .iter()
                .zip(expected)
                .all(|(found, expected)| found.0 == expected.0 && found.1.starts_with(expected.1));
        assert!(held, "{name}: {found:#?}");
    }
    assert_eq!(determinations, 8);
}

/// Names of codes, with the first of the words that each is about.
const CIGNA: &[(&str, &str)] = &[
    ("code-of-another-system", "M0076"),
    ("next-review-missing", "August 1, 2024"),
    ("evidence-stale", "Fullerton"),
    ("reference-not-cited", "Alderman"),
    ("trial-number-malformed", "NCT0033272"),
    ("contents-as-headings", "Definition | General"),
    ("and-or", "musculoskeletal pain and/or instability"),
    ("reference-off-subject", "American College"),
];

const HEALTH_NET: &[(&str, &str)] = &[
    ("head-of-another-policy", "Gender-Affirming Procedures"),
    ("code-system-misspelt", "HCPSC"),
    ("month-in-governing-date", "6/25"),
    ("header-against-log", "6/25"),
    ("next-review-missing", "6/25"),
    ("evidence-stale", "Fullerton"),
    ("reference-not-cited", "Alderman"),
    ("trial-number-malformed", "NCT0033272"),
    ("references-interrupted", "CLINICAL POLICY Gender"),
    ("copyright-year-old", "©2016"),
    ("copyright-year-old", "copyrighted 2023"),
    ("link-dead", "Coding Implications"),
    ("abbreviation-undefined", "MFS"),
    ("reference-off-subject", "Dechow"),
];
