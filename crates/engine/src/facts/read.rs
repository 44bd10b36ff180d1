//! From statements to the cells still possible.

use std::borrow::Cow;

use coverdict_logic::Cells;
use coverdict_model::{
    date::{Date, PartialDate, day_number},
    fact::{Fact, FactType, Selection},
    value::{Cause, Reading, SpecialState, Statement, Value},
};
use coverdict_program::cells::{FactCells, Shape, number};

use super::State;

/// Why a reading does not fit its fact.
pub(super) enum Misfit {
    /// It counts as missing: another unit, or another type of value.
    InError(String),
    /// The case is not possible.
    Invalid(String),
}

/// The statement that counts of several, after stale ones are set aside.
pub(super) fn effective<'s>(
    fact: &Fact,
    statements: &'s [Statement],
    day: Date,
) -> Option<Cow<'s, Statement>> {
    if let [only] = statements
        && !is_stale(fact, only, day)
    {
        return Some(Cow::Borrowed(only));
    }
    // In one order however the case lists them: the one that was measured last stands for those that
    // say the same.
    let mut ordered: Vec<&Statement> = statements.iter().collect();
    ordered.sort_by(|a, b| b.measured.cmp(&a.measured).then_with(|| a.cmp(b)));
    let fresh: Vec<&Statement> = ordered
        .iter()
        .copied()
        .filter(|statement| !is_stale(fact, statement, day))
        .collect();
    match fresh.as_slice() {
        [] => {
            let stale = *ordered.first()?;
            Some(Cow::Owned(Statement {
                reading: Reading::Missing(Cause::Stale),
                ..stale.clone()
            }))
        }
        [only] => Some(Cow::Borrowed(only)),
        [first, rest @ ..] => {
            let unread = fresh
                .iter()
                .find(|statement| matches!(statement.reading, Reading::Missing(_)));
            if let Some(unread) = unread {
                return Some(Cow::Borrowed(unread));
            }
            if rest
                .iter()
                .all(|other| say_the_same(&other.reading, &first.reading))
            {
                let attested = fresh.iter().all(|statement| statement.attested);
                return Some(Cow::Owned(Statement {
                    attested,
                    ..(*first).clone()
                }));
            }
            let chosen = fact.select.and_then(|selection| select(selection, &fresh));
            let contradictory =
                || Cow::Owned(Statement::from(Reading::Missing(Cause::Contradictory)));
            Some(chosen.map_or_else(contradictory, Cow::Borrowed))
        }
    }
}

/// Whether two readings are equal, in whichever order they list events.
fn say_the_same(a: &Reading, b: &Reading) -> bool {
    let sorted = |dates: &[PartialDate]| {
        let mut dates = dates.to_vec();
        dates.sort_unstable();
        dates
    };
    match (a, b) {
        (
            Reading::Events { dates, complete },
            Reading::Events {
                dates: others,
                complete: also,
            },
        ) => complete == also && sorted(dates) == sorted(others),
        _ => a == b,
    }
}

/// Whether it was measured before the look-back, or after the service, whose ground it cannot have been.
fn is_stale(fact: &Fact, statement: &Statement, day: Date) -> bool {
    let Some(measured) = statement.measured else {
        return false;
    };
    let age = day_number(day) - day_number(measured);
    age < 0 || fact.look_back.is_some_and(|days| age > i64::from(days))
}

/// The reading that a rule of selection chooses; none when it cannot tell.
fn select<'s>(selection: Selection, statements: &[&'s Statement]) -> Option<&'s Statement> {
    let value = |statement: &Statement| match &statement.reading {
        Reading::Known(value) => number(value),
        _ => None,
    };
    match selection {
        Selection::Latest => {
            let dated = statements
                .iter()
                .map(|statement| statement.measured)
                .collect::<Option<Vec<_>>>()?;
            let last = dated.into_iter().max()?;
            let mut newest = statements
                .iter()
                .copied()
                .filter(|statement| statement.measured == Some(last));
            let first = newest.next()?;
            newest
                .all(|other| say_the_same(&other.reading, &first.reading))
                .then_some(first)
        }
        Selection::Lowest | Selection::Highest => {
            let valued = statements
                .iter()
                .map(|statement| Some((value(statement)?, *statement)))
                .collect::<Option<Vec<_>>>()?;
            let by_value = |pair: &&(_, &Statement)| pair.0;
            let chosen = match selection {
                Selection::Lowest => valued.iter().min_by_key(by_value),
                _ => valued.iter().max_by_key(by_value),
            };
            chosen.map(|(_, statement)| *statement)
        }
    }
}

