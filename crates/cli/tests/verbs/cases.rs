//! `coverdict test`.

use std::fs;

use crate::{
    CASE, folder,
    support::{coverdict, root},
    word,
};

#[test]
fn every_case_of_the_repository_is_as_expected() {
    let told = coverdict(["test", "corpus", "cases/good", "docs/examples"]).well();
    assert!(told.ends_with(" as expected, 0 differ\n"), "{told}");
}

#[test]
fn without_a_path_the_cases_of_the_corpus_beside_are_run() {
    assert_eq!(
        coverdict(["test"]).well(),
        coverdict(["test", "corpus"]).well()
    );
}

#[test]
fn a_changed_expectation_fails_and_is_shown() {
    let folder = folder("changed-expectation");
    let case = fs::read_to_string(root().join(CASE)).unwrap();
    let changed = case.replace("outcome: not-supported", "outcome: supported");
    assert_ne!(case, changed);
    let file = folder.join("changed.yaml");
    fs::write(&file, changed).unwrap();

    let ran = coverdict(["test", word(&file)]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""));
    let expected = "outcome: expected supported, found not-supported\n";
    assert!(ran.out.contains(expected), "{}", ran.out);
    assert!(
        ran.out.ends_with("1 cases, 0 as expected, 1 differ\n"),
        "{}",
        ran.out
    );

    let ran = coverdict(["test", word(&file), "--format", "json"]);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.out.contains("\"outcome\": \"not-supported\""),
        "{}",
        ran.out
    );
}

#[test]
fn a_changed_answer_under_an_assumption_is_shown() {
    let folder = folder("changed-conditional");
    let case = "corpus/cases/health-net-middle-of-the-month.yaml";
    let case = fs::read_to_string(root().join(case)).unwrap();
    let differs = |from: &str, to: &str| {
        let changed = case.replace(from, to);
        assert_ne!(case, changed);
        let file = folder.join("changed.yaml");
        fs::write(&file, changed).unwrap();
        let ran = coverdict(["test", word(&file)]);
        assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""));
        ran.out.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let told = differs("is in force: not-addressed", "is in force: supported");
    let expected = "conditional `no edition of HNCA.CP.MP.65 is in force`: expected supported, found not-addressed";
    assert!(told.contains(expected), "{told}");
    let told = differs(
        "2025-06/insufficient-evidence-for-any-indication]",
        "2025-06/otherwise]",
    );
    let expected = "conditional `HNCA.CP.MP.65@2025-06 is in force` governing: expected [HNCA.CP.MP.65@2025-06/otherwise]";
    assert!(told.contains(expected), "{told}");
    let told = differs(
        "no edition of HNCA.CP.MP.65 is",
        "no edition of HNCA.CP.MP.66 is",
    );
    let expected = "conditional `no edition of HNCA.CP.MP.66 is in force`: not among HNCA.CP.MP.65@2025-06 is in force | no edition";
    assert!(told.contains(expected), "{told}");
}

#[test]
fn a_case_that_expects_nothing_is_refused() {
    let folder = folder("expects-nothing");
    let case = fs::read_to_string(root().join(CASE)).unwrap();
    let (without, _) = case.split_once("expect:").unwrap();
    let file = folder.join("without.yaml");
    fs::write(&file, without).unwrap();

    let ran = coverdict(["test", word(&file)]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert!(ran.err.contains("add `expect`"), "{}", ran.err);
}

#[test]
fn a_folder_without_cases_is_refused() {
    let ran = coverdict(["test", word(&folder("no-cases"))]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert!(ran.err.contains("no case was found"), "{}", ran.err);
}
