//! Decisions drawn from a tape of numbers.
//!
//! A zero always stands for the plainest decision, and so does the end of the tape: shortening the
//! tape and lowering its numbers shrinks what is generated.

use std::{cell::Cell, collections::BTreeSet};

use coverdict_model::id::Id;

use super::words::id;

/// A tape that decisions are read off.
pub(crate) struct Draw<'t> {
    tape: &'t [u16],
    read: Cell<usize>,
}

impl<'t> Draw<'t> {
    /// A tape read from its beginning.
    pub(crate) fn new(tape: &'t [u16]) -> Self {
        Self {
            tape,
            read: Cell::new(0),
        }
    }

    /// A number less than another, which must not be 0.
    pub(crate) fn below(&self, limit: usize) -> usize {
        let read = self.read.get();
        self.read.set(read + 1);
        usize::from(self.tape.get(read).copied().unwrap_or(0)) % limit.max(1)
    }

    /// True in so many of a hundred cases.
    pub(crate) fn percent(&self, share: usize) -> bool {
        self.below(100) + share >= 100
    }

    /// One of these, the first being the plainest.
    pub(crate) fn pick<'o, T>(&self, options: &'o [T]) -> Option<&'o T> {
        options.get(self.below(options.len()))
    }

    /// One of these words, the first being the plainest.
    pub(crate) fn word(&self, words: &[&str]) -> Id {
        id(self.pick(words).copied().unwrap_or("none"))
    }

    /// Some of these words, at least one.
    pub(crate) fn words(&self, words: &[&str]) -> BTreeSet<Id> {
        let mut some: BTreeSet<Id> = BTreeSet::from([self.word(words)]);
        let others = words.iter().filter(|_| self.percent(35));
        some.extend(others.map(|word| id(word)));
        some
    }
}
