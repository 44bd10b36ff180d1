//! A clause that puts another source first, and does not say where to find it.

use coverdict_corpus::diagnostic::{Code, Entry, Severity};

use super::{
    find::{Pattern, brief, pattern},
    problem::Found,
    subject::Subject,
};
use crate::{
    document::{Block, Item, Text},
    lists::Mentioned,
    recognise::{Meaning, Value},
};

pub(super) const CODE: Code = Code::of(&Entry {
    id: "D0020",
    name: "precedence-without-source",
    severity: Severity::Note,
    title: "A clause lets a source come first, and gives neither its number nor a link to it.",
    explanation: "Name the determination or manual by its number, or link to it. Whoever has to apply it first cannot look it up.",
});

/// The kinds of sources that have numbers or addresses. Plan documents and law are each member's own.
const NUMBERED: &[(&str, &str)] = &[
    ("medicare", "Medicare's determinations"),
    ("medicaid-manual", "the state's Medicaid manual"),
];

/// Clauses that leave a decision to a source of Medicare.
static LEFT: Pattern = pattern!(
    r"(?i)\b(?:as\s+(?:specified|stated|described|outlined|set\s+forth)\s+in|in\s+accordance\s+with|governed\s+by|according\s+to|defer(?:s)?\s+to)\s+(?:the\s+)?(?:applicable\s+|relevant\s+|appropriate\s+)?(?:CMS\s+|Medicare\s+|local\s+|national\s+|state\s+)*(?:NCDs?|LCDs?|coverage\s+determinations?|(?:benefit\s+policy\s+|medicaid\s+)?manual)\b"
);
/// What tells where to find a source.
static TOLD: Pattern = pattern!(
    r"(?i)https?://|\bwww\.|\b[a-z0-9-]+\.(?:gov|com|org|net|us)\b|\bL\d{5}\b|\bA\d{5}\b|\b\d{1,3}\.\d{1,3}\b|\bpub(?:lication)?\.?\s*(?:no\.?\s*)?100|\bchapter\s+\d"
);

pub(super) fn find(subject: &Subject<'_>) -> Vec<Found> {
    let mut found: Vec<(usize, &str, Found)> = Vec::new();
    for field in subject
        .ingested
        .fields
        .iter()
        .filter(|field| field.meaning == Meaning::Precedence)
    {
        let Some(reading) = field.readings.first() else {
            continue;
        };
        let Value::Precedence { first, .. } = reading.value else {
            continue;
        };
        let named = NUMBERED.iter().find(|(kind, _)| *kind == first);
        let Some((_, name)) = named.filter(|_| !is_told(subject, field.block)) else {
            continue;
        };
        if first == "medicare" && names_determination(subject) {
            continue;
        }
        let message =
            format!("the clause lets {name} come first, and gives neither number nor link");
        found.push((
            field.block,
            name,
            Found::new(message).at(brief(&reading.words), reading.place),
        ));
    }
    for (at, text) in subject
        .document
        .blocks
        .iter()
        .enumerate()
        .filter_map(|(at, block)| Some((at, prose(block)?)))
    {
        let is_known = found.iter().any(|(block, ..)| *block == at);
        if is_known || is_told(subject, at) || names_determination(subject) {
            continue;
        }
        if let Some(one) = LEFT.groups(text.as_str()).and_then(|one| one.get(0)) {
            let message =
                "the clause leaves it to another source, and gives neither its number nor a link";
            found.push((
                at,
                "",
                Found::new(message).at(one.as_str(), text.place_of(one.range())),
            ));
        }
    }
    found.into_iter().map(|(.., found)| found).collect()
}

fn prose(block: &Block) -> Option<&Text> {
    match block {
        Block::Paragraph { text } | Block::Item(Item { text, .. }) => Some(text),
        _ => None,
    }
}

/// Whether a block, or the one behind it, tells where to find a source; a link laid over its words does as well.
fn is_told(subject: &Subject<'_>, block: usize) -> bool {
    let blocks = subject.document.blocks.iter().skip(block).take(2);
    blocks.into_iter().any(|block| {
        let words = block.words();
        let mut links = subject
            .document
            .links
            .iter()
            .filter(|link| !link.is_within());
        TOLD.is_in(&words) || links.any(|link| link.text.len() > 2 && words.contains(&link.text))
    })
}

/// Whether the document names a determination of Medicare by its number anywhere.
fn names_determination(subject: &Subject<'_>) -> bool {
    let mentions = subject.ingested.mentions.iter();
    let mut mentions = mentions.filter(|mention| mention.is != Mentioned::Policy);
    mentions.next().is_some() || subject.is_determination()
}
