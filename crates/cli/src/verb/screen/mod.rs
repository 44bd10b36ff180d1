//! `coverdict screen`: claim lines by the table, each with the finding that `assess` would give it.

mod map;
mod meter;
mod report;

use std::{
    num::NonZeroUsize,
    path::{Path, PathBuf},
    thread,
    time::Instant,
};

use anyhow::{Result, bail};
use coverdict_codes::CodeLists;
use coverdict_model::date::{Date, parse_day};
use coverdict_program::Program;
use coverdict_screen::{
    Joins, Layout, Proposals, ScreenError, Screening,
    join::{Authorizations, Of, Spans},
    layout::Wanted,
    read::{Format as TableFormat, Table},
    run::BadRow,
    write::{Output, SetAside},
};

use crate::{
    Done,
    documents::Documents,
    load,
    output::{self, Format},
    render,
};
use meter::Meter;

/// How many lines are screened at once.
const BATCH: NonZeroUsize = NonZeroUsize::new(1 << 14).unwrap();

/// Screen tables of claim lines: what do the sources in force say about each?
///
/// A line that is screened gets the finding that `assess` would give it. A finding denies no one.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The tables of claim lines, in order, or folders of them: Parquet, CSV, Arrow IPC, or X12 837; `-`
    /// is standard input. Their columns are called as the facts, or --map names them.
    #[arg(required = true, value_name = "CLAIMS")]
    claims: Vec<PathBuf>,
    /// The file to write, whose ending tells its format.
    #[arg(short, long, value_name = "FILE", required_unless_present = "explain")]
    output: Option<PathBuf>,
    /// A corpus folder, or a file made by `coverdict compile`; the shipped corpus if not stated.
    #[arg(long, value_name = "DIR|FILE")]
    corpus: Option<PathBuf>,
    /// Consult the corpus as it was known on this day.
    #[arg(long, value_name = "DATE", value_parser = day)]
    known_as_of: Option<Date>,
    /// How many threads screen; as many as the machine has if not stated. It changes no result.
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
    /// A file that says which columns say which facts, a line `column: fact` each.
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// The columns to carry over to the findings; those that say no fact if not stated.
    #[arg(long, value_name = "COLUMN", value_delimiter = ',')]
    keep: Option<Vec<String>>,
    /// The columns of findings to write, such as `outcome,sources,missing`; all if not stated.
    #[arg(long, value_name = "COLUMN", value_delimiter = ',')]
    findings: Option<Vec<String>>,
    /// Explain this line instead, by its number over all tables.
    #[arg(long, value_name = "LINE", conflicts_with = "output", value_parser = clap::value_parser!(u64).range(1..))]
    explain: Option<u64>,
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
    /// Which codes to propose to whoever decides a line: a table of your own, in YAML. A proposal denies
    /// nothing.
    #[arg(long, value_name = "FILE", conflicts_with = "explain")]
    proposals: Option<PathBuf>,
    /// What is done at a line that cannot be screened, or a claim that cannot be read.
    #[arg(long, value_enum, default_value = "stop")]
    on_bad_row: OnBadRow,
    /// The file to which lines and claims are set aside, as CSV: where each stands, and why.
    #[arg(long, value_name = "FILE", required_if_eq("on_bad_row", "set-aside"))]
    set_aside: Option<PathBuf>,
    /// How the claims are written, if names do not tell.
    #[arg(long, value_enum, value_name = "FORMAT")]
    input_format: Option<InputKind>,
    /// How the findings are written, if their file's name does not tell.
    #[arg(long, value_enum, value_name = "FORMAT")]
    output_format: Option<TableKind>,
    /// How the summary, or the finding explained, is printed.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
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

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum TableKind {
    /// Apache Parquet.
    Parquet,
    /// Text with a comma between its fields, the first line naming the columns.
    Csv,
    /// Arrow IPC, as a file or a stream.
    Ipc,
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

impl From<TableKind> for TableFormat {
    fn from(kind: TableKind) -> Self {
        match kind {
            TableKind::Parquet => Self::Parquet,
            TableKind::Csv => Self::Csv,
            TableKind::Ipc => Self::Ipc,
        }
    }
}

fn day(text: &str) -> Result<Date, String> {
    parse_day(text).map_err(|error| error.to_string())
}

/// Runs the verb.
pub(crate) fn run(args: &Args) -> Result<Done> {
    let program = load::program(args.corpus.as_deref())?;
    let tables = tables(args)?;
    let joins = joins(args)?;
    let proposals = proposals(args, &program)?;
    let mut screening = screening(args, &program, &joins, &tables)?;
    if let Some(proposals) = &proposals {
        screening.layout = screening.layout.proposing(&program, proposals)?;
        screening.proposals = Some(proposals);
    }
    match (&args.output, args.explain) {
        (None, Some(line)) => explain(args, &screening, tables, line),
        (Some(path), _) => screen(args, path, &screening, tables),
        (None, None) => bail!("name the file to write by -o, or a line by --explain"),
    }
}

fn tables(args: &Args) -> Result<Vec<Table>> {
    let format = args.input_format.map(TableFormat::from);
    let mut tables = Vec::new();
    for path in &args.claims {
        tables.extend(Table::open_all(path, format)?);
    }
    Ok(tables)
}

fn joins(args: &Args) -> Result<Joins> {
    let spans = |path: &Option<PathBuf>, of| {
        let path = path.as_deref();
        path.map(|path| Spans::load(path, of)).transpose()
    };
    let authorizations = args.authorizations.as_deref().map(Authorizations::load);
    Ok(Joins {
        members: spans(&args.members, Of::Members)?,
        plans: spans(&args.plans, Of::Plans)?,
        authorizations: authorizations.transpose()?,
    })
}

fn proposals(args: &Args, program: &Program) -> Result<Option<Proposals>> {
    let path = args.proposals.as_deref();
    let read = path.map(|path| Proposals::load(path, program)).transpose();
    read.map_err(|failure| anyhow::anyhow!(failure.render(load::render_options())))
}

fn screening<'p>(
    args: &Args,
    program: &'p Program,
    joins: &'p Joins,
    tables: &[Table],
) -> Result<Screening<'p>> {
    let Some(first) = tables.first() else {
        bail!("name a table of claim lines");
    };
    let map = args.map.as_deref().map(map::read).transpose()?;
    let layout = Layout::new(
        program,
        &first.schema(),
        &map.unwrap_or_default(),
        Wanted {
            keep: args.keep.as_deref(),
            findings: args.findings.as_deref(),
        },
        joins,
    );
    let threads = args
        .threads
        .or_else(|| thread::available_parallelism().ok());
    Ok(Screening {
        program,
        layout: layout.map_err(|error| anyhow::anyhow!("{}: {error}", first.name()))?,
        joins,
        proposals: None,
        known_as_of: args.known_as_of,
        bad_row: match args.on_bad_row {
            OnBadRow::Stop => BadRow::Stop,
            OnBadRow::SetAside => BadRow::SetAside,
        },
        threads: threads.unwrap_or(NonZeroUsize::MIN),
        batch: BATCH,
    })
}

