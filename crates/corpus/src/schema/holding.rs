//! What rules and `otherwise` hold.

use coverdict_model::position::{Basis, Kind, Position};
use serde_json::{Value, json};

use super::build::{Object, count, either, shared, text, words};
use super::common::{name, some_names};

/// The keys of a holding, added to those of a rule or an `otherwise`.
pub(super) fn keys(object: Object) -> Object {
    object
        .must("position", words(Position::ALL, Position::name))
        .may("basis", words(Basis::ALL, Basis::name))
        .may("kind", words(Kind::ALL, Kind::name))
        .may("grant", shared("grant"))
        .may("label", text())
        .must("cite", shared("cite"))
}

pub(super) fn grant() -> Value {
    let quantity = Object::new()
        .must("count", name())
        .must("at-most", json!({"type": "integer"}));
    let days = Object::new().must("days", count());
    let months = Object::new().must("months", count());
    Object::new()
        .may("items", some_names())
        .may("scopes", some_names())
        .may("quantity", quantity.schema())
        .may("period", either([days.schema(), months.schema()]))
        .schema()
}
