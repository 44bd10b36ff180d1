//! The raw values that a fact may still have.
//!
//! Small bounded ranges are taken value by value. Of a wide range, the values that the corpus
//! mentions and their neighbours stand for all: no comparison tells the others from these.

use std::collections::BTreeSet;

use coverdict_model::{
    date::{Date, day_number, from_day_number},
    fact::FactType,
    id::Id,
    quantity::{Decimal, Quantity, Unit},
    value::Value,
};

use super::{datum::Datum, mention::Mention};

/// A range of numbers, days counted from 1970; an end not stated is not limited.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Span {
    /// The least value.
    pub(crate) low: Option<Decimal>,
    /// The greatest value.
    pub(crate) high: Option<Decimal>,
}

impl Span {
    /// The values in both.
    pub(crate) fn and(self, other: Self) -> Self {
        let both = |a: Option<Decimal>,
                    b: Option<Decimal>,
                    pick: fn(Decimal, Decimal) -> Decimal| match (a, b) {
            (Some(a), Some(b)) => Some(pick(a, b)),
            (a, b) => a.or(b),
        };
        Self {
            low: both(self.low, other.low, Decimal::max),
            high: both(self.high, other.high, Decimal::min),
        }
    }

    /// Whether a number lies in it.
    pub(crate) fn contains(self, number: Decimal) -> bool {
        self.low.is_none_or(|low| low <= number) && self.high.is_none_or(|high| number <= high)
    }

    fn width(self) -> Option<Decimal> {
        Some(self.high? - self.low?)
    }
}

/// The range that a type's bounds allow; unlimited for types without order.
pub(crate) fn bounds(kind: &FactType) -> Span {
    match kind {
        FactType::Integer { min, max } => Span {
            low: min.map(Decimal::from),
            high: max.map(Decimal::from),
        },
        FactType::Decimal { min, max, .. } => Span {
            low: *min,
            high: *max,
        },
        FactType::Date { min, max } => Span {
            low: min.map(day),
            high: max.map(day),
        },
        _ => Span::default(),
    }
}

/// The number of an ordered value.
pub(crate) fn number(value: &Value) -> Option<Decimal> {
    match value {
        Value::Integer(integer) => Some(Decimal::from(*integer)),
        Value::Decimal(quantity) => Some(quantity.value),
        Value::Date(date) => Some(day(*date)),
        Value::Boolean(_) | Value::Name(_) => None,
    }
}

/// The day so many days after 1970-01-01.
pub(crate) fn from_number(number: Decimal) -> Option<Date> {
    from_day_number(i64::try_from(number).ok()?)
}

/// Days from 1970-01-01, as a number.
pub(crate) fn day(date: Date) -> Decimal {
    Decimal::from(day_number(date))
}

/// The values of an ordered type within a range.
pub(crate) fn ordered(kind: &FactType, span: Span, mention: &Mention) -> Vec<Datum> {
    let thresholds: BTreeSet<Decimal> = mention.values.iter().filter_map(number).collect();
    let half = Decimal::new(5, 1);
    let (pace, narrow) = match kind {
        FactType::Decimal { .. } => (half, Decimal::TEN),
        _ => (Decimal::ONE, Decimal::from(40)),
    };
    let mut numbers: BTreeSet<Decimal> = [span.low, span.high].into_iter().flatten().collect();
    if let (Some(low), Some(width)) = (span.low, span.width())
        && width <= narrow
    {
        let mut next = low;
        while span.contains(next) {
            numbers.insert(next);
            next += pace;
        }
    }
    for threshold in &thresholds {
        numbers.extend([*threshold - pace, *threshold, *threshold + pace]);
    }
    if matches!(kind, FactType::Decimal { .. }) {
        let following = thresholds.iter().skip(1);
        numbers.extend(
            thresholds
                .iter()
                .zip(following)
                .map(|(a, b)| (*a + *b) * half),
        );
    }
    if numbers.is_empty() {
        numbers.insert(Decimal::ZERO);
    }
    let within = numbers.into_iter().filter(|number| span.contains(*number));
    within
        .filter_map(|number| value(kind, number).map(Datum::Value))
        .collect()
}

fn value(kind: &FactType, number: Decimal) -> Option<Value> {
    match kind {
        FactType::Integer { .. } => i64::try_from(number).ok().map(Value::Integer),
        FactType::Decimal { unit, .. } => Some(quantity(number, unit)),
        FactType::Date { .. } => from_number(number).map(Value::Date),
        _ => None,
    }
}

fn quantity(value: Decimal, unit: &Unit) -> Value {
    Value::Decimal(Quantity {
        value,
        unit: unit.clone(),
    })
}

/// The names that a fact may have: those listed, or those mentioned and one more.
pub(crate) fn names(listed: Option<&BTreeSet<Id>>, mention: &Mention) -> BTreeSet<Id> {
    match listed {
        Some(listed) => listed.clone(),
        None => mention
            .names
            .iter()
            .cloned()
            .chain(mention.prefixes.iter().filter_map(another_under))
            .chain(Id::new("~other").ok())
            .collect(),
    }
}

/// A code under a prefix that nothing mentions by itself.
fn another_under(prefix: &Id) -> Option<Id> {
    Id::new(&format!("{prefix}~other")).ok()
}

/// Every set with the given members and any of the others; `None` when they are too many to list.
pub(crate) fn sets(members: &BTreeSet<Id>, others: &BTreeSet<Id>) -> Option<Vec<Datum>> {
    let others: Vec<&Id> = others.difference(members).collect();
    if others.len() > 10 {
        return None;
    }
    let mut sets = vec![members.clone()];
    for other in others {
        let with = sets.clone().into_iter().map(|mut set| {
            set.insert(other.clone());
            set
        });
        sets = sets.iter().cloned().chain(with).collect();
    }
    Some(sets.into_iter().map(Datum::Set).collect())
}
