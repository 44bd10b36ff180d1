//! What can be wrong with the file of a list.

use std::{fmt, io};

/// The most faults of a file that are told; the rest is counted.
pub const MAX_FAULTS: usize = 100;

/// A stable code of a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaultCode(&'static str, &'static str);

impl FaultCode {
    /// A line is longer than any line of the layout.
    pub const LONG_LINE: Self = Self("E0901", "list-long-line");
    /// A line ends before its last field.
    pub const TRUNCATED: Self = Self("E0902", "list-truncated-line");
    /// A line is no record of the layout.
    pub const NOT_A_RECORD: Self = Self("E0903", "list-not-a-record");
    /// A record does not follow from the one before.
    pub const OUT_OF_SEQUENCE: Self = Self("E0904", "list-out-of-sequence");
    /// A code does not have the form of the system's codes.
    pub const CODE_FORM: Self = Self("E0905", "list-code-form");
    /// A code stands twice in one list.
    pub const TWICE: Self = Self("E0906", "list-code-twice");
    /// A date is none, or is missing where there must be one.
    pub const DATE: Self = Self("E0907", "list-date");
    /// A field has a value that the layout does not know.
    pub const VALUE: Self = Self("E0908", "list-value");
    /// A text is empty, or contains an invisible character.
    pub const TEXT: Self = Self("E0909", "list-text");
    /// The file holds no code.
    pub const EMPTY: Self = Self("E0910", "list-empty");
    /// The file is not the list of the year that was named.
    pub const YEAR: Self = Self("E0911", "list-year");

    /// Every code.
    pub const ALL: [Self; 11] = [
        Self::LONG_LINE,
        Self::TRUNCATED,
        Self::NOT_A_RECORD,
        Self::OUT_OF_SEQUENCE,
        Self::CODE_FORM,
        Self::TWICE,
        Self::DATE,
        Self::VALUE,
        Self::TEXT,
        Self::EMPTY,
        Self::YEAR,
    ];

    /// The number that never changes, such as `E0902`.
    #[must_use]
    pub fn id(self) -> &'static str {
        self.0
    }

    /// The name that people remember, such as `list-truncated-line`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.1
    }
}

/// One fault of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line and column, both counted from one; none: the file as a whole.
    pub place: Option<(u64, usize)>,
    /// The stable code.
    pub code: FaultCode,
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub help: String,
}

/// All the faults of a file, in the order of its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults {
    /// The name of the file.
    pub file: String,
    /// The faults, at most [`MAX_FAULTS`].
    pub told: Vec<Fault>,
    /// How many more there are.
    pub more: u64,
}

/// Why the file of a list is not used.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It cannot be read.
    #[error("{file} cannot be read: {error}")]
    Unreadable {
        /// The name of the file.
        file: String,
        /// What the system says.
        error: io::Error,
    },
    /// It has faults.
    #[error(transparent)]
    Faulty(#[from] Faults),
}

impl Faults {
    pub(crate) fn new(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            told: Vec::new(),
            more: 0,
        }
    }

    /// Adds a fault at a line and column.
    pub(crate) fn at(
        &mut self,
        line: u64,
        column: usize,
        code: FaultCode,
        what: impl Into<String>,
        help: &str,
    ) {
        self.add(Fault {
            place: Some((line, column)),
            code,
            what: what.into(),
            help: help.to_owned(),
        });
    }

    /// Adds a fault of the file as a whole.
    pub(crate) fn whole(&mut self, code: FaultCode, what: impl Into<String>, help: &str) {
        self.add(Fault {
            place: None,
            code,
            what: what.into(),
            help: help.to_owned(),
        });
    }

    fn add(&mut self, fault: Fault) {
        match self.told.len() < MAX_FAULTS {
            true => self.told.push(fault),
            false => self.more = self.more.saturating_add(1),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.told.is_empty()
    }
}

impl std::error::Error for Faults {}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, fault) in self.told.iter().enumerate() {
            if number > 0 {
                f.write_str("\n")?;
            }
            write!(f, "error[{}]: {}", fault.code, fault.what)?;
            match fault.place {
                Some((line, column)) => write!(f, "\n  --> {}:{line}:{column}", self.file)?,
                None => write!(f, "\n  --> {}", self.file)?,
            }
            write!(f, "\n  help: {}", fault.help)?;
        }
        if self.more > 0 {
            write!(f, "\nand {} more faults in {}", self.more, self.file)?;
        }
        Ok(())
    }
}

impl fmt::Display for FaultCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.0, self.1)
    }
}
