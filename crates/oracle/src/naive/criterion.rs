//! The truth of criteria in a complete case.

use std::cell::RefCell;

use coverdict_model::{
    criterion::{Criterion, Test},
    id::Id,
    position::Basis,
    source::{Edition, SourceKind},
};

use super::world::World;

/// The indices of children that lead from a rule's condition to one of its criteria.
pub type Path = Vec<usize>;

/// Where a criterion stands: in a rule tried for a service, or in a profile or constraint.
pub(crate) struct Scope<'a, 's> {
    /// The edition and the service for which its rule is tried.
    pub(crate) rule: Option<(&'a Edition, &'s Id)>,
    /// Whether a step below holds a position against the service.
    pub(crate) position_of: &'s dyn Fn(SourceKind, Option<Basis>) -> bool,
    /// The truth of every criterion met, by path.
    pub(crate) seen: RefCell<Vec<(Path, bool)>>,
}

impl Scope<'_, '_> {
    /// A scope without edition, and without steps below.
    pub(crate) fn alone() -> Self {
        Self {
            rule: None,
            position_of: &|_, _| false,
            seen: RefCell::default(),
        }
    }

    /// Whether a criterion holds; all below it are tried, since the trace tells of each.
    pub(crate) fn holds(&self, criterion: &Criterion, world: &World<'_>) -> bool {
        self.at(criterion, world, &mut Path::new())
    }

    fn at(&self, criterion: &Criterion, world: &World<'_>, path: &mut Path) -> bool {
        let mut below = Vec::new();
        for (index, child) in criterion.children().enumerate() {
            path.push(index);
            below.push(self.at(child, world, path));
            path.pop();
        }
        let met = below.iter().filter(|truth| **truth).count();
        let truth = match &criterion.test {
            Test::All(_) => met == below.len(),
            Test::Any(_) => met > 0,
            Test::None(_) => met == 0,
            Test::AtLeast { count, .. } => usize::try_from(*count).is_ok_and(|count| met >= count),
            Test::ByReading { reading, of } => {
                let chosen = self
                    .rule
                    .and_then(|(edition, _)| world.reading(edition, reading));
                let of = of.keys().zip(&below);
                chosen
                    .is_some_and(|chosen| of.into_iter().any(|(id, truth)| *id == chosen && *truth))
            }
            Test::Service(name) => self.rule.is_some_and(|(_, service)| service == name),
            Test::Fact { fact, comparison } => world
                .facts
                .get(fact.as_str())
                .satisfies(comparison, &world.on_file.corpus.value_sets),
            Test::PositionOf { source, basis } => (self.position_of)(*source, *basis),
        };
        self.seen.borrow_mut().push((path.clone(), truth));
        truth
    }
}
