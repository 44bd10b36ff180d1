//! Tables of claim lines, part by part.
//!
//! A part is a run of so many lines of one table, always the same ones however the work is shared, so
//! that the result hangs on the tables alone.

mod aside;
mod csv;
mod folder;
mod ipc;
mod parquet;
mod x12;

use std::{
    fmt,
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
    sync::Arc,
};

use arrow_array::RecordBatch;
use arrow_schema::{Field, SchemaRef};

pub use aside::{Aside, At, Fault, Piece, Why};
pub use x12::Claims;

/// How many lines a part has at most, read from a file of which every thread reads its own parts.
pub const PART: usize = 1 << 17;

/// How many lines a part has at most, read from a stream and held until it is screened.
pub const HELD_PART: usize = 1 << 16;

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Apache Parquet.
    Parquet,
    /// Text with a comma between its fields, the first line naming the columns (RFC 4180).
    Csv,
    /// Apache Arrow's IPC format, as a file or a stream.
    Ipc,
    /// X12: claims of the 837, professional and institutional, in version 5010.
    X12,
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

    fn io(table: &str, error: &io::Error) -> Self {
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
    Csv(Box<csv::Csv>),
    Ipc(ipc::Ipc),
    X12(x12::X12),
    /// A file whose columns are known, and which is opened again for its lines: thousands of tables
    /// would else be open at once.
    Closed {
        path: PathBuf,
        format: Format,
        schema: SchemaRef,
    },
}

/// A run of lines of one table.
#[derive(Debug)]
pub struct Part {
    /// The table.
    pub table: Arc<str>,
    /// How many lines it has, those at fault among them. A fault may be of several, or of none.
    pub lines: u64,
    /// About how many bytes of the table it takes up.
    pub bytes: u64,
    /// Those of its lines that could not be read, by place, ascending.
    pub faults: Vec<(u64, Fault)>,
    /// Where in its text each of the other lines begins, in a table that is text.
    pub at: Option<Vec<At>>,
    /// What became of its claims, in a table that has whole ones.
    pub claims: Option<Claims>,
    content: Content,
}

#[derive(Debug)]
enum Content {
    Parquet(parquet::Range),
    Batches(Vec<RecordBatch>),
}

/// The parts of a table.
pub type Parts = Box<dyn Iterator<Item = Result<Part, ReadError>> + Send>;

/// The batches of a part.
pub type Batches = Box<dyn Iterator<Item = Result<RecordBatch, ReadError>>>;

impl Table {
    /// Opens a table, or every table in a folder by name. Names that begin with a dot or an underscore
    /// are passed over.
    ///
    /// # Errors
    /// When one cannot be read, or the folder holds anything else or nothing.
    pub fn open_all(path: &Path, format: Option<Format>) -> Result<Vec<Self>, ReadError> {
        match path.is_dir() {
            true => folder::files(path)?
                .iter()
                .map(|path| Self::open(path, format))
                .collect(),
            false => Ok(vec![Self::open(path, format)?]),
        }
    }

    /// Opens a table, whose format is told by its name or content where it is not stated; `-` is
    /// standard input.
    ///
    /// # Errors
    /// When it cannot be read or is not of that format.
    pub fn open(path: &Path, format: Option<Format>) -> Result<Self, ReadError> {
        if path == Path::new("-") {
            return Self::stream("<stdin>", format, Box::new(io::stdin()));
        }
        let name = path.display().to_string();
        let metadata = fs::metadata(path).map_err(|error| ReadError::io(&name, &error))?;
        if metadata.is_dir() {
            return Err(ReadError::new(
                &name,
                "it is a folder, where a table is wanted",
            ));
        }
        let format = format.or_else(|| Format::of(path));
        let format = match format {
            None if metadata.is_file() && x12::begins(path, &name)? => Some(Format::X12),
            format => format,
        };
        let format = known(&name, format)?;
        let kind = Kind::open(path, format, &name)?;
        let kind = match (&kind, metadata.is_file()) {
            (Kind::Csv(_) | Kind::Ipc(_) | Kind::X12(_), true) => Kind::Closed {
                path: path.to_owned(),
                format,
                schema: kind.schema(),
            },
            _ => kind,
        };
        Ok(Self {
            name,
            bytes: Some(metadata.len()),
            kind,
        })
    }

