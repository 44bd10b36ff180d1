//! From the pieces of a document to its blocks, when all of them are known.

use super::{Flow, Line, Lines, Piece, lines::Assembly};
use crate::{
    document::{Aside, Block, Reason, Text},
    marker::marker,
    read::text::{field, is_title},
};

/// A heading that is not marked as one, after a number, has at most so many words.
const NUMBERED_WORDS: usize = 6;

impl Flow {
    /// The blocks of what was read, and what does not belong to the text.
    pub(in crate::read) fn blocks(self) -> (Vec<Block>, Vec<Aside>) {
        let resolve = Resolve::of(&self.pieces);
        let mut assembly = Assembly::default();
        let mut aside = Vec::new();
        let mut level = 0;
        let mut pieces = self.pieces.into_iter().peekable();
        while let Some((piece, reason)) = pieces.next() {
            let next = pieces.peek().map(|(next, _)| next);
            if let Some(reason) = reason {
                let mut apart = Assembly::default();
                apart.piece(piece);
                aside.extend(
                    apart
                        .blocks
                        .into_iter()
                        .map(|block| set_aside(block, reason)),
                );
                continue;
            }
            match piece {
                Piece::Lines(lines) => resolve.lines(lines, next, level, &mut assembly),
                Piece::Heading { level: own, .. } => {
                    level = own;
                    assembly.piece(piece);
                }
                piece => assembly.piece(piece),
            }
        }
        (assembly.blocks, aside)
    }
}

fn set_aside(block: Block, reason: Reason) -> Aside {
    Aside {
        reason,
        place: block.place(),
        block,
    }
}

/// How the headings of a document are told.
struct Resolve {
    /// Whether some are marked as headings.
    are_marked: bool,
    /// Whether a line in bold heads what follows it.
    are_bold: bool,
}

impl Resolve {
    fn of(pieces: &[(Piece, Option<Reason>)]) -> Self {
        let (mut bold, mut all, mut heads) = (0, 0, false);
        let mut are_marked = false;
        let mut before: Option<&Line> = None;
        for (piece, reason) in pieces {
            let lines = match piece {
                Piece::Lines(lines) if reason.is_none() => lines.lines.as_slice(),
                Piece::Heading { .. } => {
                    are_marked = true;
                    &[]
                }
                _ => &[],
            };
            heads |= before.is_some_and(|line| line.is_bold && title(&line.text).is_some());
            before = lines.last();
            for line in lines {
                all += 1;
                bold += usize::from(line.is_bold);
            }
        }
        Self {
            are_marked,
            // Where most is in bold, it marks nothing.
            are_bold: heads && bold * 2 <= all,
        }
    }

    /// Adds a paragraph, each line that heads what follows it as a heading.
    fn lines(&self, lines: Lines, next: Option<&Piece>, level: u8, assembly: &mut Assembly) {
        let Lines {
            lines,
            indent,
            depth,
        } = lines;
        let count = lines.len();
        let mut rest: Vec<Line> = Vec::new();
        let mut lines = lines.into_iter().enumerate().peekable();
        while let Some((at, line)) = lines.next() {
            let after = lines.peek().map(|(_, line)| line);
            let is_followed = match (after, next) {
                (Some(after), _) => !after.is_bold && marker(after.text.as_str()).is_none(),
                (None, Some(Piece::Lines(next))) => next
                    .lines
                    .first()
                    .is_some_and(|next| marker(next.text.as_str()).is_none()),
                (None, next) => next.is_some(),
            };
            let starts = at == 0 || rest.last().is_none_or(|before| before.text.is_empty());
            let is_first = !assembly.has_heading;
            let heads = (self.are_bold && line.is_bold && starts)
                || (!self.are_marked && !self.are_bold && count == 1);
            let is_followed_at_all = after.is_some() || next.is_some();
            let numbered = title(&line.text).filter(|_| heads && depth.is_none());
            let own = match numbered {
                Some(Title::Numbered) if is_followed => Some(3),
                Some(Title::Plain) if is_followed_at_all => Some(if is_first { 1 } else { 2 }),
                Some(Title::Field) if is_first && !line.is_bold && next.is_some() => Some(1),
                _ => None,
            };
            match own {
                Some(own) => {
                    assembly.lines(std::mem::take(&mut rest), indent, depth);
                    assembly.piece(Piece::Heading {
                        level: match self.are_marked {
                            true => level.saturating_add(1),
                            false => own,
                        },
                        text: line.text,
                    });
                }
                None => rest.push(line),
            }
        }
        assembly.lines(rest, indent, depth);
    }
}

/// How a line looks like a heading.
enum Title {
    Plain,
    /// It starts with a number.
    Numbered,
    /// It gives a label and a value, as a number and a title do.
    Field,
}

fn title(text: &Text) -> Option<Title> {
    let said = text.as_str();
    if let Some(found) = marker(said) {
        let rest = said.get(found.length..)?.trim_start();
        let is_title = !found.is_bullet()
            && is_title(rest)
            && rest.split_whitespace().count() <= NUMBERED_WORDS;
        return is_title.then_some(Title::Numbered);
    }
    if !is_title(said) {
        return None;
    }
    match field(said) {
        None => Some(Title::Plain),
        Some((_, value)) => (!value.is_empty()).then_some(Title::Field),
    }
}
