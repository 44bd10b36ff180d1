//! What the end of a tag closes, and what becomes of it.

use html5gum::EndTag;

use super::{Open, TERM, Walk, What};
use crate::read::{
    Failure,
    flow::Piece,
    html::{skip::Skipped, tags::Tag},
};

impl Walk<'_> {
    pub(super) fn end(&mut self, tag: &EndTag<usize>) -> Result<(), Failure> {
        let name: &[u8] = &tag.name;
        let own = Tag::of(name);
        // An end counts for what is open around it: within the cell, or, of a table, within the table.
        let scope = self.open.iter().enumerate().rev();
        let mut scope = scope.take_while(|(_, open)| match own.is_of_table() {
            true => own == Tag::Table || open.tag != Tag::Table,
            false => !matches!(open.tag, Tag::Cell { .. }),
        });
        let found = match own.is_block() {
            true => scope
                .find(|(_, open)| open.tag.is_ended_by(own))
                .map(|(at, _)| at),
            false => None,
        };
        if let Some(skip) = &mut self.skip {
            match skip.end(name, found.is_some()) {
                Skipped::Yes => return Ok(()),
                Skipped::Ended => {
                    self.end_skip();
                    return Ok(());
                }
                Skipped::No => self.end_skip(),
            }
        }
        match own {
            Tag::Bold => self.state.bold = self.state.bold.saturating_sub(1),
            Tag::Span => _ = self.state.spans.pop(),
            Tag::Link => self.links.end(tag.span.end, self.source),
            Tag::Break => self.flow()?.break_line()?,
            _ => {}
        }
        match found {
            Some(at) => self.close_to(at),
            None if own.is_block() && !self.is_in_heading() => self.end_paragraph(tag.span.start),
            None => Ok(()),
        }
    }

    /// Closes the elements from one on, the innermost first.
    pub(super) fn close_to(&mut self, at: usize) -> Result<(), Failure> {
        while self.open.len() > at {
            let in_heading = self
                .open
                .iter()
                .rev()
                .take_while(|open| open.tag != Tag::Table);
            let in_heading = in_heading
                .filter(|open| matches!(open.tag, Tag::Heading(_)))
                .count();
            match self.open.last().map(|open| open.tag) {
                Some(Tag::Heading(level)) => self.close_heading(level)?,
                // A block within a heading is a part of it.
                _ if in_heading > 0 => {}
                _ => self.end_paragraph(self.source.text().len())?,
            }
            if let Some(open) = self.open.pop() {
                self.closed(open)?;
            }
        }
        Ok(())
    }

    fn close_heading(&mut self, level: u8) -> Result<(), Failure> {
        let aside = self.aside();
        self.style = (0, None);
        let flow = self.flow()?;
        let text = flow.take_text()?;
        if text.is_empty() {
            return Ok(());
        }
        flow.add(Piece::Heading { level, text }, aside)
    }

    fn closed(&mut self, open: Open) -> Result<(), Failure> {
        let aside = self.aside();
        match open.tag {
            Tag::Quote => self.state.quotes = self.state.quotes.saturating_sub(1),
            Tag::Lines => self.state.lines = self.state.lines.saturating_sub(1),
            _ => {}
        }
        match open.what {
            What::Block if open.tag == Tag::Term => {
                self.state.term = self.flow()?.len().checked_sub(1);
            }
            What::Block | What::Item { .. } => {}
            What::Menu => self.state.menus = self.state.menus.saturating_sub(1),
            What::List(_) => self.state.lists = self.state.lists.saturating_sub(1),
            What::Definition { from } => {
                if let Some(from) = from {
                    self.flow()?.pair(from, TERM)?;
                }
            }
            What::Table(grid) => {
                let flow = self.flow()?;
                grid.end(flow, aside)?;
            }
            What::Cell { mut cell, around } => {
                cell.flow = self.flows.pop().unwrap_or_default();
                self.state = around;
                match self.grid() {
                    Some(grid) => grid.add(cell)?,
                    None => self.flow()?.append(cell.flow)?,
                }
            }
        }
        Ok(())
    }
}
