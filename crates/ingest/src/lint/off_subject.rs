//! References whose titles do not mention what the document is about.

use std::collections::BTreeSet;

use coverdict_corpus::diagnostic::{Code, Entry, Severity};
use coverdict_literature::words::{akin, significant};

use super::{
    find::{Pattern, brief, pattern},
    problem::Found,
    subject::Subject,
};
use crate::lists::Reference;

pub(super) const CODE: Code = Code::of(&Entry {
    id: "D0021",
    name: "reference-off-subject",
    severity: Severity::Note,
    title: "The titles of references do not mention what the document is about.",
    explanation: "Look whether each of them belongs to this document. References are sometimes carried over from the document that this one was made of.",
});

static ABBREVIATED: Pattern = pattern!(r"\((?P<short>[A-Z][A-Za-z0-9-]{1,9})\)");

pub(super) fn find(subject: &Subject<'_>) -> Vec<Found> {
    let about = subject.about();
    if about.is_empty() {
        return Vec::new();
    }
    let shorts = abbreviations(subject, &about);
    let titled = subject.ingested.references.iter();
    let titled = titled.filter(|reference| reference.determinations.is_empty());
    let titled: Vec<(&Reference, &str)> = titled
        .filter_map(|reference| Some((reference, reference.citation.title.as_deref()?)))
        .collect();
    let mentions = |title: &str| {
        let words = significant(title);
        let has_word = words
            .iter()
            .any(|word| about.iter().any(|own| akin(word, own)));
        has_word
            || title
                .split(|one: char| !one.is_alphanumeric())
                .any(|word| shorts.contains(word))
    };
    let off: Vec<&(&Reference, &str)> = titled
        .iter()
        .filter(|(_, title)| !mentions(title))
        .collect();
    // Where most do not, the words of the title are not those of the literature.
    let Some((first, title)) = off.first().filter(|_| 2 * off.len() < titled.len()) else {
        return Vec::new();
    };
    let numbers: Vec<String> = off
        .iter()
        .filter_map(|(one, _)| one.number)
        .map(|number| number.to_string())
        .collect();
    let subject = subject.title().unwrap_or_default();
    let message = match (off.len(), numbers.len() == off.len()) {
        (1, _) => format!(
            "the title \"{}\" does not mention \"{subject}\"",
            brief(title)
        ),
        (_, true) => format!(
            "the titles of references {} do not mention \"{subject}\"",
            numbers.join(", ")
        ),
        (count, false) => format!("the titles of {count} references do not mention \"{subject}\""),
    };
    let found = Found::new(message).at(brief(&first.words), first.place);
    let rest = off.iter().skip(1);
    vec![rest.fold(found, |found, (one, _)| {
        found.with("another", brief(&one.words), one.place)
    })]
}

/// The abbreviations that stand behind words of the subject, as in `straw needle therapy (SNT)`.
fn abbreviations(subject: &Subject<'_>, about: &BTreeSet<String>) -> BTreeSet<String> {
    let mut shorts = BTreeSet::new();
    for said in subject.prose() {
        let text = said.text.as_str();
        for one in ABBREVIATED.each(text) {
            let (Some(whole), Some(short)) = (one.get(0), one.name("short")) else {
                continue;
            };
            let before = text.get(..whole.start()).unwrap_or_default();
            let words: Vec<&str> = before
                .split_whitespace()
                .rev()
                .take(short.as_str().len().max(2))
                .collect();
            let words = significant(&words.join(" "));
            if words.iter().any(|word| about.contains(word)) {
                shorts.insert(short.as_str().to_owned());
            }
        }
    }
    shorts
}
