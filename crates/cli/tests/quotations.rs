//! With the documents at hand, the governing sentences of both founding policies are quoted.
//!
//! The documents are no part of the repository, and neither are their sentences: a quotation is
//! known by its digest.

#![expect(clippy::unwrap_used, reason = "a failed test panics")]

mod support;

use std::{
    env, fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use sha2::{Digest as _, Sha256};

/// The folder of documents: the one that `COVERDICT_DOCUMENTS` names, or one that lies beside the
/// repository or above.
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
            b"SKIPPED: no quotation is checked: name the documents with COVERDICT_DOCUMENTS\n";
        io::stderr().write_all(told).unwrap();
    }
    found
}

/// What is printed for a case, the documents at hand.
fn assess(case: &str, documents: &Path) -> String {
    let case = format!("corpus/cases/{case}.yaml");
    let arguments: [&std::ffi::OsStr; 4] = [
        "assess".as_ref(),
        case.as_ref(),
        "--documents".as_ref(),
        documents.as_os_str(),
    ];
    support::coverdict(arguments).well()
}

/// The digest of each quotation on a page, its lines joined again.
fn quotations(page: &str) -> Vec<String> {
    let quoted = page
        .split('“')
        .skip(1)
        .map(|rest| rest.split_once('”').unwrap().0);
    let joined = quoted.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    joined
        .map(|text| {
            let digest = Sha256::digest(text.as_bytes());
            digest.iter().map(|byte| format!("{byte:02x}")).collect()
        })
        .collect()
}

#[test]
fn the_sentence_of_cmm_204_is_quoted() {
    let Some(documents) = documents() else { return };
    assert_eq!(
        quotations(&assess("cigna-low-back-pain", &documents)),
        ["47f752ca4ffe192e738644d592bf68ac2d4dd9c0f857fd403cefc63b1815144c"]
    );
}

#[test]
fn the_sentence_of_hnca_cp_mp_65_is_quoted() {
    let Some(documents) = documents() else { return };
    assert_eq!(
        quotations(&assess("health-net-low-back-pain", &documents)),
        ["1169de684a0f9390a0a502422fd723eced7fb607fdfc12d1d0bf762938707dc1"]
    );
}

#[test]
fn another_document_of_the_same_name_is_not_quoted_and_both_digests_are_told() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("other-documents");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("000_64e4128665e6ce17.txt"), "x".repeat(9000)).unwrap();
    let page = assess("cigna-low-back-pain", &folder);
    assert!(page.contains("bytes 3047-3223"), "{page}");
    assert_eq!(quotations(&page), [""; 0]);
    let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
    let told = "not quoted: your copy of 000_64e4128665e6ce17.txt is another text (digest e797e2af, where 96e9d474 is on record)";
    assert!(page.contains(told), "{page}");
}

#[test]
fn a_document_that_is_not_at_hand_is_passed_over() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("no-documents");
    fs::create_dir_all(&folder).unwrap();
    let page = assess("cigna-low-back-pain", &folder);
    assert!(!page.contains("not quoted"), "{page}");
}
