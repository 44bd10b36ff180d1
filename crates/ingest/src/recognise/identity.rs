//! Who publishes a document, who wrote it, its number and its title.

use std::sync::LazyLock;

use coverdict_model::source::SourceKind;
use regex::Regex;

use super::{
    Page, Role,
    labels::labels,
    pairs::{Pair, pairs},
    proposal::{Confidence, Meaning, Proposal, Span, Value},
    sections::section_of,
};
use crate::document::Block;

/// The rule by which a title is told from the kind of policy before it.
const TITLE_AFTER_KIND: &str = "title-after-kind";

/// A pattern whose group `it` is what is meant.
struct Pattern {
    meaning: Meaning,
    confidence: Confidence,
    rule: &'static str,
    /// Whether it counts in the head of the document only.
    in_head: bool,
    pattern: Option<Regex>,
}

static PATTERNS: LazyLock<Vec<Pattern>> = LazyLock::new(|| {
    use Confidence::{Likely, Possible, Stated};
    use Meaning::{Author, Number, Publisher, Title};
    let word = r"(?:[A-Z][\w&'’-]*|[a-z]+[A-Z]\w*)(?:\.\w+)*";
    let name = format!(r"(?P<it>{word}(?:\s+(?:(?:of|and|the|for|&)\s+)*{word}){{0,6}})");
    let brief = format!(r"(?P<it>{word}(?:\s+(?:(?:of|and|the|for|&)\s+)*{word}){{0,6}}?)");
    let table: [(Meaning, Confidence, &'static str, bool, String); 9] = [
        (Publisher, Stated, "policy-of", false, format!(r"\b(?:is\s+the\s+policy\s+of|policy\s+of)\s+(?:the\s+)?{name}\s+that\b")),
        (Publisher, Stated, "plans-administered-by", false, format!(r"\bplans\s+(?:issued\s+or\s+)?(?:administered|underwritten|insured|offered)\s+by\s+{name}")),
        (Publisher, Likely, "policies-of", true, format!(r"^{brief}\s+(?:Medical\s+)?(?:Coverage|Clinical|Medical|Payment|Reimbursement)\s+(?:Coverage\s+)?(?:Polic(?:y|ies)|Guidelines?)\b")),
        (Author, Stated, "developed-by", false, format!(r"\b(?:developed|written|created|authored|prepared)\s+by\s+{name}")),
        (Number, Likely, "number-before-title", true, r"^(?P<it>[A-Z]{2,}[A-Z0-9]*(?:[-. ][A-Z0-9]+)+)\s*:\s+\S".to_owned()),
        (Title, Likely, "title-after-number", true, r"^[A-Z]{2,}[A-Z0-9]*(?:[-. ][A-Z0-9]+)+\s*:\s+(?P<it>\S.*)$".to_owned()),
        (Title, Stated, TITLE_AFTER_KIND, true, r"(?i)^(?:clinical|medical|coverage|payment)\s+(?:coverage\s+)?(?:policy|guideline|bulletin)\s*:\s+(?P<it>\S.*)$".to_owned()),
        (Publisher, Possible, "copyright", false, format!(r"(?:©|\bCopyright)\s*(?:©\s*)?(?:\d{{4}}(?:\s*[-–]\s*\d{{4}})?,?\s+)?{name}")),
        (Author, Possible, "trademark", false, format!(r"owned\s+by\s+{name}")),
    ];
    let compiled = table
        .into_iter()
        .map(|(meaning, confidence, rule, in_head, text)| Pattern {
            meaning,
            confidence,
            rule,
            in_head,
            pattern: Regex::new(&text).ok(),
        });
    compiled.collect()
});

/// Labels of fields, in small letters, and what they give.
const FIELDS: &[(Meaning, &[&str])] = &[
    (
        Meaning::Number,
        &[
            "reference number",
            "policy number",
            "policy #",
            "policy no",
            "policy no.",
            "number",
            "guideline number",
            "bulletin number",
            "manual section number",
            "document number",
            "lcd id",
            "policy id",
        ],
    ),
    (
        Meaning::Title,
        &[
            "manual section title",
            "title",
            "policy title",
            "subject",
            "policy name",
            "lcd title",
            "name",
        ],
    ),
    (
        Meaning::Version,
        &["version number", "version", "revision number"],
    ),
    (
        Meaning::Publisher,
        &[
            "publisher",
            "health plan",
            "plan name",
            "issued by",
            "company",
        ],
    ),
    (Meaning::Author, &["author", "developed by", "prepared by"]),
];

/// What coverage policies call themselves, before their number or title.
const POLICIES: &[&str] = &[
    "clinical policy",
    "medical policy",
    "coverage policy",
    "medical coverage policy",
    "clinical coverage policy",
    "clinical guideline",
    "medical guideline",
    "clinical policy bulletin",
    "medical policy bulletin",
];

/// Phrases that name a kind of source, and its publisher where there is only one.
const KINDS: &[(&str, &str, Option<&str>)] = &[
    ("national coverage determination", "ncd", Some("CMS")),
    ("local coverage determination", "lcd", None),
    ("local coverage article", "article", None),
    ("billing and coding article", "article", None),
];

pub(super) fn recognise(page: Page<'_>, proposals: &mut Vec<Proposal>) {
    for pair in pairs(page.document) {
        of_pair(pair, proposals);
        of_numbered(pair, proposals);
    }
    of_first_heading(page, proposals);
    for (at, block) in page.document.blocks.iter().enumerate() {
        let role = section_of(page.sections, at).map_or(Role::Other, |section| section.role);
        let is_head = role == Role::Head || block.is_heading();
        match block {
            Block::Paragraph { text } | Block::Heading { text, .. } => {
                if is_head {
                    of_kind(at, text.as_str(), proposals);
                }
                if role != Role::References {
                    of_text(at, text.as_str(), is_head, proposals);
                }
            }
            Block::Item(item) => of_text(at, item.text.as_str(), false, proposals),
            Block::Field { .. } | Block::Table(_) => {}
        }
    }
}

/// Whether a text is a label of this kind.
pub(super) fn is_label(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    FIELDS
        .iter()
        .any(|(_, labels)| labels.contains(&text.as_str()))
}

fn of_pair(pair: Pair<'_>, proposals: &mut Vec<Proposal>) {
    let label = pair.label.trim().to_lowercase();
    let found = FIELDS
        .iter()
        .find(|(_, labels)| labels.contains(&label.as_str()));
    // What follows on the line under a label of its own is not part of the value.
    let end = labels(pair.value)
        .first()
        .map_or(pair.value.len(), |next| next.range.start);
    let value = pair.value.get(..end).unwrap_or_default().trim_end();
    if value.is_empty() {
        return;
    }
    let mut propose = |meaning, said: Value, confidence, rule| {
        proposals.push(Proposal {
            meaning,
            value: said,
            span: Span::new(pair.block, pair.value_at, 0..value.len()),
            confidence,
            rule,
        });
    };
    let words = Value::Words(value.to_owned());
    if let Some((meaning, _)) = found {
        propose(*meaning, words, Confidence::Stated, "value-of-label");
    } else if POLICIES.contains(&label.as_str()) {
        // A policy is called by its number or by its title.
        match value.chars().any(char::is_lowercase) {
            true => propose(Meaning::Title, words, Confidence::Stated, TITLE_AFTER_KIND),
            false => propose(
                Meaning::Number,
                words,
                Confidence::Likely,
                "number-after-kind",
            ),
        }
        let kind = Value::Word(SourceKind::CoveragePolicy.name());
        propose(Meaning::Kind, kind, Confidence::Stated, "kind-of-document");
    }
}

/// A label that is a number and whose value is a title.
fn of_numbered(pair: Pair<'_>, proposals: &mut Vec<Proposal>) {
    let line = format!("{}: {}", pair.label, pair.value);
    let is_numbered = PATTERNS
        .iter()
        .filter(|one| one.rule == "number-before-title")
        .filter_map(|one| one.pattern.as_ref())
        .any(|pattern| pattern.is_match(&line));
    if !is_numbered {
        return;
    }
    for (meaning, text, said) in [
        (Meaning::Number, pair.label_at, pair.label),
        (Meaning::Title, pair.value_at, pair.value),
    ] {
        proposals.push(Proposal {
            meaning,
            value: Value::Words(said.to_owned()),
            span: Span::new(pair.block, text, 0..said.len()),
            confidence: Confidence::Likely,
            rule: "number-before-title",
        });
    }
}

/// The first heading: a title, where nothing better tells one.
fn of_first_heading(page: Page<'_>, proposals: &mut Vec<Proposal>) {
    let headings = page.document.blocks.iter().enumerate();
    let first = headings.take(3).find_map(|(at, block)| match block {
        Block::Heading { text, level: 1 } => Some((at, text.as_str())),
        _ => None,
    });
    if let Some((at, said)) = first {
        proposals.push(Proposal {
            meaning: Meaning::Title,
            value: Value::Words(said.to_owned()),
            span: Span::new(at, 0, 0..said.len()),
            confidence: Confidence::Possible,
            rule: "first-heading",
        });
    }
}

fn of_kind(block: usize, text: &str, proposals: &mut Vec<Proposal>) {
    let lower = text.to_lowercase();
    for (phrase, kind, publisher) in KINDS {
        let Some(start) = lower.find(phrase) else {
            continue;
        };
        // A sentence about determinations is none.
        if text.split_whitespace().count() > 8 {
            continue;
        }
        let span = Span::new(block, 0, start..start + phrase.len());
        let mut propose = |meaning, value| {
            proposals.push(Proposal {
                meaning,
                value,
                span: span.clone(),
                confidence: Confidence::Stated,
                rule: "kind-of-document",
            });
        };
        propose(Meaning::Kind, Value::Word(kind));
        if let Some(publisher) = publisher {
            propose(Meaning::Publisher, Value::Word(publisher));
        }
    }
}

fn of_text(block: usize, text: &str, is_head: bool, proposals: &mut Vec<Proposal>) {
    for one in PATTERNS.iter().filter(|one| is_head || !one.in_head) {
        let found = one
            .pattern
            .as_ref()
            .and_then(|pattern| pattern.captures(text));
        let Some(it) = found.and_then(|found| found.name("it")) else {
            continue;
        };
        let said = it.as_str().trim_end_matches(['.', ',', '\'', '’']);
        proposals.push(Proposal {
            meaning: one.meaning,
            value: Value::Words(said.to_owned()),
            span: Span::new(block, 0, it.start()..it.start() + said.len()),
            confidence: one.confidence,
            rule: one.rule,
        });
        // A payment policy says what is paid, not what is covered.
        if one.rule == TITLE_AFTER_KIND && !text.to_lowercase().starts_with("payment") {
            proposals.push(Proposal {
                meaning: Meaning::Kind,
                value: Value::Word(SourceKind::CoveragePolicy.name()),
                span: Span::new(block, 0, 0..it.start()),
                confidence: Confidence::Stated,
                rule: "kind-of-document",
            });
        }
    }
}
