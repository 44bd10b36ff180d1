//! The sentences of a text.

use std::ops::Range;

/// The fewest bytes of a sentence: shorter, its full stop belongs to an abbreviation.
const SHORTEST: usize = 12;

/// The sentences of a text, as bytes of it. A full stop ends one where a space and a capital or a number follow.
pub(crate) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(['.', '!', '?']) {
        let rest = text.get(at + 1..).unwrap_or_default();
        let next = rest.trim_start();
        let starts_one =
            next.starts_with(|first: char| first.is_uppercase() || first.is_ascii_digit());
        if rest.len() > next.len() && starts_one && at + 1 - start > SHORTEST {
            sentences.push(start..at + 1);
            start = at + 1 + (rest.len() - next.len());
        }
    }
    sentences.push(start..text.len());
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}
