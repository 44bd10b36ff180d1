//! Conditions on one line: first by what is known, then over all completions as bits of a word.

use coverdict_logic::CondId;

use super::{
    conditions::{Compiled, FALSE, Place, Step, StepKind, TRUE, Truths, UNKNOWN},
    space::Completions,
};
use crate::encode::{Encoder, Lines};

/// A line on which conditions are evaluated.
#[derive(Clone, Copy)]
pub(super) struct Line<'e, 'p> {
    pub(super) compiled: &'e Compiled,
    pub(super) encoder: &'e Encoder<'p>,
    pub(super) lines: &'e Lines,
    pub(super) row: usize,
}

impl Line<'_, '_> {
    /// What is known of a condition of the program on the line.
    pub(super) fn knows(&self, condition: CondId) -> Truths {
        self.truth(self.compiled.place(condition))
    }

    /// What is known of a condition on the line.
    #[inline]
    pub(super) fn truth(&self, at: Place) -> Truths {
        let known = self.compiled.jumps().truth(at.chain, *self);
        known.unwrap_or_else(|| self.truth_by_groups(at.step))
    }

    /// What is known of a constant or a comparison on the line.
    #[inline]
    pub(super) fn compares(&self, step: &Step) -> Truths {
        let Step { kind, bits, .. } = *step;
        let saying = (step.slot, step.unsaid);
        let known = self
            .compiled
            .known((kind, bits), saying, self.lines, self.row);
        known.unwrap_or_else(|| self.in_state(step.number))
    }

    /// What is known of the comparison with a number, where the line says no one value.
    pub(super) fn in_state(&self, number: u32) -> Truths {
        self.compiled
            .in_state(number, self.encoder, self.lines, self.row)
    }

    fn truth_by_groups(&self, at: u32) -> Truths {
        let Some(step) = self.compiled.step(at) else {
            return UNKNOWN;
        };
        self.join(step, at, &mut |child| self.truth_by_groups(child))
    }

    /// What is known of a condition by what is known of its children.
    fn join(&self, step: &Step, at: u32, truths: &mut dyn FnMut(u32) -> Truths) -> Truths {
        let (first, end) = (at + 1, at + 1 + step.number);
        match step.kind {
            StepKind::Constant
            | StepKind::Few
            | StepKind::Pair
            | StepKind::Ranges
            | StepKind::Many => self.compares(step),
            StepKind::Not => opposite(truths(first)),
            StepKind::All => self.group(first, end, (FALSE, TRUE), truths),
            StepKind::Any => self.group(first, end, (TRUE, FALSE), truths),
            StepKind::AtLeast => self.at_least(step.bits, first, end, truths),
        }
    }

    /// A group that one child with the first truth settles, and that has the second otherwise.
    fn group(
        &self,
        mut child: u32,
        end: u32,
        (settles, otherwise): (Truths, Truths),
        truths: &mut dyn FnMut(u32) -> Truths,
    ) -> Truths {
        let mut group = otherwise;
        while child < end {
            let truths = truths(child);
            if truths == settles {
                return settles;
            }
            group |= truths;
            child = self.compiled.after(child);
        }
        match group == otherwise {
            true => otherwise,
            false => UNKNOWN,
        }
    }

    fn at_least(
        &self,
        count: u64,
        mut child: u32,
        end: u32,
        truths: &mut dyn FnMut(u32) -> Truths,
    ) -> Truths {
        let (mut certain, mut possible) = (0, 0);
        while child < end {
            let truths = truths(child);
            certain += u64::from(truths == TRUE);
            possible += u64::from(truths != FALSE);
            child = self.compiled.after(child);
        }
        if certain >= count {
            TRUE
        } else if possible < count {
            FALSE
        } else {
            UNKNOWN
        }
    }

    /// Appends the comparisons on which it hangs what is unknown about a condition.
    pub(super) fn open_leaves(&self, at: Place, leaves: &mut Vec<u32>) {
        self.open_in(at.step, leaves);
    }

    /// The same of the condition that begins at a step, of which it tells what is known.
    fn open_in(&self, at: u32, leaves: &mut Vec<u32>) -> Truths {
        let Some(step) = self.compiled.step(at) else {
            return UNKNOWN;
        };
        let before = leaves.len();
        let truths = self.join(step, at, &mut |child| self.open_in(child, leaves));
        if truths != UNKNOWN {
            leaves.truncate(before);
        } else if step.kind.compares() && !leaves.contains(&step.number) {
            leaves.push(step.number);
        }
        truths
    }

    fn each(&self, at: u32, mut of: impl FnMut(u32)) {
        let end = self.compiled.after(at);
        let mut child = at + 1;
        while child < end {
            of(child);
            child = self.compiled.after(child);
        }
    }

    /// The completions in which a condition holds.
    pub(super) fn word(&self, at: Place, completions: &Completions) -> u64 {
        self.word_in(at.step, completions)
    }

    fn word_in(&self, at: u32, completions: &Completions) -> u64 {
        let all = completions.all;
        let Some(step) = self.compiled.step(at) else {
            return 0;
        };
        match step.kind {
            StepKind::Constant
            | StepKind::Few
            | StepKind::Pair
            | StepKind::Ranges
            | StepKind::Many => match self.compares(step) {
                TRUE => all,
                FALSE => 0,
                // Where it is not among those that are open, nothing hangs on it.
                _ => completions.leaf(step.number),
            },
            StepKind::Not => all & !self.word_in(at + 1, completions),
            StepKind::All => {
                let mut word = all;
                self.each(at, |child| {
                    if word != 0 {
                        word &= self.word_in(child, completions);
                    }
                });
                word
            }
            StepKind::Any => {
                let mut word = 0;
                self.each(at, |child| {
                    if word != all {
                        word |= self.word_in(child, completions);
                    }
                });
                word
            }
            StepKind::AtLeast => self.counted(step.bits, at, completions),
        }
    }

    /// Counts in all completions at once, the digits of the sums as words.
    fn counted(&self, count: u64, at: u32, completions: &Completions) -> u64 {
        let mut digits = [0_u64; u32::BITS as usize];
        self.each(at, |child| {
            let mut carry = self.word_in(child, completions);
            for digit in &mut digits {
                if carry == 0 {
                    break;
                }
                let both = *digit & carry;
                *digit ^= carry;
                carry = both;
            }
        });
        let reached = digits
            .iter()
            .enumerate()
            .fold(completions.all, |reached, (place, digit)| {
                match count >> place & 1 {
                    1 => digit & reached,
                    _ => digit | reached,
                }
            });
        reached & completions.all
    }
}

fn opposite(truths: Truths) -> Truths {
    (truths & TRUE) << 1 | (truths & FALSE) >> 1
}
