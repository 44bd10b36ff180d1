//! The walk down the precedence profiles, written once for every algebra.
//!
//! In Kleene's algebra it is the sound short cut; over tables or diagrams it is exact. A truth is
//! then a set of completions, and "the walk reaches this step" is a set like any other.

use coverdict_logic::{Algebra, Atom, Cells, CondId, Memo, VarId, evaluate};
use coverdict_model::{
    date::Date,
    finding::{Answer, Part},
    position::{Basis, Grant, Holding, Kind},
    source::Status,
    value::Value,
};
use coverdict_program::{
    Edition, PositionSlot, Profile, Service, ServiceRule, Statement, Step, Unknown,
    cells::{Axis, Cut, Shape, number},
};

use crate::{
    facts::Facts,
    setting::{Candidate, Late, Setting},
};

/// Where a rule stands in a walk: profile, step, candidate, edition, service and rule.
pub(crate) type Place = (usize, usize, usize, u32, u32, Option<u32>);

impl<S> Walked<S> {
    /// Every rule of the walk with its place.
    pub(crate) fn rules(&self) -> Vec<(Place, &RuleWalk<S>)> {
        let mut rules = Vec::new();
        for profile in &self.profiles {
            for step in &profile.steps {
                for edition in &step.held.editions {
                    let place = |rule: &RuleWalk<S>| {
                        (
                            profile.profile,
                            step.step,
                            edition.candidate,
                            edition.edition,
                            rule.service,
                            rule.rule,
                        )
                    };
                    rules.extend(edition.rules.iter().map(|rule| (place(rule), rule)));
                }
            }
        }
        rules
    }

    /// The same, to be changed.
    pub(crate) fn rules_mut(&mut self) -> Vec<(Place, &mut RuleWalk<S>)> {
        let mut rules = Vec::new();
        for profile in &mut self.profiles {
            for step in &mut profile.steps {
                for edition in &mut step.held.editions {
                    let (candidate, at) = (edition.candidate, edition.edition);
                    for rule in &mut edition.rules {
                        rules.push((
                            (
                                profile.profile,
                                step.step,
                                candidate,
                                at,
                                rule.service,
                                rule.rule,
                            ),
                            rule,
                        ));
                    }
                }
            }
        }
        rules
    }
}

/// An answer as the walk tells it apart: the parts granted as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    /// Supported, for the parts with a bit.
    Supported(u64),
    /// Not supported, of the kinds with a bit.
    NotSupported(u8),
    /// Left to discretion.
    LeftToDiscretion,
    /// Conflict.
    Conflict,
    /// Not addressed.
    NotAddressed,
}

/// What a walk comes to.
#[derive(Debug)]
pub(crate) struct Walked<S> {
    /// Where each answer is given; together everywhere, no two at the same place.
    pub(crate) classes: Vec<(Class, S)>,
    /// Each profile's walk.
    pub(crate) profiles: Vec<ProfileWalk<S>>,
    /// Where no profile serves the member.
    pub(crate) unserved: S,
}

/// The walk down one profile.
#[derive(Debug)]
pub(crate) struct ProfileWalk<S> {
    /// The profile's place.
    pub(crate) profile: usize,
    /// Where it serves the member.
    pub(crate) serves: S,
    /// Its steps, as far as the walk can reach.
    pub(crate) steps: Vec<StepWalk<S>>,
}

/// A step that the walk can reach.
#[derive(Debug)]
pub(crate) struct StepWalk<S> {
    /// The step's place.
    pub(crate) step: usize,
    /// Where the walk reaches it.
    pub(crate) reached: S,
    /// What comes of it there; no two at the same place.
    pub(crate) comes: Comes<S>,
    /// What its sources hold.
    pub(crate) held: Held<S>,
}

