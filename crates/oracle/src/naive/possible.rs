//! What a case leaves open, for laws that narrow it.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_model::{case::Case, corpus::Corpus, id::Id};

use super::{
    datum::Datum,
    knowledge::{Knowledge, State, implies, knowledge},
};

/// The values still possible of each fact that a case leaves open, as far as they can be listed;
/// none for an invalid case. Of a fact derived by a mapping, the sets of names that hold if the
/// codes known to be present are the only ones, with any further names.
#[must_use]
pub fn possible(corpus: &Corpus, case: &Case) -> BTreeMap<Id, Vec<Datum>> {
    let knowledge = knowledge(corpus, case).unwrap_or_default();
    let values = |state: &State<'_>| match state {
        State::Open(values) => Some(values.clone()),
        State::Mapped {
            mapping,
            from,
            further,
        } => {
            let codes = present(&knowledge, from);
            let meant = |name: &&Id| codes.iter().any(|code| implies(mapping, code, name));
            let meant: BTreeSet<Id> = mapping.to.keys().filter(meant).cloned().collect();
            let with = |more: &Datum| Datum::Set(meant.union(&more.members()).cloned().collect());
            Some(further.iter().map(with).collect())
        }
        State::Known(_) | State::TooMany => None,
    };
    let facts = knowledge.iter();
    facts
        .filter_map(|(id, state)| Some((id.clone(), values(state)?)))
        .collect()
}

/// The members that a set has in every completion.
fn present(knowledge: &Knowledge<'_>, set: &Id) -> BTreeSet<Id> {
    match knowledge.get(set) {
        Some(State::Known(datum)) => datum.members(),
        Some(State::Open(values)) => {
            let members = values.iter().map(Datum::members);
            members
                .reduce(|a, b| a.intersection(&b).cloned().collect())
                .unwrap_or_default()
        }
        _ => BTreeSet::new(),
    }
}
