//! Facts that follow from others.

use std::collections::BTreeSet;

use coverdict_model::{
    date::{Date, PartialDate, day_number},
    fact::{Derivation, Fact, FactType, Window},
    quantity::Decimal,
    value::{Cause, Reading, SpecialState, Value},
};

use super::{Facts, defaults::Derived};

/// Whether every number and date that a derivation looks at is told.
pub(super) fn has_inputs(facts: &Facts<'_>, derived: &Derived<'_>) -> bool {
    let is_told = |input: Option<u32>| !matches!(facts.reading_of(input), Reading::Missing(_));
    match derived.derivation {
        // Events that are not told leave a count with a least value all the same.
        Derivation::Count { .. } => is_told(derived.input(1)),
        _ => derived.inputs.iter().all(|input| is_told(*input)),
    }
}

/// What is left of a statement on a derived fact by what its inputs give; `None` when nothing is.
pub(super) fn narrowed(stated: &Reading, derived: &Reading) -> Option<Reading> {
    let number = |value: &Value| coverdict_program::cells::number(value);
    let (low, high) = match derived {
        Reading::Known(value) => (Some(value), Some(value)),
        Reading::Within { low, high } => (low.as_ref(), high.as_ref()),
        _ => return Some(stated.clone()),
    };
    let (least, most) = (low.and_then(number), high.and_then(number));
    let fits = |value: &Value| {
        number(value).is_none_or(|value| {
            least.is_none_or(|least| least <= value) && most.is_none_or(|most| value <= most)
        })
    };
    match stated {
        Reading::Known(value) => fits(value).then(|| stated.clone()),
        Reading::OneOf(values) => {
            let left: BTreeSet<Value> =
                values.iter().filter(|value| fits(value)).cloned().collect();
            (!left.is_empty()).then_some(Reading::OneOf(left))
        }
        Reading::Within {
            low: from,
            high: to,
        } => {
            let later = |a: Option<&Value>, b: Option<&Value>| {
                a.into_iter()
                    .chain(b)
                    .max_by_key(|value| number(value))
                    .cloned()
            };
            let earlier = |a: Option<&Value>, b: Option<&Value>| {
                a.into_iter()
                    .chain(b)
                    .min_by_key(|value| number(value))
                    .cloned()
            };
            let (low, high) = (later(from.as_ref(), low), earlier(to.as_ref(), high));
            let is_empty = match (
                low.as_ref().and_then(number),
                high.as_ref().and_then(number),
            ) {
                (Some(low), Some(high)) => high < low,
                _ => false,
            };
            (!is_empty).then_some(Reading::Within { low, high })
        }
        _ => Some(stated.clone()),
    }
}

/// A whole or decimal number that is known to lie between two others.
#[derive(Clone, Copy)]
struct Span {
    low: Option<Decimal>,
    high: Option<Decimal>,
}

/// What is known of an input with an order.
enum Input {
    Between(Span),
    Special(SpecialState),
    Unknown,
}

/// What follows of a derived fact; `None` when a mapping derives it.
pub(super) fn derive(facts: &Facts<'_>, derived: &Derived<'_>) -> Option<Reading> {
    let fact = derived.declared;
    let first = || input(facts, derived.input(0));
    let second = || input(facts, derived.input(1));
    let span = match derived.derivation {
        Derivation::Mapping { .. } => return None,
        Derivation::Difference { .. } => both(fact, first(), second(), |a, b| Span {
            low: less(a.low, b.high),
            high: less(a.high, b.low),
        }),
        Derivation::DaysBetween { .. } => both(fact, first(), second(), |a, b| Span {
            low: less(b.low, a.high),
            high: less(b.high, a.low),
        }),
        Derivation::Age { .. } => both(fact, first(), second(), |birth, on| Span {
            low: years(birth.high, on.low),
            high: years(birth.low, on.high),
        }),
        Derivation::Count {
            window,
            includes_request,
            ..
        } => {
            let events = facts.reading_of(derived.input(0));
            let anchor = facts.reading_of(derived.input(1));
            count(events, *window, anchor, *includes_request)
        }
    };
    Some(span.map_or_else(|reading| reading, |span| reading(fact, span)))
}

