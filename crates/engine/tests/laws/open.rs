//! The readings by which a case can be made to know more.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_engine::Assessor;
use coverdict_model::{
    case::Case,
    corpus::{CodeMapping, Corpus, Patterns},
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

/// The case with facts set to readings. To what is said of a fact that a mapping derives the names
/// that the codes of the case mean are added.
pub(crate) fn stating(corpus: &Corpus, case: &Case, readings: &[(&Id, &Reading)]) -> Case {
    let mut case = case.clone();
    for (fact, reading) in readings {
        let statement = (*reading).clone().into();
        case.facts.insert((*fact).clone(), vec![statement]);
    }
    for (fact, reading) in readings {
        if let (Some((mapping, from)), Reading::Members { members, complete }) =
            (mapped(corpus, fact), reading)
        {
            let codes = known_codes(&case, from);
            let means =
                |patterns: &Patterns| codes.iter().any(|code| patterns.contains(code.as_str()));
            let meant = mapping.to.iter().filter(|(_, patterns)| means(patterns));
            let meant = meant.map(|(name, _)| name.clone());
            let reading = Reading::Members {
                members: meant.chain(members.iter().cloned()).collect(),
                complete: *complete,
            };
            case.facts.insert((*fact).clone(), vec![reading.into()]);
        }
    }
    case
}

/// The codes that a case knows to be present in a set.
fn known_codes(case: &Case, fact: &Id) -> BTreeSet<Id> {
    match case.facts.get(fact).map(Vec::as_slice) {
        Some([first, rest @ ..]) if rest.iter().all(|one| one.reading == first.reading) => {
            match &first.reading {
                Reading::Members { members, .. } => members.clone(),
                _ => BTreeSet::new(),
            }
        }
        _ => BTreeSet::new(),
    }
}

/// Whether a set of codes is known and has one that a mapping does not know.
pub(crate) fn has_unmapped(case: &Case, mapping: &CodeMapping, from: &Id) -> bool {
    let known = |code: &Id| {
        let mut patterns = mapping.to.values().chain([&mapping.to_none]);
        patterns.any(|patterns| patterns.contains(code.as_str()))
    };
    match case.facts.get(from).map(Vec::as_slice) {
        Some([one]) => matches!(
            &one.reading,
            Reading::Members { members, complete: true } if !members.iter().all(known)
        ),
        _ => false,
    }
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
pub(crate) fn mapped<'c>(corpus: &'c Corpus, fact: &Id) -> Option<(&'c CodeMapping, &'c Id)> {
    match &corpus.catalogue.facts[fact].derived {
        Some(Derivation::Mapping { mapping, from }) => Some((&corpus.mappings[mapping], from)),
        _ => None,
    }
}

/// A case with its coverage, for messages.
pub(crate) fn told(case: &Case, coverage: &Coverage) -> String {
    let case = serde_json::to_string_pretty(case).unwrap();
    let coverage = serde_json::to_string_pretty(coverage).unwrap();
    format!("case {case}\ncoverage {coverage}")
}
