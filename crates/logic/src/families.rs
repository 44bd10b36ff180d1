//! Families of sets of numbers, as zero-suppressed decision diagrams.

use std::collections::BTreeSet;

use crate::nodes::{Branch, Nodes, Place};

/// A family of sets, held by the [`Families`] that made it; equal families are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Family(u32);

impl Family {
    /// No set.
    pub(crate) const NONE: Self = Self(0);
    /// The empty set alone.
    pub(crate) const EMPTY_SET: Self = Self(1);
}

impl Place for Family {
    const LOW: Self = Self::NONE;
    const HIGH: Self = Self::EMPTY_SET;

    fn at(place: u32) -> Self {
        Self(place)
    }

    fn place(self) -> u32 {
        self.0
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Operation {
    Union(Family, Family),
    Difference(Family, Family),
}

/// Families that share their nodes.
///
/// A node tells the sets without its number, the lowest of any set, from those with it.
#[derive(Clone, Debug)]
pub(crate) struct Families(Nodes<Family, Operation>);

impl Families {
    /// No families yet, with room for so many nodes and intermediate results.
    pub(crate) fn new(limit: usize) -> Self {
        Self(Nodes::new(limit))
    }

    pub(crate) const fn overflowed(&self) -> bool {
        self.0.overflowed()
    }

    /// How many branchings and results there are.
    pub(crate) const fn used(&self) -> usize {
        self.0.used()
    }

    /// Makes room for so many more branchings and results.
    pub(crate) const fn allow(&mut self, more: usize) {
        self.0.allow(more);
    }

    pub(crate) fn branch(&self, family: Family) -> Branch<Family> {
        self.0.branch(family)
    }

    /// The numbers in the sets of some families.
    pub(crate) fn numbers(&self, families: impl IntoIterator<Item = Family>) -> BTreeSet<u32> {
        let mut seen = vec![false; self.0.len()];
        let mut pending: Vec<Family> = families.into_iter().collect();
        let mut numbers = BTreeSet::new();
        while let Some(family) = pending.pop() {
            let branch = self.branch(family);
            let seen = seen
                .get_mut(family.place() as usize)
                .map(|seen| std::mem::replace(seen, true));
            if branch.bit != Branch::<Family>::END && seen == Some(false) {
                numbers.insert(branch.bit);
                pending.extend([branch.clear, branch.set]);
            }
        }
        numbers
    }

    /// The sets of `without`, and those of `with` with the number added.
    pub(crate) fn make(&mut self, number: u32, without: Family, with: Family) -> Family {
        if with == Family::NONE {
            without
        } else {
            self.0.place(Branch {
                bit: number,
                clear: without,
                set: with,
            })
        }
    }

    /// The sets of either family.
    pub(crate) fn union(&mut self, a: Family, b: Family) -> Family {
        if a == b || b == Family::NONE {
            return a;
        }
        if a == Family::NONE {
            return b;
        }
        self.combine(Operation::Union(a.min(b), a.max(b)))
    }

    /// The sets of the first family that are not in the second.
    pub(crate) fn difference(&mut self, a: Family, b: Family) -> Family {
        if a == b || a == Family::NONE {
            return Family::NONE;
        }
        if b == Family::NONE {
            return a;
        }
        self.combine(Operation::Difference(a, b))
    }

    fn combine(&mut self, operation: Operation) -> Family {
        if let Some(known) = self.0.result(&operation) {
            return known;
        }
        if !self.0.has_room() {
            return Family::NONE;
        }
        let (Operation::Union(a, b) | Operation::Difference(a, b)) = operation;
        let number = self.branch(a).bit.min(self.branch(b).bit);
        let ((a, a_with), (b, b_with)) = (self.at(a, number), self.at(b, number));
        let (without, with) = match operation {
            Operation::Union(..) => (self.union(a, b), self.union(a_with, b_with)),
            Operation::Difference(..) => (self.difference(a, b), self.difference(a_with, b_with)),
        };
        let result = self.make(number, without, with);
        self.0.remember(operation, result);
        result
    }

    /// The sets without a number, which is not above the lowest of any set, and those with it.
    fn at(&self, family: Family, number: u32) -> (Family, Family) {
        let branch = self.branch(family);
        if branch.bit == number {
            (branch.clear, branch.set)
        } else {
            (family, Family::NONE)
        }
    }
}
