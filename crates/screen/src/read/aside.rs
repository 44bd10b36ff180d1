//! Lines that are not screened.

use std::fmt;

/// A line that is not screened, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aside {
    /// The table.
    pub table: String,
    /// The number of the line, from 1, over all tables in order.
    pub line: u64,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line of text on which it begins, in a table that is text.
    pub text_line: Option<u64>,
    /// The column that is at fault.
    pub column: Option<String>,
    /// What stands there, cut off where it is long.
    pub value: Option<String>,
    /// What kind of fault it is.
    pub why: Why,
    /// What is wrong.
    pub problem: String,
}

/// Why a line is not screened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// It has more or fewer fields than the table has columns.
    WrongNumberOfFields,
    /// It is no text in UTF-8.
    NotUtf8,
    /// It is larger than any line may be.
    TooLarge,
    /// It has no date of service.
    NoDateOfService,
    /// A value does not fit the type of its fact.
    DoesNotFit,
    /// Its member has no coverage on the day of service, or its plan no entry.
    NoCoverageOnDate,
    /// Entries of its member or plan for the days of service differ.
    CoverageDiffers,
}

impl Why {
    /// The word for it in tables and reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::WrongNumberOfFields => "wrong-number-of-fields",
            Self::NotUtf8 => "not-utf8",
            Self::TooLarge => "too-large",
            Self::NoDateOfService => "no-date-of-service",
            Self::DoesNotFit => "does-not-fit",
            Self::NoCoverageOnDate => "no-coverage-on-date",
            Self::CoverageDiffers => "coverage-differs",
        }
    }
}

impl Fault {
    /// A fault of a line as such.
    pub(crate) fn new(why: Why, problem: impl fmt::Display) -> Self {
        Self {
            text_line: None,
            column: None,
            value: None,
            why,
            problem: problem.to_string(),
        }
    }

    /// The fault of a value in a column.
    pub(crate) fn of(column: &str, value: &str, why: Why, problem: impl fmt::Display) -> Self {
        const SHOWN: usize = 200;
        Self {
            column: Some(column.to_owned()),
            value: Some(value.chars().take(SHOWN).collect()),
            ..Self::new(why, problem)
        }
    }
}

impl fmt::Display for Aside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, line {}", self.table, self.line)?;
        if let Some(line) = self.fault.text_line {
            write!(f, " (line {line} of the text)")?;
        }
        if let Some(column) = &self.fault.column {
            write!(f, ", column `{column}`")?;
        }
        write!(f, ": {}", self.fault.problem)
    }
}
