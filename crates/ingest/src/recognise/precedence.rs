//! Statements of which source comes before which, and for whom; and what lists of codes do not mean.

use std::sync::LazyLock;

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
        r"(?:benefit\s+)?plan\s+documents?|coverage\s+documents?|evidence\s+of\s+coverage|benefits?\s+plan|plan\s+of\s+benefits|contract\s+language|benefits?\s+contract",
    ),
    (
        "coverage-policy",
        r"(?:this\s+|the\s+)?(?:clinical|coverage|medical)\s+polic(?:y|ies)|(?:this|in\s+the)\s+policy|guidelines\s+in\s+this\s+policy",
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
const WINS: &str = r"(?:always\s+|shall\s+|will\s+)?(?:supersedes?|take(?:s)?\s+precedence(?:\s+over)?|prevails?|governs?|controls?|shall\s+govern|be\s+followed)";

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
                let (before, after) = (
                    names(said.get(..found.start())),
                    names(said.get(found.end()..)),
                );
                let winner = before.last().copied();
                let losers: Vec<&'static str> = after
                    .iter()
                    .chain(before.iter())
                    .copied()
                    .filter(|kind| Some(*kind) != winner)
                    .collect();
                if let (Some(winner), Some(loser)) = (winner, losers.first()) {
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
    found.sort_unstable();
    found.into_iter().map(|(_, kind)| kind).collect()
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
