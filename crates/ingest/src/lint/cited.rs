//! A reference that the text never cites.

use std::collections::BTreeSet;

use coverdict_corpus::diagnostic::{Code, Entry, Severity};
use coverdict_literature::words::{folded, surname};

use super::{
    find::{Pattern, brief, pattern},
    problem::Found,
    subject::Subject,
};
use crate::lists::Reference;

pub(super) const CODE: Code = Code::of(&Entry {
    id: "D0009",
    name: "reference-not-cited",
    severity: Severity::Note,
    title: "A numbered reference is cited nowhere in the text.",
    explanation: "Cite it where it supports something, or take it out. A reader cannot tell what a reference is for that nothing points to.",
});

/// Numbers in brackets or parentheses, or raised behind a word or the end of a sentence.
static NUMBERS: Pattern = pattern!(
    r"[\[(](?P<enclosed>\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*)[\])]|[a-z%][.,;:)”\x22]{0,2}(?P<raised>\d{1,3}(?:\s?[,–-]\s?\d{1,3})*)(?:[\s.,;:)]|$)|[.,;)”\x22]\s?(?P<apart>\d{1,3}(?:[,–-]\s?\d{1,3})+)(?:\s|$)|\b(?i:refs?\.?|references?|citations?)\s+(?P<named>\d{1,3}(?:\s*(?:,|–|-|and|&)\s*\d{1,3})*)"
);
static SUPERSCRIPTS: Pattern = pattern!(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?:[,⁻˒–-][⁰¹²³⁴⁵⁶⁷⁸⁹]+)*");
static NUMBER: Pattern = pattern!(r"(?P<number>\d+)|(?P<to>[–-])");

static LETTERS: Pattern = pattern!(r"\((?P<it>[A-Z]{3,6})\)");

/// Digits that are written raised.
const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/// The longest text in which names are looked for, in bytes, and the longest list of references: those of policies are
/// far shorter.
const NAMES: usize = 4_000_000;
const REFERENCES: usize = 1_000;

pub(super) fn find(subject: &Subject<'_>) -> Vec<Found> {
    let references = subject.ingested.references.iter();
    let numbered: Vec<(u32, &Reference)> = references
        .filter_map(|one| Some((one.number?, one)))
        .filter(|(number, _)| *number < 1000)
        .collect();
    if numbered.is_empty() || numbered.len() > REFERENCES {
        return Vec::new();
    }
    let texts: Vec<&str> = subject.prose().map(|said| said.text.as_str()).collect();
    let cited: BTreeSet<u32> = texts.iter().flat_map(|text| numbers(text)).collect();
    let words = match texts.iter().map(|text| text.len()).sum::<usize>() {
        0..=NAMES => folded(&texts.join(" ")),
        // Who is named in so long a text takes too long to tell.
        _ => return Vec::new(),
    };
    let is_cited =
        |number: u32, reference: &Reference| cited.contains(&number) || is_named(reference, &words);
    let total = numbered.len();
    let mut missing = numbered;
    missing.retain(|(number, reference)| !is_cited(*number, reference));
    let Some((_, first)) = missing.first() else {
        return Vec::new();
    };
    if missing.len() == total {
        let message = match total {
            1 => "the one numbered reference is cited nowhere in the text".to_owned(),
            total => format!("none of the {total} references is cited in the text"),
        };
        return vec![Found::new(message).at(brief(&first.words), first.place)];
    }
    let told = |(number, reference): &(u32, &Reference)| {
        Found::new(format!("reference {number} is cited nowhere in the text"))
            .at(brief(&reference.words), reference.place)
    };
    missing.iter().map(told).collect()
}

/// The numbers by which a text may cite: too many rather than too few.
fn numbers(text: &str) -> BTreeSet<u32> {
    let mut found = BTreeSet::new();
    for one in NUMBERS.each(text) {
        let names = ["enclosed", "raised", "apart", "named"];
        for list in names.into_iter().filter_map(|name| one.name(name)) {
            expand(list.as_str(), &mut found);
        }
    }
    for one in SUPERSCRIPTS.each(text).filter_map(|one| one.get(0)) {
        let plain: String = one.as_str().chars().map(plain).collect();
        expand(&plain, &mut found);
    }
    found
}

fn plain(raised: char) -> char {
    let digit = RAISED.iter().position(|one| *one == raised);
    let digit = digit.and_then(|digit| u32::try_from(digit).ok());
    digit
        .and_then(|digit| char::from_digit(digit, 10))
        .unwrap_or(match raised {
            '⁻' => '-',
            other => other,
        })
}

/// The numbers of a list such as `3, 5-7`.
fn expand(list: &str, found: &mut BTreeSet<u32>) {
    let (mut last, mut is_range) = (None, false);
    for one in NUMBER.each(list) {
        let Some(number) = one
            .name("number")
            .and_then(|number| number.as_str().parse::<u32>().ok())
        else {
            is_range = one.name("to").is_some();
            continue;
        };
        match last.filter(|_| is_range) {
            Some(from) if number > from && number - from < 500 => found.extend(from..=number),
            _ => _ = found.insert(number),
        }
        (last, is_range) = (Some(number), false);
    }
}

/// Whether a text names a reference: its first author beside its year or others, or its title.
fn is_named(reference: &Reference, words: &str) -> bool {
    let citation = &reference.citation;
    let title = citation
        .title
        .as_deref()
        .map(folded)
        .filter(|title| title.split(' ').count() >= 5);
    if title.is_some_and(|title| words.contains(&title)) {
        return true;
    }
    // An organisation that gives its letters is cited by them.
    let mut letters = LETTERS
        .each(&reference.words)
        .filter_map(|one| one.name("it"));
    if letters.any(|it| words.contains(&format!(" {} ", it.as_str().to_lowercase()))) {
        return true;
    }
    let Some(author) = citation.authors.first().map(|author| surname(author)) else {
        return false;
    };
    if author.chars().count() < 3 {
        return false;
    }
    let year = citation.year.map(|year| year.to_string());
    let is_group = author.contains(' ');
    // An organisation is cited by its initials as well.
    let letters = author
        .split(' ')
        .filter(|word| !["of", "and", "the", "for", "in", "on"].contains(word));
    let initials: String = letters.filter_map(|word| word.chars().next()).collect();
    if is_group && initials.chars().count() >= 3 && words.contains(&format!(" {initials} ")) {
        return true;
    }
    words.match_indices(author.as_str()).any(|(at, _)| {
        let before = words.get(..at).unwrap_or_default();
        let rest = words.get(at + author.len()..).unwrap_or_default();
        let is_word = (before.is_empty() || before.ends_with(' '))
            && (rest.is_empty() || rest.starts_with(' '));
        let near: String = rest.chars().take(60).collect();
        let dated = year.as_deref().is_some_and(|year| near.contains(year));
        is_word
            && (is_group
                || dated
                || near.starts_with(" et al")
                || near.starts_with(" and colleagues"))
    })
}
