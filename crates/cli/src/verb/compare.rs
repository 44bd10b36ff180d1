//! `coverdict compare`: what publishers hold of one service, side by side.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use coverdict_check::compare::{Compared, Comparison, Held, compare};
use coverdict_model::{
    corpus::Corpus,
    date::{Date, parse_day},
};

use super::diff::relation;
use crate::{
    Done, load,
    outline::{Block, Form, Item, Outline, Part, Table},
    output,
    render::contrast,
};

/// Put side by side what the sources on file hold of a service: the last edition of each.
///
/// Each is compared with one of them over every permitted case; where they differ, a case shows it.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The service, by its name or by a code: prolotherapy, M0076.
    service: String,
    /// The source that the others are compared with; the first coverage policy of the list if not stated.
    #[arg(long, value_name = "SOURCE")]
    against: Option<String>,
    /// The corpus folder; the shipped corpus if not stated.
    #[arg(long, value_name = "DIR")]
    corpus: Option<PathBuf>,
    /// The day by which the age of evidence is counted; the last day on which the corpus recorded something if not
    /// stated.
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    today: Option<Date>,
    /// How it is told.
    #[arg(long, value_enum, default_value = "text")]
    format: Told,
}

/// How a comparison is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Told {
    /// For a terminal.
    Text,
    /// Markdown.
    Markdown,
    /// A whole page of HTML.
    Html,
    /// A row a position of a source.
    Csv,
    /// One documented object.
    Json,
}

/// Runs the verb.
pub(crate) fn run(args: &Args) -> Result<Done> {
    let corpus = load::corpus(args.corpus.as_deref())?;
    let today = args.today.unwrap_or_else(|| last_recorded(&corpus));
    let comparison = compare(&corpus, &args.service, args.against.as_deref(), today)?;
    let form = match args.format {
        Told::Json => {
            output::print_json(&comparison)?;
            return Ok(Done::Well);
        }
        Told::Csv => {
            output::print(&csv(&comparison)?)?;
            return Ok(Done::Well);
        }
        Told::Text => Form::Text,
        Told::Markdown => Form::Markdown,
        Told::Html => Form::Html,
    };
    output::print(&outline(&comparison).render(form))?;
    Ok(Done::Well)
}

fn last_recorded(corpus: &Corpus) -> Date {
    let recorded = corpus.editions.values().map(|edition| edition.recorded);
    recorded.max().unwrap_or(Date::MIN)
}

fn outline(comparison: &Comparison) -> Outline {
    let publishers: std::collections::BTreeSet<_> = comparison
        .sources
        .iter()
        .map(|source| &source.publisher)
        .collect();
    let entries = vec![
        (
            "on file",
            format!(
                "{} sources of {} publishers",
                comparison.sources.len(),
                publishers.len()
            ),
        ),
        ("against", comparison.against.to_string()),
        ("ages as of", comparison.today.to_string()),
    ];
    let positions = Table {
        head: head(&["publisher", "source", "position", "label", "scope"]),
        rows: comparison.sources.iter().flat_map(positions).collect(),
    };
    let facts = Table {
        head: head(&[
            "source",
            "codes",
            "prior authorization",
            "effective",
            "published",
            "newest reference",
        ]),
        rows: comparison.sources.iter().map(facts).collect(),
    };
    let differences = comparison.sources.iter().filter_map(difference);
    let mut parts = vec![
        Part::new("In short", vec![Block::Entries(entries)]),
        Part::new("Positions", vec![Block::Table(positions)]),
        Part::new("Codes, dates and evidence", vec![Block::Table(facts)]),
    ];
    let differences: Vec<Item> = differences.collect();
    if !differences.is_empty() {
        let title = format!("Against {}", comparison.against);
        parts.push(Part::new(title, vec![Block::Items(differences)]));
    }
    Outline {
        title: format!("{}, by source", comparison.service),
        parts,
    }
}

fn head(names: &[&str]) -> Vec<String> {
    names.iter().map(ToString::to_string).collect()
}

fn positions(source: &Compared) -> Vec<Vec<String>> {
    let silent = Held {
        rule: None,
        position: "silent".to_owned(),
        label: None,
        scope: String::new(),
    };
    let held = match source.holds.is_empty() {
        true => std::slice::from_ref(&silent),
        false => source.holds.as_slice(),
    };
    let publisher = match &source.author {
        Some(author) => format!("{} (by {author})", source.publisher),
        None => source.publisher.to_string(),
    };
    let rows = held.iter().map(|held| {
        vec![
            publisher.clone(),
            source.edition.source.to_string(),
            held.position.clone(),
            held.label.clone().unwrap_or_default(),
            held.scope.clone(),
        ]
    });
    rows.collect()
}

fn facts(source: &Compared) -> Vec<String> {
    let codes: Vec<&str> = source.codes.iter().map(String::as_str).collect();
    let evidence = match (source.newest_reference, source.evidence_age) {
        (Some(year), Some(age)) => format!("{year}, {age} years old; {} in all", source.references),
        _ => "none on file".to_owned(),
    };
    vec![
        source.edition.to_string(),
        match codes.is_empty() {
            true => "none".to_owned(),
            false => codes.join(", "),
        },
        source.prior_authorization.to_string(),
        source.effective.to_string(),
        source
            .published
            .map_or_else(|| "not stated".to_owned(), |date| date.to_string()),
        evidence,
    ]
}

fn difference(source: &Compared) -> Option<Item> {
    let name = source.edition.source.as_str();
    if let Some(why) = &source.not_compared {
        return Some(Item::named(name, format!("not compared: {why}")));
    }
    let item = Item::named(name, relation(source.relation?));
    Some(match &source.witness {
        None => item,
        Some(witness) => item.of(vec![
            Item::named("case", contrast::case(&witness.case)),
            Item::named("there", contrast::coverage(&witness.old)),
            Item::named("here", contrast::coverage(&witness.new)),
        ]),
    })
}

fn csv(comparison: &Comparison) -> Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record([
        "publisher",
        "author",
        "kind",
        "source",
        "edition",
        "rule",
        "position",
        "label",
        "scope",
        "codes",
        "prior_authorization",
        "effective",
        "published",
        "recorded",
        "references",
        "newest_reference",
        "evidence_age",
        "relation",
    ])?;
    for source in &comparison.sources {
        let codes: Vec<&str> = source.codes.iter().map(String::as_str).collect();
        let text = |value: Option<String>| value.unwrap_or_default();
        for held in &source.holds {
            writer.write_record([
                source.publisher.to_string(),
                text(source.author.as_ref().map(ToString::to_string)),
                source.kind.to_string(),
                source.edition.source.to_string(),
                source.edition.edition.to_string(),
                text(held.rule.as_ref().map(ToString::to_string)),
                held.position.clone(),
                text(held.label.clone()),
                held.scope.clone(),
                codes.join(" "),
                source.prior_authorization.to_string(),
                source.effective.to_string(),
                text(source.published.map(|date| date.to_string())),
                source.recorded.to_string(),
                source.references.to_string(),
                text(source.newest_reference.map(|year| year.to_string())),
                text(source.evidence_age.map(|age| age.to_string())),
                text(source.relation.map(|found| relation(found).to_owned())),
            ])?;
        }
    }
    let bytes = writer.into_inner().context("the table cannot be written")?;
    String::from_utf8(bytes).context("the table is not text")
}
