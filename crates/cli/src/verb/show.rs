//! `coverdict show`: one edition, as the outline that a medical director signs.

mod asked;
mod criteria;
mod edition;
mod reference;

use std::path::PathBuf;

use anyhow::{Result, anyhow, bail};
use coverdict_corpus::read::nearest;
use coverdict_model::{corpus::Corpus, id::Id, source::Edition};

pub(crate) use criteria::text as criterion_text;
pub(crate) use reference::citation;

use crate::{Done, load, outline::Form, output};

/// Show one edition of a source as an outline for the person who answers for it.
///
/// Of a source with several editions the one that starts last is shown, and the others are named.
/// Which one is in force depends on the case, and is not guessed from today's date.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The source, with the edition where another than the last is meant: CMM-204, or
    /// CMM-204@2024-08-01.
    #[arg(value_name = "SOURCE[@EDITION]")]
    source: String,
    /// The corpus folder; the shipped corpus if not stated.
    #[arg(long, value_name = "DIR")]
    corpus: Option<PathBuf>,
    /// How the outline is written.
    #[arg(long, value_enum, default_value = "text")]
    format: Form,
}

/// Runs the verb.
pub(crate) fn run(args: &Args) -> Result<Done> {
    let corpus = load::corpus(args.corpus.as_deref())?;
    let chosen = chosen(&corpus, &args.source)?;
    let outline = edition::outline(&corpus, chosen);
    output::print(&outline.render(args.format))?;
    Ok(Done::Well)
}

/// The edition that is meant by a source, or by a source and an edition of it.
pub(crate) fn chosen<'c>(corpus: &'c Corpus, wanted: &str) -> Result<&'c Edition> {
    let (source, edition) = match wanted.split_once('@') {
        Some((source, edition)) => (source, Some(edition)),
        None => (wanted, None),
    };
    let editions = editions(corpus, source);
    if editions.is_empty() {
        let known = corpus.editions.keys().map(|id| id.source.as_str());
        let help = nearest(source, known, "`coverdict sources` lists what is on file");
        bail!("no source `{source}` is on file: {help}");
    }
    let Some(edition) = edition else {
        return last(&editions).ok_or_else(|| anyhow!("no edition of `{source}` is on file"));
    };
    let mut named = editions.iter().copied();
    named
        .find(|one| one.id.edition.as_str() == edition)
        .ok_or_else(|| {
            let known: Vec<&str> = editions.iter().map(|one| one.id.edition.as_str()).collect();
            anyhow!(
                "no edition `{edition}` of `{source}` is on file: there is {}",
                known.join(", ")
            )
        })
}

/// The editions of a source, by their start.
fn editions<'c>(corpus: &'c Corpus, source: &str) -> Vec<&'c Edition> {
    let all = corpus.editions.values();
    let mut own: Vec<_> = all
        .filter(|edition| edition.id.source.as_str() == source)
        .collect();
    own.sort_by_key(|edition| (edition.effective.earliest(), edition.recorded));
    own
}

/// The edition that starts last, and of a correction and what it corrects the correction.
fn last<'c>(editions: &[&'c Edition]) -> Option<&'c Edition> {
    let corrected = |name: &Id| {
        let mut others = editions.iter();
        others.any(|other| other.supersedes.as_ref() == Some(name))
    };
    let mut latest = editions.iter().rev();
    latest
        .find(|edition| !corrected(&edition.id.edition))
        .or(editions.last())
        .copied()
}
