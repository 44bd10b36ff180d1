//! Labels with their values: fields, several of them on one line, a label above its value, and tables made of them.

use super::{
    hints::Hint,
    identity,
    labels::{Label, labels},
    survey::Survey,
};
use crate::document::{Block, Document};

/// The longest value that stands below its label, in bytes.
const BELOW: usize = 200;

/// The longest line in which labels are looked for, in bytes.
const LINE: usize = 400;

/// A label and its value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair<'d> {
    /// The block of the value.
    pub(super) block: usize,
    /// The label.
    pub(super) label: &'d str,
    /// The value.
    pub(super) value: &'d str,
    /// The number of the value's text within the block, and the byte of the text at which it starts.
    pub(super) at: (usize, usize),
    /// Whether both stand within a line of running text, which need not be a field.
    pub(super) is_inline: bool,
}

/// The labels of a document with their values, in order.
pub(super) fn pairs<'d>(document: &'d Document, survey: &Survey) -> Vec<Pair<'d>> {
    let mut pairs = Vec::new();
    for (block, content) in document.blocks.iter().enumerate() {
        match content {
            Block::Field { label, value } => {
                split(label.as_str(), value.as_str(), block, 1, 0, &mut pairs);
            }
            Block::Paragraph { text }
                if is_label(text.as_str(), survey.may_say(block, Hint::Label)) =>
            {
                below(document, block, text.as_str(), &mut pairs);
            }
            Block::Paragraph { text } | Block::Heading { text, .. }
                if text.as_str().len() <= LINE =>
            {
                inline(text.as_str(), block, &mut pairs);
            }
            Block::Table(table) => {
                let texts: Vec<&str> = content.texts().map(|text| text.as_str()).collect();
                let mut add = |label_at: usize, value_at: usize| {
                    if let (Some(label), Some(value)) = (texts.get(label_at), texts.get(value_at)) {
                        split(label, value, block, value_at, 0, &mut pairs);
                    }
                };
                if let [head, row] = table.rows.as_slice()
                    && head.len() == row.len()
                    && head.iter().all(|cell| is_label(cell.text.as_str(), true))
                {
                    (0..head.len()).for_each(|column| add(column, head.len() + column));
                    continue;
                }
                let mut first = 0;
                for row in &table.rows {
                    if row.len() == 2 {
                        add(first, first + 1);
                    }
                    first += row.len();
                }
            }
            _ => {}
        }
    }
    pairs
}

/// The labels within a line, each with what follows it.
fn inline<'d>(line: &'d str, block: usize, pairs: &mut Vec<Pair<'d>>) {
    if !line.contains(':') {
        return;
    }
    let Some(label) = identity::next_label(line) else {
        return;
    };
    let after = line.get(label.end..).unwrap_or_default();
    let value = after.trim_start_matches([':', ' ']);
    let from = label.end + (after.len() - value.len());
    let known = pairs.len();
    let label = line.get(..label.end).unwrap_or_default();
    split(label, value, block, 0, from, pairs);
    let added = pairs.iter_mut().skip(known);
    added.for_each(|pair| pair.is_inline = true);
}

/// A label that stands alone, with what stands below it.
fn below<'d>(document: &'d Document, block: usize, label: &'d str, pairs: &mut Vec<Pair<'d>>) {
    let value = match document.blocks.get(block + 1) {
        Some(Block::Paragraph { text }) => text.as_str(),
        Some(Block::Item(item)) => item.text.as_str(),
        _ => return,
    };
    if value.len() <= BELOW && !is_label(value, true) {
        split(label, value, block + 1, 0, 0, pairs);
    }
}

/// A label with its value, and the further labels that follow on the same line.
fn split<'d>(
    label: &'d str,
    value: &'d str,
    block: usize,
    text: usize,
    from: usize,
    pairs: &mut Vec<Pair<'d>>,
) {
    let next = identity::next_label(value);
    let own = match &next {
        Some(next) => value.get(..next.start).unwrap_or_default(),
        None => value,
    };
    // A row of a table whose cells are told by bars.
    let bare = own.trim_start_matches(['|', ' ']);
    let start = from + (own.len() - bare.len());
    pairs.push(Pair {
        block,
        label: label.trim().trim_end_matches([':', '|', ' ']),
        value: bare.trim_end_matches(['|', ' ']),
        at: (text, start),
        is_inline: false,
    });
    let Some(next) = next else { return };
    let rest = value.get(next.end..).unwrap_or_default();
    let after = rest.trim_start_matches([':', ' ']);
    let name = value.get(next.clone()).unwrap_or_default();
    let from = from + next.end + (rest.len() - after.len());
    split(name, after, block, text, from, pairs);
}

/// Whether a text is nothing but a label that is known, perhaps of a date.
fn is_label(text: &str, may_be_of_date: bool) -> bool {
    let text = text.trim_end_matches([':', ' ']);
    if text.len() > LABEL {
        return false;
    }
    let is_of_date = |label: &Label| label.range.end == text.len() && label.range.start <= NAME;
    may_be_of_date && labels(text).iter().any(is_of_date) || identity::is_label(text)
}

/// The longest label, in bytes.
const LABEL: usize = 60;

/// The most bytes of words before those of a label that belong to it.
const NAME: usize = 12;