/// Where a step that is reached decides, conflicts, supports a part as a floor, or leaves it to the
/// next.
#[derive(Debug, Clone)]
pub(crate) struct Comes<S> {
    pub(crate) decides: S,
    pub(crate) conflicts: S,
    pub(crate) in_part: S,
    pub(crate) silent: S,
}

/// What the sources of a step hold together.
#[derive(Debug, Clone)]
pub(crate) struct Held<S> {
    /// Where the step is not skipped.
    pub(crate) when: S,
    supports: S,
    against: S,
    discretion: S,
    kinds: [S; 3],
    bases: Vec<(Basis, S)>,
    parts: Vec<S>,
    /// For each kind of source, where it may have sources that are not on file.
    pub(crate) hidden: Vec<S>,
    /// The editions that may be in force.
    pub(crate) editions: Vec<EditionWalk<S>>,
    /// Candidates with an edition that is not on file and may be in force, and where it concerns
    /// the line.
    pub(crate) unknown: Vec<(usize, S)>,
}

/// An edition that may be in force.
#[derive(Debug, Clone)]
pub(crate) struct EditionWalk<S> {
    /// The candidate's place, and the edition's in its source.
    pub(crate) candidate: usize,
    pub(crate) edition: u32,
    pub(crate) in_force: S,
    pub(crate) applies: S,
    pub(crate) speaks: S,
    pub(crate) rules: Vec<RuleWalk<S>>,
}

