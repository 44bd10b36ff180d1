//! `coverdict diff`: what one edition, or one corpus, changes against another.

pub(super) mod outline;

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use coverdict_check::diff::{self, CorpusDiff, EditionDiff, Side};
use coverdict_model::corpus::Corpus;

pub(crate) use outline::relation;

use crate::{Done, load, outline::Form, output, verb::show};

/// Tell what one edition changes against another: what is written, and what it means.
///
/// Both may be editions of one source, or of two publishers; or both may be folders, which are then compared whole.
/// For coverage, the new one is equal, wider, narrower, or wider in some cases and narrower in others; a case shows
/// each, with what the engine answers by either.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The old edition, or the folder of the old corpus.
    #[arg(value_name = "SOURCE[@EDITION]|DIR")]
    old: String,
    /// The new edition, or the folder of the new corpus.
    #[arg(value_name = "SOURCE[@EDITION]|DIR")]
    new: String,
    /// The corpus folder of the editions; the shipped corpus if not stated.
    #[arg(long, value_name = "DIR")]
    corpus: Option<PathBuf>,
    /// The corpus folder of the new edition, where that is another.
    #[arg(long, value_name = "DIR")]
    new_corpus: Option<PathBuf>,
    /// How it is told.
    #[arg(long, value_enum, default_value = "text")]
    format: Told,
}

/// How a difference is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Told {
    /// For a terminal.
    Text,
    /// Markdown, for a committee's papers.
    Markdown,
    /// A whole page of HTML.
    Html,
    /// One documented object.
    Json,
}

impl Told {
    /// The form of an outline; none for JSON.
    pub(crate) fn form(self) -> Option<Form> {
        match self {
            Self::Text => Some(Form::Text),
            Self::Markdown => Some(Form::Markdown),
            Self::Html => Some(Form::Html),
            Self::Json => None,
        }
    }
}

/// What `coverdict diff --format json` prints.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Difference {
    /// Between two editions.
    Editions(EditionDiff),
    /// Between two corpora.
    Corpora(CorpusDiff),
}

/// Runs the verb.
pub(crate) fn run(args: &Args) -> Result<Done> {
    let difference = difference(args)?;
    match args.format.form() {
        None => output::print_json(&difference)?,
        Some(form) => {
            let outline = match &difference {
                Difference::Editions(diff) => outline::editions(diff),
                Difference::Corpora(diff) => outline::corpora(&args.old, &args.new, diff),
            };
            output::print(&outline.render(form))?;
        }
    }
    Ok(Done::Well)
}

fn difference(args: &Args) -> Result<Difference> {
    let (old, new) = (Path::new(&args.old), Path::new(&args.new));
    match (old.is_dir(), new.is_dir()) {
        (true, true) => {
            let (old, new) = (load::corpus(Some(old))?, load::corpus(Some(new))?);
            return Ok(Difference::Corpora(diff::corpora(&old, &new)));
        }
        (true, false) => bail!(
            "{} is a folder and {} is none: name two folders or two editions",
            args.old,
            args.new
        ),
        (false, true) => bail!(
            "{} is a folder and {} is none: name two folders or two editions",
            args.new,
            args.old
        ),
        (false, false) => {}
    }
    let corpus = load::corpus(args.corpus.as_deref())?;
    let other: Option<Corpus> = match &args.new_corpus {
        Some(folder) => Some(load::corpus(Some(folder))?),
        None => None,
    };
    let new_corpus = other.as_ref().unwrap_or(&corpus);
    let old = show::chosen(&corpus, &args.old)?;
    let new = show::chosen(new_corpus, &args.new)?;
    let old = Side {
        corpus: &corpus,
        edition: &old.id,
    };
    let new = Side {
        corpus: new_corpus,
        edition: &new.id,
    };
    Ok(Difference::Editions(diff::editions(old, new)?))
}
