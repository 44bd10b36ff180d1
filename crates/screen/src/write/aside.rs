//! The lines set aside, as CSV.

use std::{io::Write as _, path::Path};

use super::{Beside, WriteError, csv::quoted};
use crate::read::{Aside, At};

const COLUMNS: [&str; 15] = [
    "table",
    "line",
    "lines",
    "text_line",
    "byte",
    "segment",
    "claim",
    "claims",
    "begin_byte",
    "end_byte",
    "column",
    "value",
    "why",
    "code",
    "problem",
];

/// A file of the lines that were set aside: where each stands and what is wrong with it.
#[derive(Debug)]
pub struct SetAside(Beside);

impl SetAside {
    /// Begins a file.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn create(path: &Path) -> Result<Self, WriteError> {
        let mut file = Self(Beside::create(path)?);
        file.write(COLUMNS)?;
        Ok(file)
    }

    /// Writes down a line.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn append(&mut self, aside: &Aside) -> Result<(), WriteError> {
        let fault = &aside.fault;
        let piece = fault.piece.as_deref();
        let number = |number: Option<u64>| number.map(|one| one.to_string()).unwrap_or_default();
        let (text_line, byte) = match fault.at {
            Some(At::Line(line)) => (Some(line), None),
            Some(At::Byte(byte)) => (None, Some(byte)),
            None => (None, None),
        };
        self.write([
            &aside.table,
            &number((fault.lines > 0).then_some(aside.line)),
            &fault.lines.to_string(),
            &number(text_line),
            &number(byte),
            piece
                .and_then(|one| one.segment.as_deref())
                .unwrap_or_default(),
            piece
                .and_then(|one| one.claim.as_deref())
                .unwrap_or_default(),
            &number(piece.map(|one| one.claims)),
            &number(piece.map(|one| one.begin)),
            &number(piece.map(|one| one.end)),
            fault.column.as_deref().unwrap_or_default(),
            fault.value.as_deref().unwrap_or_default(),
            fault.why.name(),
            piece.and_then(|one| one.code).unwrap_or_default(),
            &fault.problem,
        ])
    }

    /// Ends the file and gives it its name.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(self) -> Result<(), WriteError> {
        self.0.finish()
    }

    fn write(&mut self, fields: [&str; COLUMNS.len()]) -> Result<(), WriteError> {
        let fields = fields.map(quoted);
        let written = writeln!(self.0, "{}", fields.join(","));
        written.map_err(|error| WriteError::new(self.0.path(), error))
    }
}
