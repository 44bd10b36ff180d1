//! A draft edition of what a document says: it runs as a checklist, and says what is open.
//!
//! Nothing of it was reviewed: it is a draft by its status, and takes no part before a person publishes it. What the
//! document does not settle is put so that the draft runs, and named as open; what it takes from the document is tied to
//! the words that it rests on. The words themselves stay in the document.

mod base;
mod files;
mod leaves;
mod names;
mod provenance;
mod rules;

use std::collections::{BTreeMap, BTreeSet};

use coverdict_model::{
    code::{Code, CodeSystem},
    date::{Date, PartialDate},
    fact::Catalogue,
    id::Id,
    reference::Reference,
    source::{
        Applies, Document, Edition, EditionId, GoverningDate, Otherwise, PriorAuthorization,
        Provenance as Given, Service, SourceKind, Status,
    },
};

pub use base::{File, base, measures};
pub use files::{Account, files};
pub use provenance::{Origin, Provenance};

use crate::{
    Field, Ingested,
    recognise::{Meaning, Value},
};

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
    let mut making = Making {
        ingested,
        open: Vec::new(),
        provenance: Vec::new(),
    };
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

/// A draft in the making.
struct Making<'i> {
    ingested: &'i Ingested,
    open: Vec<Open>,
    provenance: Vec<Provenance>,
}

impl<'i> Making<'i> {
    /// The fields of a meaning, in order.
    fn fields(&self, meaning: Meaning) -> impl Iterator<Item = &'i Field> + use<'i> {
        let fields = self.ingested.fields.iter();
        fields.filter(move |field| field.meaning == meaning)
    }

    /// The one value of a meaning, where it is settled, noted as that of a key.
    fn value(&mut self, meaning: Meaning, key: &str) -> Option<&'i Value> {
        let field = self.fields(meaning).next()?;
        let value = field.value.as_ref()?;
        self.provenance.push(Provenance::of(&[key], field));
        Some(value)
    }

    /// The settled words of a meaning.
    fn settled(&mut self, meaning: Meaning, key: &str) -> Option<String> {
        match self.value(meaning, key) {
            Some(Value::Words(words)) => Some(words.clone()),
            Some(Value::Word(word)) => Some((*word).to_owned()),
            _ => {
                self.candidates(meaning, key, "it is left out");
                None
            }
        }
    }

    /// The settled words of what an edition has to have; what stands there meanwhile is told.
    fn words(
        &mut self,
        meaning: Meaning,
        key: &str,
        meanwhile: impl FnOnce() -> String,
    ) -> Option<String> {
        let known = self.open.len();
        let words = self.settled(meaning, key);
        if words.is_none() {
            self.open.truncate(known);
            let why = format!("{}; {}", self.said(meaning), meanwhile());
            self.open.push(Open::new(&[key], why));
        }
        words
    }

    /// Tells the candidates of what may be left out.
    fn candidates(&mut self, meaning: Meaning, key: &str, meanwhile: &str) {
        if self.fields(meaning).next().is_some() {
            let why = format!("{}; {meanwhile}", self.said(meaning));
            self.open.push(Open::new(&[key], why));
        }
    }

    /// What the document says of a meaning that is not settled.
    fn said(&self, meaning: Meaning) -> String {
        let readings = self.fields(meaning).flat_map(|field| &field.readings);
        let mut words: Vec<String> = readings
            .map(|reading| format!("`{}`", names::line(&reading.words)))
            .collect();
        words.dedup();
        match words.as_slice() {
            [] => "it was not recognised in the document".to_owned(),
            [one] => format!("the document perhaps says {one}"),
            all => format!("the document says {}", all.join(" or ")),
        }
    }

    fn kind(&mut self) -> SourceKind {
        let known = self.open.len();
        let kind = self.settled(Meaning::Kind, "source");
        if let Some(kind) = kind.and_then(|kind| SourceKind::from_name(&kind)) {
            return kind;
        }
        self.open.truncate(known);
        let why = format!("{}; a coverage policy is assumed", self.said(Meaning::Kind));
        self.open.push(Open::new(&["source"], why));
        SourceKind::CoveragePolicy
    }

    /// The day on which it takes effect: nothing can be put in its place.
    fn effective(&mut self) -> Option<PartialDate> {
        if let Some(Value::Date { date, .. }) = self.value(Meaning::Effective, "effective") {
            return Some(*date);
        }
        self.open.push(Open {
            stops: true,
            ..Open::new(&["effective"], self.said(Meaning::Effective))
        });
        None
    }

    fn date(&mut self, meaning: Meaning, key: &str) -> Option<PartialDate> {
        match self.value(meaning, key) {
            Some(Value::Date { date, .. }) => Some(*date),
            _ => {
                self.candidates(meaning, key, "it is left out");
                None
            }
        }
    }

    /// The procedure codes that it lists.
    fn codes(&mut self) -> BTreeSet<Code> {
        let mut codes = BTreeSet::new();
        for field in self.fields(Meaning::Code) {
            let Some(Value::Code(code)) = &field.value else {
                continue;
            };
            let procedures = [CodeSystem::HcpcsLevelII, CodeSystem::Cpt, CodeSystem::Cdt];
            if procedures.contains(&code.system()) && codes.insert(code.clone()) {
                let path = ["services", "codes", code.as_str()];
                self.provenance.push(Provenance::of(&path, field));
            }
        }
        codes
    }

    /// The references as a corpus has them, named by the document and their numbers.
    fn references(&mut self, name: &str) -> BTreeMap<Id, Reference> {
        let mut references = BTreeMap::new();
        for (at, one) in (1_usize..).zip(&self.ingested.references) {
            let number = one.number.map_or(at, |number| number as usize);
            let mut id = names::id(&format!("{name}-ref-{number:02}"));
            if references.contains_key(&id) {
                id = names::id(&format!("{name}-ref-{number:02}-{at}"));
            }
            let reference = one.citation.reference();
            // A reference without an author is no reference of a corpus.
            if reference.authors.is_empty() {
                self.open.push(Open::new(
                    &["references"],
                    format!("no author was recognised of reference {number}: it is left out"),
                ));
                continue;
            }
            self.provenance.push(Provenance {
                path: vec!["references".to_owned(), id.to_string()],
                origin: Origin::List,
                place: one.place,
            });
            references.insert(id, reference);
        }
        references
    }
}
