//! References.

use std::collections::BTreeMap;

use coverdict_model::{id::Id, reference::Reference};

use super::common::{Entries, named, raw, text, texts};
use crate::yaml::Doc;

/// The references as one file.
#[must_use]
pub fn references(references: &BTreeMap<Id, Reference>) -> String {
    Entries::new()
        .with("references", named(references, reference))
        .doc()
        .to_string()
}

fn reference(reference: &Reference) -> Doc {
    let said = |value: &Option<String>| value.as_ref().map(text);
    Entries::new()
        .maybe("number", reference.number.map(raw))
        .with("authors", texts(&reference.authors))
        .maybe("title", said(&reference.title))
        .maybe("journal", said(&reference.journal))
        .maybe("year", reference.year.map(raw))
        .maybe("volume", said(&reference.volume))
        .maybe("issue", said(&reference.issue))
        .maybe("pages", said(&reference.pages))
        .maybe("pmid", said(&reference.pmid))
        .maybe("doi", said(&reference.doi))
        .maybe("trial", said(&reference.trial))
        .with("verified", text(reference.verified))
        .maybe("verified-from", said(&reference.verified_from))
        .maybe("differs", said(&reference.differs))
        .doc()
}
