//! `coverdict assess`: one case, explained.

use std::path::PathBuf;

use anyhow::{Result, bail};
use coverdict_engine::Assessor;
use coverdict_model::date::{Date, parse_day};

use crate::{
    Done, case, codes,
    documents::Documents,
    load,
    output::{self, Format},
    render,
};

/// Answer one case: what do the sources in force say, and why?
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The case, YAML or JSON; `-` is standard input.
    case: PathBuf,
    /// A corpus folder, or a file made by `coverdict compile`; the shipped corpus if not stated.
    #[arg(long, value_name = "DIR|FILE")]
    corpus: Option<PathBuf>,
    /// Answer as if the drafts of the corpus folder were published: to try one, never to decide a case.
    #[arg(long, requires = "corpus")]
    drafts: bool,
    /// Consult the corpus as it was known on this day.
    #[arg(long, value_name = "DATE", value_parser = day)]
    known_as_of: Option<Date>,
    /// A folder with your own copies of the documents, from which sentences are quoted.
    #[arg(long, value_name = "DIR")]
    documents: Option<PathBuf>,
    #[command(flatten)]
    codes: codes::ListFiles,
    #[command(flatten)]
    descriptors: codes::DescriptorFiles,
    /// How the finding is printed.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

fn day(text: &str) -> Result<Date, String> {
    parse_day(text).map_err(|error| error.to_string())
}

/// Runs the verb.
pub(crate) fn run(args: &Args) -> Result<Done> {
    if let Some(folder) = &args.documents
        && !folder.is_dir()
    {
        bail!(
            "{} is not a folder: name the one with your copies of the documents",
            folder.display()
        );
    }
    let program = match &args.corpus {
        Some(folder) if args.drafts => load::with_drafts(folder)?,
        corpus => load::program(corpus.as_deref())?,
    };
    let mut case = case::read(&args.case, &program)?.case;
    case.known_as_of = args.known_as_of.or(case.known_as_of);
    let lists = codes::with_descriptors(codes::lists(&args.codes)?, &args.descriptors)?;
    let finding = Assessor::new(&program).with_codes(&lists).assess(case);
    match args.format {
        Format::Json => output::print_json(&finding)?,
        Format::Text => {
            let documents = Documents::new(args.documents.clone());
            output::print(&render::finding(&finding, &program, &documents, &lists))?;
        }
    }
    Ok(Done::Well)
}
