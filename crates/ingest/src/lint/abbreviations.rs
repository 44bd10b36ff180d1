//! An abbreviation that the document nowhere spells out.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_corpus::diagnostic::{Code, Entry, Severity};

use super::{
    find::{Pattern, brief, pattern},
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
static WORD: Pattern = pattern!(r"[A-Za-z]+");
static ROMAN: Pattern = pattern!(r"^[IVXLC]+$");
/// Words behind the name of a gene, a protein or a product, which is no abbreviation to a reader.
static NAMED: Pattern = pattern!(
    r"(?i)^[\s®™]*(?:genes?|mutations?|variants?|proteins?|receptors?|antibod(?:y|ies)|inhibitors?|®|™)"
);

/// The names of the leads of an electrocardiogram, up to the last of them.
static LEADS: Pattern =
    pattern!(r"(?i:\bleads?)(?:[\s,/]|\b(?:or|and|through|to)\b|\b[a-z]?[A-Z]+\d?\b)*$");

/// Where an abbreviation first stands, and how often.
struct Use {
    words: String,
    place: Option<Place>,
    times: usize,
}

pub(super) fn find(subject: &Subject<'_>) -> Vec<Found> {
    let texts: Vec<&str> = subject.texts().map(|said| said.text.as_str()).collect();
    let mut used: BTreeMap<&str, Use> = BTreeMap::new();
    let own = subject
        .prose()
        .filter(|said| said.role != Role::Codes && !is_shouted(said.text.as_str()));
    for said in own {
        let text = said.text.as_str();
        for one in TOKEN.each(text) {
            let Some(it) = one.name("it") else { continue };
            let rest = text.get(it.end()..).unwrap_or_default();
            let is_number = rest.starts_with('.')
                && rest
                    .get(1..2)
                    .is_some_and(|next| next != " " && next != "\"");
            if is_ordinary(it.as_str())
                || is_number
                || NAMED.is_in(rest)
                || stands_in_capitals(text, it.range())
                || LEADS.is_in(text.get(..it.start()).unwrap_or_default())
            {
                continue;
            }
            let place = said.text.place_of(it.range());
            let known = used.entry(it.as_str()).or_insert_with(|| Use {
                words: brief(text.get(sentence(text, it.start())).unwrap_or(text)),
                place,
                times: 0,
            });
            known.times += 1;
        }
    }
    let lower = lower_words(&texts);
    used.retain(|it, _| !lower.contains(&it.to_lowercase()));
    used.retain(|it, _| !texts.iter().any(|text| defines(text, it)));
    // A misspelt name of a code system is told as that.
    let misspelt: Vec<&str> = texts
        .iter()
        .flat_map(|text| {
            let places = super::names::misspelt(text).into_iter();
            places.filter_map(|(place, _)| text.get(place))
        })
        .collect();
    used.retain(|it, _| !misspelt.contains(it));
    let initials = Initials::of(&texts);
    used.retain(|it, _| !initials.has(it));
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
            .with("the sentence", one.words, one.place)
    });
    told.collect()
}

fn start(place: Option<Place>) -> u64 {
    match place {
        Some(Place::Bytes { from, .. }) => from,
        Some(Place::Page { page, .. }) => u64::from(page),
        None => u64::MAX,
    }
}

fn sentence(text: &str, at: usize) -> std::ops::Range<usize> {
    let sentences = crate::sentence::sentences(text);
    let own = sentences
        .into_iter()
        .find(|sentence| sentence.contains(&at));
    own.unwrap_or(0..text.len())
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
fn stands_in_capitals(text: &str, range: std::ops::Range<usize>) -> bool {
    let is_capital = |word: Option<&str>| {
        word.is_some_and(|word| {
            let letters = word.chars().filter(|one| one.is_alphabetic()).count();
            letters >= 2 && word.chars().filter(|one| one.is_uppercase()).count() == letters
        })
    };
    let before = text.get(..range.start).unwrap_or_default();
    let behind = text.get(range.end..).unwrap_or_default();
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

/// The words that stand in small letters somewhere.
fn lower_words(texts: &[&str]) -> BTreeSet<String> {
    let words = texts
        .iter()
        .flat_map(|text| WORD.each(text))
        .filter_map(|one| one.get(0));
    let words = words
        .map(|one| one.as_str())
        .filter(|word| (3..=5).contains(&word.len()));
    words
        .filter(|word| word.bytes().all(|byte| byte.is_ascii_lowercase()))
        .map(str::to_owned)
        .collect()
}

/// Whether a text says what letters stand for: in parentheses behind it, or behind the letters.
fn defines(text: &str, it: &str) -> bool {
    text.match_indices(it).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        let behind = text.get(at + it.len()..).unwrap_or_default();
        let behind = behind.strip_prefix('s').unwrap_or(behind);
        let is_word =
            !before.ends_with(char::is_alphanumeric) && !behind.starts_with(char::is_alphanumeric);
        // Somewhere in parentheses that follow a word: (ABC), (ABC; also DEF), (or ABC), (“ABC”), (DEF/ABC).
        let opened = before
            .rfind('(')
            .map(|open| (before.get(..open), before.get(open + 1..)));
        let in_parentheses = opened.is_some_and(|(outer, inner)| {
            let (outer, inner) = (
                outer.unwrap_or_default().trim_end(),
                inner.unwrap_or_default(),
            );
            !inner.contains(')')
                && inner.split_whitespace().count() <= 4
                && outer.ends_with(|last: char| last.is_alphanumeric() || "®™’”\"".contains(last))
        });
        let rest = behind.trim_start_matches(['”', '"', '®', '™', ' ']);
        let spelled_behind = rest.strip_prefix('(').is_some_and(|inner| {
            let inner = inner.split(')').next().unwrap_or_default();
            inner.split_whitespace().count() >= 2 || inner.len() > 8
        });
        let rest_of = |mark: &str| {
            rest.strip_prefix(mark)
                .is_some_and(|rest| rest.trim_start().len() > 3)
        };
        let equals = rest_of("=") || rest.starts_with("stands for") || rest.starts_with("means");
        // An entry of a list of abbreviations.
        let entry =
            before.trim().is_empty() && [":", "-", "–", "—"].iter().any(|mark| rest_of(mark));
        is_word && (in_parentheses || spelled_behind || equals || entry)
    }) || is_entry(text, it)
}

/// Whether a text is nothing but the letters: a cell or a term beside what they stand for.
fn is_entry(text: &str, it: &str) -> bool {
    text.trim().trim_end_matches([':', '.']) == it
}

/// The first letters of the words of a text, one after the other.
struct Initials {
    all: Vec<String>,
}

impl Initials {
    fn of(texts: &[&str]) -> Self {
        let initials = |text: &&str| {
            let words = WORD.each(text).filter_map(|one| one.get(0));
            let words = words
                .filter(|word| !["of", "and", "the", "for", "in", "with"].contains(&word.as_str()));
            // A letter between two words parts what is abbreviated.
            let letters = words.map(|word| match word.len() {
                0..=3 => '-',
                _ => word
                    .as_str()
                    .chars()
                    .next()
                    .map_or('-', |first| first.to_ascii_uppercase()),
            });
            letters.collect::<String>()
        };
        Self {
            all: texts.iter().map(initials).collect(),
        }
    }

    /// Whether words with these initials follow each other: then a reader finds what is meant.
    fn has(&self, it: &str) -> bool {
        self.all.iter().any(|initials| initials.contains(it))
    }
}
