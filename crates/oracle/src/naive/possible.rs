//! What a case leaves open, for laws that narrow it.

use std::collections::BTreeMap;

use coverdict_model::{case::Case, corpus::Corpus, id::Id};

use super::{
    datum::Datum,
    knowledge::{State, knowledge},
};

/// The values still possible of each fact that a case leaves open, as far as they can be listed;
/// none for an invalid case. Of a fact derived by a mapping, the sets of names that may hold besides
/// those that the codes mean.
#[must_use]
pub fn possible(corpus: &Corpus, case: &Case) -> BTreeMap<Id, Vec<Datum>> {
    let knowledge = knowledge(corpus, case).unwrap_or_default();
    let states = knowledge.into_iter();
    let open = states.filter_map(|(id, state)| match state {
        State::Open(values)
        | State::Mapped {
            further: values, ..
        } => Some((id, values)),
        State::Known(_) | State::TooMany => None,
    });
    open.collect()
}