    /// Takes a table from a stream: CSV, X12, or Arrow IPC as a stream.
    ///
    /// # Errors
    /// When it cannot be read, or a format is not stated or cannot be read from a stream.
    pub fn stream(
        name: &str,
        format: Option<Format>,
        input: Box<dyn Read + Send>,
    ) -> Result<Self, ReadError> {
        let kind = match known(name, format)? {
            Format::Parquet => {
                let problem = "Parquet is not read from a stream: name a file";
                return Err(ReadError::new(name, problem));
            }
            Format::Csv => Kind::Csv(Box::new(csv::Csv::open(input, name)?)),
            Format::Ipc => Kind::Ipc(ipc::Ipc::stream(input, name)?),
            Format::X12 => Kind::X12(x12::X12::new(input)),
        };
        Ok(Self {
            name: name.to_owned(),
            bytes: None,
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
        self.kind.schema()
    }

    /// Its parts in order, with these columns.
    ///
    /// # Errors
    /// When it has not all of them, or one is of another type.
    pub fn parts(self, columns: &SchemaRef) -> Result<Parts, ReadError> {
        self.kind.parts(self.name.into(), columns)
    }
}

impl Kind {
    fn open(path: &Path, format: Format, name: &str) -> Result<Self, ReadError> {
        let open = || File::open(path).map_err(|error| ReadError::io(name, &error));
        Ok(match format {
            Format::Parquet => Self::Parquet(parquet::Parquet::open(path.to_owned(), name)?),
            Format::Csv => Self::Csv(Box::new(csv::Csv::open(Box::new(open()?), name)?)),
            Format::Ipc => Self::Ipc(ipc::Ipc::open(path, name)?),
            Format::X12 => Self::X12(x12::X12::new(Box::new(open()?))),
        })
    }

    fn schema(&self) -> SchemaRef {
        match self {
            Self::Parquet(table) => table.schema(),
            Self::Csv(table) => table.schema(),
            Self::Ipc(table) => table.schema(),
            Self::X12(_) => x12::schema(),
            Self::Closed { schema, .. } => schema.clone(),
        }
    }

    fn parts(self, name: Arc<str>, columns: &SchemaRef) -> Result<Parts, ReadError> {
        match self {
            Self::Parquet(table) => table.parts(name, columns),
            Self::Csv(table) => table.parts(name, columns),
            Self::Ipc(table) => table.parts(name, columns),
            Self::X12(table) => table.parts(name, columns),
            Self::Closed { path, format, .. } => {
                Self::open(&path, format, &name)?.parts(name, columns)
            }
        }
    }
}

fn known(name: &str, format: Option<Format>) -> Result<Format, ReadError> {
    let problem = "its name does not tell its format: state it by --input-format";
    format.ok_or_else(|| ReadError::new(name, problem))
}

impl Part {
    /// Those of its lines that could be read, in order, in batches of at most so many.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn batches(self, size: usize) -> Result<Batches, ReadError> {
        match self.content {
            Content::Parquet(range) => range.batches(size),
            Content::Batches(batches) => {
                let slices = batches.into_iter().flat_map(move |batch| {
                    let rows = batch.num_rows();
                    let slice = move |at| batch.slice(at, size.min(rows - at));
                    (0..rows).step_by(size.max(1)).map(slice)
                });
                Ok(Box::new(slices.map(Ok)))
            }
        }
    }
}

impl Format {
    /// The format that a name tells by its end.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "parquet" | "pq" => Some(Self::Parquet),
            "csv" => Some(Self::Csv),
            "arrow" | "arrows" | "ipc" | "feather" => Some(Self::Ipc),
            "x12" | "edi" | "837" | "837p" | "837i" => Some(Self::X12),
            _ => None,
        }
    }
}

/// Where the columns asked for stand in a table.
fn places(table: &str, have: &SchemaRef, wanted: &SchemaRef) -> Result<Vec<usize>, ReadError> {
    let place = |field: &Arc<Field>| {
        let problem = || {
            format!(
                "it has no column `{}`, which the first table has: tables that are screened together have the same columns",
                field.name()
            )
        };
        have.index_of(field.name())
            .map_err(|_| ReadError::new(table, problem()))
    };
    wanted.fields().iter().map(place).collect()
}

/// Where the columns asked for stand, all of the type asked for.
fn typed_places(
    table: &str,
    have: &SchemaRef,
    wanted: &SchemaRef,
) -> Result<Vec<usize>, ReadError> {
    let places = places(table, have, wanted)?;
    let found = places.iter().filter_map(|place| have.fields().get(*place));
    let mut pairs = found.zip(wanted.fields());
    match pairs.find(|(have, wanted)| have.data_type() != wanted.data_type()) {
        None => Ok(places),
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
