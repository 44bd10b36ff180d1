//! Recognisers: one idea each, they propose what a document says.
//!
//! A recogniser never decides. It proposes a value with the words that it rests on, and how sure it is; what several
//! propose differently is left open.

mod codes;
mod dates;
mod exclusions;
mod headings;
mod hints;
mod identifying;
mod identity;
mod known;
mod labels;
mod pairs;
mod phrases;
mod position;
mod precedence;
mod proposal;
mod sections;
mod survey;
mod title;

pub(crate) use hints::Hint;
pub(crate) use position::takes_position;
pub use proposal::{Confidence, Meaning, Proposal, Span, Value};
pub(crate) use sections::section_of;
pub use sections::{Role, Section, sections};
pub(crate) use survey::Survey;

use crate::document::Document;

/// What a recogniser looks at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Page<'d> {
    pub(crate) document: &'d Document,
    pub(crate) survey: &'d Survey,
    /// Its labels with their values.
    pairs: &'d [pairs::Pair<'d>],
}

/// What proposes something of a document.
type Recogniser = fn(Page<'_>, &mut Vec<Proposal>);

const RECOGNISERS: &[Recogniser] = &[
    identity::recognise,
    dates::recognise,
    codes::recognise,
    position::recognise,
    exclusions::recognise,
    precedence::recognise,
];

/// What is proposed of a document, in reading order.
#[must_use]
pub fn recognise(document: &Document) -> Vec<Proposal> {
    recognise_in(document, &Survey::of(document))
}

/// What is proposed of a document that was surveyed, in reading order.
pub(crate) fn recognise_in(document: &Document, survey: &Survey) -> Vec<Proposal> {
    let pairs = pairs::pairs(document, survey);
    let page = Page {
        document,
        survey,
        pairs: &pairs,
    };
    let mut proposals = Vec::new();
    for recogniser in RECOGNISERS {
        recogniser(page, &mut proposals);
    }
    proposals.sort_by(|one, other| {
        one.span
            .cmp(&other.span)
            .then(one.meaning.cmp(&other.meaning))
    });
    proposals
}
