//! What a document excludes in lists that no position leads to, as rules.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_model::{id::Id, position::Position, source::Rule};

use super::{
    leaves::{Leaves, List, Path},
    names,
    places::cite,
    rules::{holding, of_service},
};
use crate::{
    criteria::{Joined, Outline},
    recognise::Meaning,
};

/// The recogniser of what stands in a list below a heading of exclusions.
const LISTED: &str = "item-of-exclusions";

/// A rule for each list below a heading of exclusions that no position leads to.
pub(super) fn rules(leaves: &mut Leaves<'_, '_>, service: &Id, rules: &mut BTreeMap<Id, Rule>) {
    let ingested = leaves.making.ingested;
    let exclusions = leaves.making.fields(Meaning::Exclusion);
    let exclusions = exclusions.filter(|field| {
        let reading = field.readings.first();
        reading.is_some_and(|reading| reading.rule == LISTED)
    });
    let blocks: BTreeSet<usize> = exclusions.map(|field| field.block).collect();
    let takes_position = |block: usize| {
        let mut positions = leaves.making.fields(Meaning::Position);
        positions.any(|field| field.block == block)
    };
    let lists: Vec<&Outline> = ingested
        .outlines
        .iter()
        .filter(|outline| !outline.lead.is_some_and(takes_position))
        .filter(|outline| {
            let mut all = outline.criteria.iter();
            all.all(|one| blocks.contains(&one.block) && !takes_position(one.block))
        })
        .collect();
    for outline in lists {
        let Some(first) = outline.criteria.first() else {
            continue;
        };
        let id = names::id(&format!("excluded-{}", rules.len() + 1));
        let section = crate::recognise::section_of(&leaves.making.sections, first.block);
        let heading = section.map_or(String::new(), |section| names::line(&section.heading));
        let path = Path {
            rule: id.clone(),
            name: id.to_string(),
            section: heading.clone(),
        };
        let holding = holding(leaves.making, &id, Position::NotSupported, None);
        let list = List {
            // Each member of a list of exclusions is excluded.
            joined: match outline.joined {
                Joined::Open => Joined::Any,
                said => said,
            },
            excepted: outline.excepted,
            of: &outline.criteria,
        };
        let test = leaves.listed(&list, &path);
        let rule = Rule {
            when: of_service(&id, service, Some(test)),
            holding,
            label: (!heading.is_empty()).then(|| heading.clone().into()),
            cite: cite(&heading, first.place),
            from: None,
            until: None,
            phases: BTreeSet::new(),
            overrides: BTreeSet::new(),
        };
        rules.insert(id, rule);
    }
}
