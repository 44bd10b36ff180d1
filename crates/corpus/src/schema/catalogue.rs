//! Catalogue files.

use coverdict_model::{
    code::CodeSystem,
    fact::{Closure, Section, Selection},
    value::SpecialState,
};
use serde_json::{Value, json};

use super::build::{Object, boolean, by_name, count, either, shared, some, text, words};
use super::common::{name, some_names};

pub(super) fn schema() -> Value {
    let types: Vec<Value> = [
        ("boolean", Object::new().may("attest", text())),
        ("name", Object::new()),
        ("events", Object::new()),
        ("integer", bounds(Object::new(), json!({"type": "integer"}))),
        ("date", bounds(Object::new(), shared("day"))),
        (
            "decimal",
            bounds(
                Object::new().must("unit", text()),
                json!({"type": ["number", "string"]}),
            ),
        ),
        ("choice", Object::new().must("values", some_names())),
        ("names", Object::new().may("values", some_names())),
        (
            "codes",
            Object::new().must("systems", some(words(&CodeSystem::ALL, CodeSystem::name))),
        ),
    ]
    .map(|(kind, object)| fact(object.must("type", json!({"const": kind}))))
    .into();
    Object::new()
        .may("facts", by_name(json!({"oneOf": types})))
        .may("constraints", by_name(shared("criterion")))
        .file(
            "Catalogue",
            "Facts, each declared once, and what holds between them.",
        )
}

fn bounds(object: Object, bound: Value) -> Object {
    object.may("min", bound.clone()).may("max", bound)
}

fn fact(object: Object) -> Value {
    object
        .must("question", text())
        .may("closure", words(Closure::ALL, Closure::name))
        .may("section", words(Section::ALL, Section::name))
        .may("may-be", some(words(SpecialState::ALL, SpecialState::name)))
        .may("look-back", count())
        .may("select", words(Selection::ALL, Selection::name))
        .may("derived", shared("derivation"))
        .may("found-in", shared("found-in"))
        .schema()
}

/// Where a fact is found in other formats.
pub(super) fn found_in() -> Value {
    Object::new()
        .may("fhir", text())
        .may("x12", text())
        .may("column", text())
        .schema()
}

/// How a fact follows from others.
pub(super) fn derivation() -> Value {
    let pair = || json!({"type": "array", "items": name(), "minItems": 2, "maxItems": 2});
    let days_up_to = Object::new().must("days-up-to", count());
    let days_from = Object::new().must("days-from", count());
    let window = either([
        json!({"enum": ["calendar-year", "rolling-year", "ever"]}),
        days_up_to.schema(),
        days_from.schema(),
    ]);
    let counted = Object::new()
        .must("count", name())
        .must("window", window)
        .must("anchor", name())
        .must("includes-request", boolean());
    either([
        Object::new()
            .must("mapping", name())
            .must("from", name())
            .schema(),
        Object::new().must("difference", pair()).schema(),
        Object::new().must("days-between", pair()).schema(),
        counted.schema(),
        Object::new()
            .must("age-from", name())
            .must("on", name())
            .schema(),
    ])
}
