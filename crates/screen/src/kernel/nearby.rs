//! The spans near some neighbouring lines, looked up for all of them before any is followed.
//!
//! A lookup goes from the code to its words of cells, from there to ranges, to days, and to spans: each
//! a place in memory that hangs on the one before. Lines do not hang on each other, so that taking every
//! stage for many of them keeps many such accesses under way at once.

use std::ops::Range;

use super::index::Index;
use crate::encode::{Column, Lines, UNLISTED, UNSAID};

/// The spans that may concern each of some lines.
#[derive(Debug, Default)]
pub(super) struct Nearby {
    first: usize,
    /// Where the places of each line end; none for a line that columns cannot follow.
    looked: Vec<Option<u32>>,
    places: Vec<u32>,
    /// The range at each place.
    ranges: Vec<(u32, u32)>,
    /// Where the spans of each line end; likewise.
    ends: Vec<Option<u32>>,
    spans: Vec<u32>,
}

/// How many lines are looked up together.
pub(super) const TOGETHER: usize = 64;

impl Nearby {
    /// Looks up the spans of some rows.
    pub(super) fn look(&mut self, index: &Index<'_>, lines: &Lines, rows: Range<usize>) {
        self.first = rows.start;
        self.looked.clear();
        self.places.clear();
        for row in rows.clone() {
            let found = self.look_up(index, lines, row);
            let end = u32::try_from(self.places.len()).ok();
            self.looked.push(found.and(end));
        }
        let lookup = &index.lookup;
        self.ranges.clear();
        let ranges = self.places.iter().map(|place| lookup.range_at(*place));
        self.ranges.extend(ranges);
        self.ends.clear();
        self.spans.clear();
        let mut start = 0;
        for (row, end) in rows.zip(&self.looked) {
            let day = lines.days.get(row).copied().unwrap_or(i32::MIN);
            let Some(end) = end else {
                self.ends.push(None);
                continue;
            };
            let ranges = self.ranges.get(start..*end as usize);
            for range in ranges.into_iter().flatten() {
                lookup.on(day, *range, &mut self.spans);
            }
            start = *end as usize;
            self.ends.push(u32::try_from(self.spans.len()).ok());
        }
    }

    /// The spans near a row, by number; none when columns cannot follow it.
    #[inline]
    pub(super) fn spans(&self, row: usize) -> Option<&[u32]> {
        let at = row.checked_sub(self.first)?;
        let end = (*self.ends.get(at)?)?;
        let before = self.ends.get(..at)?.iter().rev();
        let start = before.flatten().next().copied().unwrap_or(0);
        self.spans.get(start as usize..end as usize)
    }

    fn look_up(&mut self, index: &Index<'_>, lines: &Lines, row: usize) -> Option<()> {
        let code = *lines.codes.get(row)?;
        if *lines.odd.get(row)? {
            return None;
        }
        if code == UNLISTED {
            return (!index.attests_unlisted).then_some(());
        }
        let cell = |slot: u32| match lines.columns.get(slot as usize) {
            Some(Column::Scalar(values)) => values.get(row).copied().unwrap_or(UNSAID),
            _ => UNSAID,
        };
        let start = self.places.len();
        let found = index.lookup.places(code, cell, &mut self.places);
        if found.is_none() {
            self.places.truncate(start);
        }
        found
    }
}
