//! Definitions that several kinds of file share.

use coverdict_model::source::Provenance;
use serde_json::{Value, json};

use super::build::{Object, count, either, list, shared, some, text, words};
use super::criterion::criterion;
use super::{case, catalogue, holding};

/// The definition of this name.
pub(super) fn definition(name: &str) -> Option<Value> {
    Some(match name {
        "name" => json!({
            "type": "string",
            "minLength": 1,
            "maxLength": 128,
            "pattern": "^[^\\s/@:,\\[\\]{}'\"]+$",
        }),
        "day" => json!({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
        // A year without month and day is a number to readers of YAML.
        "date" => either([
            json!({"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"}),
            json!({"type": "integer", "minimum": 0, "maximum": 9999}),
        ]),
        "value" => json!({"type": ["boolean", "integer", "string"]}),
        "cite" => Object::new()
            .may("section", text())
            .may(
                "bytes",
                json!({"type": "array", "items": count(), "minItems": 2, "maxItems": 2}),
            )
            .may("note", text())
            .schema(),
        "applies" => Object::new()
            .may("payers", shared("facet"))
            .may("plans", shared("facet"))
            .may("lines-of-business", shared("facet"))
            .may("funding", shared("facet"))
            .may("states", shared("facet"))
            .schema(),
        "facet" => Object::new()
            .may("in", names())
            .may("open", either([json!({"const": "rest"}), names()]))
            .must("provenance", words(Provenance::ALL, Provenance::name))
            .schema(),
        "patterns" => Object::new()
            .may("members", names())
            .may("prefixes", names())
            .schema(),
        "criterion" => criterion(),
        "grant" => holding::grant(),
        "derivation" => catalogue::derivation(),
        "found-in" => catalogue::found_in(),
        "said" => case::said(),
        "statement" => case::statement(),
        _ => return None,
    })
}

pub(super) fn name() -> Value {
    shared("name")
}

pub(super) fn names() -> Value {
    list(name())
}

/// Names, at least one.
pub(super) fn some_names() -> Value {
    some(name())
}
