//! Who publishes a document, who wrote it, its number and its title.

use std::sync::LazyLock;

use coverdict_model::source::SourceKind;
use regex::Regex;

use super::{
    Page, Role,
    hints::Hint,
    known::{FIELDS, KINDS, NOBODY, NUMBER_BEFORE_TITLE, PATTERNS, POLICIES, TITLE_AFTER_KIND},
    labels::labels,
    pairs::Pair,
    proposal::{Confidence, Meaning, Proposal, Span, Value},
    title,
};
use crate::document::Block;

pub(super) fn recognise(page: Page<'_>, proposals: &mut Vec<Proposal>) {
    let head = head(page);
    let pairs = page.pairs.iter().copied();
    for pair in pairs.filter(|pair| !pair.is_inline || pair.block < head) {
        of_pair(pair, pair.block < head, proposals);
        of_numbered(pair, proposals);
    }
    for (at, block) in page.document.blocks.iter().enumerate() {
        let role = page.survey.role(at);
        let is_head = at < head || block.is_heading();
        match block {
            Block::Paragraph { text } | Block::Heading { text, .. } => {
                if is_head {
                    of_kind(at, text.as_str(), proposals);
                }
                if role != Role::References && (is_head || page.survey.may_say(at, Hint::Identity))
                {
                    of_text(at, text.as_str(), is_head, proposals);
                }
            }
            Block::Item(item) if page.survey.may_say(at, Hint::Identity) => {
                of_text(at, item.text.as_str(), false, proposals);
            }
            Block::Item(_) | Block::Field { .. } | Block::Table(_) => {}
        }
    }
    without_parts(proposals);
    title::recognise(page, head, proposals);
}

/// The blocks before the first section that is known for something: there a document says what it is.
fn head(page: Page<'_>) -> usize {
    let known = page
        .survey
        .sections
        .iter()
        .find(|section| !matches!(section.role, Role::Head | Role::Other));
    known.map_or(page.document.blocks.len(), |section| section.from)
}

/// Words of which one stands in whatever the patterns outside the head find.
static SOME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"policy of|\bby\b|refers to|\bmeans\b|considers|©|Copyright|(?i:policy\s+of)").ok()
});

fn of_pair(pair: Pair<'_>, in_head: bool, proposals: &mut Vec<Proposal>) {
    let label = pair.label.to_lowercase();
    // The label may stand behind other words of the line, such as the title.
    let ends_in = |known: &str| {
        let before = label.strip_suffix(known);
        before.is_some_and(|before| before.is_empty() || before.ends_with(' '))
    };
    let known = FIELDS
        .iter()
        .flat_map(|(meaning, labels)| labels.iter().map(move |label| (*meaning, *label)))
        .filter(|(_, label)| ends_in(label))
        .max_by_key(|(_, label)| label.len());
    // What follows on the line under a label of its own is not part of the value.
    let end = labels(pair.value)
        .first()
        .map_or(pair.value.len(), |next| next.range.start);
    let value = pair.value.get(..end).unwrap_or_default().trim_end();
    let value = value.trim_end_matches(['|', ' ']);
    if value.is_empty() {
        return;
    }
    let mut propose = |meaning, said: Value, confidence, rule| {
        if meaning == Meaning::Number && !is_number(value) {
            return;
        }
        proposals.push(Proposal {
            meaning,
            value: said,
            span: Span::new(pair.block, pair.at.0, pair.at.1..pair.at.1 + value.len()),
            confidence,
            rule,
        });
    };
    let words = Value::Words(value.to_owned());
    if POLICIES.contains(&label.as_str()) {
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
        return;
    }
    let Some((meaning, known)) = known else {
        return;
    };
    let before = pair
        .label
        .get(..pair.label.len() - known.len())
        .unwrap_or_default();
    if before.is_empty() {
        propose(meaning, words, Confidence::Stated, "value-of-label");
    } else if known.contains(' ') || known.contains('#') {
        propose(meaning, words, Confidence::Likely, "value-of-label");
        let before = before.trim_end();
        let is_title = before.split_whitespace().count() > 1 && !title::is_generic(before);
        if in_head && is_title && (pair.at.0 == 1 || pair.is_inline) {
            proposals.push(Proposal {
                meaning: Meaning::Title,
                value: Value::Words(before.to_owned()),
                span: Span::new(pair.block, 0, 0..before.len()),
                confidence: Confidence::Likely,
                rule: "words-before-labels",
            });
        }
    }
}

