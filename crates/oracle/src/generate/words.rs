//! The small vocabulary of generated corpora.

use std::collections::BTreeSet;

use coverdict_model::{
    date::{Date, PartialDate, parse_day},
    id::Id,
    quantity::{Decimal, Quantity, Unit},
    source::SourceKind,
    value::Value,
};

/// The diagnosis codes.
pub(crate) const CODES: [&str; 4] = ["A01.1", "A01.2", "B02.0", "C03.3"];
/// The indications that diagnoses are mapped to.
pub(crate) const INDICATIONS: [&str; 2] = ["pain", "tear"];
/// The items that can be requested.
pub(crate) const ITEMS: [&str; 2] = ["i1", "i2"];
/// The parts of the scope that can be requested.
pub(crate) const SCOPES: [&str; 2] = ["s1", "s2"];
/// The services of editions.
pub(crate) const SERVICES: [&str; 2] = ["injection", "therapy"];
/// The code of each service.
pub(crate) const SERVICE_CODES: [&str; 2] = ["M0076", "E1390"];
/// The phases of care.
pub(crate) const PHASES: [&str; 2] = ["initial", "renewal"];
/// The lines of business.
pub(crate) const LINES: [&str; 2] = ["commercial", "medicare"];
/// The kinds of funding.
pub(crate) const FUNDING: [&str; 2] = ["insured", "self-funded"];
/// The payers.
pub(crate) const PAYERS: [&str; 2] = ["payer-1", "payer-2"];
/// The plans.
pub(crate) const PLANS: [&str; 2] = ["plan-1", "plan-2"];
/// The states.
pub(crate) const STATES: [&str; 2] = ["CA", "TX"];
/// The words of the choice.
pub(crate) const CHOICES: [&str; 3] = ["left", "right", "both"];

/// The kinds of source in the order in which every generated profile has them; those in one group
/// stand on one step.
pub(crate) const ORDER: [&[SourceKind]; 8] = [
    &[SourceKind::FederalMandate],
    &[SourceKind::StateMandate],
    &[SourceKind::LegalExclusion],
    &[SourceKind::Ncd],
    &[SourceKind::Lcd, SourceKind::Article],
    &[SourceKind::MedicaidManual],
    &[SourceKind::PlanDocument],
    &[SourceKind::CoveragePolicy],
];

/// A name.
#[expect(clippy::expect_used, reason = "the vocabulary is constant")]
pub(crate) fn id(text: &str) -> Id {
    // INVARIANT: the names of generated corpora have no separators and no spaces.
    Id::new(text).expect("a plain name")
}

/// Names.
pub(crate) fn ids(texts: &[&str]) -> BTreeSet<Id> {
    texts.iter().map(|text| id(text)).collect()
}

/// A day.
#[expect(clippy::expect_used, reason = "the vocabulary is constant")]
pub(crate) fn day(text: &str) -> Date {
    // INVARIANT: every day written in this generator exists.
    parse_day(text).expect("a day")
}

/// One of the first ten days of March 2025, counted from 0.
pub(crate) fn march(index: usize) -> Date {
    day(&format!("2025-03-{:02}", index % 10 + 1))
}

/// A date as a document gives it.
#[expect(clippy::expect_used, reason = "the vocabulary is constant")]
pub(crate) fn date(text: &str) -> PartialDate {
    // INVARIANT: every date written in this generator has one of the three forms.
    text.parse().expect("a date")
}

/// The unit of all decimals.
#[expect(clippy::expect_used, reason = "the vocabulary is constant")]
pub(crate) fn unit() -> Unit {
    // INVARIANT: a percent sign is a unit.
    Unit::new("%").expect("a unit")
}

/// So many halves, with the unit.
pub(crate) fn halves(number: usize) -> Value {
    let number = i64::try_from(number).unwrap_or(0);
    Value::Decimal(Quantity {
        value: Decimal::new(number * 5, 1),
        unit: unit(),
    })
}

/// A whole number.
pub(crate) fn integer(number: usize) -> Value {
    Value::Integer(i64::try_from(number).unwrap_or(0))
}
