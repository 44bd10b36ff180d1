//! Conditions on one line: first by what is known, then over all completions as bits of a word.

use super::{
    conditions::{Compiled, FALSE, Op, TRUE, Truths, UNKNOWN},
    space::Completions,
};
use crate::encode::{Encoder, Lines};

/// What was evaluated on the line so far.
#[derive(Debug, Default)]
pub(super) struct Memory {
    line: u32,
    truths: Vec<(u32, Truths)>,
    words: Vec<(u32, u64)>,
}

impl Memory {
    /// Forgets the line before.
    pub(super) fn next(&mut self, conditions: usize) {
        if self.truths.len() < conditions {
            self.truths.resize(conditions, (0, 0));
        }
        if self.line == u32::MAX {
            self.truths.fill((0, 0));
            self.words.fill((0, 0));
            self.line = 0;
        }
        self.line += 1;
    }
}

/// A line with what was evaluated on it.
pub(super) struct Evaluation<'e, 'p> {
    pub(super) compiled: &'e Compiled,
    pub(super) encoder: &'e Encoder<'p>,
    pub(super) lines: &'e Lines,
    pub(super) row: usize,
    pub(super) memory: &'e mut Memory,
}

impl Evaluation<'_, '_> {
    /// What is known of a condition on the line.
    pub(super) fn truth(&mut self, condition: u32) -> Truths {
        let compiled = self.compiled;
        let Some(op) = compiled.ops.get(condition as usize) else {
            return UNKNOWN;
        };
        let children = match op {
            Op::Constant(truths) => return *truths,
            Op::Leaf(at) => return compiled.leaf_truth(*at, self.encoder, self.lines, self.row),
            Op::Not(child) => return opposite(self.truth(*child)),
            Op::All(children) | Op::Any(children) | Op::AtLeast(_, children) => children,
        };
        if let Some((line, known)) = self.memory.truths.get(condition as usize)
            && *line == self.memory.line
        {
            return *known;
        }
        let truths = match op {
            Op::All(_) => self.all(children),
            Op::Any(_) => self.any(children),
            Op::AtLeast(count, _) => self.at_least(*count, children),
            Op::Constant(_) | Op::Leaf(_) | Op::Not(_) => UNKNOWN,
        };
        let line = self.memory.line;
        if let Some(place) = self.memory.truths.get_mut(condition as usize) {
            *place = (line, truths);
        }
        truths
    }

    fn all(&mut self, children: &[u32]) -> Truths {
        let mut all = TRUE;
        for child in children {
            match self.truth(*child) {
                FALSE => return FALSE,
                UNKNOWN => all = UNKNOWN,
                _ => {}
            }
        }
        all
    }

    fn any(&mut self, children: &[u32]) -> Truths {
        let mut any = FALSE;
        for child in children {
            match self.truth(*child) {
                TRUE => return TRUE,
                UNKNOWN => any = UNKNOWN,
                _ => {}
            }
        }
        any
    }

    fn at_least(&mut self, count: u32, children: &[u32]) -> Truths {
        let (mut certain, mut possible) = (0, 0);
        for child in children {
            let truths = self.truth(*child);
            certain += u32::from(truths == TRUE);
            possible += u32::from(truths != FALSE);
        }
        if certain >= count {
            TRUE
        } else if possible < count {
            FALSE
        } else {
            UNKNOWN
        }
    }

    /// The leaves on which it hangs what is unknown about a condition.
    pub(super) fn open_leaves(&mut self, condition: u32, leaves: &mut Vec<u32>) {
        if self.truth(condition) != UNKNOWN {
            return;
        }
        let compiled = self.compiled;
        match compiled.ops.get(condition as usize) {
            Some(Op::Leaf(at)) => {
                if !leaves.contains(at) {
                    leaves.push(*at);
                }
            }
            Some(Op::Not(child)) => self.open_leaves(*child, leaves),
            Some(Op::All(children) | Op::Any(children) | Op::AtLeast(_, children)) => {
                for child in children {
                    self.open_leaves(*child, leaves);
                }
            }
            Some(Op::Constant(_)) | None => {}
        }
    }

    /// The completions in which a condition holds.
    pub(super) fn word(&mut self, condition: u32, completions: &Completions) -> u64 {
        match self.truth(condition) {
            TRUE => return completions.all,
            FALSE => return 0,
            _ => {}
        }
        let compiled = self.compiled;
        let Some(op) = compiled.ops.get(condition as usize) else {
            return 0;
        };
        let children = match op {
            Op::Constant(_) => return 0,
            Op::Leaf(at) => return completions.leaf(*at),
            Op::Not(child) => return completions.all & !self.word(*child, completions),
            Op::All(children) | Op::Any(children) | Op::AtLeast(_, children) => children,
        };
        let line = self.memory.line;
        if let Some((known, word)) = self.memory.words.get(condition as usize)
            && *known == line
        {
            return *word;
        }
        let word = match op {
            Op::All(_) => children.iter().fold(completions.all, |all, child| {
                all & self.word(*child, completions)
            }),
            Op::Any(_) => children
                .iter()
                .fold(0, |any, child| any | self.word(*child, completions)),
            Op::AtLeast(count, _) => self.counted(*count, children, completions),
            Op::Constant(_) | Op::Leaf(_) | Op::Not(_) => 0,
        };
        if self.memory.words.len() < compiled.ops.len() {
            self.memory.words.resize(compiled.ops.len(), (0, 0));
        }
        if let Some(place) = self.memory.words.get_mut(condition as usize) {
            *place = (line, word);
        }
        word
    }

    /// Counts in all completions at once, the digits of the sums as words.
    fn counted(&mut self, count: u32, children: &[u32], completions: &Completions) -> u64 {
        let mut digits = [0_u64; u32::BITS as usize];
        for child in children {
            let mut carry = self.word(*child, completions);
            for digit in &mut digits {
                if carry == 0 {
                    break;
                }
                let both = *digit & carry;
                *digit ^= carry;
                carry = both;
            }
        }
        let mut reached = completions.all;
        for (place, digit) in digits.iter().enumerate() {
            reached = match count >> place & 1 {
                1 => digit & reached,
                _ => digit | reached,
            };
        }
        reached & completions.all
    }
}

fn opposite(truths: Truths) -> Truths {
    (truths & TRUE) << 1 | (truths & FALSE) >> 1
}
