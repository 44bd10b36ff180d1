//! What a line looks like: a rule, a title, a label with its value, an entry of a log.

use crate::written;

/// A heading without a mark has at most so many words.
const HEADING_WORDS: usize = 14;
/// A label has at most so many words.
const LABEL_WORDS: usize = 7;
/// A line with a label and a longer value is a sentence.
const VALUE_WORDS: usize = 16;

/// No date is as long as this, in bytes.
const DATE: usize = 64;

/// Whether a line only draws one.
pub(super) fn is_rule(text: &str) -> bool {
    let mut marks = text.chars().filter(|mark| !mark.is_whitespace());
    let first = marks.next();
    first.is_some_and(|first| {
        "-=_*~".contains(first) && marks.clone().count() >= 2 && marks.all(|mark| mark == first)
    })
}

/// Whether a text could be a heading: short, without the end of a sentence, and not about a day.
pub(in crate::read) fn is_title(text: &str) -> bool {
    let starts_well = text
        .trim_start_matches(['*', '§', '"', '(', '['])
        .starts_with(|first: char| first.is_uppercase() || first.is_ascii_digit());
    let ends_well = !text.ends_with(['.', ';', ',', ':', '!', '?']);
    let words = text.split_whitespace().count();
    let is_link = text.starts_with("http") || text.starts_with('[');
    let is_apart = text.starts_with('(') && text.ends_with(')');
    let is_nothing = ["n/a", "none", "not applicable"]
        .iter()
        .any(|nothing| text.eq_ignore_ascii_case(nothing));
    starts_well
        && ends_well
        && (1..=HEADING_WORDS).contains(&words)
        && text.chars().any(char::is_alphabetic)
        && !is_link
        && !is_apart
        && !is_nothing
        && written::dates(text).is_empty()
}

/// The label and the value of a line that gives them.
pub(in crate::read) fn field(text: &str) -> Option<(&str, &str)> {
    let (label, value) = text.split_once(':')?;
    let value = match value.trim_start() {
        "" | "**" | "*" => "",
        value => value,
    };
    let words = label.split_whitespace().count();
    let is_label = (1..=LABEL_WORDS).contains(&words)
        && label
            .trim_start_matches('*')
            .starts_with(|first: char| first.is_uppercase() || first == '#')
        && !label.contains(['.', ',', ';', '(', '"', '“'])
        && label.len() < 80;
    let words = value.split_whitespace().count();
    let is_sentence = value.ends_with(':') || value.ends_with('.') && words > 6;
    let is_value = (1..=VALUE_WORDS).contains(&words) && !is_sentence && !value.starts_with("//");
    // A colon within a word or a time is none between a label and its value.
    let separates = text.get(label.len() + 1..).is_some_and(|rest| {
        rest.is_empty()
            || rest.starts_with(char::is_whitespace)
            || rest.starts_with('*')
            || rest.starts_with(|first: char| first.is_alphanumeric())
                && !label.ends_with(|last: char| last.is_ascii_digit())
    });
    (is_label && is_value && separates).then_some((label, value))
}

/// Whether a line ends so that a date has to follow: what the next one starts with belongs to it.
pub(in crate::read) fn awaits_date(text: &str) -> bool {
    text.ends_with(" date") || text.ends_with(" dated")
}

/// Whether a line starts with a day, as the rows of a log do.
pub(in crate::read) fn starts_entry(text: &str) -> bool {
    let start = text.floor_char_boundary(DATE);
    let dates = written::dates(text.get(..start).unwrap_or_default());
    dates.first().is_some_and(|date| date.range.start <= 1)
}
