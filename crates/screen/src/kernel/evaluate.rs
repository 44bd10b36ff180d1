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
        let compiled = self.compiled;
        let Some(step) = compiled.step(at) else {
            return UNKNOWN;
        };
        let (first, end) = (at + 1, at + 1 + step.number);
        match step.kind {
            StepKind::Constant
            | StepKind::Few
            | StepKind::Pair
            | StepKind::Ranges
            | StepKind::Many => self.compares(step),
            StepKind::Not => opposite(self.truth_by_groups(first)),
            StepKind::All => self.group(first, end, FALSE, TRUE),
            StepKind::Any => self.group(first, end, TRUE, FALSE),
            StepKind::AtLeast => self.at_least(step.bits, first, end),
        }
    }

    /// A group that one child with the first truth settles, and that has the second otherwise.
    fn group(&self, mut child: u32, end: u32, settles: Truths, otherwise: Truths) -> Truths {
        let mut group = otherwise;
        while child < end {
            let truths = self.truth_by_groups(child);
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

    fn at_least(&self, count: u64, mut child: u32, end: u32) -> Truths {
        let (mut certain, mut possible) = (0, 0);
        while child < end {
            let truths = self.truth_by_groups(child);
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

    /// The comparisons on which it hangs what is unknown about a condition.
    pub(super) fn open_leaves(&self, at: Place, leaves: &mut Vec<u32>) {
        self.open_in(at.step, leaves);
    }

    fn open_in(&self, at: u32, leaves: &mut Vec<u32>) {
        if self.truth_by_groups(at) != UNKNOWN {
            return;
        }
        let Some(step) = self.compiled.step(at) else {
            return;
        };
        match step.kind {
            StepKind::Constant => {}
            StepKind::Few | StepKind::Pair | StepKind::Ranges | StepKind::Many => {
                if !leaves.contains(&step.number) {
                    leaves.push(step.number);
                }
            }
            _ => self.each(at, |child| self.open_in(child, leaves)),
        }
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
        match self.truth_by_groups(at) {
            TRUE => return all,
            FALSE => return 0,
            _ => {}
        }
        let Some(step) = self.compiled.step(at) else {
            return 0;
        };
        match step.kind {
            StepKind::Constant => 0,
            StepKind::Few | StepKind::Pair | StepKind::Ranges | StepKind::Many => {
                completions.leaf(step.number)
            }
            StepKind::Not => all & !self.word_in(at + 1, completions),
            StepKind::All => {
                let mut word = all;
                self.each(at, |child| word &= self.word_in(child, completions));
                word
            }
            StepKind::Any => {
                let mut word = 0;
                self.each(at, |child| word |= self.word_in(child, completions));
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
