//! `coverdict evidence`: the bibliography of a corpus.

mod page;
mod table;

use std::path::PathBuf;

use anyhow::{Context as _, Result, anyhow};
use coverdict_check::evidence::{RecordFile, evidence, last_recorded};
use coverdict_model::date::{Date, parse_day};

use crate::{Done, load, outline::Form, output};

/// Show what the sources of a corpus rest on: their references, how old they are, who shares them, and which of them
/// were retracted.
///
/// Nothing is looked up: records of publications are read from files that you have downloaded. The exit code is 1
/// when a source rests on a publication that was retracted.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The corpus folder; the shipped corpus if not stated.
    #[arg(value_name = "CORPUS")]
    corpus: Option<PathBuf>,
    /// Files of records: PubMed's .nbib or XML, works of Crossref in JSON, the CSV of Retraction Watch.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    records: Vec<PathBuf>,
    /// The day as on which ages are counted; the last day on which the corpus was recorded if not stated.
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    today: Option<Date>,
    /// From how many years on a publication is stale.
    #[arg(long, value_name = "YEARS", default_value_t = 10)]
    stale_after: u32,
    /// How the bibliography is written.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// How a bibliography is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For a terminal.
    Text,
    /// Markdown.
    Markdown,
    /// A whole page of HTML.
    Html,
    /// The publications as a table, one a row.
    Csv,
    /// One documented object.
    Json,
}

/// Runs the verb.
pub(crate) fn run(args: &Args) -> Result<Done> {
    let loaded = load::read(args.corpus.as_deref())?
        .map_err(|failure| anyhow!(failure.render(load::render_options())))?;
    let today = args.today.or_else(|| last_recorded(&loaded.corpus));
    let today = today
        .context("the corpus has no recorded day to count ages from: state one with --today")?;
    let files = args.records.iter().map(|path| RecordFile::open(path));
    let files = files.collect::<Result<Vec<_>, _>>()?;
    let (bibliography, _) = evidence(&loaded, today, args.stale_after, &files)?;
    let form = match args.format {
        Format::Text => Some(Form::Text),
        Format::Markdown => Some(Form::Markdown),
        Format::Html => Some(Form::Html),
        Format::Csv | Format::Json => None,
    };
    match form {
        Some(form) => output::print(&page::outline(&bibliography).render(form))?,
        None if args.format == Format::Csv => output::print(&table::csv(&bibliography)?)?,
        None => output::print_json(&bibliography)?,
    }
    let error = bibliography
        .problems
        .iter()
        .any(|one| one.severity == "error");
    Ok(match error {
        true => Done::Failing,
        false => Done::Well,
    })
}