/// The cells that a reading leaves possible; `None` for readings without cells, such as events.
pub(super) fn state(
    fact: &Fact,
    cells: &FactCells,
    reading: &Reading,
) -> Result<Option<State>, Misfit> {
    if let Shape::Members(_) = cells.shape {
        return set(fact, cells, reading).map(Some);
    }
    if let Shape::Events = cells.shape {
        return match reading {
            Reading::Events { .. } | Reading::Missing(_) | Reading::Absent => Ok(None),
            _ => Err(Misfit::InError("is a list of dates".to_owned())),
        };
    }
    let possible = match reading {
        Reading::Known(value) => Cells::single(one(fact, cells, value)?),
        Reading::Within { low, high } => span(fact, cells, low.as_ref(), high.as_ref())?,
        Reading::OneOf(values) => {
            values.iter().try_for_each(|value| fits(fact, value))?;
            let each = values.iter().filter_map(|value| cells.cell(value));
            Cells::from_ranges(each.map(|cell| (cell, cell + 1)))
        }
        Reading::Absent => special(cells, SpecialState::Absent)?,
        Reading::NotPerformed => special(cells, SpecialState::NotPerformed)?,
        Reading::Missing(_) => cells.all(),
        Reading::Members { .. } | Reading::Events { .. } => {
            return Err(Misfit::InError("has one value, not several".to_owned()));
        }
    };
    match possible.is_empty() {
        true => Err(Misfit::Invalid(
            "leaves no value possible: correct it".to_owned(),
        )),
        false => Ok(Some(State::Scalar(possible))),
    }
}

fn set(fact: &Fact, cells: &FactCells, reading: &Reading) -> Result<State, Misfit> {
    let Shape::Members(partition) = &cells.shape else {
        return Err(Misfit::InError("is no set".to_owned()));
    };
    match reading {
        Reading::Members { members, complete } => {
            let mut occupied = Vec::with_capacity(members.len());
            for member in members {
                if let FactType::Codes { systems } = &fact.kind
                    && !systems.iter().any(|system| system.fits(member.as_str()))
                {
                    let systems: Vec<&str> = systems.iter().map(|system| system.name()).collect();
                    return Err(Misfit::Invalid(format!(
                        "has `{member}`, which has the form of no code of {}: correct the code",
                        systems.join(", ")
                    )));
                }
                let cell = partition.cell(member.as_str()).ok_or_else(|| {
                    Misfit::Invalid(format!(
                        "has `{member}`, which is not one of its names: correct it"
                    ))
                })?;
                occupied.push((cell, cell + 1));
            }
            let occupied = Cells::from_ranges(occupied);
            let possible = if *complete {
                occupied.clone()
            } else {
                cells.all()
            };
            Ok(State::Set { occupied, possible })
        }
        Reading::Absent => Ok(State::Set {
            occupied: Cells::empty(),
            possible: Cells::empty(),
        }),
        Reading::Missing(_) => Ok(State::Set {
            occupied: Cells::empty(),
            possible: cells.all(),
        }),
        _ => Err(Misfit::InError("is a set and not one value".to_owned())),
    }
}

fn one(fact: &Fact, cells: &FactCells, value: &Value) -> Result<u32, Misfit> {
    fits(fact, value)?;
    cells.cell(value).ok_or_else(|| match &fact.kind {
        FactType::Choice { values } => {
            let words: Vec<&str> = values.iter().map(|word| word.as_str()).collect();
            Misfit::Invalid(format!(
                "is `{value}`, which is none of {}: correct it",
                words.join(", ")
            ))
        }
        _ => Misfit::Invalid(format!(
            "is {value}, outside the bounds of its declaration: correct it"
        )),
    })
}

/// Whether a value is of the fact's type and unit.
fn fits(fact: &Fact, value: &Value) -> Result<(), Misfit> {
    let fits = match (&fact.kind, value) {
        (FactType::Decimal { unit, .. }, Value::Decimal(quantity)) if quantity.unit != *unit => {
            return Err(Misfit::InError(format!(
                "`{value}` is in another unit than {unit}"
            )));
        }
        (FactType::Boolean, Value::Boolean(_))
        | (FactType::Integer { .. }, Value::Integer(_))
        | (FactType::Decimal { .. }, Value::Decimal(_))
        | (FactType::Date { .. }, Value::Date(_))
        | (FactType::Choice { .. } | FactType::Name, Value::Name(_)) => true,
        _ => false,
    };
    match fits {
        true => Ok(()),
        false => Err(Misfit::InError(format!(
            "`{value}` is not a value of type {}",
            fact.kind.name()
        ))),
    }
}

fn span(
    fact: &Fact,
    cells: &FactCells,
    low: Option<&Value>,
    high: Option<&Value>,
) -> Result<Cells, Misfit> {
    let Shape::Ordered(axis) = &cells.shape else {
        return Err(Misfit::InError(format!(
            "a range is not a value of type {}",
            fact.kind.name()
        )));
    };
    for end in [low, high].into_iter().flatten() {
        fits(fact, end)?;
    }
    let (low, high) = (low.and_then(number), high.and_then(number));
    if let (Some(low), Some(high)) = (low, high)
        && low > high
    {
        return Err(Misfit::Invalid(
            "is a range that ends before it begins: correct it".to_owned(),
        ));
    }
    let (low, high) = (
        [low, axis.min].into_iter().flatten().max(),
        [high, axis.max].into_iter().flatten().min(),
    );
    match (low, high) {
        (Some(low), Some(high)) if low > high => Ok(Cells::empty()),
        _ => Ok(axis.span(low, high)),
    }
}

fn special(cells: &FactCells, state: SpecialState) -> Result<Cells, Misfit> {
    cells.special(state).map(Cells::single).ok_or_else(|| {
        Misfit::Invalid(format!(
            "cannot be {state} by its declaration: state a value, or leave it out"
        ))
    })
}
