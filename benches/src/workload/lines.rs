//! The workload's claim lines, from Parquet.

use std::{fs::File, path::Path};

use anyhow::{Context as _, Result};
use arrow_array::{
    Array, BooleanArray, Date32Array, Int32Array, Int64Array, RecordBatch, StringArray,
};
use parquet::arrow::{
    ProjectionMask,
    arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder},
};

/// How many lines a batch has.
pub const BATCH: usize = 8192;

/// The columns that the workload looks at.
pub const COLUMNS: [&str; 17] = [
    "claim_id",
    "line_no",
    "plan_id",
    "payer",
    "line_of_business",
    "state",
    "date_of_service",
    "procedure_code",
    "diagnosis_1",
    "diagnosis_2",
    "diagnosis_3",
    "diagnosis_4",
    "place_of_service",
    "units",
    "age",
    "prior_therapy_weeks",
    "imaging_done",
];

/// One of several equal shares of a file's row groups.
#[derive(Debug, Clone, Copy)]
pub struct Share {
    /// Which share this is, from 0.
    pub part: usize,
    /// How many there are.
    pub of: usize,
}

impl Share {
    /// All of a file.
    pub const WHOLE: Self = Self { part: 0, of: 1 };
}

/// Opens a share of a file of lines for the columns that are looked at.
///
/// # Errors
/// When the file cannot be read or is no Parquet.
pub fn open(path: &Path, share: Share) -> Result<ParquetRecordBatchReader> {
    let file = File::open(path).with_context(|| format!("{} cannot be read", path.display()))?;
    read(ParquetRecordBatchReaderBuilder::try_new(file)?, share, &[])
}

/// The batches of a share of an opened file, with the columns that are looked at and others by name,
/// where they are there.
///
/// # Errors
/// When a column is missing.
pub fn read(
    file: ParquetRecordBatchReaderBuilder<File>,
    share: Share,
    others: &[&str],
) -> Result<ParquetRecordBatchReader> {
    let groups = file.metadata().num_row_groups();
    let own = groups * share.part / share.of..groups * (share.part + 1) / share.of;
    let columns = COLUMNS.iter().chain(others).copied();
    let columns = ProjectionMask::columns(file.parquet_schema(), columns);
    Ok(file
        .with_projection(columns)
        .with_row_groups(own.collect())
        .with_batch_size(BATCH)
        .build()?)
}

/// The columns of one batch of lines.
#[derive(Debug, Clone)]
pub struct Lines {
    claim: Int64Array,
    number: Int32Array,
    plan: StringArray,
    payer: StringArray,
    line_of_business: StringArray,
    state: StringArray,
    date: Date32Array,
    code: StringArray,
    diagnoses: [StringArray; 4],
    place: StringArray,
    units: Int32Array,
    age: Int32Array,
    therapy: Int32Array,
    imaging: BooleanArray,
}

impl Lines {
    /// Takes the columns of a batch.
    ///
    /// # Errors
    /// When a column is missing or of another type.
    pub fn of(batch: &RecordBatch) -> Result<Self> {
        Ok(Self {
            claim: column(batch, "claim_id")?,
            number: column(batch, "line_no")?,
            plan: column(batch, "plan_id")?,
            payer: column(batch, "payer")?,
            line_of_business: column(batch, "line_of_business")?,
            state: column(batch, "state")?,
            date: column(batch, "date_of_service")?,
            code: column(batch, "procedure_code")?,
            diagnoses: [
                column(batch, "diagnosis_1")?,
                column(batch, "diagnosis_2")?,
                column(batch, "diagnosis_3")?,
                column(batch, "diagnosis_4")?,
            ],
            place: column(batch, "place_of_service")?,
            units: column(batch, "units")?,
            age: column(batch, "age")?,
            therapy: column(batch, "prior_therapy_weeks")?,
            imaging: column(batch, "imaging_done")?,
        })
    }

    /// How many lines there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.claim.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.claim.is_empty()
    }

    /// The lines, in order.
    pub fn iter(&self) -> impl Iterator<Item = Line<'_>> {
        (0..self.len()).map(|at| Line { lines: self, at })
    }
}

pub(super) fn column<T: Array + Clone + 'static>(batch: &RecordBatch, name: &str) -> Result<T> {
    let column = batch
        .column_by_name(name)
        .and_then(|column| column.as_any().downcast_ref::<T>());
    column
        .cloned()
        .with_context(|| format!("the lines have no column {name} of the type that is wanted"))
}

/// One line.
#[derive(Debug, Clone, Copy)]
pub struct Line<'l> {
    lines: &'l Lines,
    at: usize,
}

impl<'l> Line<'l> {
    /// The claim and the line's number in it.
    #[must_use]
    pub fn key(self) -> (i64, i32) {
        (
            self.lines.claim.value(self.at),
            self.lines.number.value(self.at),
        )
    }

    /// The plan.
    #[must_use]
    pub fn plan(self) -> &'l str {
        self.lines.plan.value(self.at)
    }

    /// The payer.
    #[must_use]
    pub fn payer(self) -> &'l str {
        self.lines.payer.value(self.at)
    }

    /// The line of business.
    #[must_use]
    pub fn line_of_business(self) -> &'l str {
        self.lines.line_of_business.value(self.at)
    }

    /// The state.
    #[must_use]
    pub fn state(self) -> &'l str {
        self.lines.state.value(self.at)
    }

    /// The day of the service, in days since 1970-01-01.
    #[must_use]
    pub fn day(self) -> i32 {
        self.lines.date.value(self.at)
    }

    /// The procedure code.
    #[must_use]
    pub fn code(self) -> &'l str {
        self.lines.code.value(self.at)
    }

    /// The diagnoses.
    pub fn diagnoses(self) -> impl Iterator<Item = &'l str> {
        let stated = self.lines.diagnoses.iter();
        stated
            .filter(move |column| column.is_valid(self.at))
            .map(move |column| column.value(self.at))
    }

    /// The place of service.
    #[must_use]
    pub fn place(self) -> &'l str {
        self.lines.place.value(self.at)
    }

    /// The units billed.
    #[must_use]
    pub fn units(self) -> i32 {
        self.lines.units.value(self.at)
    }

    /// The member's age in years.
    #[must_use]
    pub fn age(self) -> i32 {
        self.lines.age.value(self.at)
    }

    /// The weeks of prior therapy, unless they are missing.
    #[must_use]
    pub fn therapy(self) -> Option<i32> {
        let column = &self.lines.therapy;
        column.is_valid(self.at).then(|| column.value(self.at))
    }

    /// Whether there was imaging, unless that is missing.
    #[must_use]
    pub fn imaging(self) -> Option<bool> {
        let column = &self.lines.imaging;
        column.is_valid(self.at).then(|| column.value(self.at))
    }
}
