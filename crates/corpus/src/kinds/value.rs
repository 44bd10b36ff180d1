//! Values read as the type of their fact wants them.

use std::collections::BTreeSet;

use coverdict_model::{
    code::{Code as ProcedureCode, CodeSystem},
    date::{PartialDate, parse_day},
    fact::FactType,
    id::Id,
    quantity::{Quantity, QuantityError, Unit},
    value::Value,
};

use crate::diagnostic::{Code, Diagnostic, shown};
use crate::read::{Item, nearest};
use crate::yaml::{Style, Value as Written};

/// One value of a fact that has a single value.
pub(super) fn value(item: Item<'_>, fact: &Id, kind: &FactType) -> Result<Value, Diagnostic> {
    let (text, style) = scalar(item, fact)?;
    match kind {
        FactType::Boolean => boolean(text, style)
            .map(Value::Boolean)
            .ok_or_else(|| unfit(item, fact, "true or false")),
        FactType::Integer { .. } => integer(text, style)
            .map(Value::Integer)
            .ok_or_else(|| unfit(item, fact, "a whole number")),
        FactType::Decimal { unit, .. } => quantity(item, text, fact, unit).map(Value::Decimal),
        FactType::Date { .. } => parse_day(text)
            .map(Value::Date)
            .map_err(|_| unfit(item, fact, "a day as YYYY-MM-DD")),
        FactType::Choice { values } => {
            let name = name(item, text, fact, kind)?;
            among(item, fact, &name, values)?;
            Ok(Value::Name(name))
        }
        FactType::Name => name(item, text, fact, kind).map(Value::Name),
        FactType::Codes { .. } | FactType::Names { .. } | FactType::Events => {
            let message = format!(
                "`{fact}` has no single value, being of type {}",
                kind.name()
            );
            Err(item
                .problem(Code::TYPE_MISMATCH, message)
                .with_help("write a list"))
        }
    }
}

/// A date of a fact as the case gives it.
pub(super) fn date(item: Item<'_>, fact: &Id) -> Result<PartialDate, Diagnostic> {
    let (text, _) = scalar(item, fact)?;
    text.parse()
        .map_err(|_| unfit(item, fact, "a date as YYYY-MM-DD, YYYY-MM or YYYY"))
}

/// A member of a fact that is a set of codes or names.
pub(super) fn member(item: Item<'_>, fact: &Id, kind: &FactType) -> Result<Id, Diagnostic> {
    let (text, _) = scalar(item, fact)?;
    let name = name(item, text, fact, kind)?;
    fits(item, fact, kind, &name)?;
    Ok(name)
}

/// Whether the fact can have this member.
pub(super) fn fits(
    item: Item<'_>,
    fact: &Id,
    kind: &FactType,
    member: &Id,
) -> Result<(), Diagnostic> {
    match kind {
        FactType::Codes { systems } => code(item, member.as_str(), systems).map(drop),
        FactType::Names {
            values: Some(values),
        } => among(item, fact, member, values),
        _ => Ok(()),
    }
}

/// A code of one of these systems.
pub(super) fn code(
    item: Item<'_>,
    text: &str,
    systems: &[CodeSystem],
) -> Result<ProcedureCode, Diagnostic> {
    ProcedureCode::parse_any(systems, text).map_err(|_| {
        let names: Vec<_> = systems.iter().map(|system| system.name()).collect();
        let message = format!(
            "`{}` has the form of no code of {}",
            shown(text),
            names.join(", ")
        );
        let upper = text.to_ascii_uppercase();
        let help = match ProcedureCode::parse_any(systems, &upper) {
            Ok(_) => format!("write it in upper case: \"{upper}\""),
            Err(_) => "correct the code, or remove it".to_owned(),
        };
        item.problem(Code::CODE_FITS_NO_SYSTEM, message)
            .with_help(help)
    })
}

/// Whether a value lies within the bounds of its fact; otherwise the bound that it exceeds.
pub(super) fn beyond(value: &Value, kind: &FactType) -> Option<String> {
    let outside = |low: Option<Value>, high: Option<Value>| match (low, high) {
        (Some(low), _) if *value < low => Some(format!("at least {low}")),
        (_, Some(high)) if *value > high => Some(format!("at most {high}")),
        _ => None,
    };
    match kind {
        FactType::Integer { min, max } => outside(min.map(Value::Integer), max.map(Value::Integer)),
        FactType::Decimal { unit, min, max } => {
            let quantity = |value| {
                Value::Decimal(Quantity {
                    value,
                    unit: unit.clone(),
                })
            };
            outside(min.map(quantity), max.map(quantity))
        }
        FactType::Date { min, max } => outside(min.map(Value::Date), max.map(Value::Date)),
        _ => None,
    }
}

