//! A clause that puts another source first, and does not say where to find it.

use std::collections::BTreeMap;

use coverdict_corpus::diagnostic::{Code, Entry, Severity};

use super::{
    find::{Pattern, brief, pattern},
    places::Places,
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
    let pointers = Pointers::of(subject);
    let mut found: BTreeMap<(usize, &str), Found> = BTreeMap::new();
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
        let Some((_, name)) = NUMBERED.iter().find(|(kind, _)| *kind == first) else {
            continue;
        };
        let is_named = first == "medicare" && pointers.names_determination;
        if is_named || pointers.tell(subject, field.block) {
            continue;
        }
        let message =
            format!("the clause lets {name} come first, and gives neither number nor link");
        let told = Found::new(message).at(brief(&reading.words), reading.place);
        found.entry((field.block, name)).or_insert(told);
    }
    let blocks = subject.document.blocks.iter().enumerate();
    for (at, text) in blocks.filter_map(|(at, block)| Some((at, prose(block)?))) {
        let is_known = found.range((at, "")..(at + 1, "")).next().is_some();
        if pointers.names_determination || is_known {
            continue;
        }
        let left = LEFT.groups(text.as_str()).and_then(|one| one.get(0));
        if let Some(one) = left.filter(|_| !pointers.tell(subject, at)) {
            let message =
                "the clause leaves it to another source, and gives neither its number nor a link";
            found.insert(
                (at, ""),
                Found::new(message).at(one.as_str(), text.place_of(one.range())),
            );
        }
    }
    found.into_values().collect()
}

fn prose(block: &Block) -> Option<&Text> {
    match block {
        Block::Paragraph { text } | Block::Item(Item { text, .. }) => Some(text),
        _ => None,
    }
}

/// What tells where sources are to be found, beside the words.
struct Pointers {
    /// Where links start that lead out of the document.
    links: Places,
    /// Whether the document names a determination of Medicare by its number anywhere, or is one.
    names_determination: bool,
}

impl Pointers {
    fn of(subject: &Subject<'_>) -> Self {
        let links = subject
            .document
            .links
            .iter()
            .filter(|link| !link.is_within());
        let mut mentions = subject.ingested.mentions.iter();
        Self {
            links: links.map(|link| link.place).collect(),
            names_determination: subject.is_determination()
                || mentions.any(|mention| mention.is != Mentioned::Policy),
        }
    }

    /// Whether a block, or the one behind it, tells where to find a source.
    fn tell(&self, subject: &Subject<'_>, block: usize) -> bool {
        let mut blocks = subject.document.blocks.iter().skip(block).take(2);
        blocks.any(|block| {
            TOLD.is_in(&block.words())
                || block
                    .place()
                    .is_some_and(|place| self.links.start_in(place))
        })
    }
}
