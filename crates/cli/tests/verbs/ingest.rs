//! `coverdict ingest`.

use std::fs;

use serde_json::Value;
use snapbox::{assert_data_eq, str};

use crate::{
    fed, folder,
    support::{coverdict, root},
    word,
};

#[test]
fn a_summary_tells_what_is_settled_and_what_is_open() {
    let told = coverdict(["ingest", "cases/ingest/dates.txt"]).well();
    assert_data_eq!(
        told,
        str![[r#"
dates.txt

What it says
  - version: 9
    bytes 207-208
  - last review: 2014-08, written 8:2014
    bytes 99-105
  - next review: 2027-02, written 2027-02
    bytes 125-132
  - posted: no date: 1st of the month
    bytes 148-164

Left open
  - title: a person has to choose
    - possible: Straw Needles
      bytes 0-13
  - effective: a person has to choose
    - stated: 2016-06-28, written 06/28/2016
      bytes 38-48
    - stated: 2016-04-01, written 04/01/16: the century is ours
      bytes 233-241
  - original effective: a person has to choose
    - stated: 1997-05-30, written 5/30/97: the century is ours
      bytes 72-79
    - stated: 2011-05, written 05/2011
      bytes 182-189

"#]]
    );
}

#[test]
fn a_document_that_cannot_be_read_does_not_stop_the_others() {
    let folder = folder("ingest-broken");
    let broken = folder.join("broken.txt");
    fs::write(&broken, b"a policy \xff").unwrap();
    let nowhere = folder.join("nowhere.txt");
    let good = "cases/ingest/bulletin.txt";
    let documents = ["ingest", word(&broken), good, word(&nowhere)];
    let ran = coverdict(documents);
    assert_eq!(ran.code, Some(1));
    assert!(ran.out.starts_with("bulletin.txt\n"), "{}", ran.out);
    let reasons: Vec<&str> = ran.err.lines().collect();
    assert_eq!(reasons.len(), 2, "{}", ran.err);
    let told = format!(
        "error: {} cannot be read: byte 9 is not UTF-8: save the text as UTF-8 and read it again",
        word(&broken)
    );
    assert_eq!(reasons[0], told);

    let large = coverdict(["ingest", good, "--max-size", "0"]);
    assert_eq!((large.code, large.out.as_str()), (Some(1), ""));
    assert!(large.err.contains("raise --max-size"), "{}", large.err);
}

#[test]
fn a_document_is_read_from_standard_input_and_a_folder_is_not() {
    let told = fed("Policy Number: EX-0063\n", &["ingest", "-"]);
    assert_eq!((told.code, told.err.as_str()), (Some(0), ""));
    assert!(told.out.starts_with("stdin\n"), "{}", told.out);
    let refused = coverdict(["ingest", "cases/ingest"]);
    assert_eq!(refused.code, Some(1));
    let why = "cases/ingest is a folder: name the documents in it";
    assert!(refused.err.contains(why), "{}", refused.err);
}

/// Two files of one name are told apart, and where only one can be drafted, both are told.
#[test]
fn files_of_one_name_are_told_by_where_they_are() {
    let folder = folder("ingest-same");
    let files = ["one", "two"].map(|name| folder.join(name).join("policy.txt"));
    for file in &files {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, "Effective Date: 03/01/2026\n").unwrap();
    }
    let drafts = folder.join("drafts");
    let [one, two] = files.each_ref().map(|file| word(file));
    let ran = coverdict(["ingest", one, two, "-o", word(&drafts)]);
    assert_eq!(ran.code, Some(1));
    for file in [one, two] {
        assert!(
            ran.out.contains(&format!("{file}\n\nWhat it says")),
            "{}",
            ran.out
        );
    }
    let why = format!("{two} was read, and not drafted: ");
    assert!(ran.err.contains(&why), "{}", ran.err);
    assert!(
        ran.err.contains(&format!("just drafted of {one}")),
        "{}",
        ran.err
    );
}

#[test]
fn the_object_fits_its_schema() {
    let schema = coverdict(["schema", "ingest"]).well();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let documents = fs::read_dir(root().join("cases/ingest")).unwrap();
    let documents = documents.map(|entry| entry.unwrap().path());
    // What is told of a document stands beside it.
    let beside = ["told", "draft", "csv"].map(Some);
    let documents = documents.filter(|path| {
        let end = path.extension().and_then(|end| end.to_str());
        path.is_file() && !beside.contains(&end)
    });
    let documents: Vec<String> = documents.map(|path| word(&path).to_owned()).collect();
    let words = ["ingest", "--format", "json"].map(str::to_owned);
    let report = coverdict(words.iter().chain(&documents)).well();
    let mut report: Value = serde_json::from_str(&report).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(&report)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    assert_eq!(
        report["documents"].as_array().unwrap().len(),
        documents.len()
    );
    report["documents"][0]
        .as_object_mut()
        .unwrap()
        .remove("fields");
    assert!(!validator.is_valid(&report), "fields are required");
}

#[test]
fn problems_are_weighed_as_they_are_set() {
    let document = "cases/ingest/lint/and-or/shows.md";
    let of = |words: &[&str]| {
        let ran = coverdict(["ingest", document].iter().chain(words).copied());
        let problems = ran.out.split_once("Problems\n").map(|(_, rest)| rest);
        let problems = problems
            .and_then(|rest| rest.lines().next())
            .unwrap_or_default();
        (ran.code, problems.trim().to_owned())
    };
    let (code, told) = of(&[]);
    assert_eq!(code, Some(0));
    assert!(told.starts_with("- D0018 and-or (note): "), "{told}");
    let (code, told) = of(&["--severity", "and-or=error"]);
    assert_eq!(code, Some(1));
    assert!(told.starts_with("- D0018 and-or (error): "), "{told}");
    assert_eq!(of(&["--severity", "D0018=off"]), (Some(0), String::new()));

    let refused = coverdict(["ingest", document, "--severity", "and-nor=off"]);
    assert!(
        refused.err.contains("did you mean `and-or`?"),
        "{}",
        refused.err
    );

    let evidence = "cases/ingest/lint/evidence-stale/shows.md";
    let told = coverdict(["ingest", evidence, "--evidence-years", "20"]).well();
    assert!(!told.contains("evidence-stale"), "{told}");
}

#[test]
fn a_draft_runs_as_a_checklist() {
    let folder = folder("ingest-draft");
    let drafts = folder.join("drafts");
    let drafts = word(&drafts);
    let document = "cases/ingest/outline.md";
    let told = coverdict(["ingest", document, "-o", drafts, "--recorded", "2026-01-02"]).well();
    assert!(told.contains("ex.cp.007: runs"), "{told}");
    let facts = fs::read_to_string(folder.join("drafts/ex.cp.007/facts.yaml")).unwrap();
    let mut names = facts.lines().map(|line| line.trim().trim_end_matches(':'));
    let failure = names.find(|name| name.starts_with("ex.cp.007-supported-1-b-2"));
    let failure = failure.unwrap();
    let case = |age: u32| {
        let file = folder.join(format!("{age}.yaml"));
        let text = format!(
            "case: try\ndate-of-service: 2025-08-01\n\
             member: {{payer: example-health-of-the-north, plan: DRAFTS-ALONE, line-of-business: commercial}}\n\
             line: {{code: [\"L8699\"]}}\n\
             facts: {{age: {age}, {failure}: true}}\n"
        );
        fs::write(&file, text).unwrap();
        file
    };
    let answer = |age: u32, drafted: bool| {
        let file = case(age);
        let words = [
            "assess",
            word(&file),
            "--corpus",
            drafts,
            "--format",
            "json",
        ];
        let drafted = drafted.then_some("--drafts");
        let told = coverdict(words.into_iter().chain(drafted)).well();
        let finding: Value = serde_json::from_str(&told).unwrap();
        let rule = finding["coverage"]["governing"][0]["rule"]
            .as_str()
            .map(str::to_owned);
        (
            finding["coverage"]["answer"].as_str().unwrap().to_owned(),
            rule,
        )
    };
    // Supported where both criteria are met, the one on age a comparison; for any other indication the document holds against it.
    let (outcome, rule) = answer(18, true);
    assert_eq!(
        (outcome.as_str(), rule.as_deref()),
        ("supported", Some("supported-1"))
    );
    let (outcome, rule) = answer(17, true);
    assert_eq!((outcome.as_str(), rule), ("not-supported", None));
    // A draft that nobody published says nothing.
    let (outcome, _) = answer(18, false);
    assert_eq!(outcome, "not-addressed");

    // What is there is never overwritten.
    let again = coverdict(["ingest", document, "-o", drafts, "--recorded", "2026-01-02"]);
    assert_eq!(again.code, Some(1));
    assert!(
        again.err.contains("may hold a person's work"),
        "{}",
        again.err
    );
}

#[test]
fn a_new_edition_is_compared_with_the_one_on_file() {
    let folder = folder("ingest-against");
    let on_file = folder.join("on-file");
    let on_file = word(&on_file);
    let document = "cases/ingest/outline.md";
    let recorded = ["--recorded", "2026-01-02"];
    coverdict(
        ["ingest", document, "-o", on_file]
            .into_iter()
            .chain(recorded),
    )
    .well();
    let text = fs::read_to_string(root().join(document)).unwrap();
    let newer = text.replace("Effective Date: 6/25", "Effective Date: 9/26");
    let newer = newer.replace("Age 18 years", "Age 21 years");
    let file = folder.join("newer.md");
    fs::write(&file, newer).unwrap();
    let words = [
        "ingest",
        word(&file),
        "--against",
        "EX.CP.007",
        "--corpus",
        on_file,
    ];
    let told = coverdict(words.into_iter().chain(recorded)).well();
    assert!(
        told.contains("EX.CP.007@2026-09 against EX.CP.007@2025-06"),
        "{told}"
    );
    assert!(told.contains("age"), "{told}");
    let words = words.into_iter().chain(["--format", "json"]);
    let told = coverdict(words.chain(recorded)).well();
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(
        told["documents"][0]["against"]["class"], "tightening",
        "{told:#}"
    );
}
