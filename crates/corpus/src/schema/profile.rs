//! Precedence profiles.

use coverdict_model::{position::Position, profile::Binding, source::SourceKind};
use serde_json::Value;

use super::build::{Object, shared, some, text, words};
use super::common::{name, some_names};

pub(super) fn schema() -> Value {
    let step = Object::new()
        .must("id", name())
        .must("kinds", some(words(SourceKind::ALL, SourceKind::name)))
        .may("positions", some(words(Position::ALL, Position::name)))
        .may("binding", words(Binding::ALL, Binding::name))
        .may("when", shared("criterion"))
        .must("cite", shared("cite"));
    Object::new()
        .must("profile", name())
        .must("title", text())
        .may("payer", name())
        .must("lines-of-business", some_names())
        .may("funding", some_names())
        .must("cite", shared("cite"))
        .must("steps", some(step.schema()))
        .file(
            "Profile",
            "Which sources come first, for a line of business and funding.",
        )
}
