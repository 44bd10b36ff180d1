//! What the words above a list say besides leading to it: a condition of their own, or that the list is excepted.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use super::connective;

/// What the words above a list say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Own {
    /// Nothing but that the list follows: `one of the following`.
    Nothing,
    /// A condition that has to hold besides: these bytes.
    Condition(Range<usize>),
    /// Something that holds unless the list does: these bytes.
    Unless(Range<usize>),
}

/// Words that except what follows them, with what may stand between them and the list.
static EXCEPTING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)[\s,]*\b(?:unless|except(?:ing)?(?:\s+(?:when|where|if|for|in|as))?|with\s+the\s+exception\s+of)\b(?P<rest>[^.;]*)$",
    )
    .ok()
});

/// Words that define what the list says in other words.
static DEFINING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:defined\s+(?:as|by)|as\s+follows|namely|that\s+is)\W*$").ok()
});

/// Words that the list completes: `failure of two of the following`.
static COMPLETED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)\b(?:of|from|for|by|to|on|using|as|in|is|are)\W*$").ok());

/// Words between a condition and the list.
static JOINING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:[\s,;:]|\b(?:and|with|when|if|where|plus|including|who|that|has|have|meets?|must|provided|also|as\s+well\s+as|in\s+addition\s+to|as\s+evidenced\s+by|as\s+shown\s+by))+$").ok()
});

/// Words that say nothing by themselves.
const EMPTY: &[&str] = &[
    "a",
    "all",
    "an",
    "and",
    "any",
    "apply",
    "applies",
    "are",
    "as",
    "at",
    "be",
    "beneficiaries",
    "beneficiary",
    "below",
    "both",
    "by",
    "case",
    "cases",
    "conditions",
    "criteria",
    "criterion",
    "document",
    "documentation",
    "documented",
    "documents",
    "each",
    "either",
    "enrollee",
    "evidence",
    "evidenced",
    "following",
    "for",
    "from",
    "fulfilled",
    "fulfills",
    "has",
    "have",
    "if",
    "in",
    "include",
    "includes",
    "including",
    "individual",
    "individuals",
    "is",
    "least",
    "least",
    "meet",
    "meets",
    "member",
    "members",
    "met",
    "more",
    "must",
    "none",
    "of",
    "one",
    "only",
    "or",
    "patient",
    "patients",
    "person",
    "presence",
    "present",
    "record",
    "records",
    "requirements",
    "satisfied",
    "satisfies",
    "the",
    "there",
    "these",
    "to",
    "two",
    "three",
    "when",
    "where",
    "which",
    "who",
    "with",
];

/// What the words above a list say besides leading to it.
pub(super) fn own(words: &str) -> Own {
    if let Some(found) = EXCEPTING
        .as_ref()
        .and_then(|words_of| words_of.captures(words))
    {
        let rest = found.name("rest").map_or("", |rest| rest.as_str());
        let before = found.get(0).map_or(0, |all| all.start());
        // What is excepted may be one thing that stands there, with the list about the rest.
        if says_nothing(rest) {
            return Own::Unless(0..before);
        }
    }
    if matches(&DEFINING, words) {
        return Own::Nothing;
    }
    let (before, after) = match connective::place_of_lead(words) {
        Some(lead) => (
            words.get(..lead.start).unwrap_or_default(),
            words.get(lead.end..).unwrap_or_default(),
        ),
        None => (words, ""),
    };
    let has_lead = before.len() < words.len();
    if says_nothing(before) && says_nothing(after) {
        return Own::Nothing;
    }
    if has_lead && matches(&COMPLETED, before) && says_nothing(after) {
        return Own::Nothing;
    }
    if !says_nothing(after) {
        return Own::Condition(0..words.trim_end_matches([' ', ':']).len());
    }
    let joining = JOINING.as_ref().and_then(|joining| joining.find(before));
    let end = joining.map_or(before.len(), |joining| joining.start());
    Own::Condition(0..end)
}

fn matches(pattern: &LazyLock<Option<Regex>>, words: &str) -> bool {
    pattern
        .as_ref()
        .is_some_and(|pattern| pattern.is_match(words))
}

/// Whether words hold no condition by themselves.
pub(crate) fn says_nothing(words: &str) -> bool {
    let words = words.split(|mark: char| !mark.is_alphanumeric());
    let mut words = words.filter(|word| !word.is_empty());
    words.all(|word| {
        let word = word.to_lowercase();
        EMPTY.contains(&word.as_str())
            || word.chars().all(|mark| mark.is_ascii_digit())
            || is_marker(&word)
    })
}

/// Whether a word is one by which items are marked, as in `any of the following, A to C`.
fn is_marker(word: &str) -> bool {
    word.len() == 1 || (word.len() <= 4 && word.chars().all(|mark| "ivx".contains(mark)))
}

#[cfg(test)]
mod tests {
    use super::{Own, own};

    #[test]
    fn the_words_above_a_list_may_hold_a_condition() {
        for (words, expected) in [
            ("One of the following:", "-"),
            ("The member meets all of the following criteria:", "-"),
            ("Documentation of any of the following:", "-"),
            ("Failure of at least two of the following:", "-"),
            ("Diagnosis of one of the following:", "-"),
            ("Any of the following: A-C", "-"),
            ("The pain is defined as:", "-"),
            ("Pain at rest, and one of the following:", "Pain at rest"),
            (
                "Age 18 years or older with one of the following:",
                "Age 18 years or older",
            ),
            (
                "For a first course, all of the following:",
                "For a first course",
            ),
            (
                "All of the following within the last year:",
                "All of the following within the last year",
            ),
            (
                "Six weeks of rest, including two or more of the following:",
                "Six weeks of rest",
            ),
            ("Other causes of pain:", "Other causes of pain"),
            (
                "Rest for six weeks, unless one of the following applies:",
                "unless Rest for six weeks",
            ),
            (
                "not medically necessary unless all of the following are met:",
                "unless not medically necessary",
            ),
            (
                "not covered except for the following:",
                "unless not covered",
            ),
        ] {
            let said =
                |range: std::ops::Range<usize>| words.get(range).unwrap_or_default().to_owned();
            let told = match own(words) {
                Own::Nothing => "-".to_owned(),
                Own::Condition(range) => said(range),
                Own::Unless(range) => format!("unless {}", said(range)),
            };
            assert_eq!(told, expected, "{words}");
        }
    }
}
