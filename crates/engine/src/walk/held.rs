//! What the sources of a step hold together, those that are not on file included.

use coverdict_logic::{Algebra, VarId};
use coverdict_model::position::{Basis, Kind};
use coverdict_program::{PositionSlot, Profile, Step, Unknown};

use super::{EditionWalk, Walker};
use crate::setting::Late;

/// What the sources of a step hold together.
#[derive(Debug, Clone)]
pub(crate) struct Held<S> {
    /// Where the step is not skipped.
    pub(crate) when: S,
    pub(super) supports: S,
    pub(super) against: S,
    pub(super) discretion: S,
    pub(super) kinds: [S; 3],
    pub(super) bases: Vec<(Basis, S)>,
    pub(super) parts: Vec<S>,
    /// For each kind of source, where it may have sources that are not on file.
    pub(crate) hidden: Vec<S>,
    /// The editions that may be in force.
    pub(crate) editions: Vec<EditionWalk<S>>,
    /// Candidates with an edition that is not on file and may be in force, and where it concerns
    /// the line.
    pub(crate) unknown: Vec<(usize, S)>,
}

impl<S: Clone> Held<S> {
    /// The same with every set turned into something else.
    pub(crate) fn map<T: Clone>(
        &self,
        change: &mut dyn FnMut(&S) -> T,
        edition: impl Fn(&EditionWalk<S>, &mut dyn FnMut(&S) -> T) -> EditionWalk<T>,
    ) -> Held<T> {
        let [clinical, contractual, legal] = &self.kinds;
        Held {
            when: change(&self.when),
            supports: change(&self.supports),
            against: change(&self.against),
            discretion: change(&self.discretion),
            kinds: [change(clinical), change(contractual), change(legal)],
            bases: self
                .bases
                .iter()
                .map(|(basis, set)| (*basis, change(set)))
                .collect(),
            parts: self.parts.iter().map(&mut *change).collect(),
            hidden: self.hidden.iter().map(&mut *change).collect(),
            unknown: self
                .unknown
                .iter()
                .map(|(candidate, set)| (*candidate, change(set)))
                .collect(),
            editions: self.editions.iter().map(|of| edition(of, change)).collect(),
        }
    }

    pub(super) fn new<A: Algebra<Set = S>>(algebra: &mut A, when: S, parts: usize) -> Self {
        let never = algebra.never();
        Self {
            when,
            supports: never.clone(),
            against: never.clone(),
            discretion: never.clone(),
            kinds: [never.clone(), never.clone(), never.clone()],
            bases: Vec::new(),
            parts: vec![never; parts],
            hidden: Vec::new(),
            editions: Vec::new(),
            unknown: Vec::new(),
        }
    }

    pub(super) fn add_basis<A: Algebra<Set = S>>(
        &mut self,
        algebra: &mut A,
        basis: Basis,
        stands: &S,
    ) {
        match self.bases.iter_mut().find(|(other, _)| *other == basis) {
            Some((_, set)) => *set = algebra.or(set, stands),
            None => self.bases.push((basis, stands.clone())),
        }
    }

    /// Where the step holds an unfavourable position, of a basis if one is named.
    pub(super) fn holds_against<A: Algebra<Set = S>>(
        &self,
        algebra: &mut A,
        basis: Option<Basis>,
    ) -> S {
        let other = algebra.or(&self.supports, &self.discretion);
        let against = match basis {
            None => self.against.clone(),
            Some(basis) => match self.bases.iter().find(|(other, _)| *other == basis) {
                Some((_, set)) => set.clone(),
                None => algebra.never(),
            },
        };
        let against = algebra.and_not(&against, &other);
        algebra.and(&against, &self.when)
    }
}

/// Where the walk is on its way down a profile.
pub(super) struct Descent<'d, S> {
    /// The profile.
    pub(super) profile: &'d Profile,
    /// The step's place.
    pub(super) place: usize,
    /// The editions that are taken as not on file.
    pub(super) removed: &'d [Late],
    /// What the steps hold, as far as it has been worked out.
    pub(super) held: &'d mut [Option<Held<S>>],
}

