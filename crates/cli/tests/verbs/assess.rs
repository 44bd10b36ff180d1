//! `coverdict assess`.

use crate::{CASE, fed, finding, support::coverdict};

/// A case as JSON: the founding one.
const AS_JSON: &str = r#"{
  "case": "cigna-low-back-pain",
  "date-of-service": "2025-03-01",
  "member": {"payer": "cigna", "plan": "EX-PLAIN", "line-of-business": "commercial", "funding": "insured", "state": "CA"},
  "line": {"code": "M0076", "diagnoses": ["M54.50"]}
}"#;

#[test]
fn a_case_on_standard_input_is_yaml_or_json() {
    let from_file = finding(&[]);
    let yaml = std::fs::read_to_string(crate::support::root().join(CASE)).unwrap();
    for text in [yaml.as_str(), AS_JSON] {
        let fed = fed(text, &["assess", "-", "--format", "json"]).well();
        assert_eq!(fed, from_file);
    }
}

#[test]
fn a_fault_on_standard_input_is_told_with_its_place() {
    let ran = fed("case: x\ndate-of-service: soon\n", &["assess", "-"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert!(ran.err.contains("<stdin>:2:18"), "{}", ran.err);
}

#[test]
fn an_undecided_case_is_an_answer_and_no_failure() {
    let page = coverdict(["assess", "corpus/cases/three-certificates.yaml"]).well();
    assert!(page.starts_with("NEEDS INFORMATION "), "{page}");
    assert!(page.contains("\nWhat would settle it\n"), "{page}");
}

#[test]
fn the_day_on_the_command_line_is_the_day_as_of_which_the_corpus_is_consulted() {
    let page = coverdict(["assess", CASE, "--known-as-of", "2026-11-21"]).well();
    assert!(page.contains(" known as of 2026-11-21 "), "{page}");
    assert!(!page.starts_with("NOT SUPPORTED"), "{page}");
    assert!(
        coverdict(["assess", CASE])
            .well()
            .starts_with("NOT SUPPORTED")
    );
}

#[test]
fn a_day_that_does_not_exist_is_refused() {
    let ran = coverdict(["assess", CASE, "--known-as-of", "2026-02-30"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert!(ran.err.contains("2026-02-30"), "{}", ran.err);
}
