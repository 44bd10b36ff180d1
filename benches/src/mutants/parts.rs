//! The parts of a corpus that stand in a file of their own.

use std::collections::BTreeSet;

use coverdict_corpus::print;
use coverdict_model::{corpus::Corpus, fact::Catalogue, id::Id, source::EditionId};

use super::{Slip, editions, others, with};

/// What a file of a corpus holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    Edition(EditionId),
    Profile(Id),
    ValueSet(Id),
    Mapping(Id),
    /// The facts and constraints declared in it.
    Catalogue {
        facts: BTreeSet<Id>,
        constraints: BTreeSet<Id>,
    },
}

impl Part {
    /// The file; empty if the corpus has no such part.
    pub(super) fn print(&self, corpus: &Corpus) -> String {
        let text = match self {
            Self::Edition(id) => corpus.editions.get(id).map(print::edition),
            Self::Profile(id) => corpus.profiles.get(id).map(print::profile),
            Self::ValueSet(id) => {
                let set = corpus.value_sets.get(id);
                set.map(|set| print::value_set(id, set))
            }
            Self::Mapping(id) => {
                let mapping = corpus.mappings.get(id);
                mapping.map(|mapping| print::mapping(id, mapping))
            }
            Self::Catalogue { facts, constraints } => {
                let declared = declared(&corpus.catalogue, facts, constraints);
                Some(print::catalogue(&declared))
            }
        };
        text.unwrap_or_default()
    }

    /// Every slip in it, with the file as it is then.
    pub(super) fn slips(&self, corpus: &Corpus) -> Vec<Slip<String>> {
        match self {
            Self::Edition(id) => {
                let edition = corpus.editions.get(id);
                printed(
                    edition,
                    |edition| editions::slips(edition, corpus),
                    print::edition,
                )
            }
            Self::Profile(id) => {
                printed(corpus.profiles.get(id), others::of_profile, print::profile)
            }
            Self::ValueSet(id) => {
                let slips = |set: &coverdict_model::corpus::ValueSet| {
                    let found = others::of_patterns(&set.members).into_iter();
                    let put = |members| with(set, |it| it.members = members);
                    found.map(|slip| slip.within("", put)).collect()
                };
                let print = |set: &_| print::value_set(id, set);
                printed(corpus.value_sets.get(id), slips, print)
            }
            Self::Mapping(id) => {
                let print = |mapping: &_| print::mapping(id, mapping);
                printed(corpus.mappings.get(id), others::of_mapping, print)
            }
            Self::Catalogue { facts, constraints } => {
                let declared = declared(&corpus.catalogue, facts, constraints);
                printed(Some(&declared), others::of_catalogue, print::catalogue)
            }
        }
    }
}

fn printed<T>(
    part: Option<&T>,
    slips: impl Fn(&T) -> Vec<Slip<T>>,
    print: impl Fn(&T) -> String,
) -> Vec<Slip<String>> {
    let slips = part.map(slips).unwrap_or_default().into_iter();
    slips
        .map(|slip| slip.within("", |part| print(&part)))
        .collect()
}

/// The part of a catalogue that one file declares.
fn declared(catalogue: &Catalogue, facts: &BTreeSet<Id>, constraints: &BTreeSet<Id>) -> Catalogue {
    with(catalogue, |it| {
        it.facts.retain(|name, _| facts.contains(name));
        it.constraints.retain(|name, _| constraints.contains(name));
    })
}