impl<A: Algebra> Walker<'_, '_, A> {
    /// Works out what a step holds, and first what the steps below it hold that it rests on.
    pub(super) fn hold(
        &mut self,
        profile: &Profile,
        place: usize,
        removed: &[Late],
        held: &mut [Option<Held<A::Set>>],
    ) {
        if held.get(place).is_none_or(Option::is_some) {
            return;
        }
        let Some(step) = profile.steps.get(place) else {
            return;
        };
        let when = self.evaluate(step.when);
        let mut result = Held::new(self.algebra, when, self.setting.parts.len());
        if !self.algebra.is_never(&result.when) {
            self.hidden(step, &mut result);
            for (number, candidate) in self.setting.candidates.iter().enumerate() {
                if step
                    .kinds
                    .iter()
                    .any(|(kind, _)| *kind == candidate.source.kind)
                {
                    let mut at = Descent {
                        profile,
                        place,
                        removed,
                        held: &mut *held,
                    };
                    self.candidate(&mut at, number, candidate, &mut result);
                }
            }
        }
        if let Some(slot) = held.get_mut(place) {
            *slot = Some(result);
        }
    }

    /// What sources that are not on file may say.
    pub(super) fn hidden(&mut self, step: &Step, result: &mut Held<A::Set>) {
        for (kind, var) in &step.kinds {
            let mut attested = self.algebra.never();
            for attestation in self.setting.attestations(*kind) {
                let members = self.evaluate(attestation.members);
                attested = self.algebra.or(&attested, &members);
            }
            let may_be = self.algebra.not(&attested);
            if !self.algebra.is_never(&may_be) {
                self.unknown(*var, 0, step, &may_be, result);
            }
            result.hidden.push(may_be);
        }
    }

    /// Takes up what a source or edition that is not on file may say, where it may say something.
    pub(super) fn unknown(
        &mut self,
        var: VarId,
        first: u32,
        step: &Step,
        concerns: &A::Set,
        result: &mut Held<A::Set>,
    ) {
        let allowed = |unknown: Unknown| unknown.allowed(&step.positions);
        let say = |walker: &mut Self, says: &dyn Fn(Unknown) -> bool| {
            let cells = Unknown::cells(first, |unknown| allowed(unknown) && says(unknown));
            let says = walker.ask(var, &cells);
            walker.algebra.and(concerns, &says)
        };
        let supports = say(self, &|unknown| {
            matches!(unknown, Unknown::Supports | Unknown::SupportsNothing)
        });
        let grants = say(self, &|unknown| unknown == Unknown::Supports);
        let discretion = say(self, &|unknown| unknown == Unknown::Discretion);
        result.supports = self.algebra.or(&result.supports, &supports);
        result.discretion = self.algebra.or(&result.discretion, &discretion);
        for part in &mut result.parts {
            *part = self.algebra.or(part, &grants);
        }
        for (place, kind) in Kind::ALL.iter().enumerate() {
            let against = say(
                self,
                &|unknown| matches!(unknown, Unknown::Against(other, _) if other == *kind),
            );
            result.against = self.algebra.or(&result.against, &against);
            if let Some(of_kind) = result.kinds.get_mut(place) {
                *of_kind = self.algebra.or(of_kind, &against);
            }
        }
        if self.setting.has_slots {
            for basis in Basis::ALL {
                let against = say(
                    self,
                    &|unknown| matches!(unknown, Unknown::Against(_, other) if other == *basis),
                );
                result.add_basis(self.algebra, *basis, &against);
            }
        }
    }

    /// Supplies what other steps hold, for a rule that rests on it.
    pub(super) fn supply(&mut self, at: &mut Descent<'_, A::Set>, slots: &[u32]) {
        for number in slots {
            let Some(slot) = PositionSlot::from_number(*number) else {
                continue;
            };
            let below = at
                .profile
                .steps
                .iter()
                .position(|step| step.kinds.iter().any(|(kind, _)| *kind == slot.kind));
            let value = match below.filter(|below| *below > at.place) {
                Some(below) => {
                    self.hold(at.profile, below, at.removed, at.held);
                    match at.held.get(below).and_then(Option::as_ref) {
                        Some(held) => held.holds_against(self.algebra, slot.basis),
                        None => self.algebra.never(),
                    }
                }
                None => self.algebra.never(),
            };
            self.algebra.supply(*number, value);
        }
    }
}
