//! Criteria as indented items.

use coverdict_model::{
    criterion::{Comparison, Criterion, Members, Test},
    value::Value,
};

use super::edition::{cited, names};
use crate::outline::Item;

/// A criterion with those below it.
pub(super) fn item(criterion: &Criterion) -> Item {
    let below = match &criterion.test {
        Test::ByReading { of, .. } => {
            let readings = of.iter();
            let read = |(reading, one): (_, &Criterion)| {
                Item::plain(format!("read as {reading}")).of(vec![item(one)])
            };
            readings.map(read).collect()
        }
        _ => criterion.children().map(item).collect(),
    };
    let text = text(&criterion.test);
    let named = match &criterion.id {
        Some(id) => Item::named(id.as_str(), text),
        None => Item::plain(text),
    };
    named
        .aside(criterion.cite.as_ref().and_then(cited))
        .of(below)
}

/// What a criterion asks, in full.
pub(crate) fn text(test: &Test) -> String {
    match test {
        Test::All(_) => "all of these".to_owned(),
        Test::Any(_) => "at least one of these".to_owned(),
        Test::None(_) => "none of these".to_owned(),
        Test::AtLeast { count, of } => format!("at least {count} of these {}", of.len()),
        Test::ByReading { reading, .. } => format!("as `{reading}` is read"),
        Test::Service(service) => format!("the line is for {service}"),
        Test::PositionOf { source, basis } => {
            let basis = basis.map_or(String::new(), |basis| format!(" as {basis}"));
            format!("a step below, {source}, holds not-supported{basis}")
        }
        Test::Fact { fact, comparison } => format!("{fact} {}", compared(comparison)),
    }
}

fn compared(comparison: &Comparison) -> String {
    match comparison {
        Comparison::IsTrue(true) => "is true".to_owned(),
        Comparison::IsTrue(false) => "is false".to_owned(),
        Comparison::Is(state) => format!("is {}", state.name().replace('-', " ")),
        Comparison::AtLeast(value) => format!("is at least {value}"),
        Comparison::AtMost(value) => format!("is at most {value}"),
        Comparison::Above(value) => format!("is above {value}"),
        Comparison::Below(value) => format!("is below {value}"),
        Comparison::In(values) => {
            let all: Vec<String> = values.iter().map(Value::to_string).collect();
            match all.as_slice() {
                [one] => format!("is {one}"),
                all => format!("is one of {}", all.join(", ")),
            }
        }
        Comparison::AnyIn(of) => format!("has one of {}", members(of)),
        Comparison::NoneIn(of) => format!("has none of {}", members(of)),
        Comparison::AllIn(of) => format!("has members, and only of {}", members(of)),
    }
}

fn members(members: &Members) -> String {
    match members {
        Members::ValueSet(id) => format!("the value set {id}"),
        Members::Listed(listed) => names(listed),
    }
}
