//! A code system whose name is misspelt.

use std::collections::BTreeMap;

use coverdict_corpus::diagnostic::{Code, Entry, Severity};

use super::{
    find::{Pattern, pattern},
    problem::Found,
    subject::Subject,
};
use crate::document::Place;

pub(super) const CODE: Code = Code::of(&Entry {
    id: "D0003",
    name: "code-system-misspelt",
    severity: Severity::Warning,
    title: "The name of a code system is misspelt.",
    explanation: "Write the name that is meant. A program that looks for the tables of a system by its name does not find this one.",
});

/// Words that speak of codes, without which letters that look alike may be anything.
static OF_CODES: Pattern =
    pattern!(r"(?i)\bcod(?:e|es|ing)\b|\bCPT\b|\bHCPCS\b|\bICD\b|\blevel\s+II\b");
static WORD: Pattern = pattern!(r"\b[A-Z]{4,6}\b");
/// CPT with two letters exchanged.
static CPT: Pattern = pattern!(r"(?P<it>\b(?:CTP|PCT))[®™]?\s+(?i:codes?)\b");
static ICD: Pattern = pattern!(r"\b(?P<lead>ICD|IDC)[- ]?1[0O](?:-(?P<tail>[A-Z]{2,4})\b)?");

/// What stands behind ICD-10: the modifications of the United States and of other countries.
const TAILS: &[&str] = &[
    "CM", "PCS", "AM", "CA", "GM", "SE", "BE", "TM", "NL", "UK", "WHO",
];

pub(super) fn find(subject: &Subject<'_>) -> Vec<Found> {
    let mut places: BTreeMap<(String, &'static str), Vec<Option<Place>>> = BTreeMap::new();
    for said in subject.prose() {
        for (range, meant) in misspelt(said.text.as_str()) {
            let word = said.text.as_str().get(range.clone()).unwrap_or_default();
            let known = places.entry((word.to_owned(), meant)).or_default();
            known.push(said.text.place_of(range));
        }
    }
    let found = places.into_iter().map(|((word, meant), places)| {
        let message = match places.len() {
            1 => format!("\"{word}\" is the name of no code system: {meant} is"),
            times => format!(
                "\"{word}\" stands {times} times, and is the name of no code system: {meant} is"
            ),
        };
        let mut places = places.into_iter();
        let found = Found::new(message).at(&word, places.next().flatten());
        places.fold(found, |found, place| found.with("again", &word, place))
    });
    found.collect()
}

/// The misspelt names in a text: where they stand, and what is meant.
pub(super) fn misspelt(text: &str) -> Vec<(std::ops::Range<usize>, &'static str)> {
    let mut found = Vec::new();
    if !text.bytes().any(|byte| matches!(byte, b'C' | b'P' | b'D')) {
        return found;
    }
    if OF_CODES.is_in(text) {
        for word in WORD.each(text).filter_map(|one| one.get(0)) {
            if word.as_str() != "HCPCS" && is_near(word.as_str(), "HCPCS") {
                found.push((word.range(), "HCPCS"));
            }
        }
    }
    found.extend(
        CPT.each(text)
            .filter_map(|one| Some((one.name("it")?.range(), "CPT"))),
    );
    for one in ICD.each(text) {
        let Some(whole) = one.get(0) else { continue };
        let tail = one.name("tail").map(|tail| tail.as_str());
        let meant = match tail {
            None => None,
            Some(tail) if TAILS.contains(&tail) => None,
            Some(tail) if is_near(tail, "CM") => Some("ICD-10-CM"),
            Some(tail) if is_near(tail, "PCS") => Some("ICD-10-PCS"),
            Some(_) => None,
        };
        let lead = one.name("lead").map(|lead| lead.as_str());
        let is_exchanged = lead == Some("IDC") || whole.as_str().contains("1O");
        match (meant, is_exchanged) {
            (Some(meant), _) => found.push((whole.range(), meant)),
            (None, true) => found.push((
                whole.range(),
                if tail == Some("PCS") {
                    "ICD-10-PCS"
                } else {
                    "ICD-10-CM"
                },
            )),
            (None, false) => {}
        }
    }
    found
}

/// Whether two words differ by one letter that is exchanged with the next, put in, left out or replaced, or have the
/// same letters.
fn is_near(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let sorted = |word: &[char]| {
        let mut word = word.to_vec();
        word.sort_unstable();
        word
    };
    if one.len() == other.len() {
        let differ = one
            .iter()
            .zip(&other)
            .filter(|(one, other)| one != other)
            .count();
        return differ == 1 || sorted(&one) == sorted(&other);
    }
    let (short, long) = if one.len() < other.len() {
        (one, other)
    } else {
        (other, one)
    };
    long.len() == short.len() + 1
        && (0..long.len()).any(|left_out| {
            let rest = long.iter().enumerate().filter(|(at, _)| *at != left_out);
            rest.map(|(_, letter)| letter).eq(short.iter())
        })
}

#[cfg(test)]
mod tests {
    use super::misspelt;

    #[test]
    fn a_name_is_misspelt_where_nothing_else_can_be_meant() {
        let meant = |text: &str| {
            let found = misspelt(text).into_iter();
            found
                .map(|(range, meant)| format!("{} {meant}", &text[range]))
                .collect::<Vec<_>>()
                .join("; ")
        };
        for (text, expected) in [
            ("HCPSC Codes", "HCPSC HCPCS"),
            ("HCPC codes", "HCPC HCPCS"),
            ("CTP® codes", "CTP CPT"),
            ("ICD-10-MC codes", "ICD-10-MC ICD-10-CM"),
            ("IDC-10-CM", "IDC-10-CM ICD-10-CM"),
            ("ICD-1O-PCS", "ICD-1O-PCS ICD-10-PCS"),
            ("CPT, HCPCS, ICD-10-CM, ICD-10-PCS and ICD-10 codes", ""),
            ("ICD-10-AM is used elsewhere", ""),
            ("The HCPC registers professionals", ""),
            ("PCT was measured", ""),
        ] {
            assert_eq!(meant(text), expected, "{text}");
        }
    }
}
