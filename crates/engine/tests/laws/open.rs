//! The readings by which a case can be made to know more.

use std::collections::BTreeMap;

use coverdict_engine::Assessor;
use coverdict_model::{
    case::Case,
    corpus::Corpus,
    fact::{Derivation, FactType},
    finding::{Coverage, Finding},
    id::Id,
    value::Reading,
};
use coverdict_oracle::naive::{self, Datum};
use coverdict_program::compile;

/// The finding on a case by a corpus.
pub(crate) fn assess(corpus: &Corpus, case: &Case) -> Finding {
    let program = compile(corpus, "random").unwrap();
    Assessor::new(&program).assess(case.clone())
}

/// For each fact that a case leaves open, readings of one value each that are still possible.
pub(crate) fn readings(corpus: &Corpus, case: &Case) -> BTreeMap<Id, Vec<Reading>> {
    let possible = naive::possible(corpus, case).into_iter();
    possible
        .map(|(fact, values)| {
            let kind = &corpus.catalogue.facts[&fact].kind;
            let readings = values.into_iter().map(|datum| reading(kind, datum));
            (fact, readings.collect())
        })
        .collect()
}

fn reading(kind: &FactType, datum: Datum) -> Reading {
    match datum {
        Datum::Value(value) => Reading::Known(value),
        Datum::Absent => Reading::Absent,
        Datum::NotPerformed => Reading::NotPerformed,
        Datum::Set(members) => {
            let is_code = matches!(kind, FactType::Codes { .. });
            let real = |member: Id| if is_code { real_code(&member) } else { member };
            Reading::Members {
                members: members.into_iter().map(real).collect(),
                complete: true,
            }
        }
    }
}

/// A code that no corpus mentions, for the name that stands for all such codes.
fn real_code(code: &Id) -> Id {
    let text = match code.as_str().strip_suffix("~other") {
        Some("") => "Z99.9".to_owned(),
        Some(beginning) => format!("{beginning}.9"),
        None => return code.clone(),
    };
    Id::new(&text).unwrap()
}

/// The case with a fact set to a reading.
pub(crate) fn stating(case: &Case, fact: &Id, reading: &Reading) -> Case {
    let mut case = case.clone();
    case.facts
        .insert(fact.clone(), vec![reading.clone().into()]);
    case
}

/// The facts that a fact is derived from.
pub(crate) fn inputs<'c>(corpus: &'c Corpus, fact: &Id) -> Vec<&'c Id> {
    match &corpus.catalogue.facts[fact].derived {
        None => Vec::new(),
        Some(Derivation::Mapping { from, .. }) => vec![from],
        Some(Derivation::Difference {
            minuend,
            subtrahend,
        }) => vec![minuend, subtrahend],
        Some(Derivation::DaysBetween { from, to }) => vec![from, to],
        Some(Derivation::Count { events, anchor, .. }) => vec![events, anchor],
        Some(Derivation::Age { birth, on }) => vec![birth, on],
    }
}

/// The mapping and the codes that a fact is derived by and from, if it is.
pub(crate) fn mapped<'c>(corpus: &'c Corpus, fact: &Id) -> Option<(&'c Id, &'c Id)> {
    match &corpus.catalogue.facts[fact].derived {
        Some(Derivation::Mapping { mapping, from }) => Some((mapping, from)),
        _ => None,
    }
}

/// A case with its coverage, for messages.
pub(crate) fn told(case: &Case, coverage: &Coverage) -> String {
    let case = serde_json::to_string_pretty(case).unwrap();
    let coverage = serde_json::to_string_pretty(coverage).unwrap();
    format!("case {case}\ncoverage {coverage}")
}
