//! The cells of every fact.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_model::{
    corpus::Corpus, date::day_number, fact::FactType, id::Id, quantity::Decimal,
};

use coverdict_model::source::Provenance;

use super::{Problem, collect::Collected};
use crate::{
    cells::{Axis, FactCells, Shape},
    members::MemberIndex,
    program::Fact,
};

/// Cuts the values of every fact of the catalogue into cells.
pub(super) fn facts(
    corpus: &Corpus,
    mut collected: Collected,
) -> Result<(Vec<Fact>, BTreeMap<Id, MemberIndex>), Problem> {
    let mut facts = Vec::with_capacity(corpus.catalogue.facts.len());
    let mut members = BTreeMap::new();
    for (id, fact) in &corpus.catalogue.facts {
        let mentions = collected.remove(id).unwrap_or_default();
        let shape = match &fact.kind {
            FactType::Boolean => Shape::Boolean,
            FactType::Integer { .. } | FactType::Decimal { .. } | FactType::Date { .. } => {
                let mut axis = axis(&fact.kind);
                axis.cuts = mentions
                    .cuts
                    .into_iter()
                    .filter(|cut| axis.divides(*cut))
                    .collect();
                Shape::Ordered(axis)
            }
            FactType::Choice { values } => Shape::Words {
                words: values.iter().cloned().collect(),
                others: false,
            },
            FactType::Name => Shape::Words {
                words: mentions.words.into_iter().collect(),
                others: true,
            },
            FactType::Codes { .. } | FactType::Names { .. } => {
                let listed = match &fact.kind {
                    FactType::Names { values } => values.as_ref(),
                    _ => None,
                };
                let (cells, index) = mentions.sets.partition(listed);
                members.insert(id.clone(), index);
                Shape::Members(cells)
            }
            FactType::Events => Shape::Events,
        };
        facts.push(Fact {
            id: id.clone(),
            cells: FactCells::new(fact, shape),
            stated: None,
        });
    }
    Ok((facts, members))
}

/// The range of an ordered type's values, not yet cut.
pub(super) fn axis(kind: &FactType) -> Axis {
    let (whole, min, max) = match kind {
        FactType::Integer { min, max } => (true, min.map(Decimal::from), max.map(Decimal::from)),
        FactType::Decimal { min, max, .. } => (false, *min, *max),
        FactType::Date { min, max } => {
            let days = |day: &Option<_>| day.map(|day| Decimal::from(day_number(day)));
            (true, days(min), days(max))
        }
        _ => (false, None, None),
    };
    Axis {
        cuts: Vec::new(),
        whole,
        min,
        max,
    }
}

/// The mappings that are ours, and not stated by a source.
pub(super) fn our_mappings(corpus: &Corpus) -> BTreeSet<Id> {
    let ours = corpus
        .mappings
        .iter()
        .filter(|(_, mapping)| mapping.provenance != Provenance::Stated);
    ours.map(|(id, _)| id.clone()).collect()
}
