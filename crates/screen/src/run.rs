//! From tables to findings: read, screened and written at the same time.
//!
//! Parts are dealt out to the threads in turn and their findings collected in the same turn, so that
//! the result does not hang on how many there are. No more than a few parts are held at a time.

mod abreast;
mod fit;
mod prepared;
mod turn;
mod view;
mod worker;

use std::num::NonZeroUsize;

use arrow_array::RecordBatch;
use coverdict_model::{date::Date, finding::Finding, well_known};
use coverdict_program::Program;

use crate::{
    join::{self, Days, Joins, Of, Step},
    kernel::Kernel,
    layout::Layout,
    proposals::Proposals,
    read::{Aside, Fault, ReadError, Table},
    summary::Summary,
    write::{Output, WriteError},
};
pub use abreast::{Abreast, Read};
pub use prepared::{Lines, Prepared};
use turn::{in_turn, parts};
use worker::{Screened, Worker};

/// A screening of tables.
#[derive(Debug)]
pub struct Screening<'p> {
    /// The program of the corpus.
    pub program: &'p Program,
    /// What is read of the tables and carried over.
    pub layout: Layout,
    /// The tables that lines are held against.
    pub joins: &'p Joins,
    /// The codes that are proposed; the layout has their columns.
    pub proposals: Option<&'p Proposals>,
    /// The day as of which the corpus is consulted; none: all that is on file.
    pub known_as_of: Option<Date>,
    /// What is done at a line that cannot be screened.
    pub bad_row: BadRow,
    /// How many threads screen.
    pub threads: NonZeroUsize,
    /// How many lines are screened at once. It changes no result.
    pub batch: NonZeroUsize,
}

/// What is done at a line that cannot be screened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadRow {
    /// The screening stops.
    Stop,
    /// The line is set aside.
    SetAside,
}

/// How far a screening is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// The lines done.
    pub lines: u64,
    /// About the bytes of the tables done.
    pub bytes: u64,
}

/// What hears of a screening while it goes on.
pub trait Listener {
    /// A line was set aside.
    ///
    /// # Errors
    /// When it cannot be written down.
    fn set_aside(&mut self, line: &Aside) -> Result<(), WriteError>;

    /// So much is done.
    fn progress(&mut self, progress: Progress);

    /// All lines are screened; the findings get their name after this.
    ///
    /// # Errors
    /// When what was set aside cannot be written.
    fn end(&mut self) -> Result<(), WriteError>;
}

/// Why tables cannot be screened.
#[derive(Debug, thiserror::Error)]
pub enum ScreenError {
    /// A table cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// Findings cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// A line cannot be screened, and lines are not to be set aside.
    #[error("{0}")]
    BadRow(Box<Aside>),
    /// The tables have no line of that number.
    #[error("there is no line {line}: the tables have {lines}")]
    NoLine {
        /// The number asked for.
        line: u64,
        /// How many lines there are.
        lines: u64,
    },
    /// A thread ended that should not have; what it said stands on standard error.
    #[error(
        "a thread ended before its work was done, and nothing is written: this is a fault of the program"
    )]
    Broken,
}

impl Screening<'_> {
    /// Screens tables into a file.
    ///
    /// # Errors
    /// When a table cannot be read, a line not be screened, or the file not be written. The file then
    /// does not come to be.
    pub fn run(
        &self,
        tables: Vec<Table>,
        mut output: Output,
        listener: &mut dyn Listener,
    ) -> Result<Summary, ScreenError> {
        let encoder = &output.encoder();
        let kernel = &self.kernel();
        let parts = parts(tables, &self.layout.read);
        let worker = || {
            let mut worker = Worker::new(self, kernel);
            move |first, part| worker.screen(first, part, encoder)
        };
        let mut summary = Summary::default();
        let mut progress = Progress::default();
        in_turn(self.threads, parts, worker, |screened: Screened| {
            for aside in screened.aside {
                if self.bad_row == BadRow::Stop {
                    return Err(ScreenError::BadRow(Box::new(aside)));
                }
                summary.set_aside(&aside.fault);
                listener.set_aside(&aside)?;
            }
            output.append(screened.findings)?;
            progress.lines += screened.summary.lines;
            progress.bytes += screened.bytes;
            summary.add(screened.summary);
            listener.progress(progress);
            Ok(())
        })?;
        listener.end()?;
        output.finish()?;
        Ok(summary)
    }

    /// The engine's finding on one line of the tables, with its trace.
    ///
    /// # Errors
    /// When there is no such line, or it cannot be read or screened.
    pub fn explain(&self, tables: Vec<Table>, line: u64) -> Result<Finding, ScreenError> {
        let mut lines = 0;
        for dealt in parts(tables, &self.layout.read) {
            let (first, part) = dealt;
            let part = part?;
            lines = first + part.lines;
            if (first + 1..=lines).contains(&line) {
                return Worker::new(self, &self.kernel()).explain(first, part, line);
            }
        }
        Err(ScreenError::NoLine { line, lines })
    }

    /// Appends what another table knows of lines.
    fn join(
        &self,
        batch: &RecordBatch,
        step: Step,
        faults: &mut Vec<(usize, Fault)>,
    ) -> Result<RecordBatch, ReadError> {
        let spans = match step.of {
            Of::Members => &self.joins.members,
            Of::Plans => &self.joins.plans,
        };
        match spans {
            Some(spans) => join::append(batch, step, spans, self.days(), faults),
            None => Ok(batch.clone()),
        }
    }

    /// Appends, for every line, the numbers of the authorizations that it lies within; nothing at all without a table
    /// of these.
    pub fn authorize(&self, batch: &RecordBatch, numbers: &mut Vec<Option<String>>) {
        let code = self.program.fact(well_known::CODE);
        let code = code.and_then(|fact| self.layout.binding.columns(fact).first());
        if let (Some(authorizations), Some(member), Some(code)) =
            (&self.joins.authorizations, self.layout.member, code)
        {
            let by = join::By {
                member,
                code: *code,
                days: self.days(),
            };
            numbers.extend(authorizations.numbers(batch, by));
        }
    }

    fn days(&self) -> Days {
        Days {
            first: self.layout.binding.day,
            last: self.layout.binding.through,
        }
    }

    /// The program, laid out for the columns.
    #[must_use]
    pub fn kernel(&self) -> Kernel<'_> {
        Kernel::new(self.program, &self.layout.binding, self.known_as_of)
    }
}
