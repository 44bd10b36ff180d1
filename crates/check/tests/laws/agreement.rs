//! The checker reports what an enumeration of every complete case finds, and nothing else.

use std::{collections::BTreeSet, fmt::Debug};

use coverdict_check::Answers;
use coverdict_oracle::exhaustive::Found;

use crate::examined::Examined;

/// The only way in which questions about corpora as small as these stay undecided: the engine does not confirm the
/// smallest case, since a step above answers it, or another source on a date of its own; since a fact that would be
/// derived is stated as its inputs never give it; or since a step below holds no such position.
const UNCONFIRMED: &str = "no case could be written down that shows it";

/// The questions that are undecided for another reason.
pub(crate) fn unexplained(answers: &Answers) -> Vec<&String> {
    let undecided = answers.undecided.iter();
    undecided
        .filter(|told| !told.ends_with(UNCONFIRMED))
        .collect()
}

/// In what the checker's answers differ from what is found by enumeration, by code.
pub(crate) fn differences(examined: &Examined, listed: &Found) -> Vec<String> {
    let checked = examined.found();
    let mut told = Vec::new();
    let undecided = |about: &str| {
        let undecided = examined.answers.undecided.iter();
        undecided.filter(|told| told.contains(about)).count()
    };
    // What needs a witness is not told without one.
    told.extend(missing(
        "C0001",
        &checked.sources_disagree,
        &listed.sources_disagree,
        undecided(" disagree, but "),
    ));
    told.extend(missing(
        "C0002",
        &checked.rules_disagree,
        &listed.rules_disagree,
        undecided("rules-disagree of "),
    ));
    told.extend(missing(
        "C0008",
        &checked.claimed_and_silent,
        &listed.claimed_and_silent,
        undecided("claimed-and-silent of "),
    ));
    told.extend(missing(
        "C0010",
        &checked.no_answer,
        &listed.no_answer,
        undecided("no-answer of "),
    ));
    macro_rules! fields {
        ($($code:literal $field:ident)+) => {
            $(told.extend(unequal($code, &checked.$field, &listed.$field));)+
        };
    }
    fields! {
        "C0003" rule_never_applies
        "C0004" criterion_never_matters
        "C0005" asked_for_nothing
        "C0006" only_otherwise
        "C0007" hole_between_values
        "C0009" never_reached
    }
    told
}

fn unequal<T: PartialEq + Debug>(code: &str, checked: &T, listed: &T) -> Option<String> {
    let differs = checked != listed;
    differs.then(|| format!("{code}\n  checked {checked:?}\n  listed  {listed:?}"))
}

fn missing<T: Ord + Debug>(
    code: &str,
    checked: &BTreeSet<T>,
    listed: &BTreeSet<T>,
    undecided: usize,
) -> Option<String> {
    let untold = listed.difference(checked).count();
    match checked.is_subset(listed) && untold <= undecided {
        true => None,
        false => unequal(code, checked, listed),
    }
}
