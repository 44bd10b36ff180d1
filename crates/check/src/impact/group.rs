//! Groups of lines that are counted together.

use coverdict_model::id::Id;
use coverdict_screen::Outcome;
use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use super::{amount::Amount, way::Way};

/// A group of lines that are counted together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Group {
    /// All whose finding differs.
    Changed,
    /// All whose outcome differs.
    Flipped,
    /// By the outcome before and after.
    Transition(Outcome, Outcome),
    /// By the way in which the finding differs.
    Way(Way),
    /// Those that ask for a fact after and did not before.
    Asked(Id),
    /// Those that asked for a fact before and do not after.
    NoLongerAsked(Id),
    /// By what stands in a column or who publishes, and the way in which the finding differs.
    By(Dimension, Box<str>, Way),
}

/// By what lines are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Dimension {
    Publisher,
    Code,
    LineOfBusiness,
    State,
}

/// How many lines a group has, and what was charged for them.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    pub(super) lines: u64,
    pub(super) amount: Amount,
}

/// Groups by number, each with its tally.
#[derive(Debug, Default)]
pub(super) struct Groups(IndexMap<Group, Tally, FxBuildHasher>);

impl Groups {
    /// The number of a group.
    pub(super) fn number(&mut self, group: Group) -> u32 {
        let number = match self.0.get_index_of(&group) {
            Some(number) => number,
            None => self.0.insert_full(group, Tally::default()).0,
        };
        u32::try_from(number).unwrap_or(u32::MAX)
    }

    /// Counts a line in a group.
    pub(super) fn count(&mut self, number: u32, amount: Option<i64>) {
        if let Some((_, tally)) = self.0.get_index_mut(number as usize) {
            tally.lines += 1;
            tally.amount.add(amount.unwrap_or_default());
        }
    }

    /// Adds the tally of a group of other lines.
    pub(super) fn add(&mut self, group: Group, other: Tally) -> u32 {
        let number = self.number(group);
        if let Some((_, tally)) = self.0.get_index_mut(number as usize) {
            tally.lines += other.lines;
            tally.amount.add_sum(other.amount);
        }
        number
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// All groups in the order of their numbers.
    pub(super) fn into_all(self) -> impl Iterator<Item = (Group, Tally)> {
        self.0.into_iter()
    }
}
