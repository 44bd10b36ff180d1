//! A list of contents whose entries stand in the text as headings.

use std::collections::BTreeSet;

use coverdict_corpus::diagnostic::{Code, Entry, Severity};
use coverdict_literature::words::folded;

use super::{problem::Found, subject::Subject};
use crate::document::{Aside, Place, Reason};

pub(super) const CODE: Code = Code::of(&Entry {
    id: "D0012",
    name: "contents-as-headings",
    severity: Severity::Note,
    title: "A list of contents stands in the text as headings without anything below them.",
    explanation: "Mark the list as a list of contents, or leave it out. A reader that goes by headings finds each section twice, the first time empty.",
});

/// The fewest entries that make a list.
const ENTRIES: usize = 3;

pub(super) fn find(subject: &Subject<'_>) -> Vec<Found> {
    let headings = subject
        .document
        .blocks
        .iter()
        .filter(|block| block.is_heading());
    // An entry that says more than the heading, such as its page, is one of a list of contents.
    let headings: BTreeSet<String> = headings.map(|block| folded(&block.words())).collect();
    let entries = subject.document.aside.iter();
    let entries =
        entries.filter(|aside| aside.reason == Reason::Contents && aside.block.is_heading());
    let entries: Vec<&Aside> = entries
        .filter(|aside| headings.contains(&folded(&aside.block.words())))
        .collect();
    let (Some(first), true) = (entries.first(), entries.len() >= ENTRIES) else {
        return Vec::new();
    };
    if is_announced(subject, first.place) {
        return Vec::new();
    }
    let words: Vec<String> = entries.iter().map(|entry| entry.block.words()).collect();
    let place = entries
        .iter()
        .filter_map(|entry| entry.place)
        .reduce(Place::with);
    let message = format!(
        "{} headings stand one below the other with no text, and again below with their text",
        words.len()
    );
    let again = subject.document.blocks.iter().find(|block| {
        block.is_heading()
            && words
                .first()
                .is_some_and(|first| folded(first) == folded(&block.words()))
    });
    let found = Found::new(message).at(words.join(" | "), place);
    vec![match again {
        Some(block) => found.with("the first of them again", block.words(), block.place()),
        None => found,
    }]
}

/// Whether what stands right before the list says that it is one.
fn is_announced(subject: &Subject<'_>, place: Option<Place>) -> bool {
    let Some(Place::Bytes { from, .. }) = place else {
        return false;
    };
    let before = subject
        .document
        .blocks
        .iter()
        .take_while(|block| match block.place() {
            Some(Place::Bytes { to, .. }) => to <= from,
            _ => false,
        });
    before
        .last()
        .is_some_and(|block| folded(&block.words()).contains("contents"))
}