fn scalar<'a>(item: Item<'a>, fact: &Id) -> Result<(&'a str, Style), Diagnostic> {
    match &item.node().value {
        Written::Scalar { text, style } => Ok((text, *style)),
        Written::Sequence(_) | Written::Mapping(_) | Written::Null => {
            let message = format!("expected one value of `{fact}`");
            Err(item
                .problem(Code::WRONG_SHAPE, message)
                .with_help("write a single value here"))
        }
    }
}

fn boolean(text: &str, style: Style) -> Option<bool> {
    match (text, style) {
        ("true", Style::Plain) => Some(true),
        ("false", Style::Plain) => Some(false),
        _ => None,
    }
}

fn integer(text: &str, style: Style) -> Option<i64> {
    let number: i64 = text.parse().ok()?;
    (style == Style::Plain && number.to_string() == text).then_some(number)
}

/// Trailing zeros are dropped: they change no comparison, and equal corpora are to have equal digests.
fn quantity(item: Item<'_>, text: &str, fact: &Id, unit: &Unit) -> Result<Quantity, Diagnostic> {
    let read: Result<Quantity, _> = text.parse();
    let shown = shown(text);
    match read {
        Ok(quantity) if quantity.unit == *unit => Ok(Quantity {
            value: quantity.value.normalize(),
            unit: quantity.unit,
        }),
        Ok(quantity) => Err(item
            .problem(
                Code::UNIT_MISMATCH,
                format!(
                    "`{fact}` is in {unit}, and `{shown}` is in {}",
                    quantity.unit
                ),
            )
            .with_help(format!("convert it by hand and write it in {unit}"))),
        Err(QuantityError::NoUnit(_)) => Err(item
            .problem(Code::MISSING_UNIT, format!("`{shown}` has no unit"))
            .with_help(format!(
                "`{fact}` is in {unit}: write {shown} {unit}, if that is meant"
            ))),
        Err(_) => Err(unfit(item, fact, &format!("a decimal in {unit}"))),
    }
}

fn name(item: Item<'_>, text: &str, fact: &Id, kind: &FactType) -> Result<Id, Diagnostic> {
    let what = match kind {
        FactType::Codes { .. } => "the code".to_owned(),
        _ => format!("`{fact}` wants a name, and"),
    };
    if let Some(problem) = item.unquoted(&what) {
        let known = match kind {
            FactType::Choice { values }
            | FactType::Names {
                values: Some(values),
            } => Id::new(text).map_or(Ok(()), |name| among(item, fact, &name, values)),
            _ => Ok(()),
        };
        return Err(match known.err().as_ref().and_then(Diagnostic::help) {
            Some(help) => problem.with_help(help),
            None => problem,
        });
    }
    Id::new(text).map_err(|error| {
        item.problem(Code::MALFORMED_VALUE, error.to_string())
            .with_help("write a name")
    })
}

/// Whether a name is one of the values that its fact declares.
pub(super) fn among(
    item: Item<'_>,
    fact: &Id,
    name: &Id,
    values: &BTreeSet<Id>,
) -> Result<(), Diagnostic> {
    if values.contains(name) {
        return Ok(());
    }
    let known: Vec<_> = values.iter().take(12).map(|id| format!("`{id}`")).collect();
    let more = if values.len() > known.len() {
        ", …"
    } else {
        ""
    };
    let listed = format!("known here: {}{more}", known.join(", "));
    let help = nearest(name.as_str(), values.iter().map(Id::as_str), &listed);
    Err(item
        .problem(
            Code::UNKNOWN_CHOICE_VALUE,
            format!("`{fact}` has no value `{name}`"),
        )
        .with_help(help))
}

fn unfit(item: Item<'_>, fact: &Id, wanted: &str) -> Diagnostic {
    let text = shown(item.node().as_text().unwrap_or_default());
    item.problem(
        Code::TYPE_MISMATCH,
        format!("`{text}` is no value of `{fact}`, which wants {wanted}"),
    )
    .with_help(format!("write {wanted}"))
}
