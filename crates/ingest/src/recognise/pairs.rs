//! Labels with their values: fields, several of them on one line, a label above its value, and tables made of them.

use super::{
    hints::Hint,
    identifying,
    labels::{Label, labels},
    survey::Survey,
};
use crate::{
    document::{Block, Document},
    written,
};

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
            Block::Paragraph { text } | Block::Heading { text, .. }
                if is_bare(content, text.as_str(), survey.may_say(block, Hint::Label)) =>
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
    let Some(label) = identifying::next_label(line) else {
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

/// Whether a block is a label that stands alone. What looks like a heading is one where it names a date.
fn is_bare(block: &Block, text: &str, may_be_of_date: bool) -> bool {
    match block.is_heading() {
        true => may_be_of_date && is_of_date(text),
        false => is_label(text, may_be_of_date),
    }
}

/// The text of a block that is a label and stands alone.
fn bare(document: &Document, block: usize) -> Option<&str> {
    let content = document.blocks.get(block)?;
    let (Block::Paragraph { text } | Block::Heading { text, .. }) = content else {
        return None;
    };
    is_bare(content, text.as_str(), true).then_some(text.as_str())
}

/// A label that stands alone, with what stands below it.
fn below<'d>(document: &'d Document, block: usize, label: &'d str, pairs: &mut Vec<Pair<'d>>) {
    let is_label_at = |at: usize| bare(document, at).is_some();
    if block.checked_sub(1).is_some_and(is_label_at) {
        // The first label of a column sees to all of them.
        return;
    }
    if is_label_at(block + 1) {
        column(document, block, pairs);
        return;
    }
    let Some(value) = value_at(document, block + 1, label) else {
        return;
    };
    split(label, value, block + 1, 0, 0, pairs);
}

/// Labels below each other, with as many values below them: the first label has the first value, and so on. Only dates
/// tell that they stand so; where one does not, no label has a value.
fn column<'d>(document: &'d Document, first: usize, pairs: &mut Vec<Pair<'d>>) {
    let labels: Vec<&str> = (first..)
        .map_while(|block| bare(document, block))
        .take(COLUMN + 1)
        .collect();
    let below = first + labels.len();
    let date_at = |block: usize| {
        let value = value_at(document, block, "")?;
        let starts = written::dates(value)
            .first()
            .is_some_and(|date| date.range.start == 0);
        starts.then_some(value)
    };
    let values: Vec<&str> = (below..below + labels.len()).map_while(date_at).collect();
    let is_column = labels.len() <= COLUMN
        && values.len() == labels.len()
        && labels.iter().all(|label| is_of_date(label))
        && date_at(below + labels.len()).is_none();
    if is_column {
        let rows = labels.into_iter().zip(values).enumerate();
        rows.for_each(|(row, (label, value))| split(label, value, below + row, 0, 0, pairs));
    }
}

/// What stands at a block as the value of a label. What looks like a heading is one where the label asks for it.
fn value_at<'d>(document: &'d Document, block: usize, label: &str) -> Option<&'d str> {
    let value = match document.blocks.get(block)? {
        Block::Paragraph { text } => text.as_str(),
        Block::Item(item) => item.text.as_str(),
        Block::Heading { text, .. } if label.trim_end().ends_with(':') => text.as_str(),
        _ => return None,
    };
    (value.len() <= BELOW && !is_label(value, true)).then_some(value)
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
    let next = identifying::next_label(value);
    let own = match &next {
        Some(next) => value.get(..next.start).unwrap_or_default(),
        None => value,
    };
    // A row of a table whose cells are told by bars.
    let bare = own.trim_start_matches(['|', ' ']);
    let start = from + (own.len() - bare.len());
    pairs.push(Pair {
        block,
        label: label.trim().trim_end_matches(AFTER),
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
    let known = text.trim_end_matches(AFTER);
    if known.len() > LABEL {
        return false;
    }
    // What a policy calls itself is a label where it says so by a colon.
    let is_kind = || text.trim_end().ends_with(':') && identifying::is_kind(known);
    may_be_of_date && is_of_date(text) || identifying::is_label(known) || is_kind()
}

/// Whether a text is nothing but the label of a date.
fn is_of_date(text: &str) -> bool {
    let text = text.trim_end_matches(AFTER);
    let is_whole = |label: &Label| label.range.end == text.len() && label.range.start <= NAME;
    text.len() <= LABEL && labels(text).iter().any(is_whole)
}

/// What may stand behind the words of a label: a star leads to a note.
const AFTER: [char; 4] = [':', '|', '*', ' '];

/// The most labels that stand below each other before their values.
const COLUMN: usize = 8;

/// The longest label, in bytes.
const LABEL: usize = 60;

/// The most bytes of words before those of a label that belong to it.
const NAME: usize = 12;
