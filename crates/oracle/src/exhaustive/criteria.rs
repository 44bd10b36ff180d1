//! Criteria that never matter to their rule.

use std::collections::BTreeMap;

use coverdict_model::{
    criterion::{Criterion, Test},
    id::Id,
    source::{Edition, Rule},
};

use super::{Found, between::Context, table::Table};

impl Context<'_> {
    /// Takes each criterion of an edition, later ones first, as met or as missed, and keeps it so where its rule then
    /// applies to the same cases for every service.
    pub(super) fn criteria(&self, edition: &Edition, found: &mut Found) -> Option<()> {
        for (name, rule) in &edition.rules {
            let plain = Rule {
                phases: [].into(),
                ..rule.clone()
            };
            let mut whole: Vec<(&Id, Table)> = Vec::new();
            for service in edition.services.keys() {
                // Where it is never met, no criterion of it is to blame.
                let met = self.cases.rule(edition, service, &plain, &|_| None)?;
                if met.and(&self.permitted)?.is_possible() {
                    whole.push((service, met));
                }
            }
            let mut paths = Vec::new();
            below(&rule.when, &mut Vec::new(), &mut paths);
            let mut taken: BTreeMap<Vec<usize>, bool> = BTreeMap::new();
            for path in paths.into_iter().filter(|_| !whole.is_empty()) {
                if taken.keys().any(|known| path.starts_with(known)) {
                    continue;
                }
                for constant in [true, false] {
                    let mut tried = taken.clone();
                    tried.insert(path.clone(), constant);
                    let mut same = true;
                    for (service, whole) in &whole {
                        let other = self
                            .cases
                            .rule(edition, service, &plain, &|path| tried.get(path).copied())?;
                        let differs = whole.and_not(&other)?.or(&other.and_not(whole)?)?;
                        same &= !differs.and(&self.permitted)?.is_possible();
                    }
                    if same {
                        taken = tried;
                        break;
                    }
                }
            }
            if !taken.is_empty() {
                let rule = (edition.id.clone(), name.clone());
                let paths = taken.into_keys().collect();
                found.criterion_never_matters.insert(rule, paths);
            }
        }
        Some(())
    }
}

/// The criteria below one, later ones first, each before those below it; those that look at the service alone are left
/// out.
fn below(criterion: &Criterion, path: &mut Vec<usize>, paths: &mut Vec<Vec<usize>>) {
    let children: Vec<&Criterion> = criterion.children().collect();
    for (at, child) in children.into_iter().enumerate().rev() {
        path.push(at);
        if !is_for_services(child) {
            paths.push(path.clone());
        }
        below(child, path, paths);
        path.pop();
    }
}

fn is_for_services(criterion: &Criterion) -> bool {
    match &criterion.test {
        Test::Service(_) => true,
        Test::Fact { .. } | Test::PositionOf { .. } => false,
        _ => criterion.children().all(is_for_services),
    }
}
