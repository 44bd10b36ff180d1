//! `coverdict ingest`: what a payer's document says.

mod against;
mod drafts;
mod report;
mod settings;
mod text;

use std::{
    fs::File,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, ensure};
use coverdict_corpus::diagnostic::{Code, Severity};
use coverdict_ingest::{Ingested, draft::draft, ingest, lint::Config, read::Limits};
use coverdict_model::date::{Date, parse_day};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use drafts::Drafts;
pub(crate) use report::Report;

use crate::{Done, input, load, output};

/// Read documents of payers, and tell what each of them says: number, title, dates, position, codes, precedence.
///
/// What the document states in two ways, or only perhaps, is left open with its readings; each reading has the words that
/// it rests on. What is wrong in the document is told as well. Nothing is sent anywhere. The exit code is 1 when a document
/// could not be read; the others are; and when a problem was found that `--severity` makes an error.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Plain text, Markdown, HTML, PDF or DOCX; `-` for standard input.
    #[arg(required = true, value_name = "DOCUMENT")]
    documents: Vec<PathBuf>,
    /// Write a draft edition of each document into this folder, each in a folder of its own, with what each part rests
    /// on. What is there already is never overwritten.
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Tell what the document changes against a source on file: its last edition, or one named as SOURCE@EDITION.
    #[arg(long, value_name = "SOURCE")]
    against: Option<String>,
    /// The corpus folder in which that source is; the shipped corpus if not stated.
    #[arg(long, value_name = "DIR", requires = "against")]
    corpus: Option<PathBuf>,
    /// The day on which the drafts are recorded; today if not stated.
    #[arg(long, value_name = "DATE", value_parser = day)]
    recorded: Option<Date>,
    /// The largest document that is read, in MiB.
    #[arg(long, value_name = "MIB", default_value_t = 64)]
    max_size: u64,
    /// Let a problem of this code weigh otherwise: `error`, `warning`, `note` or `off`.
    #[arg(long, value_name = "CODE=WEIGHT", value_parser = settings::severity)]
    severity: Vec<(Code, Option<Severity>)>,
    /// After how many years without a newer reference the evidence is told to be stale.
    #[arg(long, value_name = "YEARS", default_value_t = Config::default().evidence_years)]
    evidence_years: u32,
    /// How it is told.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// How it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// One documented object.
    Json,
}

/// Runs the verb.
pub(crate) fn run(args: &Args) -> Result<Done> {
    let limits = Limits {
        bytes: args.max_size.saturating_mul(1024 * 1024),
        ..Limits::default()
    };
    if args.against.is_some() {
        ensure!(
            args.documents.len() == 1,
            "--against compares one document: name that alone"
        );
    }
    let recorded = drafts::recorded(args.recorded)?;
    let on_file = match args.against.as_deref() {
        Some(source) => Some((source, load::corpus(args.corpus.as_deref())?)),
        None => None,
    };
    let drafts = args.output.as_deref();
    let drafts = drafts.map(|folder| Drafts::new(folder, recorded));
    let mut drafts = drafts.transpose()?;
    let config = settings::config(args);
    let mut report = Report::default();
    let meter = meter(args.documents.len());
    for path in &args.documents {
        let name = input::name(path);
        meter.set_message(name.clone());
        match read(path, limits) {
            Ok(ingested) => {
                let mut told = report::document(&name, &ingested, &config);
                if let Some(drafts) = &mut drafts {
                    match drafts.write(&ingested, &told) {
                        Ok(written) => told.draft = Some(report::draft(&written)),
                        Err(error) => {
                            let error = error.context(format!("{name} was read, and not drafted"));
                            meter.suspend(|| output::error(&error));
                            told.failed.push(format!("{error:#}"));
                        }
                    }
                }
                if let Some((source, corpus)) = &on_file {
                    let draft = draft(&ingested, recorded, &corpus.catalogue);
                    match against::against(&draft, corpus, source) {
                        Ok(diff) => told.against = Some(diff),
                        Err(error) => {
                            let error = error.context(format!("{name} was read, and not compared"));
                            meter.suspend(|| output::error(&error));
                            told.failed.push(format!("{error:#}"));
                        }
                    }
                }
                report.documents.push(told);
            }
            Err(error) => {
                meter.suspend(|| output::error(&error));
                let why = format!("{error:#}");
                report.unread.push(report::Unread { name, why });
            }
        }
        meter.inc(1);
    }
    meter.finish_and_clear();
    match args.format {
        Format::Text => output::print(&text::text(&report))?,
        Format::Json => output::print_json(&report)?,
    }
    Ok(match report.is_well() {
        true => Done::Well,
        false => Done::Failing,
    })
}

fn day(text: &str) -> Result<Date, String> {
    parse_day(text).map_err(|error| error.to_string())
}

/// How many documents are read, on a terminal and where there are several.
fn meter(documents: usize) -> ProgressBar {
    let count = u64::try_from(documents).unwrap_or(u64::MAX);
    let bar = match documents {
        0 | 1 => return ProgressBar::hidden(),
        _ => ProgressBar::new(count),
    };
    bar.set_draw_target(ProgressDrawTarget::stderr());
    match ProgressStyle::with_template("{wide_bar} {pos}/{len} {msg}, {eta} left") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

fn read(path: &Path, limits: Limits) -> Result<Ingested> {
    let name = input::name(path);
    let cannot = || format!("{name} cannot be read");
    let file: Box<dyn io::Read> = match input::is_stdin(path) {
        true => Box::new(io::stdin().lock()),
        false => {
            let file = File::open(path).with_context(cannot)?;
            let metadata = file.metadata().with_context(cannot)?;
            ensure!(
                !metadata.is_dir(),
                "{name} is a folder: name the documents in it"
            );
            let size = metadata.len();
            ensure!(
                size <= limits.bytes,
                "{name}: it has {size} bytes, more than are read: raise --max-size, or split it"
            );
            Box::new(file)
        }
    };
    let mut bytes = Vec::new();
    // What grows while it is read is cut off, and then refused as too large.
    file.take(limits.bytes.saturating_add(1))
        .read_to_end(&mut bytes)
        .with_context(cannot)?;
    let file_name = path.file_name().filter(|_| !input::is_stdin(path));
    let file_name = file_name.map(|name| name.to_string_lossy().into_owned());
    let file_name = file_name.unwrap_or_else(|| "stdin".to_owned());
    ingest(&file_name, &bytes, limits).with_context(cannot)
}
