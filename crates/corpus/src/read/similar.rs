//! What a misspelt word was probably meant to be.

use std::fmt::Write;

/// Longer words are not compared: nobody misspells them by a letter.
const MAX_CHARS: usize = 48;

/// "did you mean …?" where one of the words is close, and the list of all words.
pub(super) fn suggestion(word: &str, known: &[&str]) -> String {
    let mut help = String::new();
    if let Some(close) = closest(word, known) {
        // INVARIANT: writing to a String does not fail.
        let _ = write!(help, "did you mean `{close}`? ");
    }
    help.push_str("known here: ");
    for (at, word) in known.iter().enumerate() {
        let comma = if at == 0 { "" } else { ", " };
        let _ = write!(help, "{comma}`{word}`");
    }
    if known.is_empty() {
        help.push_str("none");
    }
    help
}

/// "did you mean …?" where one of the words is close, and otherwise what to do instead.
#[must_use]
pub fn nearest<'a>(
    word: &str,
    known: impl IntoIterator<Item = &'a str>,
    otherwise: &str,
) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    match closest(word, &known) {
        Some(close) => format!("did you mean `{close}`?"),
        None => otherwise.to_owned(),
    }
}

/// The closest word within a third of its length, the first of several.
fn closest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let word: Vec<char> = word.chars().take(MAX_CHARS + 1).collect();
    if word.len() > MAX_CHARS {
        return None;
    }
    let distances = known
        .iter()
        .map(|&candidate| (distance(&word, candidate), candidate));
    let close = distances
        .filter(|&(distance, candidate)| distance <= (candidate.chars().count() / 3).max(1));
    close
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

/// How many letters have to be inserted, removed, replaced or swapped with their neighbour.
fn distance(word: &[char], candidate: &str) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=word.len()).collect();
    let mut last = None;
    for (count, letter) in candidate.chars().enumerate() {
        let mut next = Vec::with_capacity(row.len());
        next.push(count + 1);
        for (at, &own) in word.iter().enumerate() {
            let cell = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX - 1);
            let replaced = cell(&row, at) + usize::from(own != letter);
            let mut best = replaced
                .min(cell(&row, at + 1) + 1)
                .min(cell(&next, at) + 1);
            let swapped = at > 0 && Some(own) == last && word.get(at - 1) == Some(&letter);
            if swapped {
                best = best.min(cell(&before, at - 1) + 1);
            }
            next.push(best);
        }
        before = std::mem::replace(&mut row, next);
        last = Some(letter);
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{closest, distance};

    #[test]
    fn distances() {
        for (a, b, expected) in [
            ("", "", 0),
            ("", "ab", 2),
            ("titel", "title", 1),
            ("kitten", "sitting", 3),
            ("ca", "abc", 3),
            ("é", "e", 1),
        ] {
            let word: Vec<char> = a.chars().collect();
            assert_eq!(distance(&word, b), expected, "{a} {b}");
        }
    }

    #[test]
    fn only_a_close_word_is_suggested() {
        let known = ["effective", "ended", "id", "title"];
        assert_eq!(closest("efective", &known), Some("effective"));
        assert_eq!(closest("tilte", &known), Some("title"));
        assert_eq!(closest("iq", &known), Some("id"));
        assert_eq!(closest("publisher", &known), None);
        assert_eq!(closest(&"e".repeat(100), &known), None);
    }
}
