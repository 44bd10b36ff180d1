//! Criteria.

use coverdict_model::{position::Basis, source::SourceKind};
use serde_json::{Value, json};

use super::build::{Object, by_name, count, either, shared, some, words};
use super::common::{name, some_names};

const COMPARISONS: [&str; 10] = [
    "is", "at-least", "at-most", "above", "below", "equals", "in", "any-in", "none-in", "all-in",
];

/// A criterion: one test, perhaps with a name and a citation.
pub(super) fn criterion() -> Value {
    let group = || some(shared("criterion"));
    let value = || shared("value");
    let at_least = Object::new().must("count", count()).must("of", group());
    let by_reading = Object::new()
        .must("reading", name())
        .must("of", by_name(shared("criterion")));
    let position_of = Object::new()
        .must("source", words(SourceKind::ALL, SourceKind::name))
        .may("basis", words(Basis::ALL, Basis::name));
    let mut schema = Object::new()
        .may("id", name())
        .may("cite", shared("cite"))
        .may("all", group())
        .may("any", group())
        .may("none", group())
        .may("at-least", either([at_least.schema(), value()]))
        .may("by-reading", by_reading.schema())
        .may("service", name())
        .may("position-of", position_of.schema())
        .may("fact", name())
        .may(
            "is",
            json!({"enum": [true, false, "absent", "not-performed"]}),
        )
        .may("at-most", value())
        .may("above", value())
        .may("below", value())
        .may("equals", value())
        .may("in", some(value()))
        .may("any-in", members())
        .may("none-in", members())
        .may("all-in", members())
        .schema();
    if let Value::Object(schema) = &mut schema {
        schema.insert("oneOf".to_owned(), one_test());
    }
    schema
}

/// Exactly one group, or a fact with exactly one comparison.
fn one_test() -> Value {
    let has = |key: &str| json!({"required": [key]});
    let groups = ["all", "any", "none", "by-reading", "service", "position-of"];
    let mut tests: Vec<Value> = groups.map(has).into();
    tests.push(json!({"required": ["at-least"], "not": has("fact")}));
    tests.push(json!({"required": ["fact"], "oneOf": COMPARISONS.map(has)}));
    Value::Array(tests)
}

fn members() -> Value {
    let set = Object::new().must("value-set", name());
    either([some_names(), set.schema()])
}
