//! References.

use coverdict_model::reference::Verified;
use serde_json::{Value, json};

use super::build::{Object, by_name, count, some, text, words};

pub(super) fn schema() -> Value {
    // What has digits alone is a number to readers of YAML.
    let digits = || json!({"type": ["string", "integer"]});
    let reference = Object::new()
        .may("number", count())
        .must("authors", some(text()))
        .may("title", text())
        .may("journal", text())
        .may("year", count())
        .may("volume", digits())
        .may("issue", digits())
        .may("pages", digits())
        .may("pmid", digits())
        .may("doi", text())
        .may("trial", text())
        .must("verified", words(Verified::ALL, Verified::name))
        .may("verified-from", text())
        .may("differs", text());
    Object::new()
        .must("references", by_name(reference.schema()))
        .file(
            "References",
            "Publications that editions cite, as they are cited.",
        )
}
