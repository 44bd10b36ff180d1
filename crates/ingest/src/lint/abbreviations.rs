//! An abbreviation that the document nowhere spells out.

use std::collections::BTreeMap;

use coverdict_corpus::diagnostic::{Code, Entry, Severity};

use super::{
    explained::Explained,
    find::{Pattern, brief, pattern, tail},
    known::{ENGLISH, KNOWN},
    problem::Found,
    subject::Subject,
};
use crate::{document::Place, recognise::Role};

pub(super) const CODE: Code = Code::of(&Entry {
    id: "D0019",
    name: "abbreviation-undefined",
    severity: Severity::Note,
    title: "The document uses an abbreviation and nowhere spells it out.",
    explanation: "Spell it out where it first stands, with the abbreviation in parentheses. The same letters mean different things in different fields.",
});

/// Three to five capitals that no letter, digit or mark of a number stands by.
static TOKEN: Pattern = pattern!(
    r"(?:^|[\s(\[“\x22/,;:])(?P<it>[A-Z]{3,5})(?P<plural>s|'s|’s)?(?P<behind>[\s)\].,;:”\x22/?!]|$)"
);
static ROMAN: Pattern = pattern!(r"^[IVXLC]+$");
/// Words behind the name of a gene, a protein, a product or a trial, which is no abbreviation to a reader; others of
/// its kind may stand between.
static NAMED: Pattern = pattern!(
    r"^(?:(?:,? and|,? or|[,/])? ?[A-Z][A-Z0-9]{1,5})*[\s®™]*(?i:genes?|mutations?|variants?|rearrangements?|fusions?|alterations?|amplifications?|proteins?|receptors?|antibod(?:y|ies)|inhibitors?|trials?|study|studies|®|™)"
);
/// Names of what is tested for, in a row.
static TESTED: Pattern = pattern!(r"(?:[A-Z][A-Z0-9]{1,5}(?:,? and|,? or|[,/]) ?)+$");
static ROW: Pattern = pattern!(
    r"^(?:(?:,? and|,? or|[,/]) ?[A-Z][A-Z0-9]{1,5})* (?:gene(?:tic)? )?(?:testing|tests?|analysis)\b"
);

/// The names of the leads of an electrocardiogram, up to the last of them.
static LEADS: Pattern =
    pattern!(r"(?i:\bleads?)(?:[\s,/]|\b(?:or|and|through|to)\b|\b[a-z]?[A-Z]+\d?\b)*$");

/// How many bytes around an abbreviation are looked at.
const NEAR: usize = 80;

/// Where an abbreviation first stands, and how often.
struct Use {
    words: String,
    place: Option<Place>,
    times: usize,
}

pub(super) fn find(subject: &Subject<'_>) -> Vec<Found> {
    let mut used: BTreeMap<&str, Use> = BTreeMap::new();
    let own = subject
        .prose()
        .filter(|said| said.role != Role::Codes && !said.is_cell);
    for said in own.filter(|said| !is_shouted(said.text.as_str())) {
        let text = said.text.as_str();
        for it in TOKEN.each(text).filter_map(|one| one.name("it")) {
            if is_ordinary(it.as_str()) || is_name(text, it.range()) {
                continue;
            }
            let known = used.entry(it.as_str()).or_insert_with(|| Use {
                words: around(text, it.range()),
                place: said.text.place_of(it.range()),
                times: 0,
            });
            known.times += 1;
        }
    }
    if used.is_empty() {
        return Vec::new();
    }
    let explained = Explained::by(subject.texts().map(|said| said.text.as_str()));
    used.retain(|it, _| !explained.has(it));
    // A misspelt name of a code system is told as that.
    used.retain(|it, one| {
        let misspelt = super::names::misspelt(&one.words);
        !misspelt
            .iter()
            .any(|(place, _)| one.words.get(place.clone()) == Some(*it))
    });
    let mut found: Vec<(&str, Use)> = used.into_iter().collect();
    found.sort_by_key(|(_, one)| start(one.place));
    let told = found.into_iter().map(|(it, one)| {
        let times = match one.times {
            1 => String::new(),
            times => format!(" {times} times"),
        };
        let message = format!("\"{it}\" is used{times}, and nowhere spelled out");
        Found::new(message)
            .at(it, one.place)
            .with("it stands in", one.words, one.place)
    });
    told.collect()
}

/// Whether letters are a part of a number, the name of a gene, a product or a lead, or one of several words in capitals.
fn is_name(text: &str, range: std::ops::Range<usize>) -> bool {
    let before = tail(text.get(..range.start).unwrap_or_default(), NEAR);
    let behind = text.get(range.end..).unwrap_or_default();
    let is_number = behind
        .strip_prefix('.')
        .is_some_and(|next| next.starts_with(char::is_alphanumeric));
    let is_of_row = TESTED.is_in(before) || !behind.starts_with(' ');
    let is_named = NAMED.is_in(behind) || is_of_row && ROW.is_in(behind);
    is_number || is_named || LEADS.is_in(before) || stands_in_capitals(before, behind)
}

/// The words around a part of a text.
fn around(text: &str, range: std::ops::Range<usize>) -> String {
    let before = tail(text.get(..range.start).unwrap_or_default(), NEAR / 2);
    let words = text.get(range.start - before.len()..).unwrap_or_default();
    brief(words)
}

fn start(place: Option<Place>) -> u64 {
    match place {
        Some(Place::Bytes { from, .. }) => from,
        Some(Place::Page { page, .. }) => u64::from(page),
        None => u64::MAX,
    }
}

/// Whether letters are a word in capitals, a number, or known to everyone in the field.
fn is_ordinary(it: &str) -> bool {
    ROMAN.is_in(it) || KNOWN.contains(&it) || ENGLISH.contains(&it)
}

/// Whether a text is written in capitals throughout.
fn is_shouted(text: &str) -> bool {
    let letters = text.chars().filter(|one| one.is_alphabetic());
    let (small, all) = letters.fold((0, 0), |(small, all), one| {
        (small + usize::from(one.is_lowercase()), all + 1)
    });
    2 * small < all
}

/// Whether the word before or behind is in capitals as well: such words are emphasis or a name.
fn stands_in_capitals(before: &str, behind: &str) -> bool {
    let is_capital = |word: Option<&str>| {
        word.is_some_and(|word| {
            let letters = word.chars().filter(|one| one.is_alphabetic()).count();
            letters >= 2 && word.chars().filter(|one| one.is_uppercase()).count() == letters
        })
    };
    // A mark between them parts them.
    let before = before
        .strip_suffix(' ')
        .and_then(|before| before.split(' ').next_back());
    let before = before.filter(|word| !word.ends_with([',', ';', '.', ':', ')']));
    let behind = behind
        .strip_prefix(' ')
        .and_then(|behind| behind.split(' ').next());
    is_capital(before) || is_capital(behind)
}
