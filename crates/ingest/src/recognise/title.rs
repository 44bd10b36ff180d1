//! The title of a document that no label gives: a heading or short line of its head that the text speaks of again.

use super::{
    Page,
    identifying::is_label,
    labels::labels,
    proposal::{Confidence, Meaning, Proposal, Span, Value},
};
use crate::document::{Block, Text};

/// The most blocks of a head in which a title is looked for.
const HEAD: usize = 16;

/// The most words of a title.
const LONGEST: usize = 16;

/// Words that say what kind of document or part of it stands there, and not what it is about.
const GENERIC: &[&str] = &[
    "a",
    "administrative",
    "and",
    "appendix",
    "application",
    "approved",
    "authorization",
    "background",
    "benefit",
    "benefits",
    "bulletin",
    "business",
    "care",
    "category",
    "clinical",
    "codes",
    "coding",
    "commercial",
    "content",
    "contents",
    "corporate",
    "coverage",
    "criteria",
    "date",
    "definition",
    "definitions",
    "department",
    "description",
    "determination",
    "determinations",
    "disclaimer",
    "document",
    "effective",
    "evidence",
    "exclusions",
    "final",
    "for",
    "form",
    "general",
    "guidance",
    "guideline",
    "guidelines",
    "history",
    "home",
    "important",
    "index",
    "indications",
    "information",
    "instructions",
    "introduction",
    "issue",
    "last",
    "limitations",
    "line",
    "lines",
    "local",
    "main",
    "management",
    "manual",
    "medicaid",
    "medical",
    "medicare",
    "menu",
    "national",
    "necessary",
    "necessity",
    "new",
    "next",
    "note",
    "notes",
    "notice",
    "number",
    "of",
    "other",
    "overview",
    "page",
    "pdf",
    "plan",
    "policies",
    "policy",
    "print",
    "prior",
    "process",
    "products",
    "program",
    "proposed",
    "purpose",
    "rationale",
    "reference",
    "references",
    "related",
    "requirements",
    "review",
    "reviewed",
    "revised",
    "scope",
    "search",
    "section",
    "skip",
    "statement",
    "subject",
    "subsection",
    "summary",
    "table",
    "the",
    "to",
    "um",
    "use",
    "utilization",
    "version",
    "x",
];

/// Proposes the first heading of the head, or a short line of it. It is likely where the text says the same words again;
/// without that it may be anything that stands at the head of a page.
pub(super) fn recognise(page: Page<'_>, head: usize, proposals: &mut Vec<Proposal>) {
    let is_told =
        |one: &Proposal| one.meaning == Meaning::Title && one.confidence > Confidence::Possible;
    if proposals.iter().any(is_told) {
        return;
    }
    let blocks = &page.document.blocks;
    let lines = blocks.iter().enumerate().take(head.clamp(3, HEAD));
    let lines: Vec<(usize, &Text, bool)> = lines
        .filter_map(|(at, block)| match block {
            Block::Heading { text, level: 1 | 2 } => Some((at, text, true)),
            Block::Paragraph { text } => Some((at, text, false)),
            _ => None,
        })
        .filter(|(_, text, _)| may_be_title(text.as_str()))
        .collect();
    let is_repeated = |at: usize, words: &str| {
        let words = words.to_lowercase();
        let others = page.document.texts().filter(|(block, _)| *block != at);
        others
            .map(|(_, text)| text.as_str().to_lowercase())
            .any(|text| text.contains(&words))
    };
    let likely = lines
        .iter()
        .find(|(at, text, _)| is_repeated(*at, text.as_str()));
    let possible = lines
        .iter()
        .find(|(at, _, is_heading)| *is_heading && *at < 3);
    let (found, confidence, rule) = match (likely, possible) {
        (Some(found), _) => (found, Confidence::Likely, "line-that-the-text-repeats"),
        (None, Some(found)) => (found, Confidence::Possible, "first-heading"),
        (None, None) => return,
    };
    let (at, text, _) = found;
    proposals.push(Proposal {
        meaning: Meaning::Title,
        value: Value::Words(text.as_str().to_owned()),
        span: Span::new(*at, 0, 0..text.as_str().len()),
        confidence,
        rule,
    });
}

/// Whether words name only a kind of document.
pub(super) fn is_generic(words: &str) -> bool {
    let words = words.split(|mark: char| !mark.is_alphanumeric());
    let mut words = words.filter(|word| !word.is_empty());
    words.all(|word| {
        let is_digits = word.chars().all(|mark| mark.is_ascii_digit());
        is_digits || GENERIC.contains(&word.to_lowercase().as_str())
    })
}

/// Whether a line can be a title: short, no sentence, no label, and about something.
fn may_be_title(line: &str) -> bool {
    let words = line.split_whitespace().count();
    let starts = line.starts_with(|first: char| first.is_uppercase());
    (1..=LONGEST).contains(&words)
        && starts
        && !line.ends_with(['.', ':', ';', ','])
        && line
            .chars()
            .filter(|mark| mark.is_lowercase() || mark.is_uppercase())
            .count()
            > 3
        && !line.contains('|')
        && !is_generic(line)
        && !is_name(line)
        && !is_label(line)
        && labels(line).is_empty()
}

/// Whether a line is one word with a capital within, as companies write their names.
fn is_name(line: &str) -> bool {
    let mut marks = line.chars().zip(line.chars().skip(1));
    !line.contains(char::is_whitespace)
        && marks.any(|(one, next)| one.is_lowercase() && next.is_uppercase())
}
