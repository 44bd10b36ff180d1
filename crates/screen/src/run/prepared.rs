//! The lines of a part that can be screened, and those that cannot.

use std::{iter::Peekable, sync::Arc, vec};

use arrow_array::{BooleanArray, RecordBatch};
use arrow_select::filter::filter_record_batch;

use super::{ScreenError, view::View};
use crate::read::{Aside, At, Batches, Fault, Part, ReadError};

/// The lines of a part, batch by batch, each with its number; faults are set aside on the way.
pub struct Prepared<'v, 's> {
    views: &'v mut [View<'s>],
    table: Arc<str>,
    batches: Batches,
    /// How many lines come before the part.
    first: u64,
    /// The place in the part of the next line.
    place: u64,
    /// Lines that could not be read, by place.
    unread: Peekable<vec::IntoIter<(u64, Fault)>>,
    /// Where in its text each line begins that was read.
    at: Option<vec::IntoIter<At>>,
    aside: Vec<Aside>,
}

/// Lines that can be screened.
#[derive(Debug)]
pub struct Lines {
    /// Their numbers.
    pub numbers: Vec<u64>,
    /// The columns read.
    pub read: RecordBatch,
    /// The columns as each screening sees them, in the order of the screenings.
    pub seen: Vec<RecordBatch>,
}

impl<'v, 's> Prepared<'v, 's> {
    /// Prepares a part before which so many lines come.
    pub(super) fn new(
        views: &'v mut [View<'s>],
        batch: usize,
        first: u64,
        mut part: Part,
    ) -> Result<Self, ReadError> {
        Ok(Self {
            views,
            table: part.table.clone(),
            first,
            place: 0,
            unread: std::mem::take(&mut part.faults).into_iter().peekable(),
            at: part.at.take().map(Vec::into_iter),
            batches: part.batches(batch)?,
            aside: Vec::new(),
        })
    }

    /// The next lines, none at the end of the part. A line that one of the screenings cannot screen is left out
    /// for all.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn next_lines(&mut self) -> Result<Option<Lines>, ScreenError> {
        let Some(batch) = self.batches.next() else {
            while let Some((place, fault)) = self.unread.next() {
                self.set_aside(place, fault);
            }
            return Ok(None);
        };
        let read = batch?;
        let rows = read.num_rows();
        let mut faults = Vec::new();
        let mut seen = Vec::with_capacity(self.views.len());
        for view in self.views.iter_mut() {
            seen.push(view.look(&self.table, &read, &mut faults)?);
        }
        let mut numbers: Vec<u64> = (0..rows).map(|_| self.number()).collect();
        let at: Option<Vec<At>> = (self.at.as_mut()).map(|lines| lines.take(rows).collect());
        faults.sort_by_key(|(row, _)| *row);
        faults.dedup_by_key(|(row, _)| *row);
        if faults.is_empty() {
            return Ok(Some(Lines {
                numbers,
                read,
                seen,
            }));
        }
        let mut fits = vec![true; rows];
        for (row, fault) in faults {
            let at = at.as_ref().and_then(|lines| lines.get(row).copied());
            if let (Some(fits), Some(number)) = (fits.get_mut(row), numbers.get(row)) {
                *fits = false;
                self.set_aside(number - self.first - 1, Fault { at, ..fault });
            }
        }
        let mut kept = fits.iter();
        numbers.retain(|_| kept.next() == Some(&true));
        let fits = BooleanArray::from(fits);
        let filtered = |batch: &RecordBatch| {
            filter_record_batch(batch, &fits).map_err(|error| ReadError::new(&self.table, error))
        };
        Ok(Some(Lines {
            numbers,
            read: filtered(&read)?,
            seen: seen.iter().map(filtered).collect::<Result<_, _>>()?,
        }))
    }

    /// The lines set aside so far, by number.
    pub(super) fn into_aside(mut self) -> Vec<Aside> {
        self.aside.sort_by_key(|aside| aside.line);
        self.aside
    }

    /// The number of the next line that was read.
    fn number(&mut self) -> u64 {
        while let Some((unread, fault)) = self.unread.next_if(|(unread, _)| *unread <= self.place) {
            self.place += fault.lines;
            self.set_aside(unread, fault);
        }
        self.place += 1;
        self.first + self.place
    }

    fn set_aside(&mut self, place: u64, fault: Fault) {
        self.aside.push(Aside {
            table: self.table.to_string(),
            line: self.first + place + 1,
            fault,
        });
    }
}
