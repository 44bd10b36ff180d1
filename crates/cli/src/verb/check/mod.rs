//! `coverdict check`: a corpus examined before anyone is judged by it.

mod examination;
mod fix;
mod report;
mod sarif;
mod save;
mod settings;
mod text;

use std::{num::NonZeroUsize, path::PathBuf, thread};

use anyhow::Result;
use coverdict_check::Weight;
use coverdict_corpus::diagnostic::{Code, Severity};
use coverdict_model::date::{Date, parse_day};

pub(crate) use report::Report;

use crate::{Done, load, output};
use examination::Examination;

/// Examine a corpus: what is wrong in it, and where its sources leave something open.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The corpus folder; the shipped corpus if not stated.
    corpus: Option<PathBuf>,
    /// The day as on which it is examined; not stated: the last day on which anything in it was recorded.
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    today: Option<Date>,
    /// How what is found is printed.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// A file of settings; not stated: `coverdict-check.yaml` beside the corpus folder, where there is one.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Let a code weigh otherwise: `error`, `warning`, `note` or `off`.
    #[arg(long, value_name = "CODE=WEIGHT", value_parser = settings::severity)]
    severity: Vec<(Code, Weight)>,
    /// Tell of this code alone; several may be named.
    #[arg(long, value_name = "CODE", value_parser = settings::code)]
    only: Vec<Code>,
    /// Do not tell of this code.
    #[arg(long, value_name = "CODE", value_parser = settings::code)]
    skip: Vec<Code>,
    /// How many threads ask; as many as the machine has if not stated. It changes no result.
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
    /// Write each case that shows something into this folder, as a case file with the engine's answer.
    #[arg(long, value_name = "DIR")]
    save: Option<PathBuf>,
    /// Make the changes that are safe, in the files: the corpus means the same afterwards.
    #[arg(long, requires = "corpus")]
    fix: bool,
}

/// How what is found is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// One documented object.
    Json,
    /// SARIF 2.1.0, for pages that show problems beside the code.
    Sarif,
}

/// Runs the verb.
pub(crate) fn run(args: &Args) -> Result<Done> {
    let config = settings::config(args)?;
    let threads = args
        .threads
        .or_else(|| thread::available_parallelism().ok())
        .unwrap_or(NonZeroUsize::MIN);
    let examination = match load::read(args.corpus.as_deref())? {
        Ok(loaded) => {
            let examination = Examination::of(loaded, args.today, &config, threads)?;
            match &args.corpus {
                Some(folder) if args.fix => {
                    fix::fix(examination, folder, args.today, &config, threads)?
                }
                _ => examination,
            }
        }
        Err(failure) => Examination::refused(*failure),
    };
    if let Some(folder) = &args.save {
        save::save(&examination, folder)?;
    }
    match args.format {
        Format::Text => output::print(&text::text(&examination))?,
        Format::Json => output::print_json(&Report::new(&examination))?,
        Format::Sarif => output::print_json(&sarif::log(&examination))?,
    }
    Ok(match examination.count(Severity::Error) {
        0 => Done::Well,
        _ => Done::Failing,
    })
}
