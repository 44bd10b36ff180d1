//! Tables of claim lines, as the user names them for every verb that screens.

mod map;
mod meter;
mod number;

use std::{collections::BTreeMap, num::NonZeroUsize, path::PathBuf, thread};

use anyhow::{Result, bail};
use coverdict_model::date::{Date, parse_day};
use coverdict_program::Program;
use coverdict_screen::{
    Joins, Layout, ScreenError, Screening,
    binding::THROUGH,
    join::{Authorizations, MEMBER, Of, Spans},
    layout::Wanted,
    read::{Format as TableFormat, Table},
    run::BadRow,
    write::SetAside,
};

pub(crate) use meter::Meter;
pub(crate) use number::{apart, grouped, rate, share};

/// How many lines are screened at once.
const BATCH: NonZeroUsize = NonZeroUsize::new(1 << 14).unwrap();

/// What claims are read, and how.
#[derive(Debug, clap::Args)]
pub(crate) struct Claims {
    /// The tables of claim lines, in order, or folders of them: Parquet, CSV, Arrow IPC, or X12 837; `-`
    /// is standard input. Their columns are called as the facts, or --map names them.
    #[arg(required = true, value_name = "CLAIMS")]
    claims: Vec<PathBuf>,
    /// Consult the corpus as it was known on this day.
    #[arg(long, value_name = "DATE", value_parser = day)]
    known_as_of: Option<Date>,
    /// How many threads screen; as many as the machine has if not stated. It changes no result.
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
    /// A file that says which columns say which facts, a line `column: fact` each.
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// What is known of members on each day: a table with the columns `member_id`, `from`, `through`
    /// (the last day, or empty) and those called as facts, such as `plan`, `state`, `birth_date`.
    #[arg(long, value_name = "FILE")]
    members: Option<PathBuf>,
    /// What is known of plans on each day: a table with the columns `plan`, `from`, `through` and those
    /// called as facts, such as `line_of_business`, `funding`, `payer`.
    #[arg(long, value_name = "FILE")]
    plans: Option<PathBuf>,
    /// Approved prior authorizations: a table with the columns `authorization`, `member_id`, `code`,
    /// `from`, `through`, and `status` where not all are approved.
    #[arg(long, value_name = "FILE")]
    authorizations: Option<PathBuf>,
    /// What is done at a line that cannot be screened, or a claim that cannot be read.
    #[arg(long, value_enum, default_value = "stop")]
    on_bad_row: OnBadRow,
    /// The file to which lines and claims are set aside, as CSV: where each stands, and why.
    #[arg(long, value_name = "FILE", required_if_eq("on_bad_row", "set-aside"))]
    set_aside: Option<PathBuf>,
    /// How the claims are written, if names do not tell.
    #[arg(long, value_enum, value_name = "FORMAT")]
    input_format: Option<InputKind>,
}

/// How claims are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum InputKind {
    /// Apache Parquet.
    Parquet,
    /// Text with a comma between its fields, the first line naming the columns.
    Csv,
    /// Arrow IPC, as a file or a stream.
    Ipc,
    /// X12: claims of the 837, professional and institutional, in version 5010.
    X12,
}

/// What is done at a line that cannot be screened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum OnBadRow {
    /// Stop, and write nothing.
    Stop,
    /// Set the line aside with its reason, and go on.
    SetAside,
}

impl From<InputKind> for TableFormat {
    fn from(kind: InputKind) -> Self {
        match kind {
            InputKind::Parquet => Self::Parquet,
            InputKind::Csv => Self::Csv,
            InputKind::Ipc => Self::Ipc,
            InputKind::X12 => Self::X12,
        }
    }
}

fn day(text: &str) -> Result<Date, String> {
    parse_day(text).map_err(|error| error.to_string())
}

/// What lines are held against, and which of their columns say what.
pub(crate) struct Against {
    joins: Joins,
    pub(crate) map: BTreeMap<String, String>,
}

impl Claims {
    /// Opens the tables, one at least.
    pub(crate) fn open(&self) -> Result<Vec<Table>> {
        let format = self.input_format.map(TableFormat::from);
        let mut tables = Vec::new();
        for path in &self.claims {
            tables.extend(Table::open_all(path, format)?);
        }
        match tables.is_empty() {
            true => bail!("name a table of claim lines"),
            false => Ok(tables),
        }
    }

    /// Reads what lines are held against.
    pub(crate) fn against(&self) -> Result<Against> {
        let map = self.map.as_deref().map(map::read).transpose()?;
        Ok(Against {
            joins: self.joins()?,
            map: map.unwrap_or_default(),
        })
    }

    fn joins(&self) -> Result<Joins> {
        let spans = |path: &Option<PathBuf>, of| {
            let path = path.as_deref();
            path.map(|path| Spans::load(path, of)).transpose()
        };
        let authorizations = self.authorizations.as_deref().map(Authorizations::load);
        Ok(Joins {
            members: spans(&self.members, Of::Members)?,
            plans: spans(&self.plans, Of::Plans)?,
            authorizations: authorizations.transpose()?,
        })
    }

    /// A screening of the tables by a program.
    pub(crate) fn screening<'p>(
        &self,
        program: &'p Program,
        tables: &[Table],
        against: &'p Against,
        map: &BTreeMap<String, String>,
        wanted: Wanted<'_>,
    ) -> Result<Screening<'p>> {
        let Some(first) = tables.first() else {
            bail!("name a table of claim lines");
        };
        let layout = Layout::new(program, &first.schema(), map, wanted, &against.joins);
        let threads = self
            .threads
            .or_else(|| thread::available_parallelism().ok());
        Ok(Screening {
            program,
            layout: layout.map_err(|error| anyhow::anyhow!("{}: {error}", first.name()))?,
            joins: &against.joins,
            proposals: None,
            known_as_of: self.known_as_of,
            bad_row: match self.on_bad_row {
                OnBadRow::Stop => BadRow::Stop,
                OnBadRow::SetAside => BadRow::SetAside,
            },
            threads: threads.unwrap_or(NonZeroUsize::MIN),
            batch: BATCH,
        })
    }

    /// What hears of a screening of the tables.
    pub(crate) fn meter(&self, tables: &[Table]) -> Result<Meter> {
        let aside = self.set_aside.as_deref().map(SetAside::create);
        Ok(Meter::new(tables, aside.transpose()?))
    }
}

impl Against {
    /// What of the map a program can follow: an entry for a fact that it does not know is left out if another program
    /// knows it, so that it is an error if none does.
    pub(crate) fn map_for(&self, program: &Program, other: &Program) -> BTreeMap<String, String> {
        let is_followed = |fact: &str| {
            [MEMBER, THROUGH].contains(&fact)
                || program.fact(fact).is_some()
                || other.fact(fact).is_none()
        };
        let entries = self.map.iter().filter(|(_, fact)| is_followed(fact));
        entries
            .map(|(column, fact)| (column.clone(), fact.clone()))
            .collect()
    }

    /// The column that is mapped to the member.
    pub(crate) fn mapped_member(&self) -> Option<&str> {
        let mut entries = self.map.iter();
        let (column, _) = entries.find(|(_, fact)| *fact == MEMBER)?;
        Some(column)
    }
}

/// An error with what to do about it.
pub(crate) fn advised(error: ScreenError) -> anyhow::Error {
    match error {
        ScreenError::BadRow(_) => anyhow::anyhow!(
            "{error}\nmend it, or go on without it: --on-bad-row set-aside --set-aside FILE"
        ),
        other => other.into(),
    }
}
