//! Value sets and mappings.

use coverdict_model::source::Provenance;
use serde_json::Value;

use super::build::{Object, by_name, shared, text, words};
use super::common::{name, names};

pub(super) fn value_set() -> Value {
    head(Object::new().must("value-set", name()))
        .may("members", names())
        .may("prefixes", names())
        .file("Value set", "A named set of codes or names.")
}

pub(super) fn mapping() -> Value {
    head(Object::new().must("mapping", name()))
        .must("to", by_name(shared("patterns")))
        .may("none", shared("patterns"))
        .file("Mapping", "A reviewed mapping from codes to names.")
}

fn head(object: Object) -> Object {
    object
        .must("title", text())
        .must("provenance", words(Provenance::ALL, Provenance::name))
        .must("reviewed", shared("day"))
}
