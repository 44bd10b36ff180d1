//! The smallest sets of a family.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::families::{Families, Family};
use crate::nodes::Branch;

/// How many sets of each size a family and its parts have.
pub(crate) struct Sizes<'f> {
    families: &'f Families,
    /// By size, from the empty set up.
    counts: FxHashMap<Family, Vec<u64>>,
}

impl<'f> Sizes<'f> {
    /// The sizes of a family's sets; none if there are more than 2^64 of a size.
    pub(crate) fn of(families: &'f Families, family: Family) -> Option<Self> {
        let mut sizes = Self {
            families,
            counts: FxHashMap::default(),
        };
        sizes.count(family)?;
        Some(sizes)
    }

    fn count(&mut self, family: Family) -> Option<()> {
        if self.counts.contains_key(&family) {
            return Some(());
        }
        let branch = self.families.branch(family);
        let counts = match family {
            Family::NONE => Vec::new(),
            Family::EMPTY_SET => vec![1],
            _ => {
                self.count(branch.clear)?;
                self.count(branch.set)?;
                let (without, with) = (self.counts(branch.clear), self.counts(branch.set));
                let sizes = without.len().max(with.len() + 1);
                let of = |counts: &[u64], size: usize| counts.get(size).copied().unwrap_or(0);
                (0..sizes)
                    .map(|size| {
                        let with = size.checked_sub(1).map_or(0, |size| of(with, size));
                        of(without, size).checked_add(with)
                    })
                    .collect::<Option<_>>()?
            }
        };
        self.counts.insert(family, counts);
        Some(())
    }

    /// The number of sets of each size, from 0 up.
    pub(crate) fn counts(&self, family: Family) -> &[u64] {
        self.counts.get(&family).map_or(&[], Vec::as_slice)
    }

    fn has(&self, family: Family, size: usize) -> bool {
        self.counts(family)
            .get(size)
            .is_some_and(|count| *count != 0)
    }

    /// The first sets, by size and then by their numbers.
    pub(crate) fn first(&self, family: Family, most: usize) -> Vec<Vec<u32>> {
        let mut first = Vec::new();
        for size in 0..self.counts(family).len() {
            self.list(family, size, most, &mut Vec::new(), &mut first);
        }
        first
    }

    fn list(
        &self,
        family: Family,
        size: usize,
        most: usize,
        chosen: &mut Vec<u32>,
        out: &mut Vec<Vec<u32>>,
    ) {
        if out.len() >= most || !self.has(family, size) {
            return;
        }
        let branch = self.families.branch(family);
        if branch.bit == Branch::<Family>::END {
            out.push(chosen.clone());
            return;
        }
        if let Some(rest) = size.checked_sub(1) {
            chosen.push(branch.bit);
            self.list(branch.set, rest, most, chosen, out);
            chosen.pop();
        }
        self.list(branch.clear, size, most, chosen, out);
    }

    /// How many sets of that size each number is in; a number in none may be left out.
    pub(crate) fn votes(&self, family: Family, size: usize) -> BTreeMap<u32, u64> {
        // How many ways lead from the family to a part of it, and how many numbers are to come.
        let mut ways: BTreeMap<(u32, Family, usize), u64> =
            std::iter::once(((self.families.branch(family).bit, family, size), 1)).collect();
        let mut votes: BTreeMap<u32, u64> = BTreeMap::new();
        while let Some(((number, part, size), count)) = ways.pop_first() {
            if number == Branch::<Family>::END {
                continue;
            }
            let branch = self.families.branch(part);
            // INVARIANT: no sum is above the number of sets of the size, which is counted.
            let mut go = |to: Family, size: usize| {
                if self.has(to, size) {
                    let key = (self.families.branch(to).bit, to, size);
                    let ways = ways.entry(key).or_default();
                    *ways = ways.saturating_add(count);
                }
            };
            go(branch.clear, size);
            if let Some(size) = size.checked_sub(1) {
                go(branch.set, size);
                let sets = self.counts(branch.set).get(size).copied().unwrap_or(0);
                let votes = votes.entry(number).or_default();
                *votes = votes.saturating_add(count.saturating_mul(sets));
            }
        }
        votes
    }

    /// The numbers that are in some set.
    pub(crate) fn numbers(&self) -> BTreeSet<u32> {
        let numbers = self
            .counts
            .keys()
            .map(|family| self.families.branch(*family).bit);
        numbers
            .filter(|number| *number != Branch::<Family>::END)
            .collect()
    }
}
