//! From walks to the classes of answers: the editions published late are weighed here.

use coverdict_logic::{Algebra, Cells};
use coverdict_model::{date::Date, grant::Grant, well_known};

use crate::{
    grants,
    setting::{Late, MAX_LATE},
    walk::{Class, Place, Walked, Walker},
};

/// The answers, and what they rest on.
#[derive(Debug)]
pub(crate) struct Weighed<S> {
    /// Where each answer is given.
    pub(crate) classes: Vec<(Class, S)>,
    /// The walk with all editions on file.
    pub(crate) walked: Walked<S>,
    /// Where editions published late make a conflict.
    pub(crate) late: S,
    /// Every rule that takes a position, and where it governs, whichever profile the walk goes down.
    /// Where editions published late make a conflict, those that would govern without them do too.
    pub(crate) governing: Vec<(Voice, S)>,
    /// Grants, and what several of them have in common, with where each lies within one that governs.
    pub(crate) grants: Vec<(Grant, S)>,
    /// The walks that come out more favourably without editions published late.
    pub(crate) without: Vec<Without<S>>,
}

/// A walk with editions published late taken as not on file.
#[derive(Debug)]
pub(crate) struct Without<S> {
    pub(crate) removed: Vec<Late>,
    pub(crate) walked: Walked<S>,
    /// Where the walk with all editions comes out less favourable.
    pub(crate) tightened: S,
}

/// A rule, by candidate, edition, service and rule.
pub(crate) type Voice = (usize, u32, u32, Option<u32>);

impl<A: Algebra> Walker<'_, '_, A> {
    /// Walks with all editions, and without every set of editions published late. `None` when there
    /// are too many of them.
    pub(crate) fn weigh(&mut self) -> Option<Weighed<A::Set>> {
        let mut walked = self.walk(&[]);
        let late = &self.setting.late;
        if late.len() > MAX_LATE {
            return None;
        }
        let mut conflict = self.algebra.never();
        let mut without = Vec::new();
        for chosen in 1_u32..1 << late.len() {
            let removed: Vec<Late> = (0..)
                .zip(late)
                .filter(|(place, _)| chosen >> place & 1 == 1)
                .map(|(_, late)| late.clone())
                .collect();
            let other = self.walk(&removed);
            let mut tightened = self.tightened(&walked, &other);
            for late in &removed {
                let so = self.published_late(late);
                tightened = self.algebra.and(&tightened, &so);
            }
            if !self.algebra.is_never(&tightened) {
                conflict = self.algebra.or(&conflict, &tightened);
                without.push(Without {
                    removed,
                    walked: other,
                    tightened,
                });
            }
        }
        for other in &without {
            self.govern_too(&mut walked, &other.walked, &other.tightened);
        }
        let classes = self.with_conflict(&walked, &conflict);
        let mut governing = Vec::new();
        for (place, rule) in walked.rules() {
            self.govern(&mut governing, place, &rule.governs);
        }
        for other in &without {
            for (place, rule) in other.walked.rules() {
                let governs = self.algebra.and(&rule.governs, &other.tightened);
                self.govern(&mut governing, place, &governs);
            }
        }
        let grants = grants::in_common(self, &governing);
        Some(Weighed {
            classes,
            walked,
            late: conflict,
            governing,
            grants,
            without,
        })
    }

    fn govern(&mut self, governing: &mut Vec<(Voice, A::Set)>, place: Place, governs: &A::Set) {
        if self.algebra.is_never(governs) {
            return;
        }
        let (_, _, candidate, edition, service, rule) = place;
        let voice = (candidate, edition, service, rule);
        match governing.iter_mut().find(|(other, _)| *other == voice) {
            Some((_, set)) => *set = self.algebra.or(set, governs),
            None => governing.push((voice, governs.clone())),
        }
    }

    /// Where editions published late make a conflict, the rules that would govern without them govern
    /// too.
    fn govern_too(
        &mut self,
        walked: &mut Walked<A::Set>,
        other: &Walked<A::Set>,
        conflict: &A::Set,
    ) {
        let rules = other.rules();
        for (place, rule) in walked.rules_mut() {
            if let Some((_, other)) = rules.iter().find(|(there, _)| *there == place) {
                let governs = self.algebra.and(&other.governs, conflict);
                rule.governs = self.algebra.or(&rule.governs, &governs);
            }
        }
    }

    /// Where an edition was published after the service, or after a request that was made.
    fn published_late(&mut self, late: &Late) -> A::Set {
        let (earliest, latest) = (late.published.earliest(), late.published.latest());
        if earliest > self.setting.day {
            return self.algebra.always();
        }
        let surely = self.requested_before(earliest);
        let Some(question) = late.question else {
            return surely;
        };
        let perhaps = match latest > self.setting.day {
            true => self.algebra.always(),
            false => self.requested_before(latest),
        };
        let so = self.ask(question, &Cells::single(1));
        let perhaps = self.algebra.and(&perhaps, &so);
        self.algebra.or(&surely, &perhaps)
    }

    fn requested_before(&mut self, day: Date) -> A::Set {
        self.compared_with_day(well_known::DATE_OF_REQUEST, day, &|axis, cut| {
            axis.below(cut)
        })
    }

    /// Where a walk comes out less favourable than another: in its answer, or, where both support the
    /// same, in the terms of its grant.
    fn tightened(&mut self, walked: &Walked<A::Set>, other: &Walked<A::Set>) -> A::Set {
        let mut worse = self.algebra.never();
        let mut alike = self.algebra.never();
        for (class, set) in &walked.classes {
            for (better, other) in &other.classes {
                let both = self.algebra.and(set, other);
                if class.is_worse_than(*better, &self.setting.parts) {
                    worse = self.algebra.or(&worse, &both);
                } else if !better.is_worse_than(*class, &self.setting.parts) && class.supports() {
                    alike = self.algebra.or(&alike, &both);
                }
            }
        }
        let lost = grants::lost(self, walked, other);
        let lost = self.algebra.and(&alike, &lost);
        self.algebra.or(&worse, &lost)
    }

    fn with_conflict(
        &mut self,
        walked: &Walked<A::Set>,
        conflict: &A::Set,
    ) -> Vec<(Class, A::Set)> {
        if self.algebra.is_never(conflict) {
            return walked.classes.clone();
        }
        let mut classes = Vec::with_capacity(walked.classes.len() + 1);
        let mut conflicts = conflict.clone();
        for (class, set) in &walked.classes {
            let left = self.algebra.and_not(set, conflict);
            if *class == Class::Conflict {
                conflicts = self.algebra.or(&conflicts, &left);
            } else if !self.algebra.is_never(&left) {
                classes.push((*class, left));
            }
        }
        classes.push((Class::Conflict, conflicts));
        classes
    }
}
