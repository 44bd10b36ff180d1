//! A paragraph of a document of Word, and what it becomes.

use super::{numbering::Counters, styles, walk::Look};
use crate::{
    document::{Place, Reason, Text},
    read::{
        Failure,
        flow::{Flow, Lines, Piece},
    },
};

/// What is known of a paragraph while it is read.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    pub(super) style: Option<String>,
    pub(super) list: Option<u32>,
    pub(super) level: Option<u8>,
    pub(super) outline: Option<u8>,
    /// How far it is indented, in points.
    pub(super) indent: usize,
    /// Whether its end is marked as deleted, so that the next goes on with it.
    pub(super) goes_on: bool,
    /// Whether it is of a list of contents.
    pub(super) is_contents: bool,
    /// What is marked as deleted in it.
    pub(super) deleted: Text,
    /// What is not shown of it.
    pub(super) hidden: Text,
    /// What stands in text boxes that hang on it.
    pub(super) boxes: Flow,
    /// The words that are being read.
    pub(super) run: Run,
}

/// How words look.
#[derive(Debug, Default)]
pub(super) struct Run {
    pub(super) is_bold: Option<bool>,
    pub(super) is_hidden: bool,
}

impl Paragraph {
    /// Ends it: what was read becomes pieces.
    pub(super) fn end(
        self,
        flow: &mut Flow,
        look: &Look,
        counters: &mut Counters,
    ) -> Result<(), Failure> {
        let said = look.styles.look(self.style.as_deref());
        let marker = self.marker(&said, look, counters);
        let is_contents = self.is_contents || said.is_contents;
        let aside = is_contents.then_some(Reason::Contents);
        let outline = self.outline.or(said.outline).filter(|outline| *outline < 9);
        let heading = match (said.is_title, outline) {
            (true, _) => Some(1),
            (false, Some(outline)) => Some(outline + 1 + u8::from(look.has_title)),
            (false, None) => None,
        };
        if flow.is_at_start() {
            flow.take_lines()?;
        } else if let (Some(level), None) = (heading, aside) {
            let text = numbered(marker.map(|(marker, _)| marker), &flow.take_text()?);
            flow.add(Piece::Heading { level, text }, aside)?;
        } else {
            let lines = Lines {
                lines: flow.take_lines()?,
                indent: self.indent,
                depth: None,
            };
            match marker {
                // It goes on with the item before it: its own bullet is blank.
                Some((marker, level)) if marker.is_empty() => {
                    let depth = level.saturating_add(1);
                    flow.item_lines(lines, depth, &marker, &mut true, aside)?;
                }
                Some((marker, level)) => {
                    let depth = level.saturating_add(1);
                    flow.item_lines(lines, depth, &marker, &mut false, aside)?;
                }
                None => flow.add(Piece::Lines(lines), aside)?,
            }
        }
        for (text, reason) in [
            (&self.deleted, Reason::Deleted),
            (&self.hidden, Reason::Hidden),
        ] {
            let text = text.trimmed();
            if !text.is_empty() {
                flow.add(Piece::Lines(Lines::of(text)), Some(reason))?;
            }
        }
        flow.append(self.boxes)
    }

    /// What numbers it, and on which level from 0.
    fn marker(
        &self,
        said: &styles::Look,
        look: &Look,
        counters: &mut Counters,
    ) -> Option<(String, u8)> {
        let list = self.list.or(said.list).filter(|list| *list > 0)?;
        let by_style = || {
            let style = self.style.as_deref()?;
            look.numbering.level_of(list, style)
        };
        let level = self.level.or_else(by_style).or(said.level).unwrap_or(0);
        let marker = look.numbering.next(list, level, counters)?;
        // Each of the styles `List Bullet 2` and on has a list of its own, and stands in the first level of it.
        Some((marker, level.max(said.depth.unwrap_or(0))))
    }
}

/// A text behind its number, which stands where the text starts.
fn numbered(marker: Option<String>, text: &Text) -> Text {
    let (Some(marker), Some(Place::Bytes { from, .. })) = (marker, text.place()) else {
        return text.clone();
    };
    let mut whole = Text::default();
    whole.push(&marker, Place::Bytes { from, to: from });
    whole.push_space();
    whole.append(text);
    whole
}
