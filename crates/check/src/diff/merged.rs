//! Two editions, perhaps of two corpora, put into one program, so that their conditions share cells.

use std::collections::BTreeMap;

use coverdict_model::{
    corpus::Corpus,
    criterion::{Comparison, Criterion, Members, Test},
    fact::{Catalogue, Fact},
    id::Id,
    source::{Edition, EditionId, Status},
};
use coverdict_program::{Program, compile};

use super::{DiffError, Side};

/// Two editions in one program: as the source `old` and the source `new`.
pub(super) struct Merged {
    pub(super) corpus: Corpus,
    pub(super) program: Program,
}

/// The name of the old edition's source within.
pub(super) const OLD: &str = "old";
/// The name of the new edition's source within.
pub(super) const NEW: &str = "new";

impl Merged {
    pub(super) fn new(old: Side<'_>, new: Side<'_>) -> Result<Self, DiffError> {
        let mut corpus = Corpus {
            catalogue: catalogue(&old.corpus.catalogue, &new.corpus.catalogue)?,
            value_sets: old.corpus.value_sets.clone(),
            mappings: old.corpus.mappings.clone(),
            ..Corpus::default()
        };
        corpus.mappings.extend(new.corpus.mappings.clone());
        // A value set of one name that the two fill differently is two.
        let mut renamed = BTreeMap::new();
        for (id, set) in &new.corpus.value_sets {
            match corpus.value_sets.get(id) {
                Some(known) if known.members != set.members => {
                    let other = name(&format!("{NEW}.{id}"), id);
                    renamed.insert(id.clone(), other.clone());
                    corpus.value_sets.insert(other, set.clone());
                }
                _ => _ = corpus.value_sets.insert(id.clone(), set.clone()),
            }
        }
        for (side, source) in [(old, OLD), (new, NEW)] {
            let edition = side.corpus.editions.get(side.edition);
            let mut edition: Edition = edition
                .cloned()
                .ok_or_else(|| DiffError::NoEdition(side.edition.clone()))?;
            if source == NEW {
                edition
                    .rules
                    .values_mut()
                    .for_each(|rule| rename(&mut rule.when, &renamed));
            }
            edition.id = EditionId {
                source: name(source, &edition.id.source),
                edition: edition.id.edition,
            };
            edition.supersedes = None;
            // A draft is compared as what it would be once it is published.
            edition.status = Status::Active;
            corpus.editions.insert(edition.id.clone(), edition);
        }
        let program = compile(&corpus, "")?;
        Ok(Self { corpus, program })
    }
}

fn name(text: &str, otherwise: &Id) -> Id {
    Id::new(text).unwrap_or_else(|_| otherwise.clone())
}

/// The facts of both; of what holds between them what both say, or one says of facts that the other does not have.
fn catalogue(old: &Catalogue, new: &Catalogue) -> Result<Catalogue, DiffError> {
    let mut catalogue = old.clone();
    for (id, fact) in &new.facts {
        match catalogue.facts.get(id) {
            Some(known) if !means_the_same(known, fact) => {
                return Err(DiffError::FactsDiffer(id.clone()));
            }
            _ => _ = catalogue.facts.insert(id.clone(), fact.clone()),
        }
    }
    catalogue.constraints.retain(|id, constraint| {
        let known = new.constraints.get(id);
        known.map_or_else(|| !speaks_of(constraint, new), |other| other == constraint)
    });
    for (id, constraint) in &new.constraints {
        if !old.constraints.contains_key(id) && !speaks_of(constraint, old) {
            catalogue.constraints.insert(id.clone(), constraint.clone());
        }
    }
    Ok(catalogue)
}

/// Whether two declarations give a comparison of the fact the same meaning.
fn means_the_same(one: &Fact, other: &Fact) -> bool {
    one.kind == other.kind
        && one.closure == other.closure
        && one.may_be == other.may_be
        && one.derived == other.derived
}

/// Whether a catalogue has all facts that a constraint speaks of.
fn speaks_of(constraint: &Criterion, catalogue: &Catalogue) -> bool {
    match &constraint.test {
        Test::Fact { fact, .. } => catalogue.facts.contains_key(fact),
        _ => constraint
            .children()
            .all(|child| speaks_of(child, catalogue)),
    }
}

fn rename(criterion: &mut Criterion, renamed: &BTreeMap<Id, Id>) {
    match &mut criterion.test {
        Test::All(of) | Test::Any(of) | Test::None(of) | Test::AtLeast { of, .. } => {
            of.iter_mut().for_each(|child| rename(child, renamed));
        }
        Test::ByReading { of, .. } => of.values_mut().for_each(|child| rename(child, renamed)),
        Test::Fact { comparison, .. } => {
            if let Comparison::AnyIn(members)
            | Comparison::NoneIn(members)
            | Comparison::AllIn(members) = comparison
                && let Members::ValueSet(id) = members
                && let Some(other) = renamed.get(id)
            {
                *id = other.clone();
            }
        }
        Test::Service(_) | Test::PositionOf { .. } => {}
    }
}