/// Whether words can be the number of a document: they hold a digit, and are no sentence.
fn is_number(words: &str) -> bool {
    words.contains(|mark: char| mark.is_ascii_digit()) && words.len() <= LONGEST_NUMBER
}

/// The longest number of a document, in bytes: some have several.
const LONGEST_NUMBER: usize = 80;

/// A label that is a number and whose value is a title.
fn of_numbered(pair: Pair<'_>, proposals: &mut Vec<Proposal>) {
    if pair.at.0 != 1 || !pair.label.contains(|mark: char| mark.is_ascii_digit()) {
        return;
    }
    let line = format!("{}: {}", pair.label, pair.value);
    let is_numbered = PATTERNS
        .iter()
        .filter(|one| one.rule == NUMBER_BEFORE_TITLE)
        .filter_map(|one| one.pattern.as_ref())
        .all(|pattern| pattern.is_match(&line));
    // A list of the parts of the document repeats the number.
    let is_list = pair.value.contains(&format!("{}.", pair.label));
    if !is_numbered || is_list {
        return;
    }
    let title = pair.value.split(" Version ").next().unwrap_or_default();
    for (meaning, text, from, said) in [
        (Meaning::Number, 0, 0, pair.label),
        (Meaning::Title, 1, pair.at.1, title),
    ] {
        proposals.push(Proposal {
            meaning,
            value: Value::Words(said.to_owned()),
            span: Span::new(pair.block, text, from..from + said.len()),
            confidence: Confidence::Likely,
            rule: NUMBER_BEFORE_TITLE,
        });
    }
}

/// Leaves out the numbers of the parts of a document: `EX-12.3` of `EX-12`.
fn without_parts(proposals: &mut Vec<Proposal>) {
    let numbered =
        |one: &&Proposal| one.rule == NUMBER_BEFORE_TITLE && one.meaning == Meaning::Number;
    let words = |one: &Proposal| match &one.value {
        Value::Words(words) => words.clone(),
        _ => String::new(),
    };
    let known: Vec<String> = proposals.iter().filter(numbered).map(words).collect();
    let is_part = |number: &str| {
        known.iter().any(|whole| {
            let rest = number.strip_prefix(whole.as_str());
            rest.is_some_and(|rest| rest.starts_with('.'))
        })
    };
    let parts: Vec<usize> = proposals
        .iter()
        .filter(numbered)
        .filter(|one| is_part(&words(one)))
        .map(|one| one.span.block)
        .collect();
    proposals.retain(|one| one.rule != NUMBER_BEFORE_TITLE || !parts.contains(&one.span.block));
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

/// Whether a line lists parts of a document by their numbers, several on a line.
fn is_list_of_parts(text: &str) -> bool {
    let Some((number, rest)) = text.split_once(':') else {
        return false;
    };
    let number = number.split_whitespace().next_back().unwrap_or_default();
    !number.is_empty() && rest.contains(&format!("{number}."))
}

/// Whether words name no publisher, though they stand where one does.
fn is_nobody(words: &str) -> bool {
    let words = words.to_lowercase();
    let first = words.split_whitespace().next().unwrap_or_default();
    NOBODY.contains(&words.as_str()) || ["this", "these", "our", "statement"].contains(&first)
}

fn of_text(block: usize, text: &str, is_head: bool, proposals: &mut Vec<Proposal>) {
    // Outside the head few texts say anything of it.
    let may_say = SOME.as_ref().is_none_or(|some| some.is_match(text));
    if !is_head && !may_say {
        return;
    }
    for one in PATTERNS.iter().filter(|one| is_head || !one.in_head) {
        let found = one
            .pattern
            .as_ref()
            .and_then(|pattern| pattern.captures(text));
        let Some(it) = found.and_then(|found| found.name("it")) else {
            continue;
        };
        let said = it.as_str().trim_end_matches(['.', ',', '\'', '’']);
        let is_nobody = one.meaning == Meaning::Publisher && is_nobody(said);
        // A list of the parts of the document repeats its number.
        let is_list = one.rule == NUMBER_BEFORE_TITLE && is_list_of_parts(text);
        if is_nobody || is_list {
            continue;
        }
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
