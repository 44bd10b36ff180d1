//! What a reader of marked-up documents finds, piece by piece, until all of it is known and becomes blocks.
//!
//! Whether a line in bold is a heading, or a table only lays out a page, shows when the whole is read.

mod lines;
mod numeral;
mod resolve;
mod table;

pub(super) use numeral::Numeral;
pub(super) use table::{Grid, GridCell};

use super::Failure;
use crate::{
    document::{Reason, Table, Text},
    marker::marker,
};

/// The most pieces and cells of a document: what has more is no policy, and would take all memory.
pub(in crate::read) const PIECES: usize = 1_000_000;

/// A piece of a document.
#[derive(Debug)]
pub(super) enum Piece {
    /// A heading that is marked as one.
    Heading { level: u8, text: Text },
    /// A paragraph, line by line.
    Lines(Lines),
    /// An item that is marked as one.
    Item {
        depth: u8,
        marker: String,
        text: Text,
    },
    /// A table of data.
    Table(Table),
    /// A label with its value.
    Pair { label: Text, value: Text },
}

/// A paragraph.
#[derive(Debug, Default)]
pub(super) struct Lines {
    pub(super) lines: Vec<Line>,
    /// How far it is indented, in points.
    pub(super) indent: usize,
    /// How deep it stands in a list, where that is known.
    pub(super) depth: Option<u8>,
}

impl Lines {
    /// A paragraph of one line.
    pub(super) fn of(text: Text) -> Self {
        Self {
            lines: vec![Line {
                text,
                is_bold: false,
            }],
            ..Self::default()
        }
    }
}

/// A line of a paragraph, as a break within it makes lines.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub(super) text: Text,
    /// Whether each letter of it is in bold.
    pub(super) is_bold: bool,
}

/// The pieces of a document or of a cell, in reading order, and the paragraph that is being read.
#[derive(Debug, Default)]
pub(super) struct Flow {
    pieces: Vec<(Piece, Option<Reason>)>,
    lines: Vec<Line>,
    text: Text,
    has_plain: bool,
    has_bold: bool,
    count: usize,
}

impl Flow {
    /// Adds to the line that is being read, and tells what was added.
    pub(super) fn write(&mut self, is_bold: bool, write: impl FnOnce(&mut Text)) -> &str {
        let start = self.text.as_str().len();
        write(&mut self.text);
        let added = self.text.as_str().get(start..).unwrap_or_default();
        if added.chars().any(char::is_alphanumeric) {
            match is_bold {
                true => self.has_bold = true,
                false => self.has_plain = true,
            }
        }
        added
    }

    /// Whether nothing is being read.
    pub(super) fn is_at_start(&self) -> bool {
        self.lines.is_empty() && self.text.as_str().trim().is_empty()
    }

    /// Ends the line that is being read.
    pub(super) fn break_line(&mut self) -> Result<(), Failure> {
        let text = std::mem::take(&mut self.text).trimmed();
        let is_bold = self.has_bold && !self.has_plain;
        (self.has_bold, self.has_plain) = (false, false);
        self.lines.push(Line { text, is_bold });
        self.count += 1;
        self.bounded()
    }

    /// Ends what is being read, and gives its lines; a blank one parts paragraphs.
    pub(super) fn take_lines(&mut self) -> Result<Vec<Line>, Failure> {
        self.break_line()?;
        let mut lines = std::mem::take(&mut self.lines);
        while lines.last().is_some_and(|line| line.text.is_empty()) {
            lines.pop();
        }
        Ok(lines)
    }

    /// Ends what is being read, and gives it as one text.
    pub(super) fn take_text(&mut self) -> Result<Text, Failure> {
        Ok(joined(self.take_lines()?.iter().map(|line| &line.text)))
    }

    /// Adds a piece.
    pub(super) fn add(&mut self, piece: Piece, aside: Option<Reason>) -> Result<(), Failure> {
        self.count += match &piece {
            Piece::Table(table) => table.rows.iter().map(Vec::len).sum(),
            _ => 1,
        };
        self.pieces.push((piece, aside));
        self.bounded()
    }

    /// Adds the pieces of another, which stand here.
    pub(super) fn append(&mut self, other: Self) -> Result<(), Failure> {
        self.count += other.count;
        self.pieces.extend(other.pieces);
        self.bounded()
    }

