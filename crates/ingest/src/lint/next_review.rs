//! A policy that does not say when it is reviewed next.

use coverdict_corpus::diagnostic::{Code, Entry, Severity};

use super::{
    find::{Pattern, pattern},
    problem::Found,
    subject::Subject,
};
use crate::recognise::Meaning;

pub(super) const CODE: Code = Code::of(&Entry {
    id: "D0007",
    name: "next-review-missing",
    severity: Severity::Note,
    title: "The document does not say when it is reviewed next.",
    explanation: "State the date of the next review beside that of the last, or how often the document is reviewed.",
});

/// How often a document says that it is reviewed.
static OFTEN: Pattern = pattern!(
    r"(?i)\breviewed\s+(?:and\s+(?:updated|revised|approved)\s+)?(?:at\s+least\s+|no\s+less\s+than\s+)?(?:annually|yearly|biennially|quarterly|once\s+(?:a|per|each|every)\s+year|every\s+(?:\w+\s+)?(?:years?|months?))\b|\b(?:annual|yearly)\s+review\s+(?:is\s+)?(?:due|required|scheduled)\b"
);

pub(super) fn find(subject: &Subject<'_>) -> Vec<Found> {
    let date = subject
        .field(Meaning::Effective)
        .or(subject.field(Meaning::LastReview));
    let is_stated = subject.field(Meaning::NextReview).is_some();
    // Determinations of Medicare are opened again on request, and not on a day.
    let is_determination = subject.is_determination();
    let Some(date) = date.filter(|_| !is_stated && !is_determination) else {
        return Vec::new();
    };
    if subject.texts().any(|said| OFTEN.is_in(said.text.as_str())) {
        return Vec::new();
    }
    let review = subject.field(Meaning::LastReview).unwrap_or(date);
    let message = match review.meaning {
        Meaning::LastReview => {
            "the document says when it was reviewed last, and not when it is reviewed next"
        }
        _ => "the document says when it takes effect, and not when it is reviewed next",
    };
    let found = Found::new(message);
    vec![match review.readings.first() {
        Some(reading) => found.at(&reading.words, reading.place),
        None => found,
    }]
}
