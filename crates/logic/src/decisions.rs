//! Reduced ordered decision diagrams.

use rustc_hash::FxHashMap;

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

    fn place(self) -> u32 {
        self.0
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

    /// How many nodes there are, the constants included.
    pub(crate) const fn len(&self) -> usize {
        self.0.len()
    }

    /// How many nodes and intermediate results there are.
    pub(crate) const fn used(&self) -> usize {
        self.0.used()
    }

    /// Makes room for so many more nodes and intermediate results.
    pub(crate) const fn allow(&mut self, more: usize) {
        self.0.allow(more);
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
        // Where a set is asked about itself, the answer is known.
        let then = if then == test { Diagram::ALWAYS } else { then };
        let other = if other == test { Diagram::NEVER } else { other };
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
        if !self.0.has_room() {
            return Diagram::NEVER;
        }
        let branches = key.map(|set| (set, self.branch(set)));
        let bit = branches
            .iter()
            .fold(Branch::<Diagram>::END, |bit, (_, branch)| {
                bit.min(branch.bit)
            });
        let [test, then, other] = branches.map(|(set, branch)| match branch.bit == bit {
            true => (branch.clear, branch.set),
            false => (set, set),
        });
        let clear = self.choose(test.0, then.0, other.0);
        let set = self.choose(test.1, then.1, other.1);
        let result = self.make(bit, clear, set);
        self.0.remember(key, result);
        result
    }

    /// The set with every test of the bits that the code spells, lowest first, replaced by the branch that it
    /// chooses.
    pub(crate) fn assuming(
        &mut self,
        set: Diagram,
        code: &Code,
        known: &mut FxHashMap<Diagram, Diagram>,
    ) -> Diagram {
        let branch = self.branch(set);
        // Tests come in ascending order, so that none of the bits is tested below a later one.
        if branch.bit >= code.first + code.bits {
            return set;
        }
        if let Some(place) = branch.bit.checked_sub(code.first) {
            let chosen = match code.code >> place & 1 {
                1 => branch.set,
                _ => branch.clear,
            };
            return self.assuming(chosen, code, known);
        }
        if let Some(known) = known.get(&set) {
            return *known;
        }
        let clear = self.assuming(branch.clear, code, known);
        let other = self.assuming(branch.set, code, known);
        let result = self.make(branch.bit, clear, other);
        known.insert(set, result);
        result
    }

    /// How many nodes the sets have together, constants left out.
    pub(crate) fn size(&self, sets: &[Diagram]) -> usize {
        let mut seen = vec![false; self.len()];
        let mut pending = sets.to_vec();
        let mut size = 0;
        while let Some(set) = pending.pop() {
            let branch = self.branch(set);
            let seen = seen
                .get_mut(set.place() as usize)
                .map(|seen| std::mem::replace(seen, true));
            if branch.bit != Branch::<Diagram>::END && seen == Some(false) {
                size += 1;
                pending.extend([branch.clear, branch.set]);
            }
        }
        size
    }
}

/// The bits of a number, from a first one on; no more than a number has.
pub(crate) struct Code {
    pub(crate) first: u32,
    pub(crate) bits: u32,
    pub(crate) code: u32,
}
