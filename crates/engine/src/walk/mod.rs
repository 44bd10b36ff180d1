//! The walk down the precedence profiles, written once for every algebra.
//!
//! In Kleene's algebra it is the sound short cut; over tables or diagrams it is exact. A truth is
//! then a set of completions, and "the walk reaches this step" is a set like any other.

mod classes;
mod editions;
mod held;
mod walked;

use coverdict_logic::{Algebra, Atom, Cells, CondId, Memo, VarId, evaluate};
use coverdict_model::position::{Holding, Kind};
use coverdict_program::Profile;

use crate::{
    facts::Facts,
    setting::{Late, Setting},
};

pub(crate) use classes::Class;
use classes::{Classes, Floor, all_parts};
pub(crate) use editions::{covers, statement};
use held::Descent;
pub(crate) use held::Held;
pub(crate) use walked::{Comes, EditionWalk, Place, ProfileWalk, RuleWalk, StepWalk, Walked};

/// What stays the same from walk to walk over one case and algebra.
pub(crate) struct Walker<'w, 'p, A: Algebra> {
    pub(crate) setting: &'w Setting<'p>,
    pub(crate) facts: &'w Facts<'p>,
    pub(crate) algebra: &'w mut A,
    pub(crate) memo: &'w mut Memo<A::Set>,
    /// Questions asked outside conditions, for the space.
    pub(crate) atoms: Vec<Atom>,
}

impl<A: Algebra> Walker<'_, '_, A> {
    /// Walks down every profile, some late editions taken as not on file.
    pub(crate) fn walk(&mut self, removed: &[Late]) -> Walked<A::Set> {
        let program = self.setting.program;
        let mut classes = Classes {
            classes: Vec::new(),
        };
        let mut profiles = Vec::new();
        let mut served = self.algebra.never();
        for (place, profile) in program.profiles.iter().enumerate() {
            if self.setting.has_slots {
                // What other steps hold differs from profile to profile.
                self.memo.reset();
            }
            let serves = self.evaluate(profile.serves);
            if self.algebra.is_never(&serves) {
                continue;
            }
            served = self.algebra.or(&served, &serves);
            let steps = self.profile(profile, &serves, removed, &mut classes);
            profiles.push(ProfileWalk {
                profile: place,
                serves,
                steps,
            });
        }
        let unserved = self.algebra.not(&served);
        classes.add(self.algebra, Class::NotAddressed, &unserved);
        Walked {
            classes: classes.classes,
            profiles,
            unserved,
        }
    }

    fn profile(
        &mut self,
        profile: &Profile,
        serves: &A::Set,
        removed: &[Late],
        classes: &mut Classes<A::Set>,
    ) -> Vec<StepWalk<A::Set>> {
        let mut held: Vec<Option<Held<A::Set>>> = profile.steps.iter().map(|_| None).collect();
        let mut walked = Vec::with_capacity(profile.steps.len());
        let mut reached = serves.clone();
        let mut floor = Floor::new(self.algebra, self.setting.parts.len());
        for (place, step) in profile.steps.iter().enumerate() {
            if self.algebra.is_never(&reached) {
                break;
            }
            self.hold(profile, place, removed, &mut held);
            let Some(mut held) = held.get_mut(place).and_then(Option::take) else {
                continue;
            };
            let here = self.algebra.and(&reached, &held.when);
            let comes = match step.floor {
                true => self.floor(&mut held, &here, &mut floor, classes, &mut reached),
                false => self.decide(&held, &here, &floor, classes, &mut reached),
            };
            self.mark_governing(&mut held, &here);
            walked.push(StepWalk {
                step: place,
                reached: here,
                comes,
                held,
            });
        }
        classes.conclude(self.algebra, Class::NotAddressed, &reached, &floor, None);
        walked
    }

    /// A floor: its grants unite, and the walk goes on for what exceeds them.
    fn floor(
        &mut self,
        held: &mut Held<A::Set>,
        here: &A::Set,
        floor: &mut Floor<A::Set>,
        classes: &mut Classes<A::Set>,
        reached: &mut A::Set,
    ) -> Comes<A::Set> {
        let algebra = &mut *self.algebra;
        let supports = algebra.and(here, &held.supports);
        floor.supports = algebra.or(&floor.supports, &supports);
        let mut all = floor.supports.clone();
        for (granted, part) in floor.parts.iter_mut().zip(&held.parts) {
            let here = algebra.and(&supports, part);
            *granted = algebra.or(granted, &here);
            all = algebra.and(&all, granted);
        }
        let full = algebra.and(reached, &all);
        classes.add(
            algebra,
            Class::Supported(all_parts(floor.parts.len())),
            &full,
        );
        *reached = algebra.and_not(reached, &full);
        let decides = algebra.and(here, &full);
        let in_part = algebra.and_not(&supports, &full);
        let either = algebra.or(&decides, &in_part);
        Comes {
            decides,
            conflicts: algebra.never(),
            in_part,
            silent: algebra.and_not(here, &either),
        }
    }

