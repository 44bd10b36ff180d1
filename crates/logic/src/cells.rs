//! Sets of cell indices.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A set of cell indices, kept as sorted, disjoint, non-adjacent half-open ranges.
///
/// Up to two ranges are stored in place. `u32::MAX` ends a range and is never a member.
#[derive(Clone)]
pub struct Cells(Storage);

/// A half-open range of cell indices: first member, first non-member.
type Range = (u32, u32);

const IN_PLACE: usize = 2;

#[derive(Clone)]
enum Storage {
    InPlace(u8, [Range; IN_PLACE]),
    Boxed(Box<[Range]>),
}

impl Cells {
    /// The set without a member.
    #[must_use]
    pub const fn empty() -> Self {
        Self(Storage::InPlace(0, [(0, 0); IN_PLACE]))
    }

    /// The set of one cell.
    #[must_use]
    pub const fn single(cell: u32) -> Self {
        Self::range(cell, cell.saturating_add(1))
    }

    /// The cells from `start` up to but not including `end`; empty if `end` is not above `start`.
    #[must_use]
    pub const fn range(start: u32, end: u32) -> Self {
        if start < end {
            Self(Storage::InPlace(1, [(start, end), (0, 0)]))
        } else {
            Self::empty()
        }
    }

    /// The union of half-open ranges in any order, overlapping or empty.
    #[must_use]
    pub fn from_ranges(ranges: impl IntoIterator<Item = (u32, u32)>) -> Self {
        let mut sorted: Vec<Range> = ranges
            .into_iter()
            .filter(|(start, end)| start < end)
            .collect();
        sorted.sort_unstable();
        let mut out = Ranges::default();
        let mut open: Option<Range> = None;
        for (start, end) in sorted {
            open = match open {
                Some((first, last)) if start <= last => Some((first, last.max(end))),
                Some(done) => {
                    out.push(done);
                    Some((start, end))
                }
                None => Some((start, end)),
            };
        }
        if let Some(done) = open {
            out.push(done);
        }
        out.finish()
    }

    /// The ranges, sorted, disjoint and non-adjacent, each as (first member, first non-member).
    #[must_use]
    pub fn ranges(&self) -> &[(u32, u32)] {
        match &self.0 {
            Storage::InPlace(len, ranges) => ranges.get(..usize::from(*len)).unwrap_or(ranges),
            Storage::Boxed(ranges) => ranges,
        }
    }

    /// Whether the cell is a member.
    #[must_use]
    pub fn contains(&self, cell: u32) -> bool {
        self.ranges()
            .binary_search_by(|&(start, end)| {
                if end <= cell {
                    Ordering::Less
                } else if cell < start {
                    Ordering::Greater
                } else {
                    Ordering::Equal
                }
            })
            .is_ok()
    }

    /// Whether there is no member.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ranges().is_empty()
    }

    /// Whether every member is a member of `other`.
    #[must_use]
    pub fn is_subset(&self, other: &Self) -> bool {
        let mut theirs = other.ranges().iter();
        let mut candidate = theirs.next();
        self.ranges().iter().all(|&(start, end)| {
            while candidate.is_some_and(|&(_, last)| last <= start) {
                candidate = theirs.next();
            }
            candidate.is_some_and(|&(first, last)| first <= start && end <= last)
        })
    }

    /// Whether the two sets share a member.
    #[must_use]
    pub fn intersects(&self, other: &Self) -> bool {
        let mut theirs = other.ranges().iter();
        let mut candidate = theirs.next();
        self.ranges().iter().any(|&(start, end)| {
            while candidate.is_some_and(|&(_, last)| last <= start) {
                candidate = theirs.next();
            }
            candidate.is_some_and(|&(first, _)| first < end)
        })
    }

    /// The members of both sets.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        combine(self, other, |a, b| a && b)
    }

    /// The members of either set.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        combine(self, other, |a, b| a || b)
    }

    /// The members of this set that are not in `other`.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Self {
        combine(self, other, |a, b| a && !b)
    }

    /// The cells below `size` that are not members.
    #[must_use]
    pub fn complement(&self, size: u32) -> Self {
        Self::range(0, size).difference(self)
    }

    /// The number of members.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.ranges()
            .iter()
            .map(|&(start, end)| u64::from(end - start))
            .sum()
    }

    /// The members in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.ranges().iter().flat_map(|&(start, end)| start..end)
    }

    /// The smallest member.
    #[must_use]
    pub fn first(&self) -> Option<u32> {
        self.ranges().first().map(|&(start, _)| start)
    }
}

