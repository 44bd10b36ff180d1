//! A link to a place of the document that is not there.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_corpus::diagnostic::{Code, Entry, Severity};
use coverdict_literature::words::folded;

use super::{problem::Found, subject::Subject};
use crate::document::{Block, Format, Link};

pub(super) const CODE: Code = Code::of(&Entry {
    id: "D0014",
    name: "link-dead",
    severity: Severity::Warning,
    title: "A link leads to a place of the document that is not there.",
    explanation: "Give the place the name that the link has, or take the link out. Such links are mostly left over from a page whose anchors were lost.",
});

/// Names that lead to the start of a document without being given there.
const TOP: &[&str] = &["top", "_top"];

pub(super) fn find(subject: &Subject<'_>) -> Vec<Found> {
    let headings = headings(subject);
    let anchors = subject.document.anchors.iter();
    let anchors: BTreeSet<String> = anchors.map(|anchor| anchor.to_lowercase()).collect();
    let mut dead: BTreeMap<&str, Vec<&Link>> = BTreeMap::new();
    for link in subject
        .document
        .links
        .iter()
        .filter(|link| link.is_within() && !link.text.is_empty())
    {
        if !leads(subject, link, &headings, &anchors) {
            dead.entry(link.target.as_str()).or_default().push(link);
        }
    }
    let found = dead.into_iter().filter_map(|(target, links)| {
        let first = links.first()?;
        let names: Vec<String> = links
            .iter()
            .map(|link| format!("\"{}\"", link.text))
            .collect();
        let message = match (target, names.len()) {
            ("#", 1) => format!("the link {} names no place", names.join(", ")),
            ("#", _) => format!("the links {} name no place", names.join(", ")),
            (_, 1) => format!(
                "the link {} leads to \"{target}\", and no place has that name",
                names.join(", ")
            ),
            (_, _) => format!(
                "the links {} lead to \"{target}\", and no place has that name",
                names.join(", ")
            ),
        };
        let found = Found::new(message).at(&first.text, Some(first.place));
        let rest = links.iter().skip(1);
        Some(rest.fold(found, |found, link| {
            found.with("another", &link.text, Some(link.place))
        }))
    });
    found.collect()
}

/// Whether a link leads to a place, or may: by a program of the page.
fn leads(
    subject: &Subject<'_>,
    link: &Link,
    headings: &BTreeSet<String>,
    anchors: &BTreeSet<String>,
) -> bool {
    let name = decoded(link.target.trim_start_matches('#'));
    if name.is_empty() {
        // On a page a program may stand behind it, unless it is called as a section is.
        let text = folded(&link.text);
        let names_heading = headings.contains(&letters(&text));
        return subject.document.format == Format::Html && !names_heading;
    }
    let is_program = name.starts_with(['!', '/']) || TOP.contains(&name.to_lowercase().as_str());
    let is_anchor = anchors.contains(&name.to_lowercase());
    let by_heading = matches!(subject.document.format, Format::Markdown | Format::Text) && {
        let own = letters(&name);
        let plain = own.trim_end_matches(|last: char| last.is_ascii_digit());
        headings.contains(&own) || headings.contains(plain)
    };
    is_program || is_anchor || by_heading
}

/// The letters and digits of each heading, by which Markdown names it.
fn headings(subject: &Subject<'_>) -> BTreeSet<String> {
    let aside = subject.document.aside.iter().map(|aside| &aside.block);
    let blocks = subject.document.blocks.iter().chain(aside);
    blocks
        .filter(|block| block.is_heading())
        .map(|block| letters(&Block::words(block)))
        .collect()
}

fn letters(text: &str) -> String {
    let letters = text.chars().filter(|one| one.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// A name in which `%20` and the like stand for other characters.
fn decoded(name: &str) -> String {
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let Some((first, further)) = rest.split_first() {
        let hex = further
            .get(..2)
            .and_then(|hex| std::str::from_utf8(hex).ok());
        let code = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (first, code) {
            (b'%', Some(code)) => {
                bytes.push(code);
                rest = further.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = further;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
