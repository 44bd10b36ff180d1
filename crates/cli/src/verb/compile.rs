//! `coverdict compile`: a corpus as the program that the other verbs load in milliseconds.

use std::{fs, path::PathBuf};

use anyhow::{Context as _, Result};

use crate::{Done, load, output};

/// Compile a corpus into a file that loads in milliseconds.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The corpus folder.
    corpus: PathBuf,
    /// The file to write.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

/// Runs the verb.
pub(crate) fn run(args: &Args) -> Result<Done> {
    let program = load::compiled(&args.corpus)?;
    let bytes = program.to_bytes()?;
    // Written beside and renamed, so that an interrupted file is never taken for a whole one.
    let mut beside = args.output.clone().into_os_string();
    beside.push(".part");
    let beside = PathBuf::from(beside);
    let cannot = || format!("{} cannot be written", args.output.display());
    fs::write(&beside, &bytes).with_context(cannot)?;
    fs::rename(&beside, &args.output).with_context(cannot)?;
    let editions: usize = program
        .sources
        .iter()
        .map(|source| source.editions.len())
        .sum();
    output::print(&format!(
        "{} sources, {editions} editions, {} bytes; corpus {}\n",
        program.sources.len(),
        bytes.len(),
        program.corpus
    ))?;
    Ok(Done::Well)
}
