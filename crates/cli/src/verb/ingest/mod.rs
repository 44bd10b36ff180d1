//! `coverdict ingest`: what a payer's document says.

mod report;
mod text;

use std::{
    fs::File,
    io::Read as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, ensure};
use coverdict_ingest::{Ingested, ingest, read::Limits};

pub(crate) use report::Report;

use crate::{Done, output};

/// Read documents of payers, and tell what each of them says: number, title, dates, position, codes, precedence.
///
/// What the document states in two ways, or only perhaps, is left open with its readings; each reading has the words that
/// it rests on. Nothing is sent anywhere. The exit code is 1 when a document could not be read; the others are.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Plain text or Markdown.
    #[arg(required = true, value_name = "DOCUMENT")]
    documents: Vec<PathBuf>,
    /// The largest document that is read, in MiB.
    #[arg(long, value_name = "MIB", default_value_t = 64)]
    max_size: u64,
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
    let mut report = Report::default();
    for path in &args.documents {
        match read(path, limits) {
            Ok(ingested) => report.documents.push(report::document(&ingested)),
            Err(error) => {
                output::error(&error);
                report.unread.push(report::Unread {
                    name: path.display().to_string(),
                    why: format!("{error:#}"),
                });
            }
        }
    }
    match args.format {
        Format::Text => output::print(&text::text(&report))?,
        Format::Json => output::print_json(&report)?,
    }
    Ok(match report.unread.is_empty() {
        true => Done::Well,
        false => Done::Failing,
    })
}

fn read(path: &Path, limits: Limits) -> Result<Ingested> {
    let name = path.display();
    let file = File::open(path).with_context(|| format!("{name} cannot be read"))?;
    let size = file.metadata().map_or(0, |metadata| metadata.len());
    ensure!(
        size <= limits.bytes,
        "{name}: it has {size} bytes, more than are read: raise --max-size, or split it"
    );
    let mut bytes = Vec::new();
    // What grows while it is read is cut off, and then refused as too large.
    file.take(limits.bytes.saturating_add(1))
        .read_to_end(&mut bytes)
        .with_context(|| format!("{name} cannot be read"))?;
    let file_name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    let file_name = file_name.unwrap_or_else(|| name.to_string());
    ingest(&file_name, &bytes, limits).with_context(|| format!("{name} cannot be read"))
}