/// A rule, or an `otherwise`, for one service of an edition.
#[derive(Debug, Clone)]
pub(crate) struct RuleWalk<S> {
    /// The service's place.
    pub(crate) service: u32,
    /// The rule's place among the service's; none: the `otherwise`.
    pub(crate) rule: Option<u32>,
    pub(crate) applies: S,
    pub(crate) stands: S,
    pub(crate) governs: S,
    /// Each criterion of a rule that rests on what another step holds, those above before those
    /// below; of any other rule none, since they can be told without the walk.
    pub(crate) criteria: Vec<S>,
}

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
        let rest = algebra.not(&full);
        *reached = algebra.and(reached, &rest);
        let decides = algebra.and(here, &full);
        let in_part = algebra.and(&supports, &rest);
        let either = algebra.or(&decides, &in_part);
        let neither = algebra.not(&either);
        Comes {
            decides,
            conflicts: algebra.never(),
            in_part,
            silent: algebra.and(here, &neither),
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
        let agree = algebra.not(&disagree);
        let agreed = algebra.and(here, &agree);

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
        let undecided = algebra.not(&decided);
        *reached = algebra.and(reached, &undecided);
        Comes {
            decides: algebra.and(&decided, &agree),
            conflicts,
            in_part: algebra.never(),
            silent: algebra.and(here, &undecided),
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
        let not_clinical = algebra.not(clinical);
        let other = algebra.and(against, &not_clinical);
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
                    let not = algebra.not(set);
                    where_so = algebra.and(&where_so, &not);
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

    /// Works out what a step holds, and first what the steps below it hold that it rests on.
    fn hold(
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
                    self.candidate(
                        profile,
                        place,
                        number,
                        candidate,
                        removed,
                        held,
                        &mut result,
                    );
                }
            }
        }
        if let Some(slot) = held.get_mut(place) {
            *slot = Some(result);
        }
    }

    /// What sources that are not on file may say.
    fn hidden(&mut self, step: &Step, result: &mut Held<A::Set>) {
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
    fn unknown(
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

    /// What the editions of a source hold.
    #[expect(
        clippy::too_many_arguments,
        reason = "the walk's place and its result so far"
    )]
    fn candidate(
        &mut self,
        profile: &Profile,
        place: usize,
        number: usize,
        candidate: &Candidate<'_>,
        removed: &[Late],
        held: &mut [Option<Held<A::Set>>],
        result: &mut Held<A::Set>,
    ) {
        let Some(step) = profile.steps.get(place) else {
            return;
        };
        let is_removed = |edition: u32| {
            removed
                .iter()
                .any(|late| late.candidate == number && late.edition == edition)
        };
        let mut concerns = self.algebra.never();
        for at in &candidate.succession.on_file {
            let Some(edition) = candidate.source.editions.get(*at as usize) else {
                continue;
            };
            let Some(services) = candidate.services.get(*at as usize) else {
                continue;
            };
            let cells = candidate.succession.in_force(*at, &is_removed);
            let in_force = self.ask(candidate.source.in_force, &cells);
            let may_be = !self.algebra.is_never(&in_force);
            let may_stand_in = candidate.succession.open && !services.is_empty();
            if !may_be && !may_stand_in {
                continue;
            }
            let applies = self.evaluate(Setting::applies(edition, step.binding_stated));
            if !services.is_empty() {
                concerns = self.algebra.or(&concerns, &applies);
            }
            if !may_be {
                continue;
            }
            let speaks = match edition.status == Status::Active && !services.is_empty() {
                true => self.algebra.and(&in_force, &applies),
                false => self.algebra.never(),
            };
            let mut walked = EditionWalk {
                candidate: number,
                edition: *at,
                in_force,
                applies,
                speaks,
                rules: Vec::new(),
            };
            if !self.algebra.is_never(&walked.speaks) {
                for service in services {
                    self.service(
                        profile,
                        place,
                        candidate,
                        edition,
                        *service,
                        removed,
                        held,
                        &mut walked,
                        result,
                    );
                }
            }
            result.editions.push(walked);
        }
        if candidate.succession.open && !self.algebra.is_never(&concerns) {
            let first = candidate.succession.first_unknown();
            self.unknown(candidate.source.in_force, first, step, &concerns, result);
            let cells = Unknown::cells(first, |_| true);
            let stands = self.ask(candidate.source.in_force, &cells);
            let unknown = self.algebra.and(&stands, &concerns);
            result.unknown.push((number, unknown));
        }
    }

    /// What an edition holds of one service.
    #[expect(
        clippy::too_many_arguments,
        reason = "the walk's place and its result so far"
    )]
    fn service(
        &mut self,
        profile: &Profile,
        place: usize,
        candidate: &Candidate<'_>,
        edition: &Edition,
        service_at: u32,
        removed: &[Late],
        held: &mut [Option<Held<A::Set>>],
        walked: &mut EditionWalk<A::Set>,
        result: &mut Held<A::Set>,
    ) {
        let Some(service) = edition.services.get(service_at as usize) else {
            return;
        };
        let first = walked.rules.len();
        let mut none = walked.speaks.clone();
        for (at, rule) in (0_u32..).zip(&service.rules) {
            self.supply(profile, place, &rule.slots, removed, held);
            let applies = self.applies(candidate, edition, rule, &walked.speaks);
            let stands = self.undefeated(
                rule,
                &applies,
                walked.rules.get(first..).unwrap_or_default(),
            );
            let not = self.algebra.not(&applies);
            none = self.algebra.and(&none, &not);
            if let Some(statement) = statement(edition, service_at, Some(at)) {
                self.take(statement, &stands, result);
            }
            let governs = self.algebra.never();
            let mut criteria = Vec::new();
            if !rule.slots.is_empty() {
                self.criteria(&rule.criteria, &mut criteria);
            }
            walked.rules.push(RuleWalk {
                service: service_at,
                rule: Some(at),
                applies,
                stands,
                governs,
                criteria,
            });
        }
        if let Some(statement) = &service.otherwise {
            self.take(statement, &none, result);
            let governs = self.algebra.never();
            let stands = none.clone();
            walked.rules.push(RuleWalk {
                service: service_at,
                rule: None,
                applies: none,
                stands,
                governs,
                criteria: Vec::new(),
            });
        }
    }

    fn criteria(&mut self, criterion: &coverdict_program::Criterion, sets: &mut Vec<A::Set>) {
        let set = self.evaluate(criterion.condition);
        sets.push(set);
        criterion
            .of
            .iter()
            .for_each(|child| self.criteria(child, sets));
    }

    /// Where a rule applies: its criteria are met, and a dated clause is running.
    fn applies(
        &mut self,
        candidate: &Candidate<'_>,
        edition: &Edition,
        rule: &ServiceRule,
        speaks: &A::Set,
    ) -> A::Set {
        let mut applies = self.evaluate(rule.criteria.condition);
        applies = self.algebra.and(speaks, &applies);
        let Some(compiled) = edition.rules.get(rule.rule as usize) else {
            return applies;
        };
        let governing = candidate.source.governing_date.name();
        if let Some((from, question)) = compiled.from {
            let begun = self.has_come(governing, from, question);
            applies = self.algebra.and(&applies, &begun);
        }
        if let Some((until, question)) = compiled.until {
            let over = self.has_come(governing, until, question);
            let running = self.algebra.not(&over);
            applies = self.algebra.and(&applies, &running);
        }
        applies
    }

    /// Where a date has come on the governing date.
    fn has_come(
        &mut self,
        governing: &str,
        date: coverdict_model::date::PartialDate,
        question: Option<VarId>,
    ) -> A::Set {
        let surely = self.on_or_after(governing, date.latest());
        let Some(question) = question else {
            return surely;
        };
        let perhaps = self.on_or_after(governing, date.earliest());
        let so = match self.algebra.is_never(&perhaps) || self.algebra.is_always(&surely) {
            true => self.algebra.never(),
            false => self.ask(question, &Cells::single(1)),
        };
        let perhaps = self.algebra.and(&perhaps, &so);
        self.algebra.or(&surely, &perhaps)
    }

    fn on_or_after(&mut self, governing: &str, day: Date) -> A::Set {
        self.compared_with_day(governing, day, &|axis, cut| axis.above(cut))
    }

    /// Where a date lies in the cells that are chosen by the cut before a day.
    pub(crate) fn compared_with_day(
        &mut self,
        fact: &str,
        day: Date,
        chosen: &dyn Fn(&Axis, Cut) -> Cells,
    ) -> A::Set {
        let program = self.setting.program;
        let fact = program
            .fact(fact)
            .and_then(|at| Some((at, program.facts.get(at as usize)?)));
        let day = number(&Value::Date(day));
        match (fact, day) {
            (Some((at, fact)), Some(day)) => match &fact.cells.shape {
                Shape::Ordered(axis) => self.ask(VarId(at), &chosen(axis, Axis::before(day))),
                _ => self.algebra.never(),
            },
            _ => self.algebra.never(),
        }
    }

    /// Where a rule applies and no rule that stands overrides it.
    fn undefeated(
        &mut self,
        rule: &ServiceRule,
        applies: &A::Set,
        before: &[RuleWalk<A::Set>],
    ) -> A::Set {
        let mut stands = applies.clone();
        for defeater in rule
            .defeated_by
            .iter()
            .filter_map(|at| before.get(*at as usize))
        {
            let not = self.algebra.not(&defeater.stands);
            stands = self.algebra.and(&stands, &not);
        }
        stands
    }

    /// Adds what a rule holds, where it stands, to what the step holds.
    fn take(&mut self, statement: &Statement, stands: &A::Set, result: &mut Held<A::Set>) {
        if self.algebra.is_never(stands) {
            return;
        }
        match &statement.holding {
            Holding::BenefitConfirmed => {}
            Holding::LeftToDiscretion => {
                result.discretion = self.algebra.or(&result.discretion, stands)
            }
            Holding::NotSupported { kind, basis } => {
                result.against = self.algebra.or(&result.against, stands);
                if let Some(of_kind) = result.kinds.get_mut(*kind as usize) {
                    *of_kind = self.algebra.or(of_kind, stands);
                }
                if self.setting.has_slots {
                    result.add_basis(self.algebra, *basis, stands);
                }
            }
            Holding::Supported { grant } => {
                result.supports = self.algebra.or(&result.supports, stands);
                let within = self.evaluate(statement.within_quantity);
                let granted = self.algebra.and(stands, &within);
                for (part, set) in self.setting.parts.iter().zip(&mut result.parts) {
                    if covers(grant, part) {
                        *set = self.algebra.or(set, &granted);
                    }
                }
            }
        }
    }

    /// Supplies what other steps hold, for a rule that rests on it.
    fn supply(
        &mut self,
        profile: &Profile,
        place: usize,
        slots: &[u32],
        removed: &[Late],
        held: &mut [Option<Held<A::Set>>],
    ) {
        for number in slots {
            let Some(slot) = PositionSlot::from_number(*number) else {
                continue;
            };
            let below = profile
                .steps
                .iter()
                .position(|step| step.kinds.iter().any(|(kind, _)| *kind == slot.kind));
            let value = match below.filter(|below| *below > place) {
                Some(below) => {
                    self.hold(profile, below, removed, held);
                    match held.get(below).and_then(Option::as_ref) {
                        Some(held) => held.holds_against(self.algebra, slot.basis),
                        None => self.algebra.never(),
                    }
                }
                None => self.algebra.never(),
            };
            self.algebra.supply(*number, value);
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

/// Whether a part of a request lies within a grant's items and scope.
pub(crate) fn covers(grant: &Grant, part: &Part) -> bool {
    let within =
        |granted: &Option<std::collections::BTreeSet<_>>, asked: &Option<_>| match (granted, asked)
        {
            (None, _) => true,
            (Some(granted), Some(asked)) => granted.contains(asked),
            (Some(_), None) => false,
        };
    within(&grant.items, &part.item) && within(&grant.scopes, &part.scope)
}

/// What a rule, or the `otherwise`, of a service states.
pub(crate) fn statement(edition: &Edition, service: u32, rule: Option<u32>) -> Option<&Statement> {
    let service: &Service = edition.services.get(service as usize)?;
    match rule {
        Some(at) => {
            let rule = service.rules.get(at as usize)?;
            edition
                .rules
                .get(rule.rule as usize)
                .map(|rule| &rule.statement)
        }
        None => service.otherwise.as_ref(),
    }
}

fn all_parts(parts: usize) -> u64 {
    u64::MAX
        .checked_shr(64_u32.saturating_sub(u32::try_from(parts).unwrap_or(64)))
        .unwrap_or(0)
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

    fn new<A: Algebra<Set = S>>(algebra: &mut A, when: S, parts: usize) -> Self {
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

    fn add_basis<A: Algebra<Set = S>>(&mut self, algebra: &mut A, basis: Basis, stands: &S) {
        match self.bases.iter_mut().find(|(other, _)| *other == basis) {
            Some((_, set)) => *set = algebra.or(set, stands),
            None => self.bases.push((basis, stands.clone())),
        }
    }

    /// Where the step holds an unfavourable position, of a basis if one is named.
    fn holds_against<A: Algebra<Set = S>>(&self, algebra: &mut A, basis: Option<Basis>) -> S {
        let other = algebra.or(&self.supports, &self.discretion);
        let alone = algebra.not(&other);
        let against = match basis {
            None => self.against.clone(),
            Some(basis) => match self.bases.iter().find(|(other, _)| *other == basis) {
                Some((_, set)) => set.clone(),
                None => algebra.never(),
            },
        };
        let against = algebra.and(&against, &alone);
        algebra.and(&against, &self.when)
    }
}

/// What the floors above have granted.
struct Floor<S> {
    supports: S,
    parts: Vec<S>,
}

impl<S: Clone> Floor<S> {
    fn new<A: Algebra<Set = S>>(algebra: &mut A, parts: usize) -> Self {
        let never = algebra.never();
        Self {
            supports: never.clone(),
            parts: vec![never; parts],
        }
    }
}

struct Classes<S> {
    classes: Vec<(Class, S)>,
}

impl<S: Clone> Classes<S> {
    fn add<A: Algebra<Set = S>>(&mut self, algebra: &mut A, class: Class, set: &S) {
        if algebra.is_never(set) {
            return;
        }
        match self.classes.iter_mut().find(|(other, _)| *other == class) {
            Some((_, known)) => *known = algebra.or(known, set),
            None => self.classes.push((class, set.clone())),
        }
    }

    /// Adds where the walk ends in an answer. Support adds to the floor's grant; where anything else
    /// meets a floor, the floor's grant is the answer.
    fn conclude<A: Algebra<Set = S>>(
        &mut self,
        algebra: &mut A,
        class: Class,
        set: &S,
        floor: &Floor<S>,
        granted: Option<&[S]>,
    ) {
        if algebra.is_never(set) {
            return;
        }
        match granted {
            Some(granted) => {
                let parts: Vec<S> = granted
                    .iter()
                    .zip(&floor.parts)
                    .map(|(here, above)| algebra.or(here, above))
                    .collect();
                self.split(algebra, set, &parts, 0, 0);
            }
            None => {
                let alone = algebra.not(&floor.supports);
                let alone = algebra.and(set, &alone);
                self.add(algebra, class, &alone);
                let above = algebra.and(set, &floor.supports);
                self.split(algebra, &above, &floor.parts, 0, 0);
            }
        }
    }

    /// Adds support, told apart by the parts granted.
    fn split<A: Algebra<Set = S>>(
        &mut self,
        algebra: &mut A,
        set: &S,
        parts: &[S],
        place: usize,
        granted: u64,
    ) {
        if algebra.is_never(set) {
            return;
        }
        let Some(part) = parts.get(place) else {
            self.add(algebra, Class::Supported(granted), set);
            return;
        };
        let with = algebra.and(set, part);
        let without = algebra.not(part);
        let contradiction = algebra.and(part, &without);
        let without = algebra.and(set, &without);
        if !algebra.is_never(&contradiction) {
            // Three-valued: both are possible, and telling every further part apart would double them
            // each time. The most and the least that may be granted leave it undecided, and whatever
            // is between is no better than the one and no worse than the other.
            let rest = all_parts(parts.len()) & u64::MAX.checked_shl(place as u32).unwrap_or(0);
            self.add(algebra, Class::Supported(granted | rest), &with);
            self.add(algebra, Class::Supported(granted), &without);
            return;
        }
        self.split(algebra, &with, parts, place + 1, granted | 1 << place);
        self.split(algebra, &without, parts, place + 1, granted);
    }
}

impl Class {
    /// The answer, given the parts requested.
    pub(crate) fn answer(self, parts: &[Part]) -> Answer {
        match self {
            Self::Supported(granted) if granted == all_parts(parts.len()) => Answer::Supported,
            Self::Supported(granted) => Answer::SupportedInPart {
                granted: (0_u32..)
                    .zip(parts)
                    .filter(|(place, _)| granted >> place & 1 == 1)
                    .map(|(_, part)| part.clone())
                    .collect(),
            },
            Self::NotSupported(kinds) => Answer::NotSupported {
                kinds: Kind::ALL
                    .iter()
                    .copied()
                    .filter(|kind| kinds >> (*kind as u8) & 1 == 1)
                    .collect(),
            },
            Self::LeftToDiscretion => Answer::LeftToDiscretion,
            Self::Conflict => Answer::Conflict,
            Self::NotAddressed => Answer::NotAddressed,
        }
    }

    /// Whether its answer is less favourable than another's.
    pub(crate) fn is_worse_than(self, other: Self, parts: &[Part]) -> bool {
        self.answer(parts).is_worse_than(&other.answer(parts))
    }
}
