//! Dates of a document, and what each means.
//!
//! A date means what the label before it says. A label counts in the head of a document, in its fields, and in a sentence
//! that says nothing else; the dates of a history or of a citation are not those of the document.

use super::{
    Page, Role,
    hints::Hint,
    labels::{Label, labels},
    pairs::Pair,
    proposal::{Confidence, Meaning, Proposal, Span, Value},
};
use crate::{document::Block, written};

/// The longest text in which labels are looked for, in bytes: a field or a short sentence.
const TEXT: usize = 400;
/// The most bytes between a label and its date.
const GAP: usize = 16;

pub(super) fn recognise(page: Page<'_>, proposals: &mut Vec<Proposal>) {
    // Lines of text are looked at below.
    for pair in page.pairs.iter().filter(|pair| !pair.is_inline) {
        of_pair(*pair, proposals);
    }
    for (at, block) in page.document.blocks.iter().enumerate() {
        if !page.survey.may_say(at, Hint::Label) {
            continue;
        }
        let role = page.survey.role(at);
        match block {
            Block::Paragraph { text } | Block::Heading { text, .. }
                if text.as_str().len() <= TEXT
                    && !matches!(role, Role::Revisions | Role::References) =>
            {
                of_text(at, text.as_str(), role, proposals);
            }
            _ => {}
        }
    }
}

/// The date of a label: what the label says of it.
fn of_pair(pair: Pair<'_>, proposals: &mut Vec<Proposal>) {
    if let Some((meaning, found, range)) = row_of(pair.label, pair.value) {
        proposals.push(Proposal {
            meaning,
            value: found,
            span: Span::new(
                pair.block,
                pair.at.0,
                pair.at.1 + range.start..pair.at.1 + range.end,
            ),
            confidence: Confidence::Stated,
            rule: "date-of-label",
        });
    }
    // Further labels may follow on the line.
    let further = labels(pair.value);
    for (label, end) in further.iter().zip(ends(&further, pair.value)) {
        let found = dated(
            pair.block,
            pair.at.0,
            pair.value,
            label,
            end,
            Confidence::Stated,
        );
        proposals.extend(found.map(|mut found| {
            found.span.from += pair.at.1;
            found.span.to += pair.at.1;
            found
        }));
    }
}

/// The meaning and the value of a label with what stands beside it.
fn row_of(label: &str, value: &str) -> Option<(Meaning, Value, std::ops::Range<usize>)> {
    let whole = labels(label);
    let meaning = whole.last()?.meaning?;
    let end = labels(value)
        .first()
        .map_or(value.len(), |next| next.range.start);
    let own = value.get(..end)?;
    if let Some(date) = written::dates(own).first() {
        let found = Value::Date {
            date: date.date,
            written: own.get(date.range.clone())?.to_owned(),
            short_year: date.short_year,
        };
        return Some((meaning, found, date.range.clone()));
    }
    if is_nothing(own) {
        return None;
    }
    let found = Value::NoDate(own.trim().to_owned());
    Some((meaning, found, 0..own.trim_end().len()))
}

fn is_nothing(value: &str) -> bool {
    let value = value.trim().trim_matches(['(', ')', '.']).to_lowercase();
    ["", "n/a", "na", "none", "not applicable", "-", "–"].contains(&value.as_str())
}

/// The dates that labels within a text give.
fn of_text(block: usize, text: &str, role: Role, proposals: &mut Vec<Proposal>) {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return;
    }
    let found = labels(text);
    // A sentence about a day says more than its label; a line of the head says nothing else.
    let is_short = text.split_whitespace().count() <= 12;
    for (label, end) in found.iter().zip(ends(&found, text)) {
        let is_of_document = match label.meaning {
            // Among codes it is a code that takes effect.
            Some(Meaning::Effective | Meaning::Ended) => match role {
                Role::Head => is_short || is_field(text, label),
                Role::Codes => false,
                _ => is_short,
            },
            _ => true,
        };
        if is_of_document {
            let confidence = match role {
                Role::Head => Confidence::Stated,
                _ => Confidence::Likely,
            };
            proposals.extend(dated(block, 0, text, label, end, confidence));
        }
    }
}

/// Whether a label is that of a field, and no word of a sentence: it speaks of a date, or a colon follows.
fn is_field(text: &str, label: &Label) -> bool {
    let own = text.get(label.range.clone()).unwrap_or_default();
    let after = text.get(label.range.end..).unwrap_or_default();
    own.to_lowercase().contains("date") || after.trim_start().starts_with(':')
}

/// Where what each label is about ends: at the next, or with the text.
fn ends(labels: &[Label], text: &str) -> Vec<usize> {
    let starts = labels.iter().skip(1).map(|label| label.range.start);
    starts.chain([text.len()]).collect()
}

/// The date that follows a label closely.
fn dated(
    block: usize,
    text: usize,
    said: &str,
    label: &Label,
    end: usize,
    confidence: Confidence,
) -> Option<Proposal> {
    let start = label.range.end;
    let after = said.get(start..end)?;
    let date = written::dates(after).into_iter().next()?;
    let between = after.get(..date.range.start)?;
    let is_close = between.len() <= GAP
        && between.split_whitespace().all(|word| {
            [
                ":", "-", "–", "date", "date:", "of", "on", "as", "is", "was", "from", "#:",
            ]
            .contains(&word.to_lowercase().as_str())
        });
    if !is_close {
        return None;
    }
    Some(Proposal {
        meaning: label.meaning?,
        value: Value::Date {
            date: date.date,
            written: after.get(date.range.clone())?.to_owned(),
            short_year: date.short_year,
        },
        span: Span::new(
            block,
            text,
            start + date.range.start..start + date.range.end,
        ),
        confidence,
        rule: "date-after-label",
    })
}
