//! `coverdict show`.
//!
//! `SNAPSHOTS=overwrite cargo test -p coverdict-cli --test verbs` writes the outlines anew.

use snapbox::{assert_data_eq, file};

use crate::{
    compile, folder,
    support::{Ran, coverdict},
    word,
};

const EXAMPLE: [&str; 2] = ["--corpus", "docs/examples"];

/// The example's edition, with the digest left out that every change of the corpus changes.
fn example(form: &str) -> String {
    let listing = ["sources", "--format", "json"].into_iter().chain(EXAMPLE);
    let listing: serde_json::Value = serde_json::from_str(&coverdict(listing).well()).unwrap();
    let shown = ["show", "EX-101", "--format", form].into_iter();
    let shown = coverdict(shown.chain(EXAMPLE)).well();
    let digest = listing.get("corpus").unwrap().as_str().unwrap();
    shown.replace(digest, "DIGEST")
}

#[track_caller]
fn refused(ran: &Ran, why: &str) {
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert!(ran.err.contains(why), "{}", ran.err);
}

#[test]
fn an_edition_is_shown_as_text_markdown_and_html() {
    assert_data_eq!(example("text"), file!["show/ex-101.txt"]);
    assert_data_eq!(example("markdown"), file!["show/ex-101.md"]);
    assert_data_eq!(example("html"), file!["show/ex-101.html"]);
}

#[test]
fn every_edition_of_the_shipped_corpus_is_shown_as_from_its_folder() {
    let listing = coverdict(["sources", "--format", "json"]).well();
    let listing: serde_json::Value = serde_json::from_str(&listing).unwrap();
    for source in listing["sources"].as_array().unwrap() {
        for edition in source["editions"].as_array().unwrap() {
            let name = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
            let id = format!("{}@{}", name(&source["source"]), name(&edition["edition"]));
            let shown = coverdict(["show", &id]).well();
            let from_folder = coverdict(["show", &id, "--corpus", "corpus"]).well();
            assert_eq!(shown, from_folder);
            assert!(!shown.contains('\u{1b}'), "{id}");
        }
    }
}

#[test]
fn of_several_editions_the_last_is_shown_and_the_others_are_named() {
    let shown = |source: &str| {
        let corpus = "cases/good/month-between-editions";
        coverdict(["show", source, "--corpus", corpus]).well()
    };
    let last = shown("EX-POLICY");
    let others = "  other editions      EX-POLICY@2024-01-01\n";
    assert!(last.contains(others), "{last}");
    let first = shown("EX-POLICY@2024-01-01");
    assert!(
        first.contains("  in effect from      2024-01-01\n"),
        "{first}"
    );
}

#[test]
fn a_correction_is_shown_before_what_it_corrects() {
    let corpus = "cases/good/correction";
    let shown = coverdict(["show", "EX-POLICY", "--corpus", corpus]).well();
    assert!(shown.contains("\n  corrects "), "{shown}");
}

#[test]
fn what_is_not_on_file_is_refused_with_what_is() {
    refused(&coverdict(["show", "CMM-240"]), "did you mean `CMM-204`?");
    refused(&coverdict(["show", "X"]), "`coverdict sources` lists");
    let edition = coverdict(["show", "CMM-204@2020"]);
    refused(&edition, "there is 2024-08-01");
}

#[test]
fn a_compiled_corpus_has_no_texts_to_show() {
    let file = compile(&folder("show"));
    let ran = coverdict(["show", "CMM-204", "--corpus", word(&file)]);
    refused(&ran, "name the folder of the corpus");
}
