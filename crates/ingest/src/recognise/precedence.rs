//! Statements of which source comes before which, and for whom; and what lists of codes do not mean.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use super::{
    Page,
    hints::Hint,
    proposal::{Confidence, Meaning, Proposal, Span, Value},
};
use crate::document::Block;

/// Sources by the words that name them.
const SOURCES: &[(&str, &str)] = &[
    (
        "plan-document",
        r"(?:benefit\s+)?plan\s+documents?|plan\s+benefits|certificates?\s+of\s+coverage|summary\s+plan\s+descriptions?|benefit\s+booklet|subscriber\s+(?:contract|certificate)|coverage\s+documents?|evidence\s+of\s+coverage|benefits?\s+plan|plan\s+of\s+benefits|contract\s+language|benefits?\s+contract",
    ),
    (
        "coverage-policy",
        r"(?:this\s+|the\s+)?(?:clinical|coverage|medical)\s+polic(?:y|ies)|(?:this|any|in\s+the)\s+policy|guidelines\s+in\s+this\s+policy",
    ),
    (
        "medicaid-manual",
        r"(?:state(?:'s)?\s+)?Medicaid\s+(?:coverage\s+provisions|(?:provider\s+)?(?:procedures\s+)?manual|provisions|contract)",
    ),
    (
        "medicare",
        r"\bNCDs?\b|\bLCDs?\b|National\s+Coverage\s+Determinations?|Local\s+Coverage\s+Determinations?|Medicare\s+Coverage\s+Articles?|CMS\s+(?:coverage|guidelines?|manuals?)|Medicare\s+(?:coverage\s+)?(?:rules|policies)",
    ),
    (
        "mandate",
        r"(?:federal\s+or\s+state|state\s+and\s+federal|federal\s+and\s+state|state\s+or\s+federal)\s+(?:coverage\s+)?(?:mandates?|laws?|requirements?)|(?:federal|state)\s+mandates?|requirements\s+of\s+law(?:\s+and\s+regulation)?|applicable\s+(?:laws?|legal|state|federal)|law\s+and\s+regulation",
    ),
];

/// Words by which what stands before them wins over what stands after.
const WINS: &str = r"\b(?:(?:always|shall|will|must|should)\s+)*(?:supersedes?|takes?\s+precedence(?:\s+over)?|prevails?|governs?|controls)\b|\b(?:shall|will|must|should)\s+(?:control|be\s+followed)\b";

/// Words by which sources come first that are named in the sentence.
const FIRST: &str =
    r"should\s+be\s+(?:reviewed|consulted|applied)\s+(?:prior\s+to|before)|in\s+the\s+absence\s+of";

static PATTERNS: LazyLock<Option<[Regex; 3]>> = LazyLock::new(|| {
    let disclaimer = r"(?i)(?:inclusion|inclusion\s+or\s+exclusion|listing)\b[^.]{0,60}\b(?:does\s+not|not\s+necessarily)\b[^.]{0,40}\b(?P<what>prior\s+authorization|coverage|reimbursement|payment|covered)";
    Some([
        Regex::new(&format!("(?i){WINS}")).ok()?,
        Regex::new(&format!("(?i){FIRST}")).ok()?,
        Regex::new(disclaimer).ok()?,
    ])
});

/// The patterns of statements.
#[cfg(test)]
pub(super) fn patterns() -> impl Iterator<Item = &'static str> {
    PATTERNS.iter().flatten().map(Regex::as_str)
}

static NAMES: LazyLock<Vec<(&'static str, Regex)>> = LazyLock::new(|| {
    let compiled = SOURCES
        .iter()
        .filter_map(|(kind, words)| Some((*kind, Regex::new(&format!("(?i){words}")).ok()?)));
    compiled.collect()
});

