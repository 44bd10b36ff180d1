//! The checked-in schemas of what the command prints are those that it prints.

use std::{fs, path::Path, process::Command};

/// To renew one: `cargo run -p coverdict-cli -- schema finding > schemas/finding.schema.json`.
#[test]
fn the_schemas_of_what_is_printed_are_current() {
    for of in [
        "finding", "sources", "check", "diff", "compare", "evidence", "impact", "ingest",
    ] {
        let printed = Command::new(env!("CARGO_BIN_EXE_coverdict"))
            .args(["schema", of])
            .output()
            .unwrap();
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas");
        let stored = fs::read_to_string(path.join(format!("{of}.schema.json"))).unwrap();
        assert_eq!(String::from_utf8(printed.stdout).unwrap(), stored, "{of}");
    }
}
