//! Procedure and diagnosis codes that a document lists, each typed by its pattern and never by the heading above it.

use std::{ops::Range, sync::LazyLock};

use coverdict_model::code::Code;
use regex::Regex;

use super::{
    Page, Role,
    proposal::{Confidence, Meaning, Proposal, Span, Value},
};
use crate::document::Block;

/// What looks like a code. Five digits alone are one only where codes are listed.
static CODE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"\b(?:[A-CE-V]\d{4}|D\d{4}|\d{4}[FTUM]|\d{5}|[A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?)\b",
    )
    .ok()
});

pub(super) fn recognise(page: Page<'_>, proposals: &mut Vec<Proposal>) {
    let Some(pattern) = CODE.as_ref() else { return };
    for (at, block) in page.document.blocks.iter().enumerate() {
        let role = page.survey.role(at);
        let in_codes = role == Role::Codes;
        let texts = block.texts().enumerate();
        match block {
            Block::Table(table) => {
                let names_codes = table
                    .rows
                    .first()
                    .is_some_and(|row| row.iter().any(|cell| names_codes(cell.text.as_str())));
                if !in_codes && !names_codes {
                    continue;
                }
                let first = table.rows.iter().scan(0, |next, row| {
                    let first = *next;
                    *next += row.len();
                    Some(first)
                });
                let firsts: Vec<usize> = first.collect();
                for (number, text) in texts.filter(|(number, _)| firsts.contains(number)) {
                    propose(
                        pattern,
                        at,
                        number,
                        text.as_str(),
                        true,
                        "code-table",
                        proposals,
                    );
                }
            }
            Block::Paragraph { text } if !in_codes => {
                let stands_alone = alone(text.as_str());
                let said = stands_alone.or_else(|| named(text.as_str()));
                if let Some((code, range, rule)) = said
                    && !matches!(role, Role::References | Role::Background)
                {
                    proposals.push(Proposal {
                        meaning: Meaning::Code,
                        value: Value::Code(code),
                        span: Span::new(at, 0, range),
                        confidence: Confidence::Likely,
                        rule,
                    });
                }
            }
            // A line of a table whose cells were lost may look like a heading.
            Block::Heading { text, .. }
                if HEADED
                    .as_ref()
                    .is_some_and(|head| head.is_match(text.as_str())) =>
            {
                propose(pattern, at, 0, text.as_str(), false, "code-list", proposals);
            }
            Block::Paragraph { .. } | Block::Item(_) | Block::Field { .. } if in_codes => {
                for (number, text) in texts {
                    propose(
                        pattern,
                        at,
                        number,
                        text.as_str(),
                        false,
                        "code-list",
                        proposals,
                    );
                }
            }
            _ => {}
        }
    }
}

/// A code that is all that a line holds: one with a letter, as five digits may be anything.
fn alone(text: &str) -> Option<(Code, Range<usize>, &'static str)> {
    let words = text.trim_matches(['|', ' ']);
    let start = text.find(words)?;
    let is_one = words.len() == 5 && words.contains(|mark: char| mark.is_ascii_uppercase());
    let code = Code::detect(words).ok().filter(|_| is_one)?;
    Some((code, start..start + words.len(), "code-alone"))
}

/// A code that a sentence calls one: `HCPCS code M0076`.
fn named(text: &str) -> Option<(Code, Range<usize>, &'static str)> {
    let code = NAMED.as_ref()?.captures(text)?.name("code")?;
    let found = Code::detect(code.as_str()).ok()?;
    Some((found, code.range(), "code-named"))
}

static NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(?:CPT|HCPCS|HCPC)®?(?:\s+Level\s+II)?\s+codes?\s+(?P<code>[A-CE-V]\d{4}|\d{4}[FTUM]|\d{5})\b").ok()
});

/// Words over a list that stand in one line with its codes, as of a table whose cells were lost.
static HEADED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:\b(?:cpt|hcpcs?)®?(?:\s+or\s+hcpcs?)?\s+|^)codes?\s+(?:description|considered|not|covered)\b").ok()
});

/// Whether the head of a column names codes.
fn names_codes(head: &str) -> bool {
    let head = head.to_lowercase();
    ["code", "cpt", "hcpcs", "hcpsc", "icd"]
        .iter()
        .any(|word| head.contains(word))
}

fn propose(
    pattern: &Regex,
    block: usize,
    number: usize,
    text: &str,
    in_column: bool,
    rule: &'static str,
    proposals: &mut Vec<Proposal>,
) {
    let headed = HEADED.as_ref().and_then(|headed| headed.find(text));
    for found in pattern.find_iter(text) {
        let stands_first = found.start() == 0;
        let is_headed = headed.is_some_and(|head| head.end() <= found.start());
        // A number in a sentence is seldom a code.
        if found.as_str().bytes().all(|byte| byte.is_ascii_digit()) && !stands_first && !in_column {
            continue;
        }
        if let Ok(code) = Code::detect(found.as_str()) {
            proposals.push(Proposal {
                meaning: Meaning::Code,
                value: Value::Code(code),
                span: Span::new(block, number, found.range()),
                confidence: match (stands_first, is_headed) {
                    (true, _) => Confidence::Stated,
                    (false, true) => Confidence::Likely,
                    (false, false) => Confidence::Possible,
                },
                rule,
            });
        }
    }
}
