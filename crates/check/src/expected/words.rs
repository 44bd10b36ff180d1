//! The words of a finding that a case file repeats: values that lead on, and assumptions about sources.

use std::collections::BTreeSet;

use coverdict_model::{
    finding::{Assumption, Bound, Conditional, Possible},
    id::Id,
};

/// What a conditional answer assumes, in words.
#[must_use]
pub fn assuming(conditional: &Conditional) -> String {
    let assuming: Vec<String> = conditional.assuming.iter().map(assumption).collect();
    assuming.join(", and ")
}

fn assumption(assumption: &Assumption) -> String {
    match assumption {
        Assumption::NothingElseOnFile { kind } => {
            format!("no {kind} that is not on file says anything")
        }
        Assumption::NotOnFile { source } => {
            format!("an edition of {source} that is not on file is in force and says nothing")
        }
        Assumption::InForce {
            source,
            edition: Some(edition),
        } => format!("{source}@{edition} is in force"),
        Assumption::InForce {
            source,
            edition: None,
        } => {
            format!("no edition of {source} is in force")
        }
        Assumption::Applies {
            edition,
            facet,
            applies: true,
        } => format!("{edition} applies by {facet}"),
        Assumption::Applies {
            edition,
            facet,
            applies: false,
        } => format!("{edition} does not apply by {facet}"),
        Assumption::Reading {
            edition,
            phrase,
            reading,
        } => format!("`{phrase}` of {edition} means {reading}"),
        Assumption::Clause {
            edition,
            date,
            begun,
        } => {
            let so = if *begun { "has come" } else { "has not come" };
            format!("{date} of {edition} {so}")
        }
        Assumption::PublishedLate {
            edition,
            late: true,
        } => format!("{edition} was published late"),
        Assumption::PublishedLate {
            edition,
            late: false,
        } => format!("{edition} was not published late"),
    }
}

/// Values in words.
#[must_use]
pub fn possible(possible: &Possible) -> String {
    let list = |names: &BTreeSet<Id>| {
        names
            .iter()
            .map(Id::as_str)
            .collect::<Vec<_>>()
            .join(" or ")
    };
    match possible {
        Possible::AnyOf(alternatives) => alternatives
            .iter()
            .map(self::possible)
            .collect::<Vec<_>>()
            .join(", or "),
        Possible::Is(state) => state.name().replace('-', " "),
        Possible::Between { low, high } => between(low.as_ref(), high.as_ref()),
        Possible::OneOf(names) => list(names),
        Possible::OtherThan(names) if names.is_empty() => "any".to_owned(),
        Possible::OtherThan(names) => format!("other than {}", list(names)),
        Possible::Truth(true) => "yes".to_owned(),
        Possible::Truth(false) => "no".to_owned(),
        Possible::Set { has, lacks } => {
            let lacks = lacks.iter().map(|group| format!("no {group}"));
            let parts: Vec<String> = has.iter().cloned().chain(lacks).collect();
            match parts.is_empty() {
                true => "any".to_owned(),
                false => parts.join(", and "),
            }
        }
    }
}

fn between(low: Option<&Bound>, high: Option<&Bound>) -> String {
    let from = |bound: &Bound| match bound.included {
        true => format!("at least {}", bound.value),
        false => format!("above {}", bound.value),
    };
    let to = |bound: &Bound| match bound.included {
        true => format!("at most {}", bound.value),
        false => format!("below {}", bound.value),
    };
    match (low, high) {
        (Some(low), Some(high)) if low.value == high.value => low.value.to_string(),
        (Some(low), Some(high)) => format!("{} and {}", from(low), to(high)),
        (Some(low), None) => from(low),
        (None, Some(high)) => to(high),
        (None, None) => "any".to_owned(),
    }
}
