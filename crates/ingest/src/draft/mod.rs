//! A draft edition of what a document says: it runs as a checklist, and says what is open.
//!
//! Nothing of it was reviewed: it is a draft by its status, and takes no part before a person publishes it. What the
//! document does not settle is put so that the draft runs, and named as open; what it takes from the document is tied to
//! the words that it rests on. The words themselves stay in the document.

mod base;
mod excluded;
mod files;
mod leaves;
mod making;
mod names;
mod places;
mod provenance;
mod rules;
mod subject;

use std::collections::{BTreeMap, BTreeSet};

use coverdict_model::{
    date::{Date, PartialDate},
    fact::Catalogue,
    id::Id,
    reference::Reference,
    source::{
        Applies, Document, Edition, EditionId, GoverningDate, Otherwise, PriorAuthorization,
        Provenance as Given, Service, Status,
    },
};

pub use base::{File, base, measures};
pub use files::{Account, files};
pub use provenance::{Origin, Provenance};

use crate::{Ingested, recognise::Meaning};
use making::Making;

/// A draft of an edition.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// The name of its folder, made of its number, or of the name of the file.
    pub name: String,
    /// The edition.
    pub edition: Edition,
    /// What a person has to settle.
    pub open: Vec<Open>,
    /// The facts that its criteria ask for.
    pub facts: Catalogue,
    /// The literature that it cites.
    pub references: BTreeMap<Id, Reference>,
    /// What each part of it rests on.
    pub provenance: Vec<Provenance>,
}

/// Something that a person has to settle.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Open {
    /// The place in the edition: keys from the first level down.
    pub path: Vec<String>,
    /// What is open, and what stands there meanwhile.
    pub why: String,
    /// Whether the draft cannot be read before it is settled.
    pub stops: bool,
}

impl Draft {
    /// Whether it can be run as it is.
    #[must_use]
    pub fn runs(&self) -> bool {
        !self.open.iter().any(|open| open.stops)
    }
}

/// Drafts an edition of what a document says, as recorded on a day, for a corpus that declares some facts already.
#[must_use]
pub fn draft(ingested: &Ingested, recorded: Date, known: &Catalogue) -> Draft {
    let mut making = Making::new(ingested);
    let document = &ingested.document;
    let stem = document.name.rsplit_once('.');
    let stem = stem.map_or(document.name.as_str(), |(stem, _)| stem);
    let number = making.words(Meaning::Number, "id", || {
        format!("the name of the file stands here: {stem}")
    });
    let number = number.unwrap_or_else(|| stem.to_owned());
    let name = names::slug(&number);
    let kind = making.kind();
    let title = making.words(Meaning::Title, "title", || {
        "the name of the file stands here".to_owned()
    });
    let title = title.unwrap_or_else(|| stem.to_owned());
    let publisher = making.words(Meaning::Publisher, "publisher", || {
        "a placeholder stands here".to_owned()
    });
    let publisher = publisher.unwrap_or_else(|| "publisher-not-recognised".to_owned());
    let author = making.settled(Meaning::Author, "author");
    let effective = making.effective();
    let in_place = effective.unwrap_or(PartialDate::Day(recorded));
    let ended = making.date(Meaning::Ended, "ended");
    let published = making.date(Meaning::Posted, "published");
    let service = names::id(&names::slug(&title));
    let codes = making.codes();
    let made = rules::rules(&mut making, &name, &service, known);
    let references = making.references(&name);
    making.open.push(Open::new(
        &["applies"],
        "for whom the document applies is not read: without `applies` a coverage policy is for its publisher's members, \
         and any other source for all",
    ));
    if made.otherwise.is_none() {
        making.open.push(Open::new(
            &["services", service.as_str(), "otherwise"],
            "what holds where no rule applies was not recognised: the draft is silent there",
        ));
    }
    Draft {
        edition: Edition {
            id: EditionId {
                source: names::source_id(&number),
                edition: names::id(&in_place.to_string()),
            },
            kind,
            title,
            publisher: names::id(&names::slug(&publisher)),
            author: author.map(|author| names::id(&names::slug(&author))),
            effective: in_place,
            ended,
            published,
            recorded,
            status: Status::Draft,
            supersedes: None,
            governing_date: GoverningDate::DateOfService,
            document: Some(Document {
                name: document.name.clone(),
                sha256: document.sha256.clone(),
            }),
            excerpt: false,
            applies: Applies::default(),
            services: [(
                service,
                Service {
                    codes,
                    provenance: Given::Stated,
                    agents: BTreeSet::new(),
                    otherwise: made.otherwise.unwrap_or(Otherwise::Silent),
                },
            )]
            .into(),
            rules: made.rules,
            readings: made.readings,
            prior_authorization: PriorAuthorization::NotStated,
            documentation: None,
            considerations: BTreeMap::new(),
            notes: BTreeMap::new(),
            references: references.keys().cloned().collect(),
        },
        name,
        open: making.open,
        facts: made.facts,
        references,
        provenance: making.provenance,
    }
}

impl Open {
    fn new(path: &[&str], why: impl Into<String>) -> Self {
        Self {
            path: path.iter().map(|key| (*key).to_owned()).collect(),
            why: why.into(),
            stops: false,
        }
    }
}
