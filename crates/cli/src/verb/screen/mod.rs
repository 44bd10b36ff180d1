//! `coverdict screen`: claim lines by the table, each with the finding that `assess` would give it.

mod report;

use std::{
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::{Result, bail};
use coverdict_codes::CodeLists;
use coverdict_program::Program;
use coverdict_screen::{
    Proposals, Screening,
    layout::Wanted,
    read::{Format as TableFormat, Table},
    write::Output,
};

use crate::{
    Done,
    claims::{Claims, advised},
    documents::Documents,
    load,
    output::{self, Format},
    render,
};

/// Screen tables of claim lines: what do the sources in force say about each?
///
/// A line that is screened gets the finding that `assess` would give it. A finding denies no one.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    claims: Claims,
    /// The file to write, whose ending tells its format.
    #[arg(short, long, value_name = "FILE", required_unless_present = "explain")]
    output: Option<PathBuf>,
    /// A corpus folder, or a file made by `coverdict compile`; the shipped corpus if not stated.
    #[arg(long, value_name = "DIR|FILE")]
    corpus: Option<PathBuf>,
    /// The columns to carry over to the findings; those that say no fact if not stated.
    #[arg(long, value_name = "COLUMN", value_delimiter = ',')]
    keep: Option<Vec<String>>,
    /// The columns of findings to write, such as `outcome,sources,missing`; all if not stated.
    #[arg(long, value_name = "COLUMN", value_delimiter = ',')]
    findings: Option<Vec<String>>,
    /// Explain this line instead, by its number over all tables.
    #[arg(long, value_name = "LINE", conflicts_with = "output", value_parser = clap::value_parser!(u64).range(1..))]
    explain: Option<u64>,
    /// Which codes to propose to whoever decides a line: a table of your own, in YAML. A proposal denies
    /// nothing.
    #[arg(long, value_name = "FILE", conflicts_with = "explain")]
    proposals: Option<PathBuf>,
    /// How the findings are written, if their file's name does not tell.
    #[arg(long, value_enum, value_name = "FORMAT")]
    output_format: Option<TableKind>,
    /// How the summary, or the finding explained, is printed.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
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

impl From<TableKind> for TableFormat {
    fn from(kind: TableKind) -> Self {
        match kind {
            TableKind::Parquet => Self::Parquet,
            TableKind::Csv => Self::Csv,
            TableKind::Ipc => Self::Ipc,
        }
    }
}

/// Runs the verb.
pub(crate) fn run(args: &Args) -> Result<Done> {
    let program = load::program(args.corpus.as_deref())?;
    let tables = args.claims.open()?;
    let against = args.claims.against()?;
    let proposals = proposals(args, &program)?;
    let wanted = Wanted {
        keep: args.keep.as_deref(),
        findings: args.findings.as_deref(),
    };
    let mut screening = args
        .claims
        .screening(&program, &tables, &against, &against.map, wanted)?;
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

fn proposals(args: &Args, program: &Program) -> Result<Option<Proposals>> {
    let path = args.proposals.as_deref();
    let read = path.map(|path| Proposals::load(path, program)).transpose();
    read.map_err(|failure| anyhow::anyhow!(failure.render(load::render_options())))
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
    let mut meter = args.claims.meter(&tables)?;
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
