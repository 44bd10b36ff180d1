//! What a position is about, where its sentence says more than the name of the service: `a second needle`.

use std::{collections::BTreeSet, ops::Range, sync::LazyLock};

use regex::Regex;

use super::{Making, rules::beside};
use crate::{Field, document::Place, recognise::Meaning};

/// How words of a position start that what they are about follows: `Example will cover …`.
const AFTER: [&str; 7] = [
    "will ",
    "cover",
    "may ",
    "mac",
    "contractor",
    "medicare administrative",
    "insufficient",
];

/// Words before what a position is about.
static BEFORE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:.*\b(?:policy\s+of\s.*?\bthat|determined\s+that|considers?|the\s+use\s+of|use\s+of|coverage\s+(?:of|for))\s+|\s*(?:of|effective\b[^,]*,|accordingly,|therefore,|however,|in\s+addition,|for\b[^,]*,)\s+(?:\d{4},\s+)?)").ok()
});

/// Words from which on a sentence says what is held of it.
static VERB: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)[\s,.;:(]+(?:is|are|be|was|were|will|may|remains?|can|should|used|using|performed|provided|furnished|given|for|when|if|because|in|that|which|who|as|approved|by|under)\b").ok()
});

/// Where a list stands in the place of what a position is about.
static LISTED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)^\W*(?:(?:all|any|each|both|one)\s+)?(?:of\s+)?(?:the\s+)?following\b").ok()
});

/// Words that tell no service from another.
const COMMON: &[&str] = &[
    "a",
    "an",
    "and",
    "any",
    "by",
    "for",
    "it",
    "its",
    "of",
    "or",
    "other",
    "procedure",
    "service",
    "such",
    "that",
    "the",
    "therapy",
    "these",
    "this",
    "treatment",
    "type",
    "use",
];

/// Whether a list stands in the place of what a position is about: `The following needles are not covered`.
pub(super) fn is_listed(position: &Field) -> bool {
    let reading = position.readings.first();
    let listed = LISTED.as_ref();
    reading.is_some_and(|reading| listed.is_some_and(|listed| listed.is_match(&reading.words)))
}

/// What the sentence of a position is about, where it says more than the title, and where that stands.
pub(super) fn subject(making: &Making<'_>, position: &Field) -> Option<(String, Option<Place>)> {
    let reading = position.readings.first()?;
    let label = beside(making, Meaning::Label, position);
    let label = label.and_then(|label| label.readings.first());
    let label = &label?.words;
    let at = reading.words.find(label.as_str())?;
    // `Example will cover …`: what it is about follows.
    let lower = label.to_lowercase();
    let is_active = AFTER.iter().any(|start| lower.starts_with(start)) && lower != "covered";
    let within = match is_active {
        true => at + label.len()..reading.words.len(),
        false => 0..at,
    };
    let titles = making.fields(Meaning::Title).filter_map(|field| {
        let reading = field.readings.first()?;
        Some(reading.words.as_str())
    });
    let titles: Vec<&str> = titles.collect();
    let range = subject_of(reading.words.get(within.clone())?, &titles.join(" "))?;
    let range = within.start + range.start..within.start + range.end;
    let said = reading.words.get(range.clone())?.to_owned();
    let place = match reading.place {
        // Words that stand as they are can be told byte by byte.
        Some(Place::Bytes { from, to }) if to - from == reading.words.len() as u64 => {
            Some(Place::Bytes {
                from: from + range.start as u64,
                to: from + range.end as u64,
            })
        }
        place => place,
    };
    Some((said, place))
}

/// The part of a sentence before or after the words of its position, that names what it is about: where it has words that the
/// title has not.
fn subject_of(sentence: &str, title: &str) -> Option<Range<usize>> {
    let start = BEFORE
        .as_ref()
        .and_then(|before| before.find(sentence))
        .map_or(0, |before| before.end());
    let rest = sentence.get(start..)?;
    let end = VERB
        .as_ref()
        .and_then(|verb| verb.find(rest))
        .map_or(rest.len(), |verb| verb.start());
    let rest = rest.get(..end)?;
    let is_listed = LISTED.as_ref().is_some_and(|listed| listed.is_match(rest));
    if is_listed || rest.trim().eq_ignore_ascii_case("there") {
        return None;
    }
    let start = start + (rest.len() - rest.trim_start().len());
    let own = words(rest);
    let known = words(title);
    if own.is_empty() || own.is_subset(&known) {
        return None;
    }
    Some(start..start + rest.trim().len())
}

/// The words that tell something from others, in the singular.
fn words(text: &str) -> BTreeSet<String> {
    let words = text.split(|mark: char| !mark.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty()).map(str::to_lowercase);
    let words = words.filter(|word| !COMMON.contains(&word.trim_end_matches('s')));
    words
        .map(|word| word.trim_end_matches('s').to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::subject_of;

    #[test]
    fn what_a_position_is_about_is_told_where_the_title_does_not_say_it() {
        let title = "Straw Needle Therapy";
        for (sentence, expected) in [
            ("Straw needles are considered", None),
            (
                "It is the policy of Example that straw needle therapy is",
                None,
            ),
            ("", None),
            ("Straw needles used for the treatment of pain are", None),
            ("A second straw needle is", Some("A second straw needle")),
            ("Wooden needles for pain are", Some("Wooden needles")),
            ("Example considers wooden needles", Some("wooden needles")),
            (
                "Effective for services on or after 05/01/2020, straw needles are",
                None,
            ),
            (
                " coverage of wooden needles in the home",
                Some("wooden needles"),
            ),
            (" all of the following:", None),
            (" of straw needles for any other indication", None),
            ("Up to 12 visits are", Some("Up to 12 visits")),
        ] {
            let said = subject_of(sentence, title).and_then(|range| sentence.get(range));
            assert_eq!(said, expected, "{sentence}");
        }
    }
}