pub(super) fn recognise(page: Page<'_>, proposals: &mut Vec<Proposal>) {
    let Some([wins, first, disclaimer]) = PATTERNS.as_ref() else {
        return;
    };
    for (at, block) in page.document.blocks.iter().enumerate() {
        if !page.survey.may_say(at, Hint::Precedence) {
            continue;
        }
        let text = match block {
            Block::Paragraph { text } => text.as_str(),
            Block::Item(item) => item.text.as_str(),
            _ => continue,
        };
        for sentence in crate::sentence::sentences(text) {
            let Some(said) = text.get(sentence.clone()) else {
                continue;
            };
            let span = Span::new(at, 0, sentence.clone());
            if let Some(found) = wins.find(said) {
                for (winner, loser) in won(said, &found.range()) {
                    proposals.push(precedence(winner, loser, said, span.clone(), "wins-over"));
                }
            } else if let Some(found) = first.find(said) {
                let is_absence = found.as_str().to_lowercase().starts_with("in the");
                let (before, after) = (
                    names(said.get(..found.start())),
                    names(said.get(found.end()..)),
                );
                let pair = match is_absence {
                    true => (
                        after.first(),
                        after
                            .iter()
                            .chain(&before)
                            .find(|kind| Some(*kind) != after.first()),
                    ),
                    false => (before.last(), after.first()),
                };
                match pair {
                    (Some(winner), Some(loser)) => {
                        proposals.push(precedence(
                            winner,
                            loser,
                            said,
                            span.clone(),
                            "comes-first",
                        ));
                    }
                    (Some(winner), None) => {
                        proposals.push(precedence(
                            winner,
                            "coverage-policy",
                            said,
                            span.clone(),
                            "comes-first",
                        ));
                    }
                    _ => {}
                }
            }
            if let Some(found) = disclaimer
                .captures(said)
                .and_then(|found| found.name("what"))
            {
                proposals.push(Proposal {
                    meaning: Meaning::CodeDisclaimer,
                    value: Value::Words(found.as_str().to_lowercase()),
                    span,
                    confidence: Confidence::Stated,
                    rule: "listing-means-nothing",
                });
            }
        }
    }
}

/// The kinds of sources that a text names, in order.
fn names(text: Option<&str>) -> Vec<&'static str> {
    let text = text.unwrap_or_default();
    let mut found: Vec<(usize, &'static str)> = Vec::new();
    for (kind, pattern) in NAMES.iter() {
        found.extend(pattern.find_iter(text).map(|name| (name.start(), *kind)));
    }
    // What stands in parentheses explains a source that is named before.
    let aside = parentheses(text);
    found.retain(|(at, _)| !aside.iter().any(|aside| aside.contains(at)));
    found.sort_unstable();
    found.into_iter().map(|(_, kind)| kind).collect()
}

/// Which kinds win over which in a sentence that says so by these words.
fn won(said: &str, words: &Range<usize>) -> Vec<(&'static str, &'static str)> {
    let before = said.get(..words.start).unwrap_or_default();
    let after = said.get(words.end..).unwrap_or_default();
    // The winner stands right before the words: `where this and that differ, that governs`.
    let clause = before.rfind(',').map_or(0, |comma| comma + 1);
    let (parties, mut winners) = (names(before.get(..clause)), names(before.get(clause..)));
    winners.dedup();
    if winners.is_empty() {
        // What stands before a comma may be the winner all the same: `the plan document, if any, governs`.
        winners.extend(parties.last().copied());
    }
    let mut others = names(Some(after));
    if !(is_over(words_of(said, words)) && after.contains(char::is_alphabetic)) {
        others.extend(parties);
    }
    // Without a comma, what is named twice is a party and then the winner.
    if others.is_empty()
        && let [parties @ .., last] = winners.as_slice()
        && parties.contains(last)
    {
        let last = *last;
        others = parties.to_vec();
        winners = vec![last];
    }
    let loser = others.into_iter().find(|kind| !winners.contains(kind));
    winners.sort_unstable();
    winners.dedup();
    let pairs = winners.into_iter().zip(std::iter::repeat(loser));
    pairs
        .filter_map(|(winner, loser)| Some((winner, loser?)))
        .collect()
}

fn words_of<'s>(said: &'s str, range: &Range<usize>) -> &'s str {
    said.get(range.clone()).unwrap_or_default()
}

/// Whether words need what they win over behind them.
fn is_over(words: &str) -> bool {
    let words = words.to_lowercase();
    words.ends_with("over") || words.contains("supersede")
}

/// The parts of a text in parentheses and brackets; one that is not closed is none.
fn parentheses(text: &str) -> Vec<Range<usize>> {
    let mut open = Vec::new();
    let mut parts = Vec::new();
    for (at, mark) in text.char_indices() {
        match mark {
            '(' | '[' => open.push(at),
            ')' | ']' => parts.extend(open.pop().map(|from| from..at)),
            _ => {}
        }
    }
    parts
}

fn precedence(
    first: &'static str,
    then: &'static str,
    said: &str,
    span: Span,
    rule: &'static str,
) -> Proposal {
    let lower = said.to_lowercase();
    let members = ["medicaid", "medicare"]
        .into_iter()
        .find(|members| lower.contains(&format!("{members} members")));
    Proposal {
        meaning: Meaning::Precedence,
        value: Value::Precedence {
            first,
            then,
            members,
        },
        span,
        confidence: Confidence::Likely,
        rule,
    }
}
