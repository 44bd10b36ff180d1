//! From the lines of columns to the blocks of a document.

mod going_on;

use crate::{
    document::{Aside, Block, Item, Reason, Text},
    marker::marker,
    read::{
        hyphen::Compounds,
        pdf::{
            lines::Line,
            seam,
            signs::{bulleted, is_lone_bullet, leads_to_page},
            style::Style,
            tables,
        },
        text::blocks::{field, is_title, join},
    },
};

/// An indent of so much of the size of the text is one.
const INDENT: f32 = 0.7;

/// The fewest entries of a list of contents.
const ENTRIES: usize = 3;

/// The blocks of the columns of a document, in reading order; those of its list of contents are set aside.
pub(super) fn blocks(columns: &[Vec<Line>], aside: &mut Vec<Aside>) -> Vec<Block> {
    let style = Style::of(columns);
    let texts: Vec<String> = columns
        .iter()
        .flatten()
        .map(|line| line.text().as_str().to_owned())
        .collect();
    let mut assembly = Assembly {
        style,
        compounds: Compounds::of(texts.iter().map(String::as_str)),
        blocks: Vec::new(),
        has_heading: false,
        indents: Vec::new(),
        open: None,
        contents: Vec::new(),
        right: 0.0,
    };
    for lines in columns {
        let seam = assembly.blocks.len();
        assembly.column(lines);
        assembly.mend(seam);
    }
    assembly.finish(aside)
}

struct Assembly {
    style: Style,
    compounds: Compounds,
    blocks: Vec<Block>,
    /// Whether one of them is a heading.
    has_heading: bool,
    /// How far the items of the list are indented, from its outermost inwards.
    indents: Vec<f32>,
    /// The last line of the block that may go on.
    open: Option<Open>,
    /// The blocks that are entries of a list of contents.
    contents: Vec<usize>,
    /// The right edge of the column.
    right: f32,
}

/// A block that may go on.
#[derive(Debug, Clone, PartialEq)]
struct Open {
    last: Line,
    /// Where its first line starts.
    left: f32,
    /// Where its text goes on below a marker.
    hang: Option<f32>,
    lines: usize,
}

impl Assembly {
    fn finish(self, aside: &mut Vec<Aside>) -> Vec<Block> {
        if self.contents.len() < ENTRIES {
            return self.blocks;
        }
        let mut kept = Vec::with_capacity(self.blocks.len());
        for (at, block) in self.blocks.into_iter().enumerate() {
            match self.contents.binary_search(&at) {
                Ok(_) => aside.push(Aside {
                    reason: Reason::Contents,
                    place: block.place(),
                    block,
                }),
                Err(_) => kept.push(block),
            }
        }
        kept
    }

    fn column(&mut self, lines: &[Line]) {
        self.open = None;
        self.right = lines.iter().map(|line| line.right).fold(f32::MIN, f32::max);
        let mut rest = lines;
        while let Some((line, further)) = rest.split_first() {
            if let Some((blocks, count)) = tables::table(rest, &self.style, &self.compounds) {
                self.has_heading |= blocks.iter().any(Block::is_heading);
                self.blocks.extend(blocks);
                self.indents.clear();
                self.open = None;
                rest = rest.get(count.max(1)..).unwrap_or_default();
                continue;
            }
            self.line(line, further.first());
            rest = further;
        }
    }

    /// Puts together what the end of a column or page parted.
    fn mend(&mut self, seam: usize) {
        let is_entry = |at: usize| self.contents.binary_search(&at).is_ok();
        if seam == 0 || is_entry(seam) || is_entry(seam - 1) {
            return;
        }
        if seam::mend(&mut self.blocks, seam, &self.compounds) {
            for entry in self.contents.iter_mut().filter(|entry| **entry > seam) {
                *entry -= 1;
            }
        }
    }

