//! From walks to the classes of answers: the editions published late are weighed here.

use coverdict_logic::{Algebra, Cells};

use crate::{
    setting::{Late, MAX_LATE},
    walk::{Class, Walked, Walker},
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
    /// The walks without some late editions, where these make a conflict.
    pub(crate) without: Vec<(Walked<S>, S)>,
}

impl<A: Algebra> Walker<'_, '_, A> {
    /// Walks with all editions, and without every set of editions published late. `None` when there
    /// are too many of them.
    pub(crate) fn weigh(&mut self) -> Option<Weighed<A::Set>> {
        let walked = self.walk(&[]);
        let late = &self.setting.late;
        if late.is_empty() {
            let never = self.algebra.never();
            return Some(Weighed {
                classes: walked.classes.clone(),
                walked,
                late: never,
                without: Vec::new(),
            });
        }
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
                if let Some(question) = late.question {
                    let so = self.ask(question, &Cells::single(1));
                    tightened = self.algebra.and(&tightened, &so);
                }
            }
            if !self.algebra.is_never(&tightened) {
                conflict = self.algebra.or(&conflict, &tightened);
                without.push((other, tightened));
            }
        }
        let classes = self.with_conflict(&walked, &conflict);
        Some(Weighed {
            classes,
            walked,
            late: conflict,
            without,
        })
    }

    /// Where a walk comes out less favourable than another.
    fn tightened(&mut self, walked: &Walked<A::Set>, other: &Walked<A::Set>) -> A::Set {
        let mut worse = self.algebra.never();
        for (class, set) in &walked.classes {
            for (better, other) in &other.classes {
                if class.is_worse_than(*better, &self.setting.parts) {
                    let both = self.algebra.and(set, other);
                    worse = self.algebra.or(&worse, &both);
                }
            }
        }
        worse
    }

    fn with_conflict(
        &mut self,
        walked: &Walked<A::Set>,
        conflict: &A::Set,
    ) -> Vec<(Class, A::Set)> {
        if self.algebra.is_never(conflict) {
            return walked.classes.clone();
        }
        let rest = self.algebra.not(conflict);
        let mut classes = Vec::with_capacity(walked.classes.len() + 1);
        let mut conflicts = conflict.clone();
        for (class, set) in &walked.classes {
            let left = self.algebra.and(set, &rest);
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
