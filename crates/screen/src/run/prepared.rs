//! The lines of a part that can be screened, and those that cannot.

use std::{iter::Peekable, sync::Arc, vec};

use arrow_array::{BooleanArray, RecordBatch};
use arrow_select::filter::filter_record_batch;

use super::{ScreenError, Screening, fit::Fits};
use crate::read::{Aside, At, Batches, Fault, Part, ReadError};

/// The lines of a part, batch by batch, each with its number; faults are set aside on the way.
pub(super) struct Prepared<'f> {
    screening: &'f Screening<'f>,
    fits: &'f mut Fits,
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

impl<'f> Prepared<'f> {
    /// Prepares a part before which so many lines come.
    pub(super) fn new(
        screening: &'f Screening<'f>,
        fits: &'f mut Fits,
        first: u64,
        mut part: Part,
    ) -> Result<Self, ReadError> {
        Ok(Self {
            screening,
            fits,
            table: part.table.clone(),
            first,
            place: 0,
            unread: std::mem::take(&mut part.faults).into_iter().peekable(),
            at: part.at.take().map(Vec::into_iter),
            batches: part.batches(screening.batch.get())?,
            aside: Vec::new(),
        })
    }

    /// The next lines with their numbers.
    pub(super) fn next(&mut self) -> Result<Option<(RecordBatch, Vec<u64>)>, ScreenError> {
        let Some(batch) = self.batches.next() else {
            while let Some((place, fault)) = self.unread.next() {
                self.set_aside(place, fault);
            }
            return Ok(None);
        };
        let mut batch = batch?;
        let rows = batch.num_rows();
        let mut unknown = Vec::new();
        for step in &self.screening.layout.steps {
            batch = self.screening.join(&batch, *step, &mut unknown)?;
        }
        let mut numbers: Vec<u64> = (0..rows).map(|_| self.number()).collect();
        let at: Option<Vec<At>> = (self.at.as_mut()).map(|lines| lines.take(rows).collect());
        let mut faults = self.fits.faults(&batch);
        // A value that does not fit is told rather than what follows from it.
        faults.extend(unknown);
        faults.sort_by_key(|(row, _)| *row);
        faults.dedup_by_key(|(row, _)| *row);
        if faults.is_empty() {
            return Ok(Some((batch, numbers)));
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
        let batch = filter_record_batch(&batch, &BooleanArray::from(fits))
            .map_err(|error| ReadError::new(&self.table, error))?;
        Ok(Some((batch, numbers)))
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
