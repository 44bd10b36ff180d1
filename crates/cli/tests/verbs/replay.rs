//! `coverdict replay`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{fed, finding, folder, support::coverdict, word};

/// A finding, stored.
fn stored(folder: &Path, finding: &str) -> PathBuf {
    let file = folder.join("finding.json");
    fs::write(&file, finding).unwrap();
    file
}

#[test]
fn a_stored_finding_is_found_again() {
    let file = stored(&folder("replay-same"), &finding(&[]));
    assert_eq!(
        coverdict(["replay", word(&file)]).well(),
        "the same finding\n"
    );
}

#[test]
fn a_finding_of_an_earlier_day_is_found_again() {
    let finding = finding(&["--known-as-of", "2026-11-21"]);
    let file = stored(&folder("replay-earlier"), &finding);
    assert_eq!(
        coverdict(["replay", word(&file)]).well(),
        "the same finding\n"
    );
}

#[test]
fn an_edited_finding_differs_and_the_lines_are_shown() {
    let finding = finding(&[]);
    let edited = finding.replacen("\"clinical\"", "\"legal\"", 1);
    assert_ne!(edited, finding);
    let file = stored(&folder("replay-edited"), &edited);
    let ran = coverdict(["replay", word(&file)]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""));
    assert!(ran.out.contains("-      \"legal\"\n"), "{}", ran.out);
    assert!(ran.out.contains("+      \"clinical\"\n"), "{}", ran.out);
}

#[test]
fn another_engine_version_that_finds_the_same_is_no_difference() {
    let finding = finding(&[]);
    let older = finding.replacen("\"engine\": \"", "\"engine\": \"0.0.0-before-", 1);
    assert_ne!(older, finding);
    let file = stored(&folder("replay-engine"), &older);
    let told = coverdict(["replay", word(&file)]).well();
    assert!(
        told.starts_with("the same finding, made by engine 0.0.0-before-"),
        "{told}"
    );
}

#[test]
fn another_corpus_is_refused() {
    let file = stored(&folder("replay-corpus"), &finding(&[]));
    let other = "cases/good/certificates";
    let ran = coverdict(["replay", word(&file), "--corpus", other]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert!(
        ran.err.contains("name the right one with --corpus"),
        "{}",
        ran.err
    );
}

#[test]
fn what_is_no_finding_is_refused() {
    let file = stored(&folder("replay-none"), "{}");
    let ran = coverdict(["replay", word(&file)]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert!(ran.err.contains("is not a finding"), "{}", ran.err);
}

#[test]
fn a_finding_on_standard_input_is_found_again() {
    let told = fed(&finding(&[]), &["replay", "-"]).well();
    assert_eq!(told, "the same finding\n");
}

#[test]
fn what_is_no_finding_on_standard_input_is_named() {
    let ran = fed("{}", &["replay", "-"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    let begins = "error: <stdin> is not a finding of form ";
    assert!(ran.err.starts_with(begins), "{}", ran.err);
}
