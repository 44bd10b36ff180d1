//! For whom the sources of a kind are asked, and where.

use coverdict_logic::CondId;
use coverdict_model::source::SourceKind;
use coverdict_program::Edition;

use super::Examiner;

/// A place where kinds of source stand on one step: for whom, and how an edition's funding is read there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    /// Whom a profile with that step serves, where the step is reached at all.
    pub(crate) serves: CondId,
    /// Whether a source must state the funding that it binds.
    pub(crate) binding_stated: bool,
}

impl Place {
    /// Whether an edition applies to the member there.
    pub(crate) fn applies(&self, edition: &Edition) -> CondId {
        match self.binding_stated {
            true => edition.applies_stated,
            false => edition.applies,
        }
    }
}

impl Examiner<'_> {
    /// The places where both kinds stand on one step that is no floor; those that differ in nothing but the members
    /// are one.
    pub(crate) fn shared_steps(&mut self, one: SourceKind, other: SourceKind) -> Vec<Place> {
        let program = self.program;
        let mut places: Vec<Place> = Vec::new();
        for profile in &program.profiles {
            for step in &profile.steps {
                let has = |kind| step.kinds.iter().any(|(of, _)| *of == kind);
                if step.floor || !has(one) || !has(other) {
                    continue;
                }
                let when = self.unslotted(step.when);
                let serves = self.all([profile.serves, when]);
                let known = places
                    .iter_mut()
                    .find(|place| place.binding_stated == step.binding_stated);
                match known {
                    Some(place) => place.serves = self.pool.any([place.serves, serves]),
                    None => places.push(Place {
                        serves,
                        binding_stated: step.binding_stated,
                    }),
                }
            }
        }
        places
    }
}
