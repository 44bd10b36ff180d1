//! The spans near some neighbouring lines, looked up for all of them before any is followed.
//!
//! A lookup goes from the code to its words of cells, from there to ranges, to runs, to days, and to spans:
//! each a place in memory that hangs on the one before. Lines do not hang on each other, so that taking every
//! stage for many of them keeps many such accesses under way at once.

use std::{hint::black_box, ops};

use smallvec::SmallVec;

use super::{
    index::{Index, Span},
    lookup::Range,
};
use crate::encode::{Column, Lines, UNLISTED};

/// The spans that may concern each of some lines.
#[derive(Debug, Default)]
pub(super) struct Nearby {
    first: usize,
    /// Lines that columns cannot follow.
    left: Vec<bool>,
    /// The places of ranges found, and how many there are up to the end of each line.
    places: Found,
    /// The range at each place.
    ranges: Vec<Range>,
    /// The runs of spans in the ranges, each with the day of its line, and how many there are up to the end
    /// of each line.
    runs: Vec<(i32, Range)>,
    ends_of_runs: Vec<usize>,
    /// The numbers of the spans found, likewise.
    numbers: Found,
    spans: Vec<Span>,
}

/// Numbers found for lines, one line after the other.
#[derive(Debug, Default)]
pub(super) struct Found {
    numbers: Vec<u32>,
    /// How many of the numbers count: behind them is room.
    count: usize,
    ends: Vec<usize>,
}

/// How many lines are looked up together.
pub(super) const TOGETHER: usize = 64;

impl Nearby {
    /// Looks up the spans of some rows.
    pub(super) fn look(&mut self, index: &Index<'_>, lines: &Lines, rows: ops::Range<usize>) {
        let lookup = &index.lookup;
        self.first = rows.start;
        self.left.clear();
        self.places.clear();
        let columns: SmallVec<[&[u32]; 16]> = lookup
            .slots()
            .iter()
            .map(|slot| match lines.columns.get(usize::from(*slot)) {
                Some(Column::Scalar(values)) => values.get(rows.clone()).unwrap_or_default(),
                _ => &[],
            })
            .collect();
        let codes = lines.codes.get(rows.clone()).unwrap_or_default();
        black_box(lookup.touch(codes));
        let odd = lines.odd.get(rows.clone()).unwrap_or_default();
        for (at, (code, is_odd)) in codes.iter().zip(odd).enumerate() {
            let start = self.places.count;
            let is_left = *is_odd
                || match *code {
                    UNLISTED => index.attests_unlisted,
                    code => !lookup.places(code, &columns, at, &mut self.places),
                };
            if is_left {
                self.places.count = start;
            }
            self.left.push(is_left);
            self.places.end();
        }
        self.ranges.clear();
        let places = self.places.numbers().iter();
        self.ranges
            .extend(places.map(|place| lookup.range_at(*place)));
        self.runs.clear();
        self.ends_of_runs.clear();
        let days = lines.days.get(rows).unwrap_or_default();
        let mut start = 0;
        for (day, end) in days.iter().zip(&self.places.ends) {
            for range in self.ranges.get(start..*end).into_iter().flatten() {
                let runs = lookup.runs_in(*range).iter();
                self.runs.extend(runs.map(|run| (*day, *run)));
            }
            start = *end;
            self.ends_of_runs.push(self.runs.len());
        }
        self.numbers.clear();
        let mut start = 0;
        for end in &self.ends_of_runs {
            for (day, run) in self.runs.get(start..*end).into_iter().flatten() {
                lookup.on(*day, *run, &mut self.numbers);
            }
            start = *end;
            self.numbers.end();
        }
        self.spans.clear();
        let numbers = self.numbers.numbers().iter();
        self.spans
            .extend(numbers.filter_map(|number| lookup.span(*number).copied()));
    }

    /// Reads the entries of the spans, so that they are at hand by then. What comes of it means nothing.
    pub(super) fn touch(&self, index: &Index<'_>) -> u32 {
        let entry = |span: &Span| index.entries.all.get(span.entry as usize);
        let read = |span: &Span| entry(span).map_or(0, |entry| entry.rules.0);
        self.spans.iter().map(read).fold(0, |all, one| all ^ one)
    }

    /// The spans near a row; none when columns cannot follow it.
    #[inline]
    pub(super) fn spans(&self, row: usize) -> Option<&[Span]> {
        let at = row.checked_sub(self.first)?;
        let is_left = *self.left.get(at)?;
        let start = match at.checked_sub(1) {
            Some(before) => *self.numbers.ends.get(before)?,
            None => 0,
        };
        let spans = self.spans.get(start..*self.numbers.ends.get(at)?);
        spans.filter(|_| !is_left)
    }
}

impl Found {
    fn clear(&mut self) {
        self.count = 0;
        self.ends.clear();
    }

    /// Makes room for so many more numbers.
    #[inline]
    pub(super) fn reserve(&mut self, more: usize) {
        let wanted = self.count + more;
        if self.numbers.len() < wanted {
            self.numbers.resize(wanted.next_power_of_two(), 0);
        }
    }

    /// Takes a number up, where there is room, or lets the next one stand in its place: which of the two
    /// is hard to foretell, and so it is no branch.
    #[inline]
    pub(super) fn take_if(&mut self, number: u32, is_found: bool) {
        if let Some(place) = self.numbers.get_mut(self.count) {
            *place = number;
            self.count += usize::from(is_found);
        }
    }

    /// All that were taken up.
    pub(super) fn numbers(&self) -> &[u32] {
        self.numbers.get(..self.count).unwrap_or_default()
    }

    /// Ends a line.
    fn end(&mut self) {
        self.ends.push(self.count);
    }
}
