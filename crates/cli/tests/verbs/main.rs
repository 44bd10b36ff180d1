//! Every verb through the real binary: answers, exit codes, and errors on standard error.

#![expect(clippy::unwrap_used, reason = "a failed test panics")]

#[path = "../support/mod.rs"]
mod support;

mod assess;
mod cases;
mod codes;
mod compiled;
mod faults;
mod page;
mod replay;
mod schema;

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The founding case, which the shipped corpus decides.
const CASE: &str = "corpus/cases/cigna-low-back-pain.yaml";

/// A fresh folder of a test's own.
fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("verbs")
        .join(test);
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A path as an argument.
fn word(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A finding as JSON text, with further arguments.
fn finding(further: &[&str]) -> String {
    let arguments = ["assess", CASE, "--format", "json"];
    support::coverdict(arguments.iter().chain(further)).well()
}

/// The shipped corpus, compiled into a file.
fn compile(folder: &Path) -> PathBuf {
    let file = folder.join("corpus.program");
    let told = support::coverdict(["compile", "corpus", "-o", word(&file)]).well();
    assert!(told.contains(" editions, "), "{told}");
    file
}
