//! `coverdict evidence`.

use snapbox::{assert_data_eq, file};

use crate::{folder, support::coverdict, word};

const CASES: &str = "cases/evidence";

/// A case and its files of records.
fn arguments(case: &str, records: &[&str]) -> Vec<String> {
    let mut arguments = vec!["evidence".to_owned(), format!("{CASES}/{case}")];
    if !records.is_empty() {
        arguments.push("--records".to_owned());
    }
    arguments.extend(
        records
            .iter()
            .map(|file| format!("{CASES}/{case}/records/{file}")),
    );
    arguments
}

#[test]
fn a_retraction_fails_and_names_the_sources() {
    let ran = coverdict(arguments("retracted", &["retraction-watch.csv"]));
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""));
    assert!(ran.out.contains("EX-1 and EX-2 rest on it"), "{}", ran.out);
    assert_data_eq!(ran.out, file!["evidence/retracted.txt"]);
    // Without the file nothing is known of it.
    coverdict(arguments("retracted", &[])).well();
}

#[test]
fn it_is_written_as_markdown_html_and_csv() {
    let records = ["retraction-watch.csv"];
    for (format, stored) in [
        ("markdown", file!["evidence/retracted.md"]),
        ("html", file!["evidence/retracted.html"]),
        ("csv", file!["evidence/retracted.csv"]),
    ] {
        let mut arguments = arguments("retracted", &records);
        arguments.extend(["--format", format].map(str::to_owned));
        let ran = coverdict(arguments);
        assert_eq!(ran.code, Some(1));
        assert_data_eq!(ran.out, stored);
    }
}

#[test]
fn json_fits_its_schema() {
    let schema = coverdict(["schema", "evidence"]).well();
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let shipped = coverdict(["evidence", "--format", "json"]).well();
    let mut arguments = arguments("other-notices", &["retraction-watch.csv", "crossref.json"]);
    arguments.extend(["--format", "json"].map(str::to_owned));
    for text in [shipped, coverdict(arguments).well()] {
        let mut bibliography: serde_json::Value = serde_json::from_str(&text).unwrap();
        let errors: Vec<_> = validator.iter_errors(&bibliography).collect();
        assert!(errors.is_empty(), "{errors:#?}");
        bibliography.as_object_mut().unwrap().remove("publications");
        assert!(
            !validator.is_valid(&bibliography),
            "publications are required"
        );
    }
}

#[test]
fn the_day_and_the_age_that_is_stale_are_chosen() {
    let page = |further: &[&str]| coverdict(["evidence"].iter().chain(further)).well();
    let by_default = page(&[]);
    assert!(by_default.contains("evidence-stale"), "{by_default}");
    let shares = |line: &str| line.contains("HNCA.CP.MP.65") && line.contains("21");
    assert!(by_default.lines().any(shares), "{by_default}");
    assert!(!page(&["--stale-after", "100"]).contains("evidence-stale"));
    let later = page(&["--today", "2030-01-01"]);
    assert!(
        later.contains("of 2008: 22 years old, where 10 are asked for"),
        "{later}"
    );
    let ran = coverdict(["evidence", "--today", "tomorrow"]);
    assert_eq!(ran.code, Some(2));
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let folder = folder("evidence");
    for (name, text, told) in [
        (
            "prose.txt",
            "Roe A. Straw.",
            "no file of records that is read",
        ),
        (
            "short.csv",
            "Record ID,Title,RetractionNature\n",
            "line 1: the database of Retraction Watch has a column `Author`",
        ),
        (
            "bomb.xml",
            "<!DOCTYPE a [<!ENTITY b \"b\">]>\n<a>&b;</a>",
            "line 1: a document type with declarations of its own is refused",
        ),
        (
            "half.nbib",
            "PMID- 1\nTI  - x\nhalf\n",
            "line 3: a field of a MEDLINE export is wanted",
        ),
        ("half.json", "{\"DOI\":\n", "line 2: no works of Crossref"),
    ] {
        let file = folder.join(name);
        std::fs::write(&file, text).unwrap();
        let ran = coverdict(["evidence", "--records", word(&file)]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{name}");
        assert!(
            ran.err.contains(told) && ran.err.contains(name),
            "{}",
            ran.err
        );
    }
    let ran = coverdict(["evidence", "--records", "no-such-file"]);
    assert!(
        ran.err.contains("no-such-file cannot be read"),
        "{}",
        ran.err
    );
}
