//! Tables of claim lines, part by part.
//!
//! A part is a run of so many lines of one table, always the same ones however the work is shared, so
//! that the result hangs on the tables alone.

mod aside;
mod parquet;

use std::{fmt, fs, path::Path};

use arrow_array::RecordBatch;
use arrow_schema::{ArrowError, SchemaRef};

pub use aside::{Aside, Why};

/// How many lines a part has at most.
pub const PART: usize = 1 << 17;

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Apache Parquet.
    Parquet,
}

/// Why a table cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{table}: {problem}")]
pub struct ReadError {
    /// The table.
    pub table: String,
    /// What is wrong, and what to do.
    pub problem: String,
}

impl ReadError {
    pub(crate) fn new(table: &str, problem: impl fmt::Display) -> Self {
        Self {
            table: table.to_owned(),
            problem: problem.to_string(),
        }
    }

    fn io(table: &str, error: &std::io::Error) -> Self {
        Self::new(table, format!("it cannot be read: {error}"))
    }
}

/// A table that is open.
#[derive(Debug)]
pub struct Table {
    name: String,
    bytes: Option<u64>,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Parquet(parquet::Parquet),
}

/// A run of lines of one table.
#[derive(Debug)]
pub struct Part {
    /// How many lines it has.
    pub lines: u64,
    /// About how many bytes of the table it takes up.
    pub bytes: u64,
    /// Those of its lines that could not be read.
    pub aside: Vec<Aside>,
    content: Content,
}

#[derive(Debug)]
enum Content {
    Parquet(parquet::Range),
}

impl Table {
    /// Opens a table, whose format is told by its name where it is not stated.
    ///
    /// # Errors
    /// When it cannot be read or is not of that format.
    pub fn open(path: &Path, format: Option<Format>) -> Result<Self, ReadError> {
        let name = path.display().to_string();
        let format = match format.or_else(|| Format::of(path)) {
            Some(format) => format,
            None => {
                return Err(ReadError::new(
                    &name,
                    "its name does not tell its format: state it by --input-format",
                ));
            }
        };
        let metadata = fs::metadata(path).map_err(|error| ReadError::io(&name, &error))?;
        if metadata.is_dir() {
            return Err(ReadError::new(&name, "it is a folder: name its tables"));
        }
        let kind = match format {
            Format::Parquet => Kind::Parquet(parquet::Parquet::open(path.to_owned(), &name)?),
        };
        Ok(Self {
            name,
            bytes: Some(metadata.len()),
            kind,
        })
    }

    /// Its name in messages.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many bytes it has, where that is known.
    #[must_use]
    pub fn bytes(&self) -> Option<u64> {
        self.bytes
    }

    /// Its columns.
    #[must_use]
    pub fn schema(&self) -> SchemaRef {
        match &self.kind {
            Kind::Parquet(table) => table.schema(),
        }
    }

    /// Its parts in order, with these columns.
    ///
    /// # Errors
    /// When it has not all of them, or one is of another type.
    pub fn parts(self, columns: &SchemaRef) -> Result<Parts, ReadError> {
        match self.kind {
            Kind::Parquet(table) => table.parts(self.name, columns),
        }
    }
}

/// The parts of a table.
pub type Parts = Box<dyn Iterator<Item = Result<Part, ReadError>> + Send>;

/// The batches of a part.
pub type Batches = Box<dyn Iterator<Item = Result<RecordBatch, ReadError>>>;

impl Part {
    /// Its lines in order, in batches of so many.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn batches(self, size: usize) -> Result<Batches, ReadError> {
        match self.content {
            Content::Parquet(range) => range.batches(size),
        }
    }
}

impl Format {
    /// The format that a name tells by its end.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "parquet" | "pq" => Some(Self::Parquet),
            _ => None,
        }
    }
}

/// Where the columns asked for stand in a table.
fn places(table: &str, have: &SchemaRef, wanted: &SchemaRef) -> Result<Vec<usize>, ReadError> {
    let place = |field: &std::sync::Arc<arrow_schema::Field>| {
        have.index_of(field.name()).map_err(|_: ArrowError| {
            ReadError::new(
                table,
                format!(
                    "it has no column `{}`, which the first table has: tables that are screened together have the same columns",
                    field.name()
                ),
            )
        })
    };
    wanted.fields().iter().map(place).collect()
}

/// That a batch has the columns asked for.
fn same_types(table: &str, have: &SchemaRef, wanted: &SchemaRef) -> Result<(), ReadError> {
    let mut pairs = have.fields().iter().zip(wanted.fields());
    match pairs.find(|(have, wanted)| have.data_type() != wanted.data_type()) {
        None => Ok(()),
        Some((have, wanted)) => Err(ReadError::new(
            table,
            format!(
                "its column `{}` is of type {}, and in the first table it is of type {}",
                have.name(),
                have.data_type(),
                wanted.data_type()
            ),
        )),
    }
}
