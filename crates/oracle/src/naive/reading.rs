//! What a case says of a fact: of several readings the one that counts.

use coverdict_model::{
    case::Case,
    date::{Date, day_number},
    fact::{Fact, FactType, Selection},
    id::Id,
    value::{Cause, Reading, Statement, Value},
    well_known,
};

use super::domain;

/// The reading of a fact that counts; `None` when the case says nothing of it.
pub(crate) fn reading(id: &Id, fact: &Fact, case: &Case) -> Option<Reading> {
    if id.as_str() == well_known::DATE_OF_SERVICE {
        return Some(Reading::Known(Value::Date(case.date_of_service)));
    }
    let statements = case.facts.get(id).filter(|all| !all.is_empty())?;
    let fresh: Vec<&Statement> = statements
        .iter()
        .filter(|statement| !is_stale(statement, fact, case.date_of_service))
        .collect();
    Some(match fresh.as_slice() {
        [] => Reading::Missing(Cause::Stale),
        [one] => one.reading.clone(),
        several => select(several, fact.select),
    })
}

/// A measurement made after the date of service, or longer before it than the look-back allows.
fn is_stale(statement: &Statement, fact: &Fact, date_of_service: Date) -> bool {
    let Some(measured) = statement.measured else {
        return false;
    };
    if measured > date_of_service {
        return true;
    }
    let age = day_number(date_of_service) - day_number(measured);
    fact.look_back.is_some_and(|days| age > i64::from(days))
}

/// One reading of several: they agree, or the fact says which counts; otherwise it is missing.
fn select(statements: &[&Statement], selection: Option<Selection>) -> Reading {
    let contradictory = Reading::Missing(Cause::Contradictory);
    let all_alike = statements
        .windows(2)
        .all(|pair| matches!(pair, [a, b] if a.reading == b.reading));
    if all_alike {
        return statements
            .first()
            .map_or(contradictory, |first| first.reading.clone());
    }
    match selection {
        None => contradictory,
        Some(Selection::Latest) => latest(statements).unwrap_or(contradictory),
        Some(selection @ (Selection::Lowest | Selection::Highest)) => {
            let values = statements.iter().map(|statement| known(statement));
            let Some(values) = values.collect::<Option<Vec<&Value>>>() else {
                return contradictory;
            };
            let chosen = match selection {
                Selection::Lowest => values.into_iter().min(),
                _ => values.into_iter().max(),
            };
            chosen.map_or(contradictory, |value| Reading::Known(value.clone()))
        }
    }
}

fn known(statement: &Statement) -> Option<&Value> {
    match &statement.reading {
        Reading::Known(value) => Some(value),
        _ => None,
    }
}

/// The reading of the last day, when every day is known and those of that day agree.
fn latest(statements: &[&Statement]) -> Option<Reading> {
    let days: Option<Vec<Date>> = statements.iter().map(|one| one.measured).collect();
    let last = days?.into_iter().max();
    let mut of_last_day = statements.iter().filter(|one| one.measured == last);
    let first = of_last_day.next()?;
    of_last_day
        .all(|other| other.reading == first.reading)
        .then(|| first.reading.clone())
}

/// Whether a value is of the fact's type and within its bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fit {
    /// It is.
    Fits,
    /// It is of the type and outside the bounds.
    OutOfBounds,
    /// It is of another type or unit.
    InError,
}

/// How a value fits the fact's type.
pub(crate) fn fit(kind: &FactType, value: &Value) -> Fit {
    let (of_type, allowed) = match (kind, value) {
        (FactType::Boolean, Value::Boolean(_)) | (FactType::Name, Value::Name(_)) => (true, true),
        (FactType::Integer { .. }, Value::Integer(_)) | (FactType::Date { .. }, Value::Date(_)) => {
            (true, in_bounds(kind, value))
        }
        (FactType::Decimal { unit, .. }, Value::Decimal(quantity)) => {
            (quantity.unit == *unit, in_bounds(kind, value))
        }
        (FactType::Choice { values }, Value::Name(name)) => (true, values.contains(name)),
        _ => (false, false),
    };
    match (of_type, allowed) {
        (true, true) => Fit::Fits,
        (true, false) => Fit::OutOfBounds,
        (false, _) => Fit::InError,
    }
}

fn in_bounds(kind: &FactType, value: &Value) -> bool {
    domain::number(value).is_some_and(|number| domain::bounds(kind).contains(number))
}
