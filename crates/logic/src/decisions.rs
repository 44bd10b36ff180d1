//! Reduced ordered decision diagrams.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::Diagram;
use crate::nodes::{Branch, Nodes, Place};

impl Diagram {
    pub(crate) const NEVER: Self = Self(0);
    pub(crate) const ALWAYS: Self = Self(1);
}

impl Place for Diagram {
    const LOW: Self = Self::NEVER;
    const HIGH: Self = Self::ALWAYS;

    fn at(place: u32) -> Self {
        Self(place)
    }

    fn place(self) -> usize {
        self.0 as usize
    }
}

/// Diagrams that share their nodes: equal sets stand at equal places.
#[derive(Clone, Debug)]
pub(crate) struct Decisions(Nodes<Diagram, [Diagram; 3]>);

impl Decisions {
    /// No diagrams yet, with room for so many nodes and intermediate results.
    pub(crate) fn new(limit: usize) -> Self {
        Self(Nodes::new(limit))
    }

    pub(crate) const fn overflowed(&self) -> bool {
        self.0.overflowed()
    }

    pub(crate) const fn overflow(&mut self) {
        self.0.overflow();
    }

    pub(crate) fn branch(&self, set: Diagram) -> Branch<Diagram> {
        self.0.branch(set)
    }

    /// Where the bit is clear, the first; where it is set, the second.
    pub(crate) fn make(&mut self, bit: u32, clear: Diagram, set: Diagram) -> Diagram {
        if clear == set {
            clear
        } else {
            self.0.place(Branch { bit, clear, set })
        }
    }

    /// The set where the bit, which is not above its first test, is clear, and where it is set.
    pub(crate) fn at(&self, set: Diagram, bit: u32) -> (Diagram, Diagram) {
        let branch = self.branch(set);
        if branch.bit == bit {
            (branch.clear, branch.set)
        } else {
            (set, set)
        }
    }

    pub(crate) fn and(&mut self, a: Diagram, b: Diagram) -> Diagram {
        self.choose(a.min(b), a.max(b), Diagram::NEVER)
    }

    pub(crate) fn or(&mut self, a: Diagram, b: Diagram) -> Diagram {
        self.choose(a.min(b), Diagram::ALWAYS, a.max(b))
    }

    pub(crate) fn not(&mut self, a: Diagram) -> Diagram {
        self.choose(a, Diagram::NEVER, Diagram::ALWAYS)
    }

    /// Where the first holds, the second, elsewhere the third.
    pub(crate) fn choose(&mut self, test: Diagram, then: Diagram, other: Diagram) -> Diagram {
        if test == Diagram::ALWAYS || then == other {
            return then;
        }
        if test == Diagram::NEVER {
            return other;
        }
        if then == Diagram::ALWAYS && other == Diagram::NEVER {
            return test;
        }
        let key = [test, then, other];
        if let Some(known) = self.0.result(&key) {
            return known;
        }
        if self.0.spend().is_none() {
            return Diagram::NEVER;
        }
        let bit = key
            .map(|set| self.branch(set).bit)
            .into_iter()
            .fold(Branch::<Diagram>::END, u32::min);
        let [test, then, other] = key.map(|set| self.at(set, bit));
        let clear = self.choose(test.0, then.0, other.0);
        let set = self.choose(test.1, then.1, other.1);
        let result = self.make(bit, clear, set);
        self.0.remember(key, result);
        result
    }

    /// The set with every test of the bit replaced by one of its branches.
    pub(crate) fn half(
        &mut self,
        set: Diagram,
        bit: u32,
        value: bool,
        known: &mut FxHashMap<Diagram, Diagram>,
    ) -> Diagram {
        let branch = self.branch(set);
        // Tests come in ascending order, so that the bit is not tested below a later one.
        if branch.bit > bit {
            return set;
        }
        if branch.bit == bit {
            return if value { branch.set } else { branch.clear };
        }
        if let Some(known) = known.get(&set) {
            return *known;
        }
        let clear = self.half(branch.clear, bit, value, known);
        let other = self.half(branch.set, bit, value, known);
        let result = self.make(branch.bit, clear, other);
        known.insert(set, result);
        result
    }

    /// All nodes of the sets, constants left out.
    pub(crate) fn reached(&self, sets: &[Diagram]) -> FxHashSet<Diagram> {
        let mut reached = FxHashSet::default();
        let mut pending = sets.to_vec();
        while let Some(set) = pending.pop() {
            let branch = self.branch(set);
            if branch.bit != Branch::<Diagram>::END && reached.insert(set) {
                pending.extend([branch.clear, branch.set]);
            }
        }
        reached
    }
}
