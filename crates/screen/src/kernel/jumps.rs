//! Conditions as a chain of comparisons, each of which tells where to go on.
//!
//! A chain comes to what its condition comes to without going up and down its groups. It is followed at
//! first as if whatever is unknown spoke for the condition: what fails all the same is false. Then as if
//! it spoke against it: what holds all the same is true. Three-valued logic says nothing else, as it takes
//! no two comparisons for the same.

use super::{
    conditions::{Compiled, FALSE, Place, Step, StepKind, TRUE, Truths, UNKNOWN},
    evaluate::Line,
};

/// A comparison, and the next one where it holds and where it does not.
#[derive(Debug, Clone, Copy)]
struct Jump {
    step: Step,
    holds: u32,
    fails: u32,
    /// Whether it speaks for the condition where it holds.
    speaks_for: bool,
}

/// The condition holds.
const HOLDS: u32 = u32::MAX;
/// The condition does not hold.
const FAILS: u32 = u32::MAX - 1;
/// The condition has no chain.
const NONE: u32 = u32::MAX - 2;

/// The most comparisons in the chain of a condition: a counting group has them several times.
const LONGEST: usize = 1 << 8;

/// Where to go on when what is at hand holds and when it does not, and whether it speaks for the condition
/// when it holds.
type Ends = (u32, u32, bool);

/// The chains of conditions.
#[derive(Debug, Default)]
pub(super) struct Jumps {
    all: Vec<Jump>,
    /// Where the chain of the condition at each place begins.
    starts: Vec<u32>,
}

impl Jumps {
    /// Makes a chain of the condition at a place.
    pub(super) fn add(&mut self, compiled: &Compiled, at: Place) {
        let place = at as usize;
        if self.starts.len() <= place {
            self.starts.resize(place + 1, NONE);
        }
        let before = self.all.len();
        let most = before + LONGEST;
        let start = self.chain(compiled, at, (HOLDS, FAILS, true), most);
        if start.is_none() {
            self.all.truncate(before);
        }
        if let Some(known) = self.starts.get_mut(place) {
            *known = start.unwrap_or(NONE);
        }
    }

    /// Makes a chain that goes on at one of two, the first of which speaks for the condition or against it;
    /// none if it gets too long. The last comparison is made first.
    fn chain(
        &mut self,
        compiled: &Compiled,
        at: Place,
        (holds, fails, speaks_for): Ends,
        most: usize,
    ) -> Option<u32> {
        let step = compiled.step(at)?;
        match step.kind {
            StepKind::Constant if step.constant() == TRUE => Some(holds),
            StepKind::Constant if step.constant() == FALSE => Some(fails),
            StepKind::Constant
            | StepKind::Few
            | StepKind::Pair
            | StepKind::Ranges
            | StepKind::Many => {
                if self.all.len() >= most {
                    return None;
                }
                self.all.push(Jump {
                    step: *step,
                    holds,
                    fails,
                    speaks_for,
                });
                let number = u32::try_from(self.all.len() - 1).ok()?;
                (number < NONE).then_some(number)
            }
            StepKind::Not => self.chain(compiled, at + 1, (fails, holds, !speaks_for), most),
            StepKind::All => {
                let mut children = compiled.children(at).into_iter().rev();
                children.try_fold(holds, |next, child| {
                    self.chain(compiled, child, (next, fails, speaks_for), most)
                })
            }
            StepKind::Any => {
                let mut children = compiled.children(at).into_iter().rev();
                children.try_fold(fails, |next, child| {
                    self.chain(compiled, child, (holds, next, speaks_for), most)
                })
            }
            StepKind::AtLeast => {
                let count = usize::try_from(step.bits).ok()?;
                self.counted(compiled, at, count, (holds, fails, speaks_for), most)
            }
        }
    }

    /// The same of a group of which so many have to hold: each child once for every number of those before
    /// it that hold.
    fn counted(
        &mut self,
        compiled: &Compiled,
        at: Place,
        count: usize,
        (holds, fails, speaks_for): Ends,
        most: usize,
    ) -> Option<u32> {
        let children = compiled.children(at);
        if count > children.len() {
            return Some(fails);
        }
        // Where to go on once so many hold.
        let mut next = vec![fails; count];
        next.push(holds);
        for (left, child) in (1..).zip(children.into_iter().rev()) {
            for so_far in 0..count {
                let (with, without) = (*next.get(so_far + 1)?, *next.get(so_far)?);
                *next.get_mut(so_far)? = match so_far + left < count {
                    true => fails,
                    false => self.chain(compiled, child, (with, without, speaks_for), most)?,
                };
            }
        }
        next.first().copied()
    }

    /// What is known of a condition on a line; nothing where it has no chain.
    #[inline]
    pub(super) fn truth(&self, at: Place, line: Line<'_, '_>) -> Option<Truths> {
        let start = *self.starts.get(at as usize)?;
        let mut is_open = false;
        match self.follow(start, line, true, &mut is_open) {
            FAILS => Some(FALSE),
            HOLDS if !is_open => Some(TRUE),
            HOLDS => match self.follow(start, line, false, &mut is_open) {
                HOLDS => Some(TRUE),
                _ => Some(UNKNOWN),
            },
            _ => None,
        }
    }

    /// Follows a chain to its end, as if what is unknown spoke for the condition or against it.
    #[inline]
    fn follow(&self, start: u32, line: Line<'_, '_>, for_it: bool, is_open: &mut bool) -> u32 {
        let mut next = start;
        while let Some(jump) = self.all.get(next as usize) {
            let truths = line.compares(&jump.step);
            *is_open |= truths == UNKNOWN;
            let holds = match truths {
                UNKNOWN => jump.speaks_for == for_it,
                known => known == TRUE,
            };
            next = if holds { jump.holds } else { jump.fails };
        }
        next
    }
}
