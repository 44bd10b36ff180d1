//! A sentence that points to a section of the document that it does not have.

use std::collections::BTreeSet;

use coverdict_corpus::diagnostic::{Code, Entry, Severity};
use coverdict_literature::words::folded;

use super::{
    find::{Pattern, pattern},
    problem::Found,
    subject::Subject,
};
use crate::document::{Block, Item};

pub(super) const CODE: Code = Code::of(&Entry {
    id: "D0015",
    name: "section-not-its-own",
    severity: Severity::Warning,
    title: "A sentence points to a section that the document does not have.",
    explanation: "Point to the section that is meant, or put it in. Such a sentence is often left over from another document or an earlier outline.",
});

/// A section by its number, which the sentence says to be of this document.
static NUMBERED: Pattern = pattern!(
    r"\b(?i:see|refer\s+to|described\s+in|defined\s+in|listed\s+in|specified\s+in|criteria\s+in|criteria\s+of|under|per)\s+(?:the\s+)?(?i:sub)?(?i:section)\s+(?P<label>[IVXL]{1,6}|[A-Z]|\d{1,2}(?:\.\d{1,2}){0,3})\b(?P<rest>\.?[),]?\s*(?i:(?:above|below|of\s+this\s+(?:policy|guideline|document|bulletin|determination|NCD|LCD))\b)?)(?P<behind>.{0,24})"
);
/// A section by its name, which the sentence says to be of this document.
static NAMED: Pattern = pattern!(
    r"\b(?i:see|refer\s+to)\s+(?:the\s+)?(?:[“\x22](?P<quoted>[A-Z][^”\x22]{2,60})[”\x22](?:\s+(?i:section))?|(?P<name>[A-Z][\w/&’'-]*(?:\s+(?:[A-Z][\w/&’'-]*|and|of|the|for|or)){0,6})\s+(?i:section)),?\s+(?i:above|below|(?:of|in|at\s+the\s+end\s+of)\s+this\s+(?:policy|guideline|document|bulletin))\b"
);
/// What follows the number of a section of something else.
static ELSEWHERE: Pattern = pattern!(
    r"(?i)^\s*(?:\([a-z0-9]+\)\s*)*,?\s*(?:of|in)\s+(?:the\s+(?:act|social|public|code|manual|benefit|ncd|medicare|affordable|statute|plan|member|contract|evidence|certificate)|title|chapter|part|pub|publication|cfr|u\.?s\.?c|[A-Z]{2,})|^\s*\([a-z0-9]+\)"
);
/// The words before the number of a heading, and the number.
static LABEL: Pattern = pattern!(
    r"^(?i:(?:sub)?section\s+|part\s+)?(?P<label>[IVXL]{1,6}|[A-Z]|\d{1,2}(?:\.\d{1,2}){0,3})(?:[.):]|\s|$)"
);

/// A block of at most so many words may be a heading, whatever it was read as.
const HEADING_WORDS: usize = 10;

pub(super) fn find(subject: &Subject<'_>) -> Vec<Found> {
    let labels = labels(subject);
    let headings = headings(subject);
    let mut found = Vec::new();
    for said in subject.prose() {
        let text = said.text.as_str();
        for one in NUMBERED.each(text) {
            let (Some(whole), Some(label)) = (one.name("label"), one.name("label")) else {
                continue;
            };
            let rest = one.name("rest").map_or("", |rest| rest.as_str());
            let behind = one.name("behind").map_or("", |behind| behind.as_str());
            let is_ours = rest.chars().any(char::is_alphabetic);
            // A Roman number is that of an outline, and no law or manual is cited so without its name.
            let is_roman = label.as_str().len() > 1
                && label.as_str().bytes().all(|byte| b"IVXL".contains(&byte));
            if !(is_ours || is_roman && !ELSEWHERE.is_in(behind)) || labels.contains(label.as_str())
            {
                continue;
            }
            let message = format!(
                "the sentence points to section {}, and the document has no such section",
                label.as_str()
            );
            let range = one.get(0).map_or(whole.start(), |all| all.start())..whole.end();
            let words = text.get(range.clone()).unwrap_or_default();
            found.push(Found::new(message).at(words, said.text.place_of(range)));
        }
        for one in NAMED.each(text) {
            let (Some(whole), Some(name)) = (one.get(0), one.name("name").or(one.name("quoted")))
            else {
                continue;
            };
            if names_heading(name.as_str(), &headings) {
                continue;
            }
            let message = format!(
                "the sentence points to a section \"{}\", and no heading has a word of that",
                name.as_str()
            );
            found.push(Found::new(message).at(whole.as_str(), said.text.place_of(whole.range())));
        }
    }
    found
}

/// The numbers and letters of the document's headings and items.
fn labels(subject: &Subject<'_>) -> BTreeSet<String> {
    let blocks = subject.document.blocks.iter();
    let labels = blocks.filter_map(|block| match block {
        Block::Item(item) => Some(
            item.marker
                .trim_matches(['(', ')', '.', ']', '['])
                .to_owned(),
        ),
        Block::Heading { text, .. }
        | Block::Paragraph { text }
        | Block::Field { label: text, .. } => {
            let found = LABEL.groups(text.as_str())?;
            Some(found.name("label")?.as_str().to_owned())
        }
        Block::Table(_) => None,
    });
    labels.collect()
}

/// The first letters of the words of what stands as a heading or may: short texts, and the cells of tables.
fn headings(subject: &Subject<'_>) -> BTreeSet<String> {
    let blocks = subject.document.blocks.iter();
    let texts = blocks.flat_map(|block| match block {
        Block::Table(table) => table
            .rows
            .iter()
            .flatten()
            .map(|cell| cell.text.as_str())
            .collect(),
        Block::Field { label, .. } => vec![label.as_str()],
        Block::Heading { text, .. }
        | Block::Paragraph { text }
        | Block::Item(Item { text, .. }) => vec![text.as_str()],
    });
    // A sentence is no heading.
    let short = texts
        .filter(|text| text.split_whitespace().count() <= HEADING_WORDS && !text.ends_with('.'));
    let folded = short.map(folded);
    folded
        .flat_map(|text| text.split(' ').map(head).collect::<Vec<_>>())
        .collect()
}

/// Whether a heading has a word of the name, as far as its first letters.
fn names_heading(name: &str, headings: &BTreeSet<String>) -> bool {
    let name = folded(name);
    let words = name
        .split(' ')
        .filter(|word| word.chars().count() >= 3 && !["the", "and", "for"].contains(word));
    let mut heads = words.map(head).peekable();
    heads.peek().is_none() || heads.any(|head| headings.contains(&head))
}

fn head(word: &str) -> String {
    word.chars().take(3).collect()
}
