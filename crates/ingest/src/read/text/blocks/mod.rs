//! From lines to blocks.

mod shape;
mod table;

use crate::{
    document::{Block, Item, Link, Text},
    marker::marker,
    read::{
        Failure,
        flow::PIECES,
        hyphen::Compounds,
        text::{
            inline::{self, heading},
            lines::Line,
        },
    },
};
use shape::is_rule;
pub(in crate::read) use shape::{awaits_date, field, is_title, starts_entry};

/// A line as long as this may have been broken to fit a width.
const BROKEN: usize = 50;

/// The blocks of a text, in order, and its links.
pub(super) fn blocks(
    lines: &[Line<'_>],
    is_marked: bool,
) -> Result<(Vec<Block>, Vec<Link>), Failure> {
    let has_marked_headings = is_marked && lines.iter().any(|line| heading(line.text).is_some());
    let mut assembly = Assembly {
        is_marked,
        has_marked_headings,
        has_heading: false,
        cells: 0,
        blocks: Vec::new(),
        links: Vec::new(),
        indents: Vec::new(),
        compounds: Compounds::of(lines.iter().map(|line| line.text)),
    };
    let chunks: Vec<&[Line<'_>]> = lines
        .split(|line| line.is_blank())
        .filter(|chunk| !chunk.is_empty())
        .collect();
    for (at, chunk) in chunks.iter().enumerate() {
        let next = chunks.get(at + 1).and_then(|next| next.first());
        assembly.chunk(chunk, next)?;
    }
    Ok((assembly.blocks, assembly.links))
}

struct Assembly {
    is_marked: bool,
    has_marked_headings: bool,
    /// Whether a heading was read.
    has_heading: bool,
    /// How many cells of tables were read.
    cells: usize,
    blocks: Vec<Block>,
    links: Vec<Link>,
    /// How far the items of the list are indented, from its outermost inwards.
    indents: Vec<usize>,
    compounds: Compounds,
}

impl Assembly {
    /// Lines that follow each other without a blank one between.
    fn chunk(&mut self, chunk: &[Line<'_>], next: Option<&Line<'_>>) -> Result<(), Failure> {
        let mut rest = chunk;
        if let [line] = chunk
            && let Some(level) = self.lone_heading(line, next)
        {
            let text = self.text(line.text, line.from);
            self.heading(level, text);
            return self.bounded();
        }
        let mut before: Option<&Line<'_>> = None;
        while let Some((line, further)) = rest.split_first() {
            let (count, separator) = self.rows(rest);
            if count > 0 {
                let (rows, further) = rest.split_at(count);
                self.table(rows, separator)?;
                (rest, before) = (further, None);
                continue;
            }
            self.line(line, before, further.first());
            (rest, before) = (further, Some(line));
            self.bounded()?;
        }
        Ok(())
    }

    fn heading(&mut self, level: u8, text: Text) {
        self.has_heading = true;
        self.indents.clear();
        self.blocks.push(Block::Heading { level, text });
    }

    /// Refuses what has more parts than any policy.
    fn bounded(&self) -> Result<(), Failure> {
        match self.blocks.len() + self.cells + self.links.len() > PIECES {
            true => Err(Failure::TooManyParts { limit: PIECES }),
            false => Ok(()),
        }
    }

    fn line(&mut self, line: &Line<'_>, before: Option<&Line<'_>>, after: Option<&Line<'_>>) {
        if is_rule(line.text) {
            // A line that underlines the text before it makes a heading of that.
            if let (Some(_), Some(Block::Paragraph { text })) = (before, self.blocks.last())
                && self.is_marked
                && line.text.starts_with(['=', '-'])
            {
                let (text, level) = (text.clone(), if line.text.starts_with('=') { 1 } else { 2 });
                self.blocks.pop();
                self.heading(level, text);
            }
            return;
        }
        if let Some((level, start)) = heading(line.text).filter(|_| self.is_marked) {
            let said = line.text.get(start..).unwrap_or_default();
            let said = said.trim_end_matches('#').trim_end();
            let text = self.text(said, line.from + start as u64);
            self.heading(level, text);
            return;
        }
        if self.item(line) {
            return;
        }
        if let Some((label, value)) = field(line.text) {
            let from = line.from + (line.text.len() - value.len()) as u64;
            let (label, value) = (self.text(label, line.from), self.text(value, from));
            self.indents.clear();
            self.blocks.push(Block::Field { label, value });
            return;
        }
        let text = self.text(line.text, line.from);
        let goes_on = before.is_some_and(|before| goes_on(before, line));
        match self.blocks.last_mut() {
            Some(
                Block::Paragraph { text: known }
                | Block::Item(Item { text: known, .. })
                | Block::Field { value: known, .. },
            ) if goes_on => join(known, &text, &self.compounds),
            _ => {
                let is_indented = line.indent > 0 && after.is_none();
                if !is_indented {
                    self.indents.clear();
                }
                self.blocks.push(Block::Paragraph { text });
            }
        }
    }

    /// Takes a line as an item, if a marker starts it.
    fn item(&mut self, line: &Line<'_>) -> bool {
        let Some(found) = marker(line.text) else {
            return false;
        };
        let mut start = found.length;
        let mut text = line.text.get(start..).unwrap_or_default();
        // A bullet before a number only makes a list of it.
        if found.is_bullet()
            && let Some(inner) = marker(text.trim_start()).filter(|inner| !inner.is_bullet())
        {
            start += text.len() - text.trim_start().len();
            text = text.trim_start().get(inner.length..).unwrap_or_default();
            start += inner.length;
        }
        let lead = line.text.get(..start).unwrap_or_default();
        let mark = lead.split_whitespace().last().unwrap_or_default();
        let said = text.trim_start();
        let from = line.from + (line.text.len() - said.len()) as u64;
        let text = self.text(said, from);
        let depth = self.depth(line.indent);
        let marker = mark.to_owned();
        self.blocks.push(Block::Item(Item {
            depth,
            marker,
            text,
        }));
        true
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

    /// The level of a line that stands alone and looks like a heading, where headings are not marked.
    fn lone_heading(&self, line: &Line<'_>, next: Option<&Line<'_>>) -> Option<u8> {
        let text = line.text;
        if self.has_marked_headings || text.contains('\t') || is_rule(text) || next.is_none() {
            return None;
        }
        let is_first = !self.has_heading;
        if let Some(found) = marker(text) {
            let said = text.get(found.length..)?.trim_start();
            // An item of an outline is followed by the next or by those below it, a heading by its text.
            let is_alone = next.is_some_and(|next| marker(next.text).is_none());
            let is_title = is_title(said) && !found.is_bullet() && said.split(' ').count() <= 6;
            return (is_alone && is_title).then_some(3);
        }
        (is_title(text) && field(text).is_none_or(|(_, value)| is_first && !value.is_empty()))
            .then_some(if is_first { 1 } else { 2 })
    }

    fn text(&mut self, text: &str, from: u64) -> Text {
        match self.is_marked {
            true => inline::unmarked(text, from, &mut self.links),
            false => {
                let mut plain = Text::default();
                plain.push_verbatim(text, from);
                plain
            }
        }
    }
}

/// Whether a line goes on with what the line before it says.
fn goes_on(before: &Line<'_>, line: &Line<'_>) -> bool {
    let is_address = |text: &str| text.starts_with("http") && !text.contains(' ');
    let starts_entry = starts_entry(line.text) && !awaits_date(before.text);
    if is_address(before.text) || is_address(line.text) || starts_entry {
        return false;
    }
    if before.text.ends_with(';') {
        return false;
    }
    let is_full = before.text.chars().count() >= BROKEN;
    let starts_small = line.text.starts_with(char::is_lowercase);
    let waits = before.text.ends_with([',', '-', '/', '('])
        || awaits_date(before.text) && self::starts_entry(line.text);
    is_full || starts_small || waits
}

/// Adds a line to the text before it. A word that was parted at its end is put together; a hyphen that belongs to it
/// stays.
pub(in crate::read) fn join(text: &mut Text, line: &Text, compounds: &Compounds) {
    let ends_in_hyphen = text.as_str().ends_with('-') && !text.as_str().ends_with(" -");
    let starts_small = line.as_str().starts_with(char::is_lowercase);
    if !(ends_in_hyphen && starts_small) {
        text.push_space();
    } else if !compounds.keep_hyphen(text.as_str(), line.as_str()) {
        *text = text.part(0..text.as_str().len() - 1);
    }
    text.append(line);
}