/// Sweeps the boundaries of both sets and keeps the stretches that `keep` accepts.
///
/// A stretch is emitted only where acceptance changes, so the result is in normal form.
fn combine(a: &Cells, b: &Cells, keep: impl Fn(bool, bool) -> bool) -> Cells {
    let mut out = Ranges::default();
    let mut open = None;
    let (mut left, mut right) = (Boundaries::of(a), Boundaries::of(b));
    while let Some(at) = [left.next, right.next].into_iter().flatten().min() {
        let kept = keep(left.pass(at), right.pass(at));
        open = match open {
            None if kept => Some(at),
            Some(start) if !kept => {
                out.push((start, at));
                None
            }
            unchanged => unchanged,
        };
    }
    out.finish()
}

/// Walks the boundaries of a set: inside after an odd number of them.
struct Boundaries<'a> {
    ranges: std::slice::Iter<'a, Range>,
    next: Option<u32>,
    end: u32,
    inside: bool,
}

impl<'a> Boundaries<'a> {
    fn of(cells: &'a Cells) -> Self {
        let mut walk = Self {
            ranges: cells.ranges().iter(),
            next: None,
            end: 0,
            inside: false,
        };
        walk.enter();
        walk
    }

    fn enter(&mut self) {
        let range = self.ranges.next();
        self.next = range.map(|&(start, _)| start);
        self.end = range.map_or(0, |&(_, end)| end);
    }

    /// Moves past a boundary at `at`, if there is one, and says whether what follows is inside.
    fn pass(&mut self, at: u32) -> bool {
        if self.next == Some(at) {
            self.inside = !self.inside;
            if self.inside {
                self.next = Some(self.end);
            } else {
                self.enter();
            }
        }
        self.inside
    }
}

/// Ranges under construction, pushed in ascending order with a gap between them.
#[derive(Default)]
struct Ranges {
    len: u8,
    in_place: [Range; IN_PLACE],
    spilled: Vec<Range>,
}

impl Ranges {
    fn push(&mut self, range: Range) {
        if !self.spilled.is_empty() {
            self.spilled.push(range);
        } else if let Some(slot) = self.in_place.get_mut(usize::from(self.len)) {
            *slot = range;
            self.len += 1;
        } else {
            self.spilled.extend_from_slice(&self.in_place);
            self.spilled.push(range);
        }
    }

    fn finish(self) -> Cells {
        if self.spilled.is_empty() {
            Cells(Storage::InPlace(self.len, self.in_place))
        } else {
            Cells(Storage::Boxed(self.spilled.into_boxed_slice()))
        }
    }
}

impl FromIterator<u32> for Cells {
    fn from_iter<I: IntoIterator<Item = u32>>(cells: I) -> Self {
        Self::from_ranges(cells.into_iter().map(|cell| (cell, cell.saturating_add(1))))
    }
}

impl Default for Cells {
    fn default() -> Self {
        Self::empty()
    }
}

impl PartialEq for Cells {
    fn eq(&self, other: &Self) -> bool {
        self.ranges() == other.ranges()
    }
}

impl Eq for Cells {}

impl PartialOrd for Cells {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Cells {
    fn cmp(&self, other: &Self) -> Ordering {
        self.ranges().cmp(other.ranges())
    }
}

impl Hash for Cells {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.ranges().hash(state);
    }
}

impl fmt::Debug for Cells {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set()
            .entries(self.ranges().iter().map(|&(start, end)| start..end))
            .finish()
    }
}

impl Serialize for Cells {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.ranges())
    }
}

impl<'de> Deserialize<'de> for Cells {
    /// Accepts only the normal form, so that equal sets have equal bytes.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let ranges = Vec::<Range>::deserialize(deserializer)?;
        let ascending = ranges.iter().all(|(start, end)| start < end);
        let apart = ranges
            .windows(2)
            .all(|pair| matches!(pair, [(_, end), (start, _)] if end < start));
        if ascending && apart {
            Ok(Self::from_ranges(ranges))
        } else {
            Err(de::Error::custom(
                "cells must be sorted, non-empty ranges with a gap between them",
            ))
        }
    }
}