    fn line(&mut self, line: &Line, next: Option<&Line>) {
        let text = bulleted(line.text());
        let said = text.as_str();
        // A mark without a text is no word.
        if said.is_empty() || is_lone_bullet(said) {
            return;
        }
        if leads_to_page(said) {
            self.contents.push(self.blocks.len());
            self.blocks.push(Block::Paragraph { text });
            self.open = None;
            return;
        }
        let is_inside = self
            .open
            .as_ref()
            .is_some_and(|open| self.goes_on(open, line, said));
        if is_inside && self.add(line, &text) {
            return;
        }
        if let Some(level) = self.heading(line, said, next) {
            self.indents.clear();
            self.has_heading = true;
            self.blocks.push(Block::Heading { level, text });
            self.start(line, None);
            return;
        }
        if let Some(found) = marker(said) {
            self.item(line, &text, found.length);
            return;
        }
        if let Some((label, value)) = field(said) {
            let value = text.part(said.len() - value.len()..said.len());
            let label = text.part(0..label.trim_end().len());
            self.indents.clear();
            self.blocks.push(Block::Field { label, value });
            self.start(line, None);
            return;
        }
        let is_below = self
            .indents
            .first()
            .is_some_and(|first| line.left > first + INDENT * line.size);
        if !is_below {
            self.indents.clear();
        }
        self.blocks.push(Block::Paragraph { text });
        self.start(line, None);
    }

    fn start(&mut self, line: &Line, hang: Option<f32>) {
        self.open = Some(Open {
            last: line.clone(),
            left: line.left,
            hang,
            lines: 1,
        });
    }

    /// Adds a line to the last block.
    fn add(&mut self, line: &Line, text: &Text) -> bool {
        let Some(
            Block::Paragraph { text: known }
            | Block::Heading { text: known, .. }
            | Block::Item(Item { text: known, .. })
            | Block::Field { value: known, .. },
        ) = self.blocks.last_mut()
        else {
            return false;
        };
        match known.is_empty() {
            true => *known = text.clone(),
            false => join(known, text, &self.compounds),
        }
        if let Some(open) = &mut self.open {
            open.last = line.clone();
            open.lines += 1;
        }
        true
    }

    /// The level of a line that is a heading.
    fn heading(&self, line: &Line, said: &str, next: Option<&Line>) -> Option<u8> {
        if self.style.has_headings() {
            if !self.style.is_heading(line) {
                return None;
            }
            let is_larger = line.size > 1.15 * self.style.size;
            if !is_larger && field(said).is_some_and(|(_, value)| !value.is_empty()) {
                return None;
            }
            if let Some(found) = marker(said).filter(|_| !is_larger) {
                let rest = said.get(found.length..).unwrap_or_default();
                // An item of an outline is followed by the next or by those below it, a heading by its text.
                let is_alone = next.is_some_and(|next| marker(next.text().as_str()).is_none());
                let is_title = is_title(rest.trim()) && rest.split_whitespace().count() <= 6;
                return (is_alone && is_title && !found.is_bullet())
                    .then(|| self.style.level(line));
            }
            return Some(self.style.level(line));
        }
        // Without a style for headings, one stands alone.
        let is_apart = |one: &Line, other: &Line| !self.style.is_near(one, other);
        let is_after = self
            .open
            .as_ref()
            .is_none_or(|open| is_apart(&open.last, line));
        let is_before = next.is_some_and(|next| is_apart(line, next));
        let is_first = !self.has_heading;
        (is_after && is_before && is_title(said) && marker(said).is_none() && field(said).is_none())
            .then_some(if is_first { 1 } else { 2 })
    }

    fn item(&mut self, line: &Line, text: &Text, length: usize) {
        let said = text.as_str();
        let rest = said.get(length..).unwrap_or_default();
        let mut from = length + rest.len() - rest.trim_start().len();
        let mut mark = said.get(..length).unwrap_or_default();
        // A bullet before a number only makes a list of it.
        let inner = said.get(from..).unwrap_or_default();
        if marker(said).is_some_and(|found| found.is_bullet())
            && let Some(found) = marker(inner).filter(|found| !found.is_bullet())
        {
            mark = inner.get(..found.length).unwrap_or_default();
            let rest = inner.get(found.length..).unwrap_or_default();
            from += found.length + rest.len() - rest.trim_start().len();
        }
        let words = line.pieces.iter().flat_map(|piece| &piece.words);
        let hang = words.map(|word| word.left).nth(1).unwrap_or(line.left);
        let depth = self.depth(line.left, 0.6 * line.size);
        self.blocks.push(Block::Item(Item {
            depth,
            marker: mark.to_owned(),
            text: text.part(from..said.len()),
        }));
        self.start(line, Some(hang));
    }

    /// How deep an item stands by how far it is indented.
    fn depth(&mut self, indent: f32, least: f32) -> u8 {
        while self
            .indents
            .last()
            .is_some_and(|last| *last > indent + least)
        {
            self.indents.pop();
        }
        if self
            .indents
            .last()
            .is_none_or(|last| *last < indent - least)
        {
            self.indents.push(indent);
        }
        u8::try_from(self.indents.len()).unwrap_or(u8::MAX)
    }
}
