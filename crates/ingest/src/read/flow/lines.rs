//! From the lines of paragraphs to blocks: fields, items whose markers were typed, sentences that a break parts.

use super::{Line, Piece};
use crate::{
    document::{Block, Item, Text},
    marker::marker,
    read::text::{awaits_date, field, starts_entry},
};

/// A line as long as this may have been broken to fit a width.
const BROKEN: usize = 50;

/// Blocks that are being put together.
#[derive(Debug, Default)]
pub(super) struct Assembly {
    pub(super) blocks: Vec<Block>,
    pub(super) has_heading: bool,
    /// How far the typed items of the list are indented, from its outermost inwards.
    indents: Vec<usize>,
}

impl Assembly {
    /// Adds a piece.
    pub(super) fn piece(&mut self, piece: Piece) {
        let block = match piece {
            Piece::Lines(lines) => return self.lines(lines.lines, lines.indent, lines.depth),
            Piece::Heading { level, text } => {
                self.has_heading = true;
                Block::Heading { level, text }
            }
            Piece::Item {
                depth,
                marker,
                text,
            } => Block::Item(Item {
                depth,
                marker,
                text,
            }),
            Piece::Table(table) => Block::Table(table),
            Piece::Pair { label, value } => Block::Field { label, value },
        };
        self.indents.clear();
        self.blocks.push(block);
    }

    /// Adds lines of a paragraph.
    pub(super) fn lines(&mut self, lines: Vec<Line>, indent: usize, depth: Option<u8>) {
        let mut before: Option<Text> = None;
        for line in lines {
            if line.text.is_empty() {
                before = None;
                continue;
            }
            let goes_on = before
                .as_ref()
                .is_some_and(|before| goes_on(before, &line.text));
            match self.blocks.last_mut() {
                Some(
                    Block::Paragraph { text }
                    | Block::Item(Item { text, .. })
                    | Block::Field { value: text, .. },
                ) if goes_on => {
                    if !text.as_str().ends_with('-') {
                        text.push_space();
                    }
                    text.append(&line.text);
                }
                _ => self.line(&line.text, indent, depth),
            }
            before = Some(line.text);
        }
    }

    fn line(&mut self, text: &Text, indent: usize, depth: Option<u8>) {
        let said = text.as_str();
        let part = |from: usize, to: usize| text.part(from..to).trimmed();
        if let Some(found) = marker(said) {
            let rest = part(found.length, said.len());
            // A bullet before a number only makes a list of it.
            let inner =
                marker(rest.as_str()).filter(|inner| found.is_bullet() && !inner.is_bullet());
            let (marker, text) = match inner {
                Some(inner) => (
                    rest.part(0..inner.length),
                    rest.part(inner.length..rest.as_str().len()).trimmed(),
                ),
                None => (part(0, found.length), rest),
            };
            let depth = depth.unwrap_or_else(|| self.depth(indent));
            self.blocks.push(Block::Item(Item {
                depth,
                marker: marker.as_str().to_owned(),
                text,
            }));
            return;
        }
        let block = match field(said) {
            Some((label, value)) => Block::Field {
                label: part(0, label.len()),
                value: part(said.len() - value.len(), said.len()),
            },
            None => Block::Paragraph { text: text.clone() },
        };
        if indent == 0 || matches!(block, Block::Field { .. }) {
            self.indents.clear();
        }
        self.blocks.push(block);
    }

    /// How deep an item stands by how far it is indented.
    fn depth(&mut self, indent: usize) -> u8 {
        while self.indents.last().is_some_and(|last| *last > indent) {
            self.indents.pop();
        }
        if self.indents.last().is_none_or(|last| *last < indent) {
            self.indents.push(indent);
        }
        u8::try_from(self.indents.len()).unwrap_or(u8::MAX)
    }
}

/// Whether a break only parts a sentence.
fn goes_on(before: &Text, text: &Text) -> bool {
    let (before, text) = (before.as_str(), text.as_str());
    if marker(text).is_some()
        || field(text).is_some()
        || starts_entry(text) && !awaits_date(before)
        || before.ends_with(';')
    {
        return false;
    }
    let is_open = !before.ends_with(['.', ':', '!', '?', '”', '"']);
    let is_full = before.chars().count() >= BROKEN && is_open;
    let waits = before.ends_with([',', '-', '/', '(']) || awaits_date(before) && starts_entry(text);
    let starts_small = text.starts_with(char::is_lowercase) && is_open;
    is_full || waits || starts_small && field(before).is_none()
}