fn explain(args: &Args, screening: &Screening<'_>, tables: Vec<Table>, line: u64) -> Result<Done> {
    let finding = screening.explain(tables, line)?;
    match args.format {
        Format::Json => output::print_json(&finding)?,
        Format::Text => output::print(&render::finding(
            &finding,
            screening.program,
            &Documents::default(),
            &CodeLists::new(),
        ))?,
    }
    Ok(Done::Well)
}

fn screen(args: &Args, path: &Path, screening: &Screening<'_>, tables: Vec<Table>) -> Result<Done> {
    let format = args.output_format.map(TableFormat::from);
    let output = Output::create(path, format, &screening.layout.result)?;
    let aside = args
        .set_aside
        .as_deref()
        .map(SetAside::create)
        .transpose()?;
    let mut meter = Meter::new(&tables, aside);
    let begun = Instant::now();
    let summary = screening.run(tables, output, &mut meter);
    drop(meter);
    let summary = summary.map_err(advised)?;
    match args.format {
        Format::Json => output::print_json(&summary)?,
        Format::Text => output::print(&report::page(&summary, path, begun.elapsed()))?,
    }
    Ok(Done::Well)
}

/// An error with what to do about it.
fn advised(error: ScreenError) -> anyhow::Error {
    match error {
        ScreenError::BadRow(_) => anyhow::anyhow!(
            "{error}\nmend it, or go on without it: --on-bad-row set-aside --set-aside FILE"
        ),
        other => other.into(),
    }
}
