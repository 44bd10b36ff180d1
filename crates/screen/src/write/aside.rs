//! The lines set aside, as CSV.

use std::{io::Write as _, path::Path};

use super::{Beside, WriteError, csv::quoted};
use crate::read::Aside;

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
        file.write(&[
            "table",
            "line",
            "text_line",
            "column",
            "value",
            "why",
            "problem",
        ])?;
        Ok(file)
    }

    /// Writes down a line.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn append(&mut self, aside: &Aside) -> Result<(), WriteError> {
        let fault = &aside.fault;
        let text_line = fault.text_line.map(|line| line.to_string());
        self.write(&[
            &aside.table,
            &aside.line.to_string(),
            &text_line.unwrap_or_default(),
            fault.column.as_deref().unwrap_or_default(),
            fault.value.as_deref().unwrap_or_default(),
            fault.why.name(),
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

    fn write(&mut self, fields: &[&str]) -> Result<(), WriteError> {
        let fields: Vec<String> = fields.iter().map(|field| quoted(field)).collect();
        let written = writeln!(self.0, "{}", fields.join(","));
        written.map_err(|error| WriteError::new(self.0.path(), error))
    }
}
