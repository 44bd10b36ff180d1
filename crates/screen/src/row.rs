//! A row of a table as a case.

use std::collections::{BTreeMap, BTreeSet};

use arrow_array::{
    Array, ArrayRef, BooleanArray, Date32Array, Decimal128Array, PrimitiveArray, RecordBatch,
    cast::AsArray as _,
    types::{
        Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
    },
};
use arrow_schema::DataType;
use coverdict_model::{
    case::Case,
    date::{Date, parse_day},
    fact::{Fact, FactType},
    id::Id,
    quantity::{Decimal, Quantity},
    value::{Cause, Reading, Statement, Value},
};
use coverdict_program::Program;

use crate::{binding::Binding, texts};

/// A value of a cell of a table.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Cell {
    Text(String),
    Boolean(bool),
    Number(Decimal),
    Day(Date),
}

/// The case of a row; what is wrong with its date of service, if it has none.
pub(crate) fn case(
    program: &Program,
    binding: &Binding,
    batch: &RecordBatch,
    row: usize,
    known_as_of: Date,
) -> Result<Case, String> {
    let day = |column: usize| match value(batch.column(column), row) {
        None => Ok(None),
        Some(Cell::Day(day)) => Ok(Some(day)),
        Some(Cell::Text(text)) => parse_day(&text)
            .map(Some)
            .map_err(|error| error.to_string()),
        Some(_) => Err("it is not a day".to_owned()),
    };
    let date_of_service = day(binding.day)
        .map_err(|error| format!("the date of service: {error}"))?
        .ok_or("the line has no date of service: state it")?;
    let through = match binding.through {
        Some(column) => {
            day(column).map_err(|error| format!("the last date of service: {error}"))?
        }
        None => None,
    };
    let mut facts = BTreeMap::new();
    for bound in &binding.facts {
        let Some(id) = program.facts.get(bound.fact as usize).map(|fact| &fact.id) else {
            continue;
        };
        let Some(declared) = program.catalogue.facts.get(id) else {
            continue;
        };
        let mut values = Vec::new();
        for column in &bound.columns {
            values.extend(value(batch.column(*column), row));
        }
        if let Some(reading) = reading(declared, values) {
            facts.insert(id.clone(), vec![Statement::from(reading)]);
        }
    }
    Ok(Case {
        id: Id::new("line").map_err(|error| error.to_string())?,
        date_of_service,
        through: through.filter(|last| *last != date_of_service),
        known_as_of: Some(known_as_of),
        facts,
    })
}

/// What the cells of a fact's columns say; none when they are all empty.
pub(crate) fn reading(fact: &Fact, values: Vec<Cell>) -> Option<Reading> {
    if values.is_empty() {
        return None;
    }
    if matches!(fact.kind, FactType::Codes { .. } | FactType::Names { .. }) {
        let mut members = BTreeSet::new();
        for value in values {
            match member(value) {
                Ok(id) => members.insert(id),
                Err(problem) => return Some(in_error(problem)),
            };
        }
        return Some(Reading::Members {
            members,
            complete: true,
        });
    }
    let value = values.into_iter().next()?;
    Some(match one(&fact.kind, value) {
        Ok(value) => Reading::Known(value),
        Err(problem) => in_error(problem),
    })
}

fn in_error(problem: String) -> Reading {
    Reading::Missing(Cause::InError(problem))
}

fn member(value: Cell) -> Result<Id, String> {
    match value {
        Cell::Text(text) => Id::new(text.trim()).map_err(|error| format!("has `{text}`: {error}")),
        other => Err(format!("is text, not {other:?}")),
    }
}

fn one(kind: &FactType, value: Cell) -> Result<Value, String> {
    let misfit = |text: &str| format!("is of type {}, and `{text}` is not", kind.name());
    match (kind, value) {
        (FactType::Boolean, Cell::Boolean(value)) => Ok(Value::Boolean(value)),
        (FactType::Boolean, Cell::Text(text)) => match text.trim() {
            "true" => Ok(Value::Boolean(true)),
            "false" => Ok(Value::Boolean(false)),
            other => Err(misfit(other)),
        },
        (FactType::Integer { .. }, Cell::Number(number)) => i64::try_from(number)
            .map(Value::Integer)
            .map_err(|_| misfit(&number.to_string())),
        (FactType::Integer { .. }, Cell::Text(text)) => text
            .trim()
            .parse()
            .map(Value::Integer)
            .map_err(|_| misfit(&text)),
        (FactType::Decimal { unit, .. }, Cell::Number(value)) => Ok(Value::Decimal(Quantity {
            value,
            unit: unit.clone(),
        })),
        (FactType::Decimal { unit, .. }, Cell::Text(text)) => text
            .trim()
            .parse()
            .map(|value| {
                Value::Decimal(Quantity {
                    value,
                    unit: unit.clone(),
                })
            })
            .map_err(|_| misfit(&text)),
        (FactType::Date { .. }, Cell::Day(day)) => Ok(Value::Date(day)),
        (FactType::Date { .. }, Cell::Text(text)) => parse_day(text.trim())
            .map(Value::Date)
            .map_err(|_| misfit(&text)),
        (FactType::Choice { .. } | FactType::Name, Cell::Text(text)) => Id::new(text.trim())
            .map(Value::Name)
            .map_err(|_| misfit(&text)),
        (_, other) => Err(misfit(&format!("{other:?}"))),
    }
}

/// The value of a column in a row; none when it is null.
pub(crate) fn value(array: &ArrayRef, row: usize) -> Option<Cell> {
    if array.is_null(row) {
        return None;
    }
    if let Some(text) = texts::text(array, row) {
        return Some(Cell::Text(text.to_owned()));
    }
    if let Some(array) = array.as_any().downcast_ref::<BooleanArray>() {
        return Some(Cell::Boolean(array.value(row)));
    }
    if let Some(array) = array.as_any().downcast_ref::<Date32Array>() {
        return Some(Cell::Day(day(array.value(row))?));
    }
    if let Some(array) = array.as_any().downcast_ref::<Decimal128Array>() {
        let scale = u32::try_from(array.scale()).ok()?;
        return Decimal::try_from_i128_with_scale(array.value(row), scale)
            .ok()
            .map(Cell::Number);
    }
    whole(array, row).map(Cell::Number)
}

/// A day as Arrow counts it, from 1970-01-01.
pub(crate) fn day(number: i32) -> Option<Date> {
    coverdict_model::date::from_day_number(i64::from(number))
}

fn whole(array: &ArrayRef, row: usize) -> Option<Decimal> {
    macro_rules! whole {
        ($($kind:ident => $arrow:ty),+) => {
            match array.data_type() {
                $(DataType::$kind => {
                    let array: &PrimitiveArray<$arrow> = array.as_primitive();
                    Some(Decimal::from(array.value(row)))
                })+
                _ => None,
            }
        };
    }
    whole!(
        Int8 => Int8Type, Int16 => Int16Type, Int32 => Int32Type, Int64 => Int64Type,
        UInt8 => UInt8Type, UInt16 => UInt16Type, UInt32 => UInt32Type, UInt64 => UInt64Type
    )
}
