//! Branchings, each stored once, and the results of operations on them, within a limit.

use std::hash::Hash;

use crate::dense::Dense;

/// How many slots there are for branchings, and for results, before memory grows: more are rarely needed.
const AT_FIRST: usize = 1024;

/// A place among [`Nodes`]; the first two stand for the constants.
pub(crate) trait Place: Copy + Eq + Hash {
    /// The constant at place 0.
    const LOW: Self;
    /// The constant at place 1.
    const HIGH: Self;

    fn at(place: u32) -> Self;
    fn place(self) -> u32;
}

/// A test of a bit; the constants stand on a bit beyond all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Branch<P> {
    pub(crate) bit: u32,
    pub(crate) clear: P,
    pub(crate) set: P,
}

impl<P: Place> Branch<P> {
    /// The bit on which the constants stand.
    pub(crate) const END: u32 = u32::MAX;

    const fn constant(constant: P) -> Self {
        Self {
            bit: Self::END,
            clear: constant,
            set: constant,
        }
    }
}

/// What is stored: branchings, and results by operation and operands.
#[derive(Clone, Debug)]
pub(crate) struct Nodes<P, Operation> {
    /// The branchings, which are not constants, in the order of their places.
    branches: Dense<Branch<P>>,
    operations: Dense<Operation>,
    /// The results of the operations, by number.
    results: Vec<P>,
    limit: usize,
    overflowed: bool,
}

impl<P: Place, Operation: Eq + Hash> Nodes<P, Operation> {
    /// The constants, with room for so many branchings and results.
    pub(crate) fn new(limit: usize) -> Self {
        let mut branches = Dense::new(AT_FIRST);
        for constant in [P::LOW, P::HIGH] {
            branches.add(Branch::constant(constant));
        }
        Self {
            branches,
            operations: Dense::new(AT_FIRST),
            results: Vec::with_capacity(AT_FIRST / 2),
            limit,
            overflowed: false,
        }
    }

    /// Whether the limit was exceeded; from then on every result is meaningless.
    pub(crate) const fn overflowed(&self) -> bool {
        self.overflowed
    }

    pub(crate) const fn overflow(&mut self) {
        self.overflowed = true;
    }

    pub(crate) fn branch(&self, place: P) -> Branch<P> {
        let branch = self.branches.key(place.place());
        branch.copied().unwrap_or(Branch::constant(P::LOW))
    }

    /// The place of a branching; the low constant past the limit.
    pub(crate) fn place(&mut self, branch: Branch<P>) -> P {
        if let Some(known) = self.branches.number(&branch) {
            return P::at(known);
        }
        if !self.has_room() {
            return P::LOW;
        }
        match self.branches.add(branch) {
            Some(place) => P::at(place),
            None => {
                self.overflow();
                P::LOW
            }
        }
    }

    pub(crate) fn result(&self, operation: &Operation) -> Option<P> {
        let number = self.operations.number(operation)?;
        self.results.get(number as usize).copied()
    }

    /// Remembers the result of an operation that is not known yet.
    pub(crate) fn remember(&mut self, operation: Operation, result: P) {
        match self.operations.add(operation) {
            Some(_) => self.results.push(result),
            None => self.overflow(),
        }
    }

    /// Whether there is room for another branching or result; if not, the limit is exceeded.
    pub(crate) const fn has_room(&mut self) -> bool {
        self.overflowed |= self.used() >= self.limit;
        !self.overflowed
    }

    /// How many branchings there are, the constants included.
    pub(crate) const fn len(&self) -> usize {
        self.branches.len()
    }

    /// How many branchings and results there are.
    pub(crate) const fn used(&self) -> usize {
        self.branches.len() + self.results.len()
    }

    /// Makes room for so many more branchings and results.
    pub(crate) const fn allow(&mut self, more: usize) {
        self.limit = self.used().saturating_add(more);
    }
}
