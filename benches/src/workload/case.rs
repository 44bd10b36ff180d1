//! A line of the workload as a case of ours.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result};
use coverdict_model::{
    case::Case,
    date::from_day_number,
    value::{Reading, Statement, Value},
    well_known,
};

use super::{
    catalogue::{
        AGE, BILLED_UNITS, DIAGNOSES, IMAGING_DONE, PLACE_OF_SERVICE, PRIOR_THERAPY_WEEKS,
    },
    convert::id,
    lines::Line,
};

/// The case of a line. Its codes are complete; what is null is missing.
///
/// # Errors
/// When a text is none that a case can state.
pub fn case(line: Line<'_>) -> Result<Case> {
    let (claim, number) = line.key();
    let day = from_day_number(line.day().into());
    let word = |text| -> Result<_> { Ok(Some(Reading::Known(Value::Name(id(text)?)))) };
    let whole = |number: i32| Reading::Known(Value::Integer(number.into()));
    let said = [
        (well_known::PLAN, word(line.plan())?),
        (well_known::PAYER, word(line.payer())?),
        (well_known::LINE_OF_BUSINESS, word(line.line_of_business())?),
        (well_known::STATE, word(line.state())?),
        (well_known::CODE, Some(members([line.code()])?)),
        (DIAGNOSES, Some(members(line.diagnoses())?)),
        (PLACE_OF_SERVICE, Some(members([line.place()])?)),
        (BILLED_UNITS, Some(whole(line.units()))),
        (AGE, Some(whole(line.age()))),
        (PRIOR_THERAPY_WEEKS, line.therapy().map(whole)),
        (
            IMAGING_DONE,
            line.imaging()
                .map(|done| Reading::Known(Value::Boolean(done))),
        ),
    ];
    let said = said
        .into_iter()
        .filter_map(|(fact, reading)| Some((fact, reading?)));
    let facts = said.map(|(fact, reading)| Ok((id(fact)?, vec![Statement::from(reading)])));
    Ok(Case {
        id: id(&format!("{claim}-{number}"))?,
        date_of_service: day.context("the calendar has no such day")?,
        through: None,
        known_as_of: None,
        facts: facts.collect::<Result<_>>()?,
    })
}

fn members<'t>(codes: impl IntoIterator<Item = &'t str>) -> Result<Reading> {
    Ok(Reading::Members {
        members: codes.into_iter().map(id).collect::<Result<BTreeSet<_>>>()?,
        complete: true,
    })
}
