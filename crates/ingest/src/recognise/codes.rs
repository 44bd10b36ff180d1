//! Procedure and diagnosis codes that a document lists, each typed by its pattern and never by the heading above it.

use std::sync::LazyLock;

use coverdict_model::code::Code;
use regex::Regex;

use super::{
    Page, Role,
    proposal::{Confidence, Meaning, Proposal, Span, Value},
    sections::section_of,
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
        let in_codes =
            section_of(page.sections, at).is_some_and(|section| section.role == Role::Codes);
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
    for found in pattern.find_iter(text) {
        let stands_first = found.start() == 0;
        // A number in a sentence is seldom a code.
        if found.as_str().bytes().all(|byte| byte.is_ascii_digit()) && !stands_first && !in_column {
            continue;
        }
        if let Ok(code) = Code::detect(found.as_str()) {
            proposals.push(Proposal {
                meaning: Meaning::Code,
                value: Value::Code(code),
                span: Span::new(block, number, found.range()),
                confidence: match stands_first {
                    true => Confidence::Stated,
                    false => Confidence::Possible,
                },
                rule,
            });
        }
    }
}
