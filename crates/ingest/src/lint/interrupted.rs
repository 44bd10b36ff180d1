//! A list of references that something interrupts, or whose numbers jump or repeat.

use coverdict_corpus::diagnostic::{Code, Entry, Severity};

use super::{
    find::{Pattern, brief, pattern},
    problem::Found,
    subject::Subject,
};
use crate::{
    document::{Aside, Block, Format, Place, Reason},
    lists::Reference,
    recognise::Role,
};

pub(super) const CODE: Code = Code::of(&Entry {
    id: "D0011",
    name: "references-interrupted",
    severity: Severity::Warning,
    title: "The list of references is interrupted, or its numbers jump or repeat.",
    explanation: "Take out what stands in the list, and number it from 1 without gaps. Look whether a reference was lost or listed twice, and whether the citations of the text still lead to the right one.",
});

static YEAR: Pattern = pattern!(r"\b(?:19|20)\d\d\b");

pub(super) fn find(subject: &Subject<'_>) -> Vec<Found> {
    let references = subject.ingested.references.iter();
    let numbered: Vec<(u32, &Reference)> = references
        .filter_map(|one| Some((one.number?, one)))
        .filter(|(number, _)| *number < 1000)
        .collect();
    let heads = heads(subject);
    let mut found = Vec::new();
    for pair in numbered.windows(2) {
        if let [before, after] = pair {
            // Numbers that start again are those of another list.
            if after.0 > before.0 {
                found.extend(heads_between(&heads, *before, *after));
            }
            if after.0 == before.0 + 1 {
                found.extend(field_between(subject, *before, *after));
            }
            found.extend(jump(*before, *after));
        }
    }
    found.extend(
        numbered
            .last()
            .and_then(|last| goes_on_elsewhere(subject, *last)),
    );
    found
}

/// The heads of pages of a document that has no pages of its own, by where they start.
fn heads<'i>(subject: &Subject<'i>) -> Vec<(u64, &'i Aside)> {
    if matches!(subject.document.format, Format::Pdf | Format::Docx) {
        return Vec::new();
    }
    let heads = subject
        .document
        .aside
        .iter()
        .filter(|aside| aside.reason == Reason::RunningHead);
    let heads = heads.filter_map(|aside| match aside.place {
        Some(Place::Bytes { from, .. }) => Some((from, aside)),
        _ => None,
    });
    let mut heads: Vec<(u64, &Aside)> = heads.collect();
    heads.sort_by_key(|(from, _)| *from);
    heads
}

/// Heads of pages between two references.
fn heads_between(
    heads: &[(u64, &Aside)],
    before: (u32, &Reference),
    after: (u32, &Reference),
) -> Option<Found> {
    let (start, end) = (end(before.1)?, start(after.1)?);
    let first = heads.partition_point(|(from, _)| *from < start);
    let last = heads.partition_point(|(from, _)| *from < end);
    let heads = heads.get(first..last).filter(|heads| !heads.is_empty())?;
    let words: Vec<String> = heads.iter().map(|(_, head)| head.block.words()).collect();
    let place = heads
        .iter()
        .filter_map(|(_, head)| head.place)
        .reduce(Place::with);
    let message = format!(
        "a head of pages stands between references {} and {}",
        before.0, after.0
    );
    let found = Found::new(message).at(words.join(" "), place);
    Some(found.with(
        "the reference before it",
        brief(&before.1.words),
        before.1.place,
    ))
}

/// A field between two references of one list, as a head of pages looks that stands there.
fn field_between(
    subject: &Subject<'_>,
    before: (u32, &Reference),
    after: (u32, &Reference),
) -> Option<Found> {
    let between = subject
        .document
        .blocks
        .get(before.1.block + 1..after.1.block)?;
    let field = between
        .iter()
        .find(|block| matches!(block, Block::Field { .. }))?;
    let message = format!(
        "something else stands between references {} and {}",
        before.0, after.0
    );
    let found = Found::new(message).at(field.words(), field.place());
    Some(found.with(
        "the reference before it",
        brief(&before.1.words),
        before.1.place,
    ))
}

/// Two references whose numbers do not follow each other.
fn jump(before: (u32, &Reference), after: (u32, &Reference)) -> Option<Found> {
    let (last, number) = (before.0, after.0);
    // A number 1 starts a list of its own.
    if number == last + 1 || number == 1 && last != 1 {
        return None;
    }
    // A reference that stands in the line of the one before is not missing.
    let is_within = number > last && before.1.words.contains(&format!(" {}. ", last + 1));
    if is_within {
        return None;
    }
    let message = match number {
        number if number == last => format!("two references have the number {number}"),
        number if number < last => format!("reference {number} stands behind reference {last}"),
        number if number == last + 2 => format!(
            "reference {} is missing between {last} and {number}",
            last + 1
        ),
        number => format!(
            "references {} to {} are missing between {last} and {number}",
            last + 1,
            number - 1
        ),
    };
    let found = Found::new(message).at(brief(&after.1.words), after.1.place);
    Some(found.with(
        "the reference before it",
        brief(&before.1.words),
        before.1.place,
    ))
}

/// The last reference, where the list goes on with the next number behind headings of something else.
fn goes_on_elsewhere(subject: &Subject<'_>, last: (u32, &Reference)) -> Option<Found> {
    let behind = subject
        .document
        .blocks
        .iter()
        .enumerate()
        .skip(last.1.block + 1);
    let headings: Vec<(usize, &Block)> =
        behind.take_while(|(_, block)| block.is_heading()).collect();
    let (_, first) = headings.first()?;
    let next = last.1.block + 1 + headings.len();
    let (marker, text) = match subject.document.blocks.get(next)? {
        Block::Item(item) => (item.marker.as_str(), &item.text),
        Block::Paragraph { text } => (text.as_str().split(' ').next().unwrap_or_default(), text),
        _ => return None,
    };
    let number = marker
        .trim_end_matches(['.', ')', ']'])
        .trim_start_matches(['(', '['])
        .parse::<u32>();
    let goes_on =
        number.is_ok_and(|number| number == last.0 + 1) && subject.role(next) != Role::References;
    if !goes_on || !YEAR.is_in(text.as_str()) {
        return None;
    }
    let words: Vec<String> = headings.iter().map(|(_, block)| block.words()).collect();
    let message = format!(
        "a heading stands between references {} and {}",
        last.0,
        last.0 + 1
    );
    let found = Found::new(message).at(words.join(" "), first.place());
    Some(found.with("the list goes on", brief(text.as_str()), text.place()))
}

fn start(reference: &Reference) -> Option<u64> {
    match reference.place? {
        Place::Bytes { from, .. } => Some(from),
        Place::Page { .. } => None,
    }
}

fn end(reference: &Reference) -> Option<u64> {
    match reference.place? {
        Place::Bytes { to, .. } => Some(to),
        Place::Page { .. } => None,
    }
}
