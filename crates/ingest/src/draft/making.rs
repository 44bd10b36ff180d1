//! What of a document is settled, for a draft; what is not goes to what is open.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_model::{
    code::{Code, CodeSystem},
    date::PartialDate,
    id::Id,
    reference::Reference,
    source::SourceKind,
};

use super::{Open, Origin, Provenance, names};
use crate::{
    Field, Ingested,
    recognise::{Meaning, Section, Value, sections},
};

/// A draft in the making.
pub(super) struct Making<'i> {
    pub(super) ingested: &'i Ingested,
    pub(super) sections: Vec<Section>,
    pub(super) open: Vec<Open>,
    pub(super) provenance: Vec<Provenance>,
}

impl<'i> Making<'i> {
    pub(super) fn new(ingested: &'i Ingested) -> Self {
        Self {
            ingested,
            sections: sections(&ingested.document),
            open: Vec::new(),
            provenance: Vec::new(),
        }
    }

    /// The fields of a meaning, in order.
    pub(super) fn fields(&self, meaning: Meaning) -> impl Iterator<Item = &'i Field> + use<'i> {
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
    pub(super) fn settled(&mut self, meaning: Meaning, key: &str) -> Option<String> {
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
    pub(super) fn words(
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

    /// What kind of source it is.
    pub(super) fn kind(&mut self) -> SourceKind {
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
    pub(super) fn effective(&mut self) -> Option<PartialDate> {
        if let Some(Value::Date { date, .. }) = self.value(Meaning::Effective, "effective") {
            return Some(*date);
        }
        self.open.push(Open {
            stops: true,
            ..Open::new(&["effective"], self.said(Meaning::Effective))
        });
        None
    }

    /// A date that it may have.
    pub(super) fn date(&mut self, meaning: Meaning, key: &str) -> Option<PartialDate> {
        match self.value(meaning, key) {
            Some(Value::Date { date, .. }) => Some(*date),
            _ => {
                self.candidates(meaning, key, "it is left out");
                None
            }
        }
    }

    /// The procedure codes that it lists.
    pub(super) fn codes(&mut self) -> BTreeSet<Code> {
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
    pub(super) fn references(&mut self, name: &str) -> BTreeMap<Id, Reference> {
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
