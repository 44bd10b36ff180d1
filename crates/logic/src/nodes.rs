//! Branchings, each stored once, and the results of operations on them, within a limit.

use std::hash::Hash;

use rustc_hash::FxHashMap;

/// A place among [`Nodes`]; the first two stand for the constants.
pub(crate) trait Place: Copy + Eq + Hash {
    /// The constant at place 0.
    const LOW: Self;
    /// The constant at place 1.
    const HIGH: Self;

    fn at(place: u32) -> Self;
    fn place(self) -> usize;
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
    branches: Vec<Branch<P>>,
    places: FxHashMap<Branch<P>, P>,
    results: FxHashMap<Operation, P>,
    limit: usize,
    overflowed: bool,
}

impl<P: Place, Operation: Eq + Hash> Nodes<P, Operation> {
    /// The constants, with room for so many branchings and results.
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            branches: vec![Branch::constant(P::LOW), Branch::constant(P::HIGH)],
            places: FxHashMap::default(),
            results: FxHashMap::default(),
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
        self.branches
            .get(place.place())
            .copied()
            .unwrap_or(Branch::constant(P::LOW))
    }

    /// The place of a branching; the low constant past the limit.
    pub(crate) fn place(&mut self, branch: Branch<P>) -> P {
        if let Some(known) = self.places.get(&branch) {
            return *known;
        }
        let Some(place) = self.spend() else {
            return P::LOW;
        };
        self.branches.push(branch);
        self.places.insert(branch, place);
        place
    }

    pub(crate) fn result(&self, operation: &Operation) -> Option<P> {
        self.results.get(operation).copied()
    }

    pub(crate) fn remember(&mut self, operation: Operation, result: P) {
        self.results.insert(operation, result);
    }

    /// The place of the next branching, if there is room for another branching or result.
    pub(crate) fn spend(&mut self) -> Option<P> {
        if self.overflowed || self.branches.len() + self.results.len() >= self.limit {
            self.overflowed = true;
            return None;
        }
        u32::try_from(self.branches.len()).ok().map(P::at)
    }
}
