//! What is on file: the sources of a corpus with their editions.

use coverdict_model::{
    date::{Date, PartialDate},
    id::Id,
    source::{Document, Provenance, SourceKind, Status},
};
use coverdict_program::{Edition, Program, Source};
use schemars::JsonSchema;
use serde::Serialize;

/// The version of the listing's form.
const FORMAT: u32 = 1;

/// What is on file.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Listing {
    /// The version of this form.
    pub(crate) format: u32,
    /// The digest of the corpus, SHA-256 in hexadecimal.
    pub(crate) corpus: String,
    /// The sources, by kind in order of precedence, then by publisher and name.
    pub(crate) sources: Vec<ListedSource>,
}

/// A source.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct ListedSource {
    /// Its kind.
    pub(crate) kind: SourceKind,
    /// Who publishes it, as its last edition says.
    pub(crate) publisher: Id,
    /// Its number or name.
    pub(crate) source: Id,
    /// Its title, as its last edition says.
    pub(crate) title: String,
    /// Its editions, ascending by the earliest day of their start.
    pub(crate) editions: Vec<ListedEdition>,
}

/// An edition.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct ListedEdition {
    /// Its name within the source.
    pub(crate) edition: Id,
    /// The first day on which it is in effect.
    pub(crate) effective: PartialDate,
    /// The first day on which it is no longer in effect, when stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ended: Option<PartialDate>,
    /// When its publisher made it public, when stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) published: Option<PartialDate>,
    /// When we recorded it.
    #[schemars(with = "String")]
    pub(crate) recorded: Date,
    /// Whether it is in use.
    pub(crate) status: Status,
    /// The edition that it corrects.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) supersedes: Option<Id>,
    /// Whether it is known from an excerpt only.
    pub(crate) excerpt: bool,
    /// Where it is known from whom it applies to; none where nothing limits it.
    pub(crate) applies_by: Vec<Provenance>,
    /// The document that it was taken from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) document: Option<Document>,
}

impl Listing {
    /// What is on file in a corpus.
    pub(crate) fn new(program: &Program) -> Self {
        let mut sources: Vec<ListedSource> = program.sources.iter().filter_map(source).collect();
        sources.sort_by(|one, other| {
            let key = |of: &ListedSource| (of.kind, of.publisher.clone(), of.source.clone());
            key(one).cmp(&key(other))
        });
        Self {
            format: FORMAT,
            corpus: program.corpus.clone(),
            sources,
        }
    }
}

fn source(source: &Source) -> Option<ListedSource> {
    let last = source.editions.last()?;
    let editions = source.editions.iter();
    Some(ListedSource {
        kind: source.kind,
        publisher: last.publisher.clone(),
        source: source.id.clone(),
        title: last.title.to_string(),
        editions: editions.map(|one| edition(source, one)).collect(),
    })
}

fn edition(source: &Source, edition: &Edition) -> ListedEdition {
    let superseded = edition.supersedes;
    let superseded = superseded.and_then(|at| source.editions.get(at as usize));
    ListedEdition {
        edition: edition.id.edition.clone(),
        effective: edition.effective,
        ended: edition.ended,
        published: edition.published,
        recorded: edition.recorded,
        status: edition.status,
        supersedes: superseded.map(|edition| edition.id.edition.clone()),
        excerpt: edition.excerpt,
        applies_by: edition.provenance.clone(),
        document: edition.document.clone(),
    }
}
