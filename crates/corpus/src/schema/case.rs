//! Cases. What a fact may say depends on the catalogue: the shape of statements is all that is told here.

use coverdict_model::{
    position::{Basis, Kind},
    trace::Truth,
    value::SpecialState,
};
use serde_json::{Value, json};

use super::build::{Object, boolean, by_name, either, list, shared, some, text, words};
use super::common::{name, names};
use crate::kinds::expectation::{LIMITS, OUTCOMES, PRIOR_AUTHORIZATION};

pub(super) fn schema() -> Value {
    let days = Object::new()
        .must("from", shared("day"))
        .must("through", shared("day"));
    Object::new()
        .must("case", name())
        .must("date-of-service", either([shared("day"), days.schema()]))
        .may("known-as-of", shared("day"))
        .may("member", by_name(shared("said")))
        .may("line", by_name(shared("said")))
        .may("facts", by_name(shared("said")))
        .may("expect", expectation())
        .file(
            "Case",
            "One service line of one member, with what is known of it.",
        )
}

/// What is said of a fact: one statement, or several readings.
pub(super) fn said() -> Value {
    let statement = || shared("statement");
    let readings = sourced(Object::new().must("readings", some(statement())));
    either([statement(), readings.schema()])
}

/// One statement, in one of its forms.
pub(super) fn statement() -> Value {
    let ends = json!({
        "type": "array",
        "items": either([shared("value"), json!({"type": "null"})]),
        "minItems": 2,
        "maxItems": 2,
    });
    let causes = [
        "not-supplied",
        "stale",
        "unreadable",
        "contradictory",
        "not-derivable",
    ];
    let plain = || {
        either([
            shared("value"),
            json!({"type": "number"}),
            list(shared("value")),
        ])
    };
    let forms = [
        Object::new().must("value", plain()),
        Object::new().must("within", ends),
        Object::new().must("one-of", some(shared("value"))),
        Object::new()
            .must("members", names())
            .may("complete", boolean()),
        Object::new()
            .must("events", list(shared("date")))
            .may("complete", boolean()),
        Object::new().must("state", words(SpecialState::ALL, SpecialState::name)),
        Object::new().must("missing", json!({"enum": causes})),
        Object::new().must("in-error", text()),
    ];
    either(
        [plain()]
            .into_iter()
            .chain(forms.map(|form| sourced(form).schema())),
    )
}

/// The form with where it was read.
fn sourced(form: Object) -> Object {
    form.may("origin", text())
        .may("attested", boolean())
        .may("measured", shared("day"))
}

fn expectation() -> Value {
    let part = Object::new().may("item", name()).may("scope", name());
    let governing = json!({"type": "string", "pattern": "^[^/@]+@[^/@]+/[^/]+$"});
    let documentation = either([
        json!({"enum": ["not-stated", "conflict", "undecided"]}),
        names(),
    ]);
    let under_assumption = either([
        json!({"enum": OUTCOMES}),
        Object::new()
            .must("outcome", json!({"enum": OUTCOMES}))
            .may("governing", list(governing.clone()))
            .schema(),
    ]);
    // An assumption is told in a sentence, which is no name.
    let conditional = json!({"type": "object", "additionalProperties": under_assumption});
    Object::new()
        .must("outcome", json!({"enum": OUTCOMES}))
        .may("kinds", list(words(Kind::ALL, Kind::name)))
        .may("bases", list(words(Basis::ALL, Basis::name)))
        .may("granted", list(part.schema()))
        .may("governing", list(governing))
        .may("relevant", names())
        .may("first", name())
        .may("certificates", json!({"type": "integer", "minimum": 0}))
        .may("leads", by_name(json!({"enum": OUTCOMES})))
        .may("conditional", conditional)
        .may("limits", list(json!({"enum": LIMITS})))
        .may("no-limits", list(json!({"enum": LIMITS})))
        .may("prior-authorization", json!({"enum": PRIOR_AUTHORIZATION}))
        .may("documentation", documentation)
        .may("criteria", by_name(words(Truth::ALL, Truth::name)))
        .schema()
}
