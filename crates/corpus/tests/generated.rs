//! Checked-in files that are generated are current. `UPDATE=1 cargo test -p coverdict-corpus --test generated` writes them.

#![expect(clippy::unwrap_used, reason = "a failed test panics")]

use std::fmt::Write;
use std::path::Path;

use coverdict_corpus::diagnostic::{Code, Severity};
use coverdict_corpus::schema::schemas;
use coverdict_x12::FaultCode;
use serde_json::Value;

/// The text of a checked-in file, written anew before if that is asked for.
fn checked_in(path: &str, generated: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(path);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, generated).unwrap();
    }
    std::fs::read_to_string(&path).unwrap_or_default()
}

const STALE: &str = "is not current: run this test with UPDATE=1";

#[test]
fn schemas_are_current() {
    for (name, schema) in schemas() {
        let path = format!("schemas/{name}.schema.json");
        let text = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        // Compared as values: the order of keys depends on features that other crates switch on.
        let written: Option<Value> = serde_json::from_str(&checked_in(&path, &text)).ok();
        assert!(written == Some(schema), "{path} {STALE}");
    }
}

#[test]
fn the_page_of_error_codes_is_current() {
    let path = "docs/src/error-codes.md";
    let page = error_codes();
    assert!(checked_in(path, &page) == page, "{path} {STALE}");
}

fn error_codes() -> String {
    let mut page = String::from(
        "# Error codes\n\nEvery problem that reading can find has a code that never changes. This page is generated from the \
         table of codes; `cases/bad` holds a file or corpus for each, with the message that it gets. The codes of \
         X12 stand at the end, and those of code lists in [Code lists](code-lists.md).\n",
    );
    for code in Code::all() {
        let warning = match code.severity() {
            Severity::Error => "",
            Severity::Warning => " (warning)",
            Severity::Note => " (note)",
        };
        write!(
            page,
            "\n## {} `{}`{warning}\n\n{} {}\n",
            code.id(),
            code.name(),
            code.title(),
            code.explanation()
        )
        .unwrap();
    }
    page.push_str(
        "\n# Codes of X12\n\nWhat can be wrong in an 837. These codes never change either; \
         [Screening](screening.md) tells what becomes of a claim in which something is wrong.\n",
    );
    for (code, title, help) in FaultCode::ALL {
        write!(page, "\n## {} `{}`\n\n{title} {help}\n", code.id, code.name).unwrap();
    }
    page
}
