//! Evidence that is old: the newest reference is older than the span that is set.

use coverdict_corpus::diagnostic::{Code, Entry, Severity};

use super::{
    find::{Pattern, brief, pattern},
    problem::Found,
    subject::Subject,
};
use crate::lists::Reference;

pub(super) const CODE: Code = Code::of(&Entry {
    id: "D0008",
    name: "evidence-stale",
    severity: Severity::Warning,
    title: "The newest reference is old against the day by which the document holds itself current.",
    explanation: "Search the literature since, and add what was found or say that nothing was. The span is ten years unless set.",
});

static YEAR: Pattern = pattern!(r"\b(?P<year>(?:19|20)\d\d)\b");

pub(super) fn find(subject: &Subject<'_>) -> Vec<Found> {
    let Some(current) = subject.current() else {
        return Vec::new();
    };
    let year = u32::try_from(current.date.earliest().year()).unwrap_or_default();
    let references = subject.ingested.references.iter();
    let dated = references.filter_map(|reference| Some((newest_year(reference, year)?, reference)));
    let Some((newest, reference)) = dated.max_by_key(|(year, _)| *year) else {
        return Vec::new();
    };
    let age = year.saturating_sub(newest);
    if age <= subject.config.evidence_years {
        return Vec::new();
    }
    let message = format!(
        "the newest reference is of {newest}, {age} years before {}, by which the document holds itself current",
        current.date
    );
    let found = Found::new(message).at(brief(&reference.words), reference.place);
    vec![found.with("the date of the document", current.written, current.place)]
}

/// The newest year that a reference names, up to that of the document: it may be that of an update or a visit.
fn newest_year(reference: &Reference, until: u32) -> Option<u32> {
    let years = YEAR.each(&reference.words);
    let years = years.filter_map(|one| one.name("year")?.as_str().parse().ok());
    let years = years.chain(reference.citation.year);
    years.filter(|year| *year <= until + 1).max()
}
