//! The facts of a line of the workload.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use coverdict_model::{
    code::CodeSystem,
    fact::{Catalogue, Closure, Fact, FactType, FoundIn, Section},
    id::Id,
    well_known,
};

use super::convert::id;

/// The lines of business.
pub(super) const LINES_OF_BUSINESS: [&str; 3] = ["commercial", "medicare_advantage", "medicaid"];

/// The member's age in years.
pub(super) const AGE: &str = "age";
/// The diagnoses of the line.
pub(super) const DIAGNOSES: &str = "diagnoses";
/// Whether there was imaging.
pub(super) const IMAGING_DONE: &str = "imaging-done";
/// The place of service.
pub(super) const PLACE_OF_SERVICE: &str = "place-of-service";
/// The weeks of prior therapy.
pub(super) const PRIOR_THERAPY_WEEKS: &str = "prior-therapy-weeks";
/// The units billed, which no grant counts.
pub(super) const BILLED_UNITS: &str = "billed-units";

/// The well-known facts and those of the workload, each with its column where there is one.
pub(super) fn catalogue() -> Result<Catalogue> {
    let mut facts = BTreeMap::new();
    for (name, expected) in well_known::ALL {
        facts.insert(id(name)?, well_known(name, expected)?);
    }
    let whole = FactType::Integer {
        min: Some(0),
        max: None,
    };
    let codes = |system| FactType::Codes {
        systems: vec![system],
    };
    let own = [
        (AGE, whole.clone(), Section::Member, Some("age")),
        (DIAGNOSES, codes(CodeSystem::Icd10Cm), Section::Line, None),
        (
            PLACE_OF_SERVICE,
            codes(CodeSystem::PlaceOfService),
            Section::Line,
            Some("place_of_service"),
        ),
        (BILLED_UNITS, whole.clone(), Section::Line, Some("units")),
        (
            PRIOR_THERAPY_WEEKS,
            whole,
            Section::Facts,
            Some("prior_therapy_weeks"),
        ),
        (
            IMAGING_DONE,
            FactType::Boolean,
            Section::Facts,
            Some("imaging_done"),
        ),
    ];
    for (name, kind, section, column) in own {
        facts.insert(id(name)?, fact(name, kind, section, Closure::Open, column));
    }
    Ok(Catalogue {
        facts,
        constraints: BTreeMap::new(),
    })
}

fn well_known(name: &str, expected: &str) -> Result<Fact> {
    let words = |words: &[&str]| {
        words
            .iter()
            .copied()
            .map(id)
            .collect::<Result<BTreeSet<Id>>>()
    };
    let kind = match (name, expected) {
        (well_known::LINE_OF_BUSINESS, _) => FactType::Choice {
            values: words(&LINES_OF_BUSINESS)?,
        },
        // Asked for by no source, and a choice all the same.
        (_, "choice") => FactType::Choice {
            values: words(&["one", "other"])?,
        },
        (_, "date") => FactType::Date {
            min: None,
            max: None,
        },
        (_, "codes") => FactType::Codes {
            systems: CodeSystem::PROCEDURE.to_vec(),
        },
        (_, "names") => FactType::Names { values: None },
        _ => FactType::Name,
    };
    let closure = match well_known::CLOSED.contains(&name) {
        true => Closure::Closed,
        false => Closure::Open,
    };
    let (section, column) = match name {
        well_known::PAYER => (Section::Member, Some("payer")),
        well_known::PLAN => (Section::Member, Some("plan_id")),
        well_known::LINE_OF_BUSINESS => (Section::Member, Some("line_of_business")),
        well_known::STATE => (Section::Member, Some("state")),
        well_known::FUNDING => (Section::Member, None),
        well_known::DATE_OF_SERVICE => (Section::Line, Some("date_of_service")),
        well_known::CODE => (Section::Line, Some("procedure_code")),
        _ => (Section::Line, None),
    };
    Ok(fact(name, kind, section, closure, column))
}

fn fact(
    name: &str,
    kind: FactType,
    section: Section,
    closure: Closure,
    column: Option<&str>,
) -> Fact {
    Fact {
        kind,
        question: format!("What is the {}?", name.replace('-', " ")),
        closure,
        section,
        may_be: BTreeSet::new(),
        derived: None,
        look_back: None,
        select: None,
        attest: None,
        found_in: FoundIn {
            column: column.map(str::to_owned),
            ..FoundIn::default()
        },
    }
}
