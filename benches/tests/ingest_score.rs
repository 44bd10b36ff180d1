//! How much of the founding documents is read right, with the floor of `cargo xtask ingest-score`.
//!
//! The documents are no part of the repository; where they are not at hand, a line says that nothing was checked.

use std::{
    env, fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
    process::Command,
};

/// The folder of documents: the one that `COVERDICT_DOCUMENTS` names, or one that lies beside the repository or above.
fn documents() -> Option<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut beside = here
        .ancestors()
        .map(|folder| folder.join("shared/data/policies"));
    env::var_os("COVERDICT_DOCUMENTS")
        .map(PathBuf::from)
        .or_else(|| beside.find(|folder| folder.is_dir()))
}

#[test]
fn no_field_is_below_its_floor_and_every_difference_of_criteria_is_judged() {
    let Some(documents) = documents() else {
        // Past the capture of tests that pass.
        let told =
            b"SKIPPED: nothing is scored: name the founding documents with COVERDICT_DOCUMENTS\n";
        io::stderr().write_all(told).unwrap();
        return;
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let score = |options: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_ingest-score"))
            .arg(&documents)
            .args(options)
            .current_dir(&root)
            .output()
            .unwrap()
    };
    let told = score(&[]);
    let printed = String::from_utf8_lossy(&told.stdout).into_owned();
    assert!(
        told.status.success(),
        "{printed}{}",
        String::from_utf8_lossy(&told.stderr)
    );
    for field in ["number", "effective as written", "position", "criteria"] {
        assert!(
            printed.lines().any(|line| line.starts_with(field)),
            "{printed}"
        );
    }
    // Without the judgements the differences fail it.
    let nobody = Path::new(env!("CARGO_TARGET_TMPDIR")).join("judged-by-nobody.csv");
    fs::write(&nobody, "document,at,judgement\n").unwrap();
    let judged = nobody.to_string_lossy();
    assert!(!score(&["--judged", &judged]).status.success());
}