    fn bounded(&self) -> Result<(), Failure> {
        match self.count > PIECES {
            true => Err(Failure::TooManyParts { limit: PIECES }),
            false => Ok(()),
        }
    }

    /// Adds a paragraph of an item: its text, or, where that is begun, what follows it.
    pub(super) fn item_lines(
        &mut self,
        mut lines: Lines,
        depth: u8,
        bullet: &str,
        is_begun: &mut bool,
        aside: Option<Reason>,
    ) -> Result<(), Failure> {
        // Lines that are marked by hand are items of their own, below it.
        let is_marked = |line: &Line| marker(line.text.as_str()).is_some();
        let first = usize::from(!*is_begun);
        let own = lines
            .lines
            .iter()
            .skip(first)
            .take_while(|line| !is_marked(line));
        let own = first + own.count();
        let below = lines.lines.split_off(own.min(lines.lines.len()));
        let text = joined(lines.lines.iter().map(|line| &line.text));
        if !text.is_empty() {
            let rest = match *is_begun {
                true => self.lengthen_item(text),
                false => {
                    *is_begun = true;
                    self.item(depth, bullet.to_owned(), text, aside)?;
                    None
                }
            };
            if let Some(text) = rest {
                lines.lines = vec![Line {
                    text,
                    is_bold: false,
                }];
                self.add(Piece::Lines(lines), aside)?;
            }
        }
        if below.is_empty() {
            return Ok(());
        }
        let below = Lines {
            lines: below,
            indent: 0,
            depth: Some(depth.saturating_add(1)),
        };
        self.add(Piece::Lines(below), aside)
    }

    /// Adds an item. Where its text has a number of its own and the list only bullets, it is marked by that number.
    fn item(
        &mut self,
        depth: u8,
        bullet: String,
        text: Text,
        aside: Option<Reason>,
    ) -> Result<(), Failure> {
        let typed = marker(text.as_str())
            .filter(|found| !found.is_bullet() || marker_repeats(&bullet, text.as_str()));
        let is_numbered = bullet.contains(char::is_alphanumeric);
        let (marker, text) = match typed.filter(|_| !is_numbered) {
            Some(found) => (
                text.part(0..found.length).as_str().to_owned(),
                text.part(found.length..text.as_str().len()).trimmed(),
            ),
            None => (bullet, text),
        };
        let item = Piece::Item {
            depth,
            marker,
            text,
        };
        self.add(item, aside)
    }

    /// Adds to the item that was added last, unless something stands after it.
    fn lengthen_item(&mut self, text: Text) -> Option<Text> {
        match self.pieces.last_mut() {
            Some((Piece::Item { text: known, .. }, _)) => {
                known.push_space();
                known.append(&text);
                None
            }
            _ => Some(text),
        }
    }

    /// How many pieces there are.
    pub(super) fn len(&self) -> usize {
        self.pieces.len()
    }

    /// Makes a label with its value of the paragraphs from one on, where both are short: at most so many words.
    pub(super) fn pair(&mut self, from: usize, words: (usize, usize)) -> Result<(), Failure> {
        let own = self.pieces.get(from..).unwrap_or_default();
        let texts = own.iter().map(|(piece, aside)| match (piece, aside) {
            (Piece::Lines(lines), None) => Some(joined(lines.lines.iter().map(|line| &line.text))),
            _ => None,
        });
        let Some(texts) = texts.collect::<Option<Vec<Text>>>() else {
            return Ok(());
        };
        let [label, values @ ..] = texts.as_slice() else {
            return Ok(());
        };
        let value = joined(values.iter());
        let count = |text: &Text| text.as_str().split_whitespace().count();
        let is_short = count(label) <= words.0 && (1..=words.1).contains(&count(&value));
        if !is_short {
            return Ok(());
        }
        let end = label.as_str().trim_end_matches([':', ' ']).len();
        let label = label.part(0..end);
        self.pieces.truncate(from);
        self.add(Piece::Pair { label, value }, None)
    }
}

/// Whether a text starts with a bullet of its own.
fn marker_repeats(bullet: &str, text: &str) -> bool {
    !bullet.is_empty() && marker(text).is_some_and(|found| found.is_bullet())
}

/// Texts as one, with a space between them.
fn joined<'t>(texts: impl Iterator<Item = &'t Text>) -> Text {
    let mut whole = Text::default();
    for text in texts.filter(|text| !text.is_empty()) {
        whole.push_space();
        whole.append(text);
    }
    whole
}
