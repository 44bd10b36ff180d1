//! Every verb through the real binary: answers, exit codes, and errors on standard error.

#![expect(clippy::unwrap_used, reason = "a failed test panics")]

#[path = "../support/mod.rs"]
mod support;

mod assess;
mod cases;
mod check;
mod codes;
mod compiled;
mod coverage;
mod diff;
mod evidence;
mod faults;
mod impact;
mod ingest;
mod page;
mod replay;
mod schema;
mod screen;
mod show;
mod slips;
mod sources;

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::Stdio,
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

/// The case files of the shipped corpus.
fn shipped_cases() -> Vec<PathBuf> {
    let mut cases = Vec::new();
    let mut folders = vec![support::root().join("corpus/cases")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => cases.push(path),
            }
        }
    }
    cases
}

/// A path as an argument.
fn word(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Runs the binary with a text on its standard input.
fn fed(text: &str, arguments: &[&str]) -> support::Ran {
    let mut child = support::binary()
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(text.as_bytes()).unwrap();
    drop(stdin);
    child.wait_with_output().unwrap().into()
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
