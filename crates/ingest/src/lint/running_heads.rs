//! A head or foot of pages that names another policy, and what it parts.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_corpus::diagnostic::{Code, Entry, Severity};
use coverdict_literature::words::{akin, folded, significant};

use super::{
    find::{Pattern, brief, pattern},
    problem::Found,
    subject::Subject,
};
use crate::{
    document::{Block, Place, Reason},
    recognise::{Meaning, Role},
};

pub(super) const CODE: Code = Code::of(&Entry {
    id: "D0001",
    name: "head-of-another-policy",
    severity: Severity::Warning,
    title: "A head of pages names another policy.",
    explanation: "Take it out: the page was made from another document, and whoever is sent that page alone reads it as a page of the other policy. Look whether sentences of the other policy came with it.",
});

/// What says that the words behind it are the title of a policy. In the plural it is the name of a series.
static KIND: Pattern = pattern!(
    r"(?i)^(?:[\w/-]+\s+){0,3}(?:policy|guideline|bulletin|determination)(?:\s*[:–—|-]\s*(?P<title>.*))?$"
);

/// What may be the number of a policy.
static NUMBER: Pattern = pattern!(r"\b[A-Z]{2,}(?:[-. ][A-Z]+)*[-. ]\d+(?:\.\d+)*\b");

/// Words of those who publish.
static PUBLISHERS: Pattern = pattern!(
    r"(?i)\b(?:inc|llc|corp|corporation|company|insurance|insurers?|mutual|group|network|solutions|partners|associates|administrators|department)\b"
);

/// Words that heads have whatever the document is about.
const GENERIC: &str = "page date effective revised revision reviewed version number draft final confidential proprietary \
    internal department utilization benefit plan payment reimbursement commercial medicare medicaid \
    advantage insurance company corporation copyright reserved procedure bulletin determination national \
    local document title subject section surgery radiology laboratory pharmacy behavioral administration \
    administrative durable equipment category right january february march april june july august \
    september october november december";

/// So many heads of other policies are told at most, and of so many places of each what they part.
const HEADS: usize = 20;
const PARTED: usize = 10;

pub(super) fn find(subject: &Subject<'_>) -> Vec<Found> {
    let own = own_words(subject);
    let publishers = [Meaning::Publisher, Meaning::Author];
    let has_publisher = publishers
        .into_iter()
        .any(|who| subject.readings(who).next().is_some());
    // Without a title nobody knows which policies are others, and without a publisher a name may be its.
    if subject.about().is_empty() || !has_publisher {
        return Vec::new();
    }
    let numbers = subject.surest(Meaning::Number);
    let numbers: BTreeSet<&str> = numbers.map(|number| number.words.as_str()).collect();
    let mut by_words: BTreeMap<String, Vec<Option<Place>>> = BTreeMap::new();
    let mut foreign: Vec<String> = Vec::new();
    let mut before: Option<String> = None;
    for (words, place) in heads(subject) {
        by_words.entry(folded(&words)).or_default().push(place);
        let is_numbered = has_other_number(&words, &numbers);
        let said = title(&words, before.as_deref())
            .filter(|title| !PUBLISHERS.is_in(title))
            .map(distinctive);
        let is_other = said.is_some_and(|said| {
            !said.is_empty()
                && !said
                    .iter()
                    .any(|word| own.iter().any(|own| akin(word, own)))
        });
        if (is_other || is_numbered) && !foreign.contains(&words) && foreign.len() < HEADS {
            foreign.push(words.clone());
        }
        before = Some(words);
    }
    if foreign.is_empty() {
        return Vec::new();
    }
    // What the text speaks of may be the field that the document belongs to.
    let text = text_words(subject);
    foreign.retain(|words| {
        let is_of_text = distinctive(words).iter().all(|word| text.contains(word));
        !is_of_text || has_other_number(words, &numbers)
    });
    let told = foreign
        .iter()
        .filter_map(|words| Some(told(subject, words, by_words.get(&folded(words))?)));
    told.collect()
}

/// The heads of pages, and the fields that return as these do.
fn heads(subject: &Subject<'_>) -> Vec<(String, Option<Place>)> {
    let aside = subject
        .document
        .aside
        .iter()
        .filter(|aside| aside.reason == Reason::RunningHead);
    let mut heads: Vec<(String, Option<Place>)> = aside
        .map(|aside| (aside.block.words(), aside.place))
        .collect();
    let mut fields: BTreeMap<(&str, &str), Vec<Option<Place>>> = BTreeMap::new();
    for block in &subject.document.blocks {
        if let Block::Field { label, value } = block {
            fields
                .entry((label.as_str(), value.as_str()))
                .or_default()
                .push(block.place());
        }
    }
    for ((label, value), places) in fields.into_iter().filter(|(_, places)| places.len() > 1) {
        heads.extend(
            places
                .into_iter()
                .map(|place| (format!("{label}: {value}"), place)),
        );
    }
    heads
}

