//! What is proposed of a document.

use std::ops::Range;

use coverdict_model::{
    code::Code,
    date::PartialDate,
    position::{Basis, Position},
};
use serde::Serialize;

/// What a part of a document means.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Meaning {
    /// What kind of source it is.
    Kind,
    /// Who publishes it.
    Publisher,
    /// Who wrote it for the publisher.
    Author,
    /// Its number, as the publisher writes it.
    Number,
    /// Its title.
    Title,
    /// Its version, as the publisher writes it.
    Version,
    /// When it takes effect.
    Effective,
    /// When its first edition took effect.
    OriginalEffective,
    /// When it ended or ends.
    Ended,
    /// When it is carried out from.
    Implementation,
    /// When it was reviewed last.
    LastReview,
    /// When it is to be reviewed next.
    NextReview,
    /// When it was published.
    Posted,
    /// When the page was last changed.
    Updated,
    /// The position that it takes on a service.
    Position,
    /// The words in which it takes the position.
    Label,
    /// The conditions that the position is for.
    Scope,
    /// Something that it excludes.
    Exclusion,
    /// A procedure code that it lists.
    Code,
    /// Which source comes before which.
    Precedence,
    /// What its lists of codes do not mean.
    CodeDisclaimer,
}

/// How sure a recogniser is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// It may be so.
    Possible,
    /// It is so, as far as such documents go.
    Likely,
    /// The document says so itself.
    Stated,
}

/// Where a proposal rests: bytes of one text of a block.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The block, by number.
    pub block: usize,
    /// The text within the block, by number.
    pub text: usize,
    /// The first byte of the text, and the one after the last.
    pub from: usize,
    /// The one after the last.
    pub to: usize,
}

/// A value that is proposed.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "is", content = "value")]
pub enum Value {
    /// Words of the document.
    Words(String),
    /// A word of the corpus format.
    Word(&'static str),
    /// A date as it is written.
    Date {
        /// The date, as precise as it is written.
        date: PartialDate,
        /// As it is written.
        written: String,
        /// Whether its century is ours.
        short_year: bool,
    },
    /// A sentence where a date is expected.
    NoDate(String),
    /// A code.
    Code(Code),
    /// Words that mean every indication.
    AnyIndication(String),
    /// A position, and the basis that we map its words to.
    Position {
        /// The position.
        position: Position,
        /// Its basis, where it is unfavourable and the words tell.
        #[serde(skip_serializing_if = "Option::is_none")]
        basis: Option<Basis>,
    },
    /// That one kind of source comes before another.
    Precedence {
        /// The kind that comes first.
        first: &'static str,
        /// The kind that comes after it.
        then: &'static str,
        /// The members for whom; none: for all.
        #[serde(skip_serializing_if = "Option::is_none")]
        members: Option<&'static str>,
    },
}

/// What a recogniser proposes.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// What it is about.
    pub meaning: Meaning,
    /// What it says.
    pub value: Value,
    /// The words that it rests on.
    pub span: Span,
    /// How sure it is.
    pub confidence: Confidence,
    /// The rule by which it was recognised.
    pub rule: &'static str,
}

impl Span {
    /// A part of a text of a block.
    #[must_use]
    pub fn new(block: usize, text: usize, part: Range<usize>) -> Self {
        Self {
            block,
            text,
            from: part.start,
            to: part.end,
        }
    }
}