fn input(facts: &Facts<'_>, fact: Option<u32>) -> Input {
    let number = |value: &Option<Value>| value.as_ref().and_then(coverdict_program::cells::number);
    let declared = fact.and_then(|fact| facts.declared(fact));
    let limits = || declared.map_or((None, None), limits);
    match facts.reading_of(fact) {
        Reading::Known(value) => {
            let value = coverdict_program::cells::number(value);
            Input::Between(Span {
                low: value,
                high: value,
            })
        }
        Reading::Within { low, high } => {
            let (min, max) = limits();
            Input::Between(Span {
                low: number(low).or(min),
                high: number(high).or(max),
            })
        }
        Reading::OneOf(values) => {
            let numbers = || values.iter().filter_map(coverdict_program::cells::number);
            Input::Between(Span {
                low: numbers().min(),
                high: numbers().max(),
            })
        }
        Reading::Absent => Input::Special(SpecialState::Absent),
        Reading::NotPerformed => Input::Special(SpecialState::NotPerformed),
        // A missing value lies within its bounds, if it must be a value at all.
        Reading::Missing(_) if declared.is_some_and(must_be_value) => {
            let (low, high) = limits();
            Input::Between(Span { low, high })
        }
        _ => Input::Unknown,
    }
}

fn must_be_value(fact: &Fact) -> bool {
    !SpecialState::ALL.iter().any(|state| fact.can_be(*state))
}

/// Combines two inputs. One without value makes the derived fact so, where it can be.
fn both(
    fact: &Fact,
    a: Input,
    b: Input,
    combine: impl Fn(Span, Span) -> Span,
) -> Result<Span, Reading> {
    let not_derivable = Reading::Missing(Cause::NotDerivable);
    match (a, b) {
        (Input::Between(a), Input::Between(b)) => Ok(combine(a, b)),
        (Input::Special(state), _) | (_, Input::Special(state)) if fact.can_be(state) => {
            Err(match state {
                SpecialState::Absent => Reading::Absent,
                SpecialState::NotPerformed => Reading::NotPerformed,
            })
        }
        _ => Err(not_derivable),
    }
}

fn less(a: Option<Decimal>, b: Option<Decimal>) -> Option<Decimal> {
    a?.checked_sub(b?)
}

/// Completed years between two days, given as day numbers.
fn years(birth: Option<Decimal>, on: Option<Decimal>) -> Option<Decimal> {
    let (birth, on) = (day(birth?)?, day(on?)?);
    let completed = i64::from(on.year()) - i64::from(birth.year());
    let before_birthday = (on.month(), on.day()) < (birth.month(), birth.day());
    Some(Decimal::from(completed - i64::from(before_birthday)))
}

fn day(number: Decimal) -> Option<Date> {
    coverdict_model::date::from_day_number(i64::try_from(number).ok()?)
}

fn count(
    events: &Reading,
    window: Window,
    anchor: &Reading,
    includes_request: bool,
) -> Result<Span, Reading> {
    let (dates, complete) = match events {
        Reading::Events { dates, complete } => (dates.as_slice(), *complete),
        Reading::Absent => (&[][..], true),
        _ => (&[][..], false),
    };
    let request = u64::from(includes_request);
    let Reading::Known(Value::Date(anchor)) = anchor else {
        // Any of the events may lie in a window that hangs on a date not known.
        let high = complete.then(|| Decimal::from(dates.len() as u64 + request));
        return Ok(Span {
            low: Some(Decimal::from(request)),
            high,
        });
    };
    let (first, last) = bounds(window, *anchor);
    let surely = dates
        .iter()
        .filter(|date| lies_within(**date, first, last))
        .count() as u64
        + request;
    let perhaps = dates
        .iter()
        .filter(|date| may_lie_within(**date, first, last))
        .count() as u64
        + request;
    let high = complete.then(|| Decimal::from(perhaps));
    Ok(Span {
        low: Some(Decimal::from(surely)),
        high,
    })
}

