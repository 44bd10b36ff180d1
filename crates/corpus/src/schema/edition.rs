//! Editions of sources.

use coverdict_model::source::{
    GoverningDate, NoteKind, PriorAuthorization, Provenance, SourceKind, Status,
};
use serde_json::{Value, json};

use super::build::{Object, boolean, by_name, either, list, shared, text, words};
use super::common::{name, names, some_names};
use super::holding;

pub(super) fn schema() -> Value {
    let document = Object::new().must("name", text()).must(
        "sha256",
        json!({"type": "string", "pattern": "^[0-9a-f]{64}$"}),
    );
    Object::new()
        .must("source", words(SourceKind::ALL, SourceKind::name))
        .must("id", name())
        .may("edition", name())
        .must("title", text())
        .must("publisher", name())
        .may("author", name())
        .must("effective", shared("date"))
        .may("ended", shared("date"))
        .may("published", shared("date"))
        .must("recorded", shared("day"))
        .may("status", words(Status::ALL, Status::name))
        .may("supersedes", name())
        .may(
            "governing-date",
            words(GoverningDate::ALL, GoverningDate::name),
        )
        .may("document", document.schema())
        .may("excerpt", boolean())
        .may("applies", shared("applies"))
        .must("services", by_name(service()))
        .may("readings", by_name(some_names()))
        .may("rules", by_name(rule()))
        .must(
            "prior-authorization",
            words(PriorAuthorization::ALL, PriorAuthorization::name),
        )
        .may(
            "documentation",
            either([json!({"const": "not-stated"}), by_name(text())]),
        )
        .may("considerations", by_name(text()))
        .may("notes", list(note()))
        .may("references", names())
        .file(
            "Edition",
            "One edition of a source, never edited once published.",
        )
}

fn note() -> Value {
    // What is open needs a choice; a slip can do without.
    let of = |kinds: &[NoteKind]| {
        Object::new()
            .must("id", name())
            .must("kind", words(kinds, NoteKind::name))
            .must("says", text())
            .must("cite", shared("cite"))
    };
    either([
        of(&[NoteKind::Hole, NoteKind::Ambiguity])
            .must("choice", text())
            .schema(),
        of(&[NoteKind::Slip]).may("choice", text()).schema(),
    ])
}

fn service() -> Value {
    let held = holding::keys(Object::new()).schema();
    Object::new()
        .may("codes", list(text()))
        .may("provenance", words(Provenance::ALL, Provenance::name))
        .may("agents", names())
        .must("otherwise", either([json!({"const": "silent"}), held]))
        .schema()
}

fn rule() -> Value {
    holding::keys(Object::new().must("when", shared("criterion")))
        .may("from", shared("date"))
        .may("until", shared("date"))
        .may("phases", names())
        .may("overrides", names())
        .schema()
}
