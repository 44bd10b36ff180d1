//! Conditions as a chain of comparisons, each of which tells where to go on.
//!
//! A chain comes to what its condition comes to without going up and down its groups. It is followed at
//! first as if whatever is unknown spoke for the condition: what fails all the same is false. Then as if
//! it spoke against it: what holds all the same is true. Three-valued logic says nothing else, as it takes
//! no two comparisons for the same.

use super::{
    conditions::{Compiled, FALSE, StepKind, TRUE, Truths, UNKNOWN},
    evaluate::Line,
};

/// A comparison, and where its chain goes on where it holds and where it does not: so far back. It is kept
/// small, as chains take most of the memory that lines go through.
#[derive(Debug, Clone, Copy)]
struct Jump {
    /// The cells that it asks for, as its kind has them.
    bits: u64,
    slot: u16,
    holds: u16,
    fails: u16,
    kind: StepKind,
    /// What holds where the line says nothing, and [`FOR`] if it speaks for the condition where it holds.
    unsaid: Truths,
}

/// Behind the truths of a comparison.
const FOR: Truths = 4;

/// The condition holds.
const HOLDS: u32 = u32::MAX;
/// The condition does not hold.
const FAILS: u32 = u32::MAX - 1;
/// The condition has no chain.
pub(super) const NONE: u32 = u32::MAX - 2;

/// The most comparisons in the chain of a condition: a counting group has them several times.
const LONGEST: usize = 1 << 8;

/// Where to go on when what is at hand holds and when it does not, and whether it speaks for the condition
/// when it holds.
type Ends = (u32, u32, bool);

/// The chains of conditions.
#[derive(Debug, Default)]
pub(super) struct Jumps {
    all: Vec<Jump>,
    /// The number of each comparison.
    numbers: Vec<u32>,
}

impl Jumps {
    /// Reads the first comparisons of chains: those that begin there and some that come after, which
    /// stand before them. What comes of it means nothing.
    pub(super) fn touch(&self, starts: &[u32]) -> u64 {
        let read = |at: u32| self.all.get(at as usize).map_or(0, |jump| jump.bits);
        let both = |start: &u32| read(*start) ^ read(start.wrapping_sub(4));
        starts.iter().map(both).fold(0, |all, one| all ^ one)
    }

    /// Makes a chain of the condition that begins at a step, and gives its first comparison.
    pub(super) fn add(&mut self, compiled: &Compiled, at: u32) -> u32 {
        let before = self.all.len();
        let most = before + LONGEST;
        let start = self.chain(compiled, at, (HOLDS, FAILS, true), most);
        if start.is_none() {
            self.all.truncate(before);
            self.numbers.truncate(before);
        }
        start.unwrap_or(NONE)
    }

    /// Makes a chain that goes on at one of two, the first of which speaks for the condition or against it;
    /// none if it gets too long. The last comparison is made first.
    fn chain(
        &mut self,
        compiled: &Compiled,
        at: u32,
        (holds, fails, speaks_for): Ends,
        most: usize,
    ) -> Option<u32> {
        let step = compiled.step(at)?;
        match step.kind {
            StepKind::Constant if step.unsaid == TRUE => Some(holds),
            StepKind::Constant if step.unsaid == FALSE => Some(fails),
            StepKind::Constant
            | StepKind::Few
            | StepKind::Pair
            | StepKind::Ranges
            | StepKind::Many => {
                if self.all.len() >= most {
                    return None;
                }
                let here = u32::try_from(self.all.len()).ok()?;
                self.all.push(Jump {
                    bits: step.bits,
                    slot: step.slot,
                    holds: back(here, holds)?,
                    fails: back(here, fails)?,
                    kind: step.kind,
                    unsaid: step.unsaid | if speaks_for { FOR } else { 0 },
                });
                self.numbers.push(step.number);
                (here < NONE).then_some(here)
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
        at: u32,
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

    /// What is known on a line of the condition whose chain begins there; nothing where it has none.
    #[inline]
    pub(super) fn truth(&self, start: u32, line: Line<'_, '_>) -> Option<Truths> {
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
        let mut at = start;
        while let Some(jump) = self.all.get(at as usize) {
            let truths = self.compares(jump, at, line);
            *is_open |= truths == UNKNOWN;
            let holds = match truths {
                UNKNOWN => (jump.unsaid & FOR != 0) == for_it,
                known => known == TRUE,
            };
            at = forth(at, if holds { jump.holds } else { jump.fails });
        }
        at
    }

    #[inline]
    fn compares(&self, jump: &Jump, at: u32, line: Line<'_, '_>) -> Truths {
        let asked = (jump.kind, jump.bits);
        let saying = (jump.slot, jump.unsaid & UNKNOWN);
        let known = line.compiled.known(asked, saying, line.lines, line.row);
        known.unwrap_or_else(|| {
            let number = self.numbers.get(at as usize).copied();
            line.in_state(number.unwrap_or(u32::MAX))
        })
    }
}

/// How far back a comparison or an end is; none where that is too far for a chain.
fn back(here: u32, to: u32) -> Option<u16> {
    match to {
        HOLDS => Some(u16::MAX),
        FAILS => Some(u16::MAX - 1),
        to => u16::try_from(here.checked_sub(to)?).ok(),
    }
}

/// What lies so far back.
#[inline]
fn forth(here: u32, back: u16) -> u32 {
    match back {
        u16::MAX => HOLDS,
        back if back == u16::MAX - 1 => FAILS,
        back => here - u32::from(back),
    }
}
