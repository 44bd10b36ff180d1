//! A payer's document becomes a draft that runs.
//!
//! A document is read into blocks whose every word knows its place in the file. Recognisers, one idea each, propose what
//! it says. What the surest of them agree on is settled, with the words that it rests on; what they do not is left open,
//! with its candidates. Nothing is guessed in silence, and nothing of the document is lost.
//!
//! ```
//! use coverdict_ingest::{read::Limits, recognise::Meaning};
//!
//! let document = "Clinical Policy: Needles of Straw\n\nReference Number: EX.7\n\nEffective Date: 6/25\n";
//! let ingested = coverdict_ingest::ingest("ex-7.txt", document.as_bytes(), Limits::default())?;
//! let effective = ingested.fields.iter().find(|field| field.meaning == Meaning::Effective);
//! assert_eq!(effective.map(|field| field.readings[0].words.as_str()), Some("6/25"));
//! # Ok::<(), coverdict_ingest::read::Failure>(())
//! ```

pub mod criteria;
pub mod document;
pub mod draft;
pub mod lint;
pub mod lists;
mod marker;
pub mod read;
pub mod recognise;
mod sentence;
mod settle;
mod slug;
pub mod typed;
pub mod written;

pub use settle::{Field, Reading};

use criteria::Outline;
use document::Document;
use lists::{Mention, Reference, Revision};
use read::{Failure, Limits};
use recognise::Survey;

/// What came of a document.
#[derive(Debug, Clone, PartialEq)]
pub struct Ingested {
    /// The document as it was read.
    pub document: Document,
    /// What it says.
    pub fields: Vec<Field>,
    /// Its outlines of criteria.
    pub outlines: Vec<Outline>,
    /// The literature that it lists.
    pub references: Vec<Reference>,
    /// Its history.
    pub revisions: Vec<Revision>,
    /// The other documents that it points to.
    pub mentions: Vec<Mention>,
}

/// Reads a document and recognises what it says.
///
/// # Errors
/// When it cannot be read.
pub fn ingest(name: &str, bytes: &[u8], limits: Limits) -> Result<Ingested, Failure> {
    let document = read::read(name, bytes, limits)?;
    let survey = Survey::of(&document);
    let proposals = recognise::recognise_in(&document, &survey);
    let fields = settle::settle(&document, &proposals);
    let sections = &survey.sections;
    let outlines = criteria::outlines(&document, sections);
    let references = lists::references(&document, sections);
    let revisions = lists::revisions(&document, sections);
    let mentions = lists::mentions(&document, &survey, &proposals);
    Ok(Ingested {
        document,
        fields,
        outlines,
        references,
        revisions,
        mentions,
    })
}
