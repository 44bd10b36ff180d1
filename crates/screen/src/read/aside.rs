//! Lines that are not screened.

use std::fmt;

/// Lines that are not screened, or something wrong outside of lines, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aside {
    /// The table.
    pub table: String,
    /// The number of the first of these lines, from 1, over all tables in order; of the next line where
    /// the fault takes none.
    pub line: u64,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong with a line, or with what lines stand in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where it is, in a table that is text.
    pub at: Option<At>,
    /// How many lines are not screened for it: one, but where it is of a claim or of what claims stand in.
    pub lines: u64,
    /// The piece of an 837 that is set aside.
    pub piece: Option<Box<Piece>>,
    /// The column that is at fault.
    pub column: Option<String>,
    /// What stands there, cut off where it is long.
    pub value: Option<String>,
    /// What kind of fault it is.
    pub why: Why,
    /// What is wrong.
    pub problem: String,
}

/// A place in a table that is text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum At {
    /// The line of text, from 1.
    Line(u64),
    /// The byte, from 0.
    Byte(u64),
}

/// A piece of an 837 that is set aside: a claim, a transaction, or what is damaged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The stable code of the fault, such as `E1219`; none where passing it over is none.
    pub code: Option<&'static str>,
    /// The segment that is at fault, such as `segment 12 (CLM)`.
    pub segment: Option<String>,
    /// The claim's identifier (`CLM01`), as far as it can be told.
    pub claim: Option<String>,
    /// Its first byte.
    pub begin: u64,
    /// The byte after its last.
    pub end: u64,
    /// How many claims it has.
    pub claims: u64,
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
    /// It is of a claim in which something is wrong.
    ClaimAtFault,
    /// It is of a transaction that is not read.
    TransactionNotRead,
    /// Nothing is wrong with a line, but with the envelope that claims stand in.
    Envelope,
    /// The rest of the table cannot be read; how many lines it has nobody knows.
    RestNotRead,
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
            Self::ClaimAtFault => "claim-at-fault",
            Self::TransactionNotRead => "transaction-not-read",
            Self::Envelope => "envelope",
            Self::RestNotRead => "rest-not-read",
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
            at: None,
            lines: 1,
            piece: None,
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
        f.write_str(&self.table)?;
        if self.fault.piece.is_none() {
            write!(f, ", line {}", self.line)?;
        }
        match self.fault.at {
            Some(At::Line(line)) => write!(f, " (line {line} of the text)")?,
            Some(At::Byte(byte)) => write!(f, ", byte {byte}")?,
            None => {}
        }
        // The claim's identifier stands in the file of what is set aside, and in no message.
        if let Some(segment) = self
            .fault
            .piece
            .as_ref()
            .and_then(|piece| piece.segment.as_ref())
        {
            write!(f, ", {segment}")?;
        }
        if let Some(column) = &self.fault.column {
            write!(f, ", column `{column}`")?;
        }
        write!(f, ": {}", self.fault.problem)?;
        match self.fault.piece.as_ref().and_then(|piece| piece.code) {
            Some(code) => write!(f, " ({code})"),
            None => Ok(()),
        }
    }
}
