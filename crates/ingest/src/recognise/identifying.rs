//! The labels of what identifies a document, and where they stand in a text.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use super::{
    known::{FIELDS, POLICIES},
    labels::{labels, starts_label},
};

/// The first label in a text that a colon follows, of a date or of what identifies a document.
pub(super) fn next_label(text: &str) -> Option<Range<usize>> {
    let found = LABELLED.as_ref()?.find_iter(text).filter_map(|found| {
        let label = found.as_str().strip_suffix(':')?.trim_end();
        let range = found.start()..found.start() + label.len();
        let starts = starts_label(text, range.start) && !is_end_of_label(text, &range);
        starts.then_some(range)
    });
    let of_dates = labels(text).into_iter().map(|label| label.range);
    let of_dates = of_dates.filter(|range| {
        let after = text.get(range.end..).unwrap_or_default();
        after.trim_start().starts_with(':')
    });
    found.chain(of_dates).min_by_key(|range| range.start)
}

/// Whether a label of one word is the end of a longer one that is not known: `Place of Service:`, `File Name:`.
fn is_end_of_label(text: &str, label: &Range<usize>) -> bool {
    let own = text.get(label.clone()).unwrap_or_default();
    let before = text.get(..label.start).unwrap_or_default();
    let mut before = before.chars().rev();
    let joins = before.next() == Some(' ') && before.next().is_some_and(char::is_alphabetic);
    joins && !own.contains([' ', '#'])
}

/// Whether a text is what a policy calls itself.
pub(super) fn is_kind(text: &str) -> bool {
    let text = text.trim();
    POLICIES.iter().any(|kind| text.eq_ignore_ascii_case(kind))
}

/// Whether a text is a label of this kind.
pub(super) fn is_label(text: &str) -> bool {
    let text = text.trim();
    let mut labels = FIELDS.iter().flat_map(|(_, labels)| *labels);
    labels.any(|label| text.eq_ignore_ascii_case(label))
}

/// Labels with a colon.
static LABELLED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let labels = FIELDS.iter().flat_map(|(_, labels)| *labels);
    let mut labels: Vec<String> = labels.map(|label| regex::escape(label)).collect();
    // The longer first: one may end in another.
    labels.sort_by_key(|label| std::cmp::Reverse(label.len()));
    Regex::new(&format!(r"(?i)(?:{})\s*:", labels.join("|"))).ok()
});
