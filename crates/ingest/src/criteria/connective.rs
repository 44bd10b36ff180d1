//! The words by which criteria are joined.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

/// How the criteria below a sentence are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Connective {
    /// Each of them has to be met.
    All,
    /// One of them is enough.
    Any,
    /// So many of them have to be met.
    AtLeast(u32),
    /// None of them may be met.
    None,
}

/// A word for a number, or its digits.
const NUMBERS: &[(&str, u32)] = &[
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
];

/// What each phrase says; the first that stands in a sentence counts, so that the more particular come first.
const PHRASES: &[(&str, Option<Connective>)] = &[
    // A list of what is held to be covered or not: that is held of each member by itself.
    (
        r"\bcovers?\s+(?:(?:any|all|each|both)\s+)?(?:of\s+)?(?:the\s+)?following\b|\bthe\s+following\s+(?:(?:services|procedures|treatments|therapies|tests|devices|items|indications|uses)\s+)?(?:are|is)\s+(?:also\s+)?(?:considered\s+|deemed\s+)?(?:covered\b|medically|not\s+(?:covered|medically|reasonable)|non|excluded|experimental|investigational|unproven)",
        Some(Connective::Any),
    ),
    // A list of what is suffered from: each member is enough.
    (
        r"\bfor\s+(?:the\s+)?following\s+(?:indications|diagnoses|diseases|disorders|uses|populations)\b",
        Some(Connective::Any),
    ),
    (
        r"\bnone\s+of\s+(?:the\s+)?(?:following|these|below)",
        Some(Connective::None),
    ),
    (
        r"\b(?:at\s+least|a\s+minimum\s+of|minimum\s+of|no\s+fewer\s+than)\s+(?P<count>\w+)\s+(?:\(\d+\)\s+)?(?:or\s+more\s+)?(?:of\b|criteria|conditions|symptoms|factors)",
        None,
    ),
    (
        r"\b(?P<count>\w+)\s+(?:\(\d+\)\s+)?or\s+more\s+(?:of\b|criteria|conditions|symptoms|factors)",
        None,
    ),
    (
        r"\b(?:any|either)\s+(?:one\s+)?(?:\(1\)\s+)?(?:of\s+)?(?:the\s+)?(?:following|these|below)|\bone\s+(?:\(1\)\s+)?of\s+(?:the\s+)?(?:following|these|below)",
        Some(Connective::Any),
    ),
    (
        r"\b(?P<count>two|three|four|five|six|seven|eight|nine|ten|\d+)\s+(?:\(\d+\)\s+)?of\s+(?:the\s+)?(?:following|these|below)",
        None,
    ),
    (
        r"\b(?:all|each|both)\s+(?:of\s+)?(?:the\s+)?(?:following|these|below)|\bmeets?\s+all\b|\ball\s+of\s+the\s+(?:below|criteria)",
        Some(Connective::All),
    ),
];

static PATTERNS: LazyLock<Vec<(Regex, Option<Connective>)>> = LazyLock::new(|| {
    let compiled = PHRASES
        .iter()
        .filter_map(|(phrase, says)| Some((Regex::new(&format!("(?i){phrase}")).ok()?, *says)));
    compiled.collect()
});

/// How a sentence says that what follows it is joined; none where it does not.
pub(super) fn of_lead(sentence: &str) -> Option<Connective> {
    lead(sentence).map(|(says, _)| says)
}

/// Where a sentence says how what follows it is joined.
pub(crate) fn place_of_lead(sentence: &str) -> Option<Range<usize>> {
    lead(sentence).map(|(_, place)| place)
}

fn lead(sentence: &str) -> Option<(Connective, Range<usize>)> {
    PATTERNS.iter().find_map(|(pattern, says)| {
        let found = pattern.captures(sentence)?;
        let says = match (says, found.name("count")) {
            (Some(says), _) => *says,
            (None, Some(count)) => match number(count.as_str())? {
                1 => Connective::Any,
                more => Connective::AtLeast(more),
            },
            (None, None) => return None,
        };
        Some((says, found.get(0)?.range()))
    })
}

fn number(word: &str) -> Option<u32> {
    let word = word.to_lowercase();
    let named = NUMBERS.iter().find(|(name, _)| *name == word);
    named
        .map(|(_, number)| *number)
        .or_else(|| word.parse().ok())
}

/// What a text says that is nothing but `and` or `or`.
pub(crate) fn alone(text: &str) -> Option<Connective> {
    let word = text.trim_matches(|mark: char| !mark.is_alphabetic());
    match word.len() {
        2 if word.eq_ignore_ascii_case("or") => Some(Connective::Any),
        3 if word.eq_ignore_ascii_case("and") => Some(Connective::All),
        _ => None,
    }
}

/// How the end of a criterion joins it with the next: by `and` or by `or`, and where that word starts.
pub(super) fn of_end(criterion: &str) -> Option<(Connective, usize)> {
    let text = criterion.trim_end_matches([' ', ',', ';', '.', ':']);
    let start = text.rfind(|mark: char| !mark.is_alphabetic())?;
    let (before, word) = text.split_at(start);
    let separated = text.get(start..)?.starts_with([' ', ';', ',']);
    let says = match word
        .trim_start_matches([' ', ';', ','])
        .to_lowercase()
        .as_str()
    {
        "and" => Connective::All,
        "or" => Connective::Any,
        _ => return None,
    };
    separated.then(|| (says, before.trim_end_matches([' ', ',', ';']).len()))
}

#[cfg(test)]
mod tests {
    use super::{Connective, PATTERNS, PHRASES, of_end, of_lead};

    #[test]
    fn every_phrase_is_a_pattern() {
        assert_eq!(PATTERNS.len(), PHRASES.len());
    }

    #[test]
    fn a_sentence_says_how_what_follows_is_joined() {
        for (sentence, says) in [
            (
                "covered when all of the following are met:",
                Some(Connective::All),
            ),
            ("Both of the following:", Some(Connective::All)),
            ("One of the following:", Some(Connective::Any)),
            ("one or more of the following", Some(Connective::Any)),
            ("at least one (1) of the following", Some(Connective::Any)),
            (
                "At least two of the following:",
                Some(Connective::AtLeast(2)),
            ),
            ("3 or more of these", Some(Connective::AtLeast(3))),
            ("two (2) of the following", Some(Connective::AtLeast(2))),
            (
                "when none of the following is present",
                Some(Connective::None),
            ),
            ("either of the following", Some(Connective::Any)),
            ("at least 18 years of age", None),
            ("The following are met:", None),
            (
                "covered for the following indications:",
                Some(Connective::Any),
            ),
            ("The following are not covered:", Some(Connective::Any)),
            (
                "Example covers all of the following as a service:",
                Some(Connective::Any),
            ),
            (
                "Example covers needles when all of the following are met:",
                Some(Connective::All),
            ),
            ("when the following conditions are met:", None),
        ] {
            assert_eq!(of_lead(sentence), says, "{sentence}");
        }
    }

    #[test]
    fn the_end_of_a_criterion_joins_it_with_the_next() {
        assert_eq!(of_end("Pain is severe; or"), Some((Connective::Any, 14)));
        assert_eq!(of_end("Pain is severe, and,"), Some((Connective::All, 14)));
        assert_eq!(
            of_end("not associated with surgery; and,"),
            Some((Connective::All, 27))
        );
        assert_eq!(of_end("Pain is severe."), None);
        assert_eq!(of_end("in the hand"), None);
    }
}
