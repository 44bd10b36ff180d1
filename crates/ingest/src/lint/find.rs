//! Patterns that are compiled once.

use std::sync::LazyLock;

use regex::{Captures, Regex};

/// A pattern; none where it is no expression, and then the cases of its rule fail.
pub(super) struct Pattern(LazyLock<Option<Regex>>);

impl Pattern {
    pub(super) const fn new(compile: fn() -> Option<Regex>) -> Self {
        Self(LazyLock::new(compile))
    }

    /// Whether it is in a text.
    pub(super) fn is_in(&self, text: &str) -> bool {
        self.0.as_ref().is_some_and(|one| one.is_match(text))
    }

    /// Its groups where it first is in a text.
    pub(super) fn groups<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        self.0.as_ref()?.captures(text)
    }

    /// Its groups wherever it is in a text.
    pub(super) fn each<'p, 't>(
        &'p self,
        text: &'t str,
    ) -> impl Iterator<Item = Captures<'t>> + use<'p, 't> {
        let own = self.0.as_ref().into_iter();
        own.flat_map(move |one| one.captures_iter(text))
    }
}

/// A pattern of these words.
macro_rules! pattern {
    ($words:expr) => {
        $crate::lint::find::Pattern::new(|| regex::Regex::new($words).ok())
    };
}
pub(super) use pattern;

/// The first words of a text, for a place that is shown beside another.
pub(super) fn brief(words: &str) -> String {
    match words.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", words.get(..end).unwrap_or_default().trim_end()),
        None => words.to_owned(),
    }
}

/// The last bytes of a text, at most so many: what stands right before something.
pub(super) fn tail(text: &str, most: usize) -> &str {
    let mut start = text.len().saturating_sub(most);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    text.get(start..).unwrap_or_default()
}
