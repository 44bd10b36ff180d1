//! A last review that was before the document took effect.

use coverdict_corpus::diagnostic::{Code, Entry, Severity};

use super::{
    problem::Found,
    subject::{Subject, when},
};
use crate::recognise::Meaning;

pub(super) const CODE: Code = Code::of(&Entry {
    id: "D0006",
    name: "reviewed-before-effective",
    severity: Severity::Note,
    title: "The last review was before the day on which the document takes effect.",
    explanation: "Check both dates. If they are right, nobody has reviewed the document since it took effect: look when the next review is due.",
});

pub(super) fn find(subject: &Subject<'_>) -> Vec<Found> {
    let dates = (
        subject.date(Meaning::LastReview),
        subject.date(Meaning::Effective),
    );
    let (Some(review), Some(effective)) = dates else {
        return Vec::new();
    };
    // Two dates that may be one day are in order.
    if review.date.latest() >= effective.date.earliest() {
        return Vec::new();
    }
    let message = format!(
        "the last review was {}, and the document takes effect {}",
        when(review.date),
        when(effective.date)
    );
    let found = Found::new(message).at(review.written, review.place);
    vec![found.with("it takes effect", effective.written, effective.place)]
}
