//! Labels with their values: fields, and tables that are made of them.

use super::{identity, labels::labels};
use crate::document::{Block, Document};

/// A label and its value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair<'d> {
    /// The block of both.
    pub(super) block: usize,
    /// The label.
    pub(super) label: &'d str,
    /// The number of the label's text within the block.
    pub(super) label_at: usize,
    /// The value.
    pub(super) value: &'d str,
    /// The number of the value's text within the block.
    pub(super) value_at: usize,
}

/// The labels of a document with their values, in order: of fields, of tables of two columns, and of tables whose head
/// labels a single row.
pub(super) fn pairs(document: &Document) -> Vec<Pair<'_>> {
    let mut pairs = Vec::new();
    for (block, content) in document.blocks.iter().enumerate() {
        match content {
            Block::Field { label, value } => pairs.push(Pair {
                block,
                label: label.as_str(),
                label_at: 0,
                value: value.as_str(),
                value_at: 1,
            }),
            Block::Table(table) => {
                let texts: Vec<&str> = content.texts().map(|text| text.as_str()).collect();
                let mut add = |label_at: usize, value_at: usize| {
                    if let (Some(label), Some(value)) = (texts.get(label_at), texts.get(value_at)) {
                        pairs.push(Pair {
                            block,
                            label,
                            label_at,
                            value,
                            value_at,
                        });
                    }
                };
                if let [head, row] = table.rows.as_slice()
                    && head.len() == row.len()
                    && head.iter().all(|cell| is_label(cell.text.as_str()))
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

/// Whether a text is nothing but a label that is known.
fn is_label(text: &str) -> bool {
    let is_of_date = labels(text)
        .iter()
        .any(|label| label.range.len() == text.trim().len());
    is_of_date || identity::is_label(text)
}
