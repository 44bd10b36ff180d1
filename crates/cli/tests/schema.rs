//! The checked-in schema of a finding is the one that the command prints.

use std::{fs, path::Path, process::Command};

/// To renew it: `cargo run -p coverdict-cli -- schema finding > schemas/finding.schema.json`.
#[test]
fn the_schema_of_a_finding_is_current() {
    let printed = Command::new(env!("CARGO_BIN_EXE_coverdict"))
        .args(["schema", "finding"])
        .output()
        .unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas/finding.schema.json");
    let stored = fs::read_to_string(path).unwrap();
    assert_eq!(String::from_utf8(printed.stdout).unwrap(), stored);
}