    /// Any other step: its sources decide, disagree, or leave it to the next.
    fn decide(
        &mut self,
        held: &Held<A::Set>,
        here: &A::Set,
        floor: &Floor<A::Set>,
        classes: &mut Classes<A::Set>,
        reached: &mut A::Set,
    ) -> Comes<A::Set> {
        let algebra = &mut *self.algebra;
        let both = |algebra: &mut A, a: &A::Set, b: &A::Set| algebra.and(a, b);
        let pairs = [
            both(algebra, &held.supports, &held.against),
            both(algebra, &held.supports, &held.discretion),
            both(algebra, &held.against, &held.discretion),
        ];
        let disagree = pairs
            .iter()
            .fold(algebra.never(), |any, pair| algebra.or(&any, pair));
        let conflicts = algebra.and(here, &disagree);
        classes.conclude(algebra, Class::Conflict, &conflicts, floor, None);
        let agreed = algebra.and_not(here, &disagree);

        let supports = algebra.and(&agreed, &held.supports);
        classes.conclude(
            algebra,
            Class::Supported(0),
            &supports,
            floor,
            Some(&held.parts),
        );
        let discretion = algebra.and(&agreed, &held.discretion);
        classes.conclude(algebra, Class::LeftToDiscretion, &discretion, floor, None);
        let against = algebra.and(&agreed, &held.against);
        self.against(held, &against, floor, classes);

        let algebra = &mut *self.algebra;
        let any = algebra.or(&held.supports, &held.against);
        let any = algebra.or(&any, &held.discretion);
        let decided = algebra.and(here, &any);
        *reached = algebra.and_not(reached, &decided);
        Comes {
            decides: algebra.and_not(&decided, &disagree),
            conflicts,
            in_part: algebra.never(),
            silent: algebra.and_not(here, &decided),
        }
    }

    /// Not supported: clinical if any of the kinds is, otherwise by the set of kinds.
    fn against(
        &mut self,
        held: &Held<A::Set>,
        against: &A::Set,
        floor: &Floor<A::Set>,
        classes: &mut Classes<A::Set>,
    ) {
        if self.algebra.is_never(against) {
            return;
        }
        let algebra = &mut *self.algebra;
        let [clinical, contractual, legal] = &held.kinds;
        let place = |kind: Kind| 1_u8 << (kind as u8);
        let clinically = algebra.and(against, clinical);
        classes.conclude(
            algebra,
            Class::NotSupported(place(Kind::Clinical)),
            &clinically,
            floor,
            None,
        );
        let other = algebra.and_not(against, clinical);
        for (contract, law) in [(true, false), (false, true), (true, true)] {
            let mut where_so = other.clone();
            let mut kinds = 0;
            for (wanted, set, kind) in [
                (contract, contractual, Kind::Contractual),
                (law, legal, Kind::Legal),
            ] {
                if wanted {
                    kinds |= place(kind);
                    where_so = algebra.and(&where_so, set);
                } else {
                    where_so = algebra.and_not(&where_so, set);
                }
            }
            classes.conclude(algebra, Class::NotSupported(kinds), &where_so, floor, None);
        }
    }

    /// Which rules govern: those that stand and take a position, where the walk is.
    fn mark_governing(&mut self, held: &mut Held<A::Set>, here: &A::Set) {
        for edition in &mut held.editions {
            let candidate = self.setting.candidates.get(edition.candidate);
            let compiled = candidate
                .and_then(|candidate| candidate.source.editions.get(edition.edition as usize));
            let Some(compiled) = compiled else { continue };
            for rule in &mut edition.rules {
                let statement = statement(compiled, rule.service, rule.rule);
                if statement.is_some_and(|statement| statement.holding != Holding::BenefitConfirmed)
                {
                    rule.governs = self.algebra.and(&rule.stands, here);
                }
            }
        }
    }

    pub(crate) fn evaluate(&mut self, condition: CondId) -> A::Set {
        evaluate(
            &self.setting.program.conditions,
            condition,
            self.algebra,
            self.memo,
        )
    }

    /// Asks a question outside the conditions, and remembers it for the space where it is open.
    pub(crate) fn ask(&mut self, var: VarId, cells: &Cells) -> A::Set {
        let set = self.algebra.within(var, cells);
        if self.facts.within(var, cells) == coverdict_logic::Truth::Unknown {
            self.atoms.push(Atom {
                var,
                cells: cells.clone(),
            });
        }
        set
    }
}
