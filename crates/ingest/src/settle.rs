//! From proposals to what a document says: settled where the best of them agree, open where they do not.

use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    document::{Document, Place, Text},
    recognise::{Confidence, Meaning, Proposal, Value},
};

/// What a document says of one thing.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Field {
    /// What it is about.
    pub meaning: Meaning,
    /// The block of its surest reading, by number.
    pub block: usize,
    /// What it says; none where the document says several things, and a person has to choose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// Every reading of it, the surest first.
    pub readings: Vec<Reading>,
}

/// A reading of something that a document says.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Reading {
    /// What it says.
    pub value: Value,
    /// The words that it rests on, as they stand.
    pub words: String,
    /// Where they stand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// How sure it is.
    pub confidence: Confidence,
    /// The rule by which it was recognised.
    pub rule: String,
}

/// What a document has once. Of anything else it may say several things.
const ONCE: &[Meaning] = &[
    Meaning::Kind,
    Meaning::Publisher,
    Meaning::Author,
    Meaning::Number,
    Meaning::Title,
    Meaning::Version,
    Meaning::Effective,
    Meaning::OriginalEffective,
    Meaning::Ended,
    Meaning::Implementation,
    Meaning::LastReview,
    Meaning::NextReview,
    Meaning::Posted,
    Meaning::Updated,
];

/// What a document says, by what it is about: once for what it has once, in reading order for the rest.
#[must_use]
pub(crate) fn settle(document: &Document, proposals: &[Proposal]) -> Vec<Field> {
    let reading = |proposal: &Proposal| reading(document, proposal);
    let mut fields = Vec::new();
    for meaning in ONCE {
        let own = proposals.iter().filter(|one| one.meaning == *meaning);
        let mut own: Vec<&Proposal> = own.collect();
        own.sort_by_key(|one| std::cmp::Reverse(one.confidence));
        let readings: Vec<Reading> = own.iter().copied().map(reading).collect();
        let (Some(first), Some(best)) = (own.first(), readings.first()) else {
            continue;
        };
        let surest = readings
            .iter()
            .filter(|reading| reading.confidence == best.confidence);
        let agree = surest
            .clone()
            .all(|reading| alike(&reading.value, &best.value));
        // What only may be so is never settled.
        let is_settled = agree && best.confidence > Confidence::Possible;
        fields.push(Field {
            meaning: *meaning,
            block: first.span.block,
            value: is_settled.then(|| best.value.clone()),
            readings,
        });
    }
    let others = proposals.iter().filter(|one| !ONCE.contains(&one.meaning));
    fields.extend(others.map(|proposal| {
        let reading = reading(proposal);
        Field {
            meaning: proposal.meaning,
            block: proposal.span.block,
            value: (reading.confidence > Confidence::Possible).then(|| reading.value.clone()),
            readings: vec![reading],
        }
    }));
    fields
}

fn reading(document: &Document, proposal: &Proposal) -> Reading {
    let span = &proposal.span;
    let block = document.blocks.get(span.block);
    let text = block.and_then(|block| block.texts().nth(span.text));
    let part = text
        .map(|text| text.part(span.from..span.to))
        .unwrap_or_default();
    Reading {
        value: proposal.value.clone(),
        words: part.as_str().to_owned(),
        place: Text::place(&part),
        confidence: proposal.confidence,
        rule: proposal.rule.to_owned(),
    }
}

/// Whether two readings say the same: dates by the calendar, words whatever their case.
fn alike(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Date { date, .. }, Value::Date { date: with, .. }) => date == with,
        (Value::Words(one), Value::Words(other)) => one.eq_ignore_ascii_case(other),
        _ => one == other,
    }
}
