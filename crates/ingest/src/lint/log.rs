//! A head of a document and its revision log that do not say the same.

use coverdict_corpus::diagnostic::{Code, Entry, Severity};

use super::{
    find::{Pattern, brief, pattern},
    problem::Found,
    subject::{Dated, Subject, when},
};
use crate::{
    document::Block,
    lists::{Revision, RevisionDate},
    recognise::{Meaning, Role},
};

pub(super) const CODE: Code = Code::of(&Entry {
    id: "D0005",
    name: "header-against-log",
    severity: Severity::Warning,
    title: "The head of the document and its revision log do not say the same.",
    explanation: "Add the entry that the log lacks, or correct the date that is wrong. Until then nobody can tell what was changed by the edition that the head names.",
});

static REVIEW: Pattern = pattern!(r"(?i)\breview(?:s|ed)?\b");
static EFFECTIVE: Pattern = pattern!(r"(?i)\beffective\b");
static FIRST: Pattern = pattern!(r"(?i)\b(?:original|initial|first|end|ending|termination)\b");

/// An entry of a log with a date of it.
type Entered<'r> = (&'r Revision, &'r RevisionDate);

pub(super) fn find(subject: &Subject<'_>) -> Vec<Found> {
    [reviewed(subject), effective(subject)]
        .into_iter()
        .flatten()
        .collect()
}

/// The last review against the newest entry of a log that lists reviews.
fn reviewed(subject: &Subject<'_>) -> Option<Found> {
    let head = subject.date(Meaning::LastReview)?;
    if !lists_reviews(subject) {
        return None;
    }
    let all = entries(subject);
    let newest = all.iter().max_by_key(|(_, date)| date.date.latest())?;
    if head.date.earliest() > newest.1.date.latest() {
        return Some(told(
            "was reviewed last",
            head,
            newest,
            "the newest entry of its log is of",
        ));
    }
    let of_reviews = all.iter().filter(|(entry, date)| {
        REVIEW.is_in(&entry.words)
            || date
                .label
                .as_deref()
                .is_some_and(|label| REVIEW.is_in(label))
    });
    let newest = of_reviews.max_by_key(|(_, date)| date.date.earliest())?;
    (newest.1.date.earliest() > head.date.latest())
        .then(|| told("was reviewed last", head, newest, "its log has a review of"))
}

/// The effective date against those of a log that has a column of them.
fn effective(subject: &Subject<'_>) -> Option<Found> {
    let head = subject.date(Meaning::Effective)?;
    let mut own = entries(subject);
    own.retain(|(_, date)| {
        let label = date.label.as_deref().unwrap_or_default();
        EFFECTIVE.is_in(label) && !FIRST.is_in(label)
    });
    let newest = own.iter().max_by_key(|(_, date)| date.date.earliest())?;
    let oldest = own.iter().min_by_key(|(_, date)| date.date.earliest())?;
    let differ = head.date.earliest() > newest.1.date.latest()
        || newest.1.date.earliest() > head.date.latest();
    // A head that gives the date of the first edition says what the log says.
    let is_first = own.len() > 1 && oldest.1.date == head.date;
    (differ && !is_first).then(|| {
        told(
            "takes effect",
            head,
            newest,
            "the newest effective date of its log is",
        )
    })
}

fn told(what: &str, head: Dated<'_>, newest: &Entered<'_>, of_log: &str) -> Found {
    let (entry, date) = newest;
    let message = format!(
        "by its head the document {what} {}, and {of_log} {}",
        when(head.date),
        date.date
    );
    let words = format!("{} {}", date.written, entry.words);
    Found::new(message).at(head.written, head.place).with(
        "the newest entry",
        brief(words.trim()),
        entry.place,
    )
}

fn entries<'i>(subject: &Subject<'i>) -> Vec<Entered<'i>> {
    let revisions = subject.ingested.revisions.iter();
    revisions
        .flat_map(|entry| entry.dates.iter().map(move |date| (entry, date)))
        .collect()
}

/// Whether a log lists reviews: one that lists changes alone has no entry of a review that changed nothing.
fn lists_reviews(subject: &Subject<'_>) -> bool {
    let blocks: Vec<usize> = subject
        .ingested
        .revisions
        .iter()
        .map(|entry| entry.block)
        .collect();
    let tables = blocks
        .iter()
        .filter_map(|at| subject.document.blocks.get(*at));
    let heads = tables.filter_map(|block| match block {
        Block::Table(table) => table.rows.first(),
        _ => None,
    });
    let mut heads = heads.flatten();
    let mut headings = subject
        .sections
        .iter()
        .filter(|section| section.role == Role::Revisions);
    heads.any(|cell| REVIEW.is_in(cell.text.as_str()))
        || headings.any(|section| REVIEW.is_in(&section.heading))
        || subject
            .ingested
            .revisions
            .iter()
            .any(|entry| REVIEW.is_in(&entry.words))
}
