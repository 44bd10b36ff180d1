//! What of a request grants tell apart.

use std::collections::BTreeSet;

use coverdict_model::{
    finding::Part,
    grant::Grant,
    id::Id,
    position::Holding,
    source::{Edition, Otherwise},
};

/// What either edition grants.
pub(super) fn grants(old: &Edition, new: &Edition) -> BTreeSet<Grant> {
    let mut grants = BTreeSet::new();
    for edition in [old, new] {
        let rules = edition.rules.values().map(|rule| &rule.holding);
        let services = edition.services.values();
        let otherwise = services.filter_map(|service| match &service.otherwise {
            Otherwise::Holds { holding, .. } => Some(holding),
            Otherwise::Silent => None,
        });
        let granted = rules.chain(otherwise).filter_map(|holding| match holding {
            Holding::Supported { grant } => Some(grant.clone()),
            _ => None,
        });
        grants.extend(granted);
    }
    grants
}

/// The parts of a request that grants tell apart, and one that none of them names.
pub(super) fn parts(grants: &BTreeSet<Grant>) -> Vec<Part> {
    let items = grants.iter().flat_map(|grant| grant.items.iter().flatten());
    let scopes = grants
        .iter()
        .flat_map(|grant| grant.scopes.iter().flatten());
    let items: BTreeSet<Option<&Id>> = items.map(Some).chain([None]).collect();
    let scopes: BTreeSet<Option<&Id>> = scopes.map(Some).chain([None]).collect();
    let pairs = items.iter().flat_map(|item| {
        scopes.iter().map(|scope| Part {
            item: item.cloned(),
            scope: scope.cloned(),
        })
    });
    pairs.collect()
}

/// What a position grants; none where it supports nothing.
pub(super) fn granted(holding: &Holding) -> Option<&Grant> {
    match holding {
        Holding::Supported { grant } => Some(grant),
        _ => None,
    }
}

/// Whether a grant covers a part.
pub(super) fn covers(grant: &Grant, part: &Part) -> bool {
    let within = |granted: &Option<BTreeSet<Id>>, asked: &Option<Id>| match (granted, asked) {
        (None, _) => true,
        (Some(granted), Some(asked)) => granted.contains(asked),
        (Some(_), None) => false,
    };
    within(&grant.items, &part.item) && within(&grant.scopes, &part.scope)
}
