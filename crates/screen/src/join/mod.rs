//! What is known of a line's member and plan on its day of service, from tables of their own.

mod authorizations;
mod spans;
mod table;

use std::{borrow::Cow, sync::Arc};

use arrow_array::{Array, ArrayRef, Date32Array, RecordBatch};
use arrow_schema::{Field, Schema};
use coverdict_model::date::{day_number, parse_day};

pub(crate) use authorizations::By;
pub use authorizations::{AUTHORIZATION, Authorizations};
pub use spans::Spans;

use crate::{
    read::{Fault, ReadError, Why},
    row::{self, Cell},
    texts,
};

/// The column that names the member, in every table that has one.
pub const MEMBER: &str = "member_id";

/// The tables that lines are held against.
#[derive(Debug, Default)]
pub struct Joins {
    /// What is known of members.
    pub members: Option<Spans>,
    /// What is known of plans.
    pub plans: Option<Spans>,
    /// Prior authorizations that were approved.
    pub authorizations: Option<Authorizations>,
}

impl Joins {
    /// Whether the member of a line has to be known.
    pub(crate) fn need_member(&self) -> bool {
        self.members.is_some() || self.authorizations.is_some()
    }
}

/// A table whose columns are appended to those of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Which table it is.
    pub of: Of,
    /// The column of the lines by which its entries are found.
    pub key: usize,
}

/// What a table is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// Members.
    Members,
    /// Plans.
    Plans,
}

/// The columns of lines that say when they were.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Days {
    pub(crate) first: usize,
    pub(crate) last: Option<usize>,
}

/// Appends what a table knows of lines on their days of service. A line of which it knows nothing, or
/// two things that differ, is at fault.
pub(crate) fn append(
    batch: &RecordBatch,
    step: Step,
    spans: &Spans,
    days: Days,
    faults: &mut Vec<(usize, Fault)>,
) -> Result<RecordBatch, ReadError> {
    let mut first = DayReader::new(batch.column(days.first));
    let mut last = days.last.map(|place| DayReader::new(batch.column(place)));
    let key = batch.column(step.key);
    let mut found = Vec::with_capacity(batch.num_rows());
    for row in 0..batch.num_rows() {
        // A line without a day is at fault for that alone.
        let Some(from) = first.day(row) else {
            found.push(None);
            continue;
        };
        let through = last.as_mut().and_then(|last| last.day(row));
        let through = through.unwrap_or(from).max(from);
        let Some(key) = word(key, row) else {
            found.push(None);
            if step.of == Of::Members {
                let problem = "the line names no member";
                faults.push((row, Fault::of(MEMBER, "", Why::NoCoverageOnDate, problem)));
            }
            continue;
        };
        match spans.find(&key, from, through) {
            Ok(entry) => found.push(Some(entry)),
            Err(why) => {
                found.push(None);
                faults.push((
                    row,
                    Fault::of(step.of.key(), &key, why, problem(step.of, why)),
                ));
            }
        }
    }
    let (fields, columns) = spans.columns(&found);
    let own = batch.schema();
    let fields = own.fields().iter().cloned().chain(fields);
    let columns = batch.columns().iter().cloned().chain(columns);
    let schema = Schema::new(fields.collect::<Vec<Arc<Field>>>());
    RecordBatch::try_new(Arc::new(schema), columns.collect())
        .map_err(|error| ReadError::new(spans.table(), error))
}

fn problem(of: Of, why: Why) -> &'static str {
    match (of, why) {
        (Of::Members, Why::CoverageDiffers) => {
            "the table of members has entries for the days of service that differ"
        }
        (Of::Members, _) => "the table of members has no coverage for it on the day of service",
        (Of::Plans, Why::CoverageDiffers) => {
            "the table of plans has entries for the days of service that differ"
        }
        (Of::Plans, _) => "the table of plans has no entry for it on the day of service",
    }
}

impl Of {
    /// The column by which entries are found.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Members => MEMBER,
            Self::Plans => coverdict_model::well_known::PLAN,
        }
    }
}

/// A value of a column as a word; none when it is null or empty.
#[must_use]
pub fn word(array: &ArrayRef, row: usize) -> Option<Cow<'_, str>> {
    if texts::is_text(array.data_type()) {
        let text = texts::text(array, row)?.trim();
        return (!text.is_empty()).then_some(Cow::Borrowed(text));
    }
    Some(Cow::Owned(match row::value(array, row)? {
        Cell::Text(text) => text,
        Cell::Boolean(value) => value.to_string(),
        Cell::Number(number) => number.to_string(),
        Cell::Day(day) => day.to_string(),
    }))
}

/// Reads days, in days from 1970, from a column of days or text.
pub(crate) struct DayReader<'a> {
    array: &'a ArrayRef,
    days: Option<&'a Date32Array>,
    /// The text read last: neighbours often have the same.
    last: Option<(&'a str, Option<i32>)>,
}

impl<'a> DayReader<'a> {
    pub(crate) fn new(array: &'a ArrayRef) -> Self {
        Self {
            array,
            days: array.as_any().downcast_ref(),
            last: None,
        }
    }

    /// The day of a row; none when it has none, or no day of the calendar.
    pub(crate) fn day(&mut self, row: usize) -> Option<i32> {
        if let Some(days) = self.days {
            return days.is_valid(row).then(|| days.value(row));
        }
        let text = texts::text(self.array, row)?;
        if let Some((_, day)) = self.last.filter(|(last, _)| *last == text) {
            return day;
        }
        let day = parse_day(text).ok().map(day_number);
        let day = day.and_then(|day| i32::try_from(day).ok());
        self.last = Some((text, day));
        day
    }
}
