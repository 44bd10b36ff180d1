//! Findings as a file.
//!
//! A file is written under a temporary name beside its place and gets its own when it is complete, so
//! that what was interrupted is never taken for whole.

mod aside;
mod beside;
mod csv;
mod ipc;
mod parquet;

use std::{fmt, path::Path};

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;

use crate::read::Format;
pub use aside::SetAside;
pub use beside::Beside;

/// Why findings cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("{file} cannot be written: {problem}")]
pub struct WriteError {
    /// The file.
    pub file: String,
    /// What is wrong.
    pub problem: String,
}

impl WriteError {
    pub(crate) fn new(file: &Path, problem: impl fmt::Display) -> Self {
        Self {
            file: file.display().to_string(),
            problem: problem.to_string(),
        }
    }
}

/// A file of findings that is being written.
#[derive(Debug)]
pub struct Output {
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Parquet(parquet::Parquet),
    Csv(csv::Csv),
    Ipc(ipc::Ipc),
}

/// Makes findings ready to be written; every thread may have its own.
#[derive(Debug, Clone)]
pub struct Encoder(Encoding);

#[derive(Debug, Clone)]
enum Encoding {
    Parquet(parquet::Encoder),
    Csv(csv::Encoder),
    Ipc(ipc::Encoder),
}

/// Findings on the lines of a part, ready to be written.
#[derive(Debug)]
pub struct Encoded(Ready);

#[derive(Debug)]
enum Ready {
    Parquet(parquet::Encoded),
    Csv(String),
    Ipc(RecordBatch),
}

impl Output {
    /// Begins a file, whose format is told by its name where it is not stated.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn create(
        path: &Path,
        format: Option<Format>,
        schema: &SchemaRef,
    ) -> Result<Self, WriteError> {
        let kind = match format.or_else(|| Format::of(path)) {
            Some(Format::Parquet) => Kind::Parquet(parquet::Parquet::create(path, schema)?),
            Some(Format::Csv) => Kind::Csv(csv::Csv::create(path, schema)?),
            Some(Format::Ipc) => Kind::Ipc(ipc::Ipc::create(path, schema)?),
            // Findings are a table, and no claims.
            Some(Format::X12) | None => {
                let problem =
                    "its name does not tell its format: end it in .parquet, .csv or .arrow";
                return Err(WriteError::new(path, problem));
            }
        };
        Ok(Self { kind })
    }

    /// What makes findings ready for this file.
    #[must_use]
    pub fn encoder(&self) -> Encoder {
        Encoder(match &self.kind {
            Kind::Parquet(file) => Encoding::Parquet(file.encoder()),
            Kind::Csv(file) => Encoding::Csv(file.encoder()),
            Kind::Ipc(file) => Encoding::Ipc(file.encoder()),
        })
    }

    /// Writes the findings of the next part.
    ///
    /// # Errors
    /// When they cannot be written: the disk may be full.
    pub fn append(&mut self, part: Encoded) -> Result<(), WriteError> {
        match (&mut self.kind, part.0) {
            (Kind::Parquet(file), Ready::Parquet(part)) => file.append(part),
            (Kind::Csv(file), Ready::Csv(part)) => file.append(part),
            (Kind::Ipc(file), Ready::Ipc(part)) => file.append(&part),
            // INVARIANT: an encoder comes from the file that its parts are written to.
            _ => Ok(()),
        }
    }

    /// Ends the file and gives it its name.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(self) -> Result<(), WriteError> {
        match self.kind {
            Kind::Parquet(file) => file.finish(),
            Kind::Csv(file) => file.finish(),
            Kind::Ipc(file) => file.finish(),
        }
    }
}

impl Encoder {
    /// Makes the findings of a part ready.
    ///
    /// # Errors
    /// When a column has no form in the file's format.
    pub fn encode(&self, part: &RecordBatch) -> Result<Encoded, WriteError> {
        Ok(Encoded(match &self.0 {
            Encoding::Parquet(encoder) => Ready::Parquet(encoder.encode(part)?),
            Encoding::Csv(encoder) => Ready::Csv(encoder.encode(part)?),
            Encoding::Ipc(encoder) => Ready::Ipc(encoder.encode(part)?),
        }))
    }
}
