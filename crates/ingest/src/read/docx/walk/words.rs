//! Words, and signs that elements stand for.

use std::ops::Range;

use super::Walk;
use crate::{document::Text, read::Failure};

impl Walk<'_> {
    /// Whether words are shown: neither hidden nor a part of an instruction.
    pub(super) fn is_shown(&self) -> bool {
        let is_hidden = self
            .paragraphs
            .last()
            .is_some_and(|paragraph| paragraph.run.is_hidden);
        !is_hidden && self.fields.iter().all(|field| field.is_shown)
    }

    pub(super) fn text(&mut self, range: Range<usize>) -> Result<(), Failure> {
        let source = self.source;
        self.write(|text| source.push(range, text))
    }

    /// Adds a sign that an element stands for.
    pub(super) fn sign(&mut self, sign: &str) -> Result<(), Failure> {
        let place = self.source.place(self.at.saturating_sub(1)..self.at);
        self.write(|text| match sign {
            " " => text.push_space(),
            sign => text.push(sign, place),
        })
    }

    fn write(&mut self, write: impl FnOnce(&mut Text)) -> Result<(), Failure> {
        let is_shown = self.is_shown();
        let is_contents = self.fields.iter().any(|field| field.is_contents);
        let Some(paragraph) = self.paragraphs.last_mut() else {
            return Ok(());
        };
        if self.deleted > 0 {
            write(&mut paragraph.deleted);
            return Ok(());
        }
        if !is_shown {
            write(&mut paragraph.hidden);
            return Ok(());
        }
        paragraph.hidden.push_space();
        paragraph.is_contents |= is_contents;
        let is_bold = paragraph
            .run
            .is_bold
            .unwrap_or_else(|| self.look.styles.look(paragraph.style.as_deref()).is_bold);
        let flow = self.flows.last_mut().ok_or(Failure::Empty)?;
        let words = flow.write(is_bold, write);
        self.links.write(words);
        Ok(())
    }
}
