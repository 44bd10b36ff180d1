//! The words by which documents label their dates, and what each means.

use std::{collections::BTreeMap, ops::Range, sync::LazyLock};

use regex::{Regex, RegexSet};

use super::{
    hints::{Hint, Hints},
    proposal::Meaning,
};

/// A label in a text.
pub(super) struct Label {
    /// What it means; none for a date that is no date of the document as it stands.
    pub(super) meaning: Option<Meaning>,
    pub(super) range: Range<usize>,
}

/// What a label means, and its words. Where several could start at one place, the first counts.
const LABELS: &[(Option<Meaning>, &str)] = &[
    // The dates of another edition.
    (
        None,
        r"(?:replac(?:es|ed|ing)|supersed(?:es|ed|ing)|previous(?:ly)?|prior|former(?:ly)?)\s+(?:\w+\s+){0,2}?(?:effective|review(?:ed)?)(?:\s+(?:policy|date|dated))*",
    ),
    // The first review is no start, and not the last review.
    (
        None,
        r"(?:original|initial|first)\s+(?:[\w&]+\s+){0,2}?(?:review(?:ed)?(?:\s+date)?|(?:approv(?:al|ed)|post(?:ed|ing)|publi(?:cation|shed))\s+date)",
    ),
    // A period in which others may comment.
    (
        None,
        r"(?:notice|comment)\s+period\s+(?:start|begin(?:ning)?|end(?:ing)?)\s+date",
    ),
    (
        Some(Meaning::OriginalEffective),
        r"(?:original|initial|first|origin)\b[ \w]{0,24}?\b(?:effective|policy|date)(?:\s+(?:effective|policy))?(?:\s+date)?|date\s+of\s+origin|originat(?:ion|ed)(?:\s+date)?",
    ),
    (
        Some(Meaning::NextReview),
        r"next\s+(?:[\w&]+\s+){0,2}?review(?:\s+date)?|(?:scheduled|anticipated|upcoming|future)\s+review(?:\s+date)?|review\s+due(?:\s+date)?",
    ),
    (
        Some(Meaning::LastReview),
        r"(?:date\s+of\s+)?(?:last|latest|most\s+recent)\s+(?:[\w&]+\s+){0,2}?(?:review(?:ed)?|revis(?:ed|ion))(?:\s+(?:status\s*/\s*)?date)?|review(?:ed)?\s+date|date\s+(?:last\s+)?reviewed",
    ),
    (
        Some(Meaning::Ended),
        r"end(?:ing)?\s+(?:effective\s+)?date(?:\s+of\s+this\s+version)?|(?:termination|retire(?:d|ment)|expiration)\s+(?:effective\s+)?date|retired",
    ),
    (Some(Meaning::Implementation), r"implementation\s+date"),
    (
        Some(Meaning::Posted),
        r"(?:post(?:ed|ing)|publish(?:ed)?|publication|issued?)\s+date|date\s+(?:posted|published)",
    ),
    (Some(Meaning::Updated), r"last\s+updated?(?:\s+date)?"),
    (
        Some(Meaning::Effective),
        r"(?:current\s+|version\s+|policy\s+|revised\s+)*effective(?:\s+date)?(?:\s+of\s+this\s+version)?",
    ),
];

static PATTERNS: LazyLock<Vec<(Option<Meaning>, Regex)>> = LazyLock::new(|| {
    let compiled = LABELS.iter().filter_map(|(meaning, words)| {
        Some((*meaning, Regex::new(&format!(r"(?i)(?:{words})\b")).ok()?))
    });
    compiled.collect()
});

/// The patterns of labels.
pub(super) fn patterns() -> impl Iterator<Item = &'static str> {
    PATTERNS.iter().map(|(_, pattern)| pattern.as_str())
}

/// All patterns at once: of most texts one or none is found.
static ALL: LazyLock<Option<RegexSet>> = LazyLock::new(|| RegexSet::new(patterns()).ok());

/// The labels of dates in a text, in order; they do not overlap.
pub(super) fn labels(text: &str) -> Vec<Label> {
    let Some(all) = ALL.as_ref().filter(|_| Hints::of(text).has(Hint::Label)) else {
        return Vec::new();
    };
    // By where they start: a text may be one line with labels without end.
    let mut found: BTreeMap<usize, Label> = BTreeMap::new();
    let patterns = all.matches(text).into_iter();
    for (meaning, pattern) in patterns.filter_map(|one| PATTERNS.get(one)) {
        for label in pattern.find_iter(text) {
            let range = label.range();
            if !starts_label(text, range.start) {
                continue;
            }
            let before = found.range(..range.end).next_back();
            if before.is_none_or(|(_, known)| known.range.end <= range.start) {
                let meaning = *meaning;
                found.insert(range.start, Label { meaning, range });
            }
        }
    }
    found.into_values().collect()
}

/// Whether a label may start there: behind no letter or digit, or with a capital behind a value that ends without a
/// space, as in `0012Effective Date:`.
pub(super) fn starts_label(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    let first = text.get(at..).and_then(|label| label.chars().next());
    match before {
        Some(before) if before.is_alphanumeric() => {
            !before.is_uppercase() && first.is_some_and(char::is_uppercase)
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::{ALL, LABELS, PATTERNS};

    #[test]
    fn every_label_is_a_pattern() {
        assert_eq!(PATTERNS.len(), LABELS.len());
        assert!(ALL.is_some());
    }
}