/// Whether a head has a number that is made as one of the document's own, and is another.
fn has_other_number(words: &str, own: &BTreeSet<&str>) -> bool {
    let numbers = NUMBER.each(words).filter_map(|one| one.get(0));
    let numbers: Vec<&str> = numbers.map(|one| one.as_str()).collect();
    let is_other = |own: &&str| {
        let lead = letters(own);
        let mut alike = numbers.iter().filter(|one| letters(one) == lead);
        lead.len() >= 2 && alike.any(|one| !own.contains(one)) && !words.contains(*own)
    };
    !numbers.is_empty() && own.iter().any(is_other)
}

/// The letters that a number starts with.
fn letters(number: &str) -> &str {
    let rest = number.trim_start_matches(char::is_alphabetic);
    number.strip_suffix(rest).unwrap_or_default()
}

/// The title of a policy that a head is: what stands behind the word for its kind, in the same line or the one before.
fn title<'w>(words: &'w str, before: Option<&str>) -> Option<&'w str> {
    match KIND.groups(words) {
        Some(found) => found
            .name("title")
            .and_then(|title| words.get(title.range())),
        None => {
            let before = before?;
            let is_kind = KIND
                .groups(before)
                .is_some_and(|found| found.name("title").is_none());
            (is_kind && distinctive(before).is_empty()).then_some(words)
        }
    }
}

fn told(subject: &Subject<'_>, words: &str, places: &[Option<Place>]) -> Found {
    let title = subject.title().unwrap_or_default();
    let times = match places.len() {
        1 => "once".to_owned(),
        times => format!("{times} times"),
    };
    let message =
        format!("\"{words}\" stands {times} as a head of pages, and the document is \"{title}\"");
    let mut found = Found::new(message).at(words, places.first().copied().flatten());
    for place in places.iter().skip(1) {
        found = found.with("again", words, *place);
    }
    for place in places.iter().take(PARTED) {
        if let Some((label, block)) = parted(subject, *place) {
            found = found.with(label, brief(&block.words()), block.place());
        }
    }
    found
}

/// The words that name the document, its publisher and its author.
fn own_words(subject: &Subject<'_>) -> BTreeSet<String> {
    let meanings = [
        Meaning::Title,
        Meaning::Number,
        Meaning::Publisher,
        Meaning::Author,
    ];
    let readings = meanings
        .into_iter()
        .flat_map(|meaning| subject.surest(meaning));
    let headings = subject
        .document
        .blocks
        .iter()
        .find(|block| block.is_heading());
    let words = readings.map(|reading| reading.words.clone());
    let words = words.chain(headings.map(Block::words));
    words.flat_map(|words| distinctive(&words)).collect()
}

/// The words of the text, without those of fields, which may be heads themselves.
fn text_words(subject: &Subject<'_>) -> BTreeSet<String> {
    let blocks = subject.document.blocks.iter().enumerate();
    let text = blocks.filter(|(at, block)| {
        let is_own = !matches!(subject.role(*at), Role::References | Role::Revisions);
        is_own && !matches!(block, Block::Field { .. })
    });
    text.flat_map(|(_, block)| significant(&block.words()))
        .collect()
}

fn distinctive(words: &str) -> BTreeSet<String> {
    let words = significant(words).into_iter();
    words
        .filter(|word| GENERIC.split(' ').all(|generic| generic != word))
        .collect()
}

/// The sentence or the list that a head stands in.
fn parted<'s>(subject: &Subject<'s>, place: Option<Place>) -> Option<(&'static str, &'s Block)> {
    let Some(Place::Bytes { from, to }) = place else {
        return None;
    };
    let blocks = &subject.document.blocks;
    let bytes = |block: &Block| match block.place() {
        Some(Place::Bytes { from, to }) => Some((from, to)),
        _ => None,
    };
    let around = blocks.iter().find(|block| {
        !matches!(block, Block::Table(_))
            && bytes(block).is_some_and(|(start, end)| start < from && to < end)
    });
    if let Some(block) = around {
        return Some(("it parts this sentence", block));
    }
    let after = blocks
        .iter()
        .position(|block| bytes(block).is_some_and(|(start, _)| start >= to))?;
    let before = blocks.get(after.checked_sub(1)?)?;
    match (before, blocks.get(after)?) {
        (Block::Item(_), Block::Item(_)) => Some(("it parts the list behind this item", before)),
        _ => None,
    }
}