/// The first and last day of a window, as day numbers.
fn bounds(window: Window, anchor: Date) -> (i64, i64) {
    let day = day_number(anchor);
    match window {
        Window::DaysUpTo(days) => (day + 1 - i64::from(days), day),
        Window::DaysFrom(days) => (day, day + i64::from(days) - 1),
        Window::CalendarYear => {
            let year = PartialDate::Year(anchor.year());
            (day_number(year.earliest()), day)
        }
        Window::RollingYear => (day_number(year_before(anchor)) + 1, day),
        Window::Ever => (i64::MIN, day),
    }
}

/// The same day a year before; the last of February for a leap day.
fn year_before(day: Date) -> Date {
    let year = PartialDate::Month(day.year() - 1, day.month()).latest();
    Date::new(day.year() - 1, day.month(), day.day()).unwrap_or(year)
}

fn lies_within(date: PartialDate, first: i64, last: i64) -> bool {
    day_number(date.earliest()) >= first && day_number(date.latest()) <= last
}

fn may_lie_within(date: PartialDate, first: i64, last: i64) -> bool {
    day_number(date.latest()) >= first && day_number(date.earliest()) <= last
}

/// A span as a reading of the fact. A range is narrowed to the fact's bounds; one value is not, so
/// that an impossible one is seen.
fn reading(fact: &Fact, span: Span) -> Reading {
    let value = |number: Decimal| coverdict_program::cells::written(number, &fact.kind);
    match (span.low, span.high) {
        (Some(low), Some(high)) if low == high => Reading::Known(value(low)),
        (None, None) => Reading::Missing(Cause::NotDerivable),
        (low, high) => {
            let (min, max) = limits(fact);
            let low = [low, min].into_iter().flatten().max();
            let high = [high, max].into_iter().flatten().min();
            Reading::Within {
                low: low.map(value),
                high: high.map(value),
            }
        }
    }
}

/// The bounds of an ordered fact's values; a date's as day numbers.
fn limits(fact: &Fact) -> (Option<Decimal>, Option<Decimal>) {
    match &fact.kind {
        FactType::Integer { min, max } => (min.map(Decimal::from), max.map(Decimal::from)),
        FactType::Decimal { min, max, .. } => (*min, *max),
        FactType::Date { min, max } => {
            let number = |day: &Option<Date>| day.map(|day| Decimal::from(day_number(day)));
            (number(min), number(max))
        }
        _ => (None, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> i64 {
        day_number(coverdict_model::date::parse_day(text).unwrap())
    }

    fn date(text: &str) -> Date {
        coverdict_model::date::parse_day(text).unwrap()
    }

    #[test]
    fn windows_end_on_their_anchor() {
        assert_eq!(
            bounds(Window::DaysUpTo(90), date("2025-03-31")),
            (number("2025-01-01"), number("2025-03-31"))
        );
        assert_eq!(
            bounds(Window::DaysFrom(1), date("2025-03-31")),
            (number("2025-03-31"), number("2025-03-31"))
        );
        assert_eq!(
            bounds(Window::CalendarYear, date("2025-03-31")).0,
            number("2025-01-01")
        );
        assert_eq!(
            bounds(Window::RollingYear, date("2025-03-31")).0,
            number("2024-04-01")
        );
        assert_eq!(
            bounds(Window::RollingYear, date("2024-02-29")).0,
            number("2023-03-01")
        );
    }

    #[test]
    fn years_are_completed_on_the_birthday() {
        let years = |birth, on| {
            years(
                Some(Decimal::from(number(birth))),
                Some(Decimal::from(number(on))),
            )
        };
        assert_eq!(years("2000-06-15", "2020-06-14"), Some(19.into()));
        assert_eq!(years("2000-06-15", "2020-06-15"), Some(20.into()));
        assert_eq!(years("2000-02-29", "2021-02-28"), Some(20.into()));
        assert_eq!(years("2000-02-29", "2021-03-01"), Some(21.into()));
        assert_eq!(years("2020-01-01", "2017-01-01"), Some((-3).into()));
    }

    #[test]
    fn a_month_may_lie_within_a_window() {
        let (first, last) = bounds(Window::DaysUpTo(10), date("2025-01-20"));
        let month: PartialDate = "2025-01".parse().unwrap();
        assert!(may_lie_within(month, first, last) && !lies_within(month, first, last));
    }
}
