//! What a criterion asks, in a line.

use coverdict_model::{
    criterion::{Comparison, Members, Test},
    id::Id,
    value::Value,
};

/// What a criterion asks, in a line: of a group, how its criteria are joined.
#[must_use]
pub fn test(test: &Test) -> String {
    match test {
        Test::All(_) => "all of".to_owned(),
        Test::Any(_) => "any of".to_owned(),
        Test::None(_) => "none of".to_owned(),
        Test::AtLeast { count, .. } => format!("at least {count} of"),
        Test::ByReading { reading, .. } => format!("as `{reading}` is read"),
        Test::Service(service) => format!("service {service}"),
        Test::PositionOf {
            source,
            basis: Some(basis),
        } => format!("{source} holds not-supported as {basis}"),
        Test::PositionOf {
            source,
            basis: None,
        } => format!("{source} holds not-supported"),
        Test::Fact { fact, comparison } => format!("{fact} {}", self::comparison(comparison)),
    }
}

fn comparison(comparison: &Comparison) -> String {
    match comparison {
        Comparison::IsTrue(true) => "is true".to_owned(),
        Comparison::IsTrue(false) => "is false".to_owned(),
        Comparison::Is(state) => format!("is {state}"),
        Comparison::AtLeast(value) => format!("at least {value}"),
        Comparison::AtMost(value) => format!("at most {value}"),
        Comparison::Above(value) => format!("above {value}"),
        Comparison::Below(value) => format!("below {value}"),
        Comparison::In(values) => format!("in {}", list(values.iter().map(Value::to_string))),
        Comparison::AnyIn(of) => format!("has one of {}", members(of)),
        Comparison::NoneIn(of) => format!("has none of {}", members(of)),
        Comparison::AllIn(of) => format!("has only {}", members(of)),
    }
}

/// The text of members: the name of their value set, or they themselves.
pub(super) fn members(members: &Members) -> String {
    match members {
        Members::ValueSet(id) => id.to_string(),
        Members::Listed(listed) => list(listed.iter().map(Id::to_string)),
    }
}

/// A list that does not grow beyond a line.
fn list(items: impl ExactSizeIterator<Item = String>) -> String {
    const SHOWN: usize = 6;
    let rest = items.len().saturating_sub(SHOWN);
    let mut text = items.take(SHOWN).collect::<Vec<_>>().join(", ");
    if rest > 0 {
        text.push_str(&format!(" and {rest} more"));
    }
    text
}
