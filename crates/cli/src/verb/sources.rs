//! `coverdict sources`: what is on file.

use std::path::PathBuf;

use anyhow::Result;
use coverdict_model::source::Status;

use crate::{
    Done,
    listing::{ListedEdition, ListedSource, Listing},
    load,
    output::{self, Format},
    render::{self, Page},
};

/// List what is on file, in order of precedence.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A corpus folder, or a file made by `coverdict compile`; the shipped corpus if not stated.
    #[arg(long, value_name = "DIR|FILE")]
    corpus: Option<PathBuf>,
    /// How the list is printed.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// Runs the verb.
pub(crate) fn run(args: &Args) -> Result<Done> {
    let listing = Listing::new(&load::program(args.corpus.as_deref())?);
    match args.format {
        Format::Json => output::print_json(&listing)?,
        Format::Text => output::print(&page(&listing))?,
    }
    Ok(Done::Well)
}

fn page(listing: &Listing) -> String {
    let mut page = Page::default();
    let mut kind = None;
    for source in &listing.sources {
        if kind.replace(source.kind) != Some(source.kind) {
            page.blank();
            page.title(render::kind(source.kind));
        }
        self::source(&mut page, source);
    }
    page.blank();
    let editions: usize = listing.sources.iter().map(|one| one.editions.len()).sum();
    let corpus = listing.corpus.get(..12).unwrap_or(&listing.corpus);
    page.faint(&format!(
        "{} sources, {editions} editions · corpus {corpus} · one of them: coverdict show SOURCE",
        listing.sources.len()
    ));
    page.into_text()
}

fn source(page: &mut Page, source: &ListedSource) {
    let about = format!("{} ({})", source.title, source.publisher);
    page.columns(2, &[(source.source.as_str(), 32)], &about);
    for edition in &source.editions {
        page.columns(4, &[(&span(edition), 30)], &details(edition).join("; "));
    }
}

fn span(edition: &ListedEdition) -> String {
    match edition.ended {
        Some(ended) => format!("{} to {ended}", edition.effective),
        None => format!("from {}", edition.effective),
    }
}

fn details(edition: &ListedEdition) -> Vec<String> {
    let mut details = Vec::new();
    if edition.edition.as_str() != edition.effective.to_string() {
        details.push(format!("edition {}", edition.edition));
    }
    if edition.status != Status::Active {
        details.push(edition.status.name().to_owned());
    }
    let corrected = edition.supersedes.as_ref();
    details.extend(corrected.map(|edition| format!("corrects {edition}")));
    details.push(match edition.published {
        Some(published) => format!("published {published}"),
        None => "publication not stated".to_owned(),
    });
    details.push(format!("recorded {}", edition.recorded));
    if edition.excerpt {
        details.push("known from an excerpt".to_owned());
    }
    let by: Vec<&str> = edition.applies_by.iter().map(|one| one.name()).collect();
    details.push(match by.is_empty() {
        true => "applies to all".to_owned(),
        false => format!("applicability {}", by.join(", ")),
    });
    details.push(match &edition.document {
        Some(document) => {
            let digest = document.sha256.get(..8).unwrap_or(&document.sha256);
            format!("{} ({digest})", document.name)
        }
        None => "no document".to_owned(),
    });
    details
}
