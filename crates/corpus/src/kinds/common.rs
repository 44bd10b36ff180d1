//! What files of several kinds share: names, days, words, citations.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_model::{
    date::{Date, PartialDate, parse_day},
    id::Id,
    source::Cite,
};

use crate::diagnostic::{Code, Problems};
use crate::read::Item;

/// What an optional key holds: nothing where it is not written, `None` where it cannot be read.
pub(super) fn optional<'a, T>(
    item: Option<Item<'a>>,
    read: impl FnOnce(Item<'a>) -> Option<T>,
) -> Option<Option<T>> {
    match item {
        Some(item) => read(item).map(Some),
        None => Some(None),
    }
}

/// A name.
pub(super) fn id(item: Item<'_>, problems: &mut Problems) -> Option<Id> {
    if let Some(problem) = item.unquoted("the name") {
        problems.push(problem);
    }
    item.parse_with("a name", Id::new, problems)
}

/// A list of names, each once.
pub(super) fn ids(item: Item<'_>, problems: &mut Problems) -> Option<BTreeSet<Id>> {
    list(item, "a list of names", problems, id).map(|ids| ids.into_iter().collect())
}

/// A list of names that has at least one.
pub(super) fn some_ids(item: Item<'_>, problems: &mut Problems) -> Option<BTreeSet<Id>> {
    let ids = ids(item, problems)?;
    if ids.is_empty() {
        problems.push(empty_list(item));
        return None;
    }
    Some(ids)
}

/// The problem with a list that has nothing in it.
pub(super) fn empty_list(item: Item<'_>) -> crate::diagnostic::Diagnostic {
    item.problem(Code::EMPTY_GROUP, "the list has nothing in it")
        .with_help("write at least one member, or remove the key")
}

/// Every value of a list; `None` where one of them cannot be read.
pub(super) fn list<'a, T>(
    item: Item<'a>,
    what: &str,
    problems: &mut Problems,
    mut read: impl FnMut(Item<'a>, &mut Problems) -> Option<T>,
) -> Option<Vec<T>> {
    let items = item.list(what, problems)?;
    let values: Vec<Option<T>> = items.map(|item| read(item, problems)).collect();
    values.into_iter().collect()
}

/// A mapping whose keys are names that the file chooses.
pub(super) fn named<'a, T>(
    item: Item<'a>,
    what: &'static str,
    problems: &mut Problems,
    mut read: impl FnMut(Item<'a>, &mut Problems) -> Option<T>,
) -> Option<BTreeMap<Id, T>> {
    let mut mapping = item.mapping(what, problems)?;
    let entries: Vec<_> = mapping
        .rest()
        .map(|(key, value)| (id(key, problems), read(value, problems)))
        .collect();
    let pairs = entries.into_iter().map(|(key, value)| key.zip(value));
    pairs.collect()
}

/// Texts of ours by name.
pub(super) fn texts(item: Item<'_>, problems: &mut Problems) -> Option<BTreeMap<Id, String>> {
    named(item, "texts by name", problems, text)
}

/// Text.
pub(super) fn text(item: Item<'_>, problems: &mut Problems) -> Option<String> {
    item.text(problems).map(str::to_owned)
}

/// A day, known to the day.
pub(super) fn day(item: Item<'_>, problems: &mut Problems) -> Option<Date> {
    item.parse_with("a day as YYYY-MM-DD", parse_day, problems)
}

/// A date as its document gives it.
pub(super) fn partial_date(item: Item<'_>, problems: &mut Problems) -> Option<PartialDate> {
    item.parse_with(
        "a date as YYYY-MM-DD, YYYY-MM or YYYY",
        str::parse,
        problems,
    )
}

/// A whole number that is not negative.
pub(super) fn count(item: Item<'_>, problems: &mut Problems) -> Option<u32> {
    let number = item.integer(problems)?;
    let count = u32::try_from(number).ok();
    if count.is_none() {
        let message = format!("`{number}` is out of range");
        let problem = item.problem(Code::MALFORMED_VALUE, message);
        problems.push(problem.with_help("write a whole number from 0 to 4294967295"));
    }
    count
}

/// One of the words of a closed list.
pub(super) fn word<T: Copy>(
    item: Item<'_>,
    all: &[T],
    name: fn(T) -> &'static str,
    problems: &mut Problems,
) -> Option<T> {
    let choices: Vec<_> = all.iter().map(|&value| (name(value), value)).collect();
    item.choice(&choices, problems)
}

/// A list of words of a closed list that has at least one.
pub(super) fn words<T: Copy + Ord>(
    item: Item<'_>,
    all: &[T],
    name: fn(T) -> &'static str,
    problems: &mut Problems,
) -> Option<BTreeSet<T>> {
    let values = list(item, "a list of words", problems, |item, problems| {
        word(item, all, name, problems)
    })?;
    if values.is_empty() {
        problems.push(empty_list(item));
        return None;
    }
    Some(values.into_iter().collect())
}

/// Where a source says something.
pub(super) fn cite(item: Item<'_>, problems: &mut Problems) -> Option<Cite> {
    let mut mapping = item.mapping("a citation", problems)?;
    let section = optional(mapping.optional("section"), |item| text(item, problems));
    let bytes = optional(mapping.optional("bytes"), |item| bytes(item, problems));
    let note = optional(mapping.optional("note"), |item| text(item, problems));
    mapping.finish(problems);
    Some(Cite {
        section: section?.map(Into::into),
        bytes: bytes?,
        note: note?.map(Into::into),
    })
}

fn bytes(item: Item<'_>, problems: &mut Problems) -> Option<(u32, u32)> {
    let ends = list(
        item,
        "the first byte and the byte after the last",
        problems,
        count,
    )?;
    match ends.as_slice() {
        &[from, to] if from < to => Some((from, to)),
        [from, to] => {
            let message = format!("the range from byte {from} to byte {to} has no bytes");
            problems.push(
                item.problem(Code::BYTES_REVERSED, message)
                    .with_help("write the first byte and the byte after the last one"),
            );
            None
        }
        _ => {
            let message = format!("expected two numbers, found {}", ends.len());
            problems.push(
                item.problem(Code::WRONG_SHAPE, message)
                    .with_help("write [first byte, byte after the last]"),
            );
            None
        }
    }
}

/// A SHA-256 in lower-case hexadecimal.
pub(crate) fn is_sha256(text: &str) -> bool {
    text.len() == 64
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}
