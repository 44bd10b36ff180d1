//! The items of a list, with the `and` or `or` that stands alone between two of them.

use super::connective::{Connective, alone};
use crate::document::{Block, Item};

/// An item of a list.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'d> {
    /// Its block, by number.
    pub(super) block: usize,
    /// The item.
    pub(super) item: &'d Item,
    /// What joins it with the item before, where that stands alone between them.
    pub(super) joined: Option<Connective>,
}

/// The items that blocks start with, the first of which has this number, and how many blocks they are.
pub(super) fn lines(blocks: &[Block], first: usize) -> (Vec<Line<'_>>, usize) {
    let mut lines: Vec<Line<'_>> = Vec::new();
    let mut joined = None;
    let mut taken = 0;
    for (at, block) in blocks.iter().enumerate() {
        let text = match block {
            Block::Item(item) => &item.text,
            Block::Paragraph { text } | Block::Heading { text, .. } if !lines.is_empty() => text,
            _ => break,
        };
        match (alone(text.as_str()), block) {
            (Some(says), _) => joined = Some(says),
            (None, Block::Item(item)) => {
                lines.push(Line {
                    block: first + at,
                    item,
                    joined: joined.take(),
                });
                taken = at + 1;
            }
            (None, _) => break,
        }
    }
    (lines, taken)
}
