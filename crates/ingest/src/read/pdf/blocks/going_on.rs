//! Whether a line goes on with the block before it.

use super::{Assembly, INDENT, Open};
use crate::{
    document::Block,
    marker::marker,
    read::{
        pdf::lines::Line,
        text::blocks::{awaits_date, field, starts_entry},
    },
};

impl Assembly {
    /// Whether a line goes on with the block before it.
    pub(super) fn goes_on(&self, open: &Open, line: &Line, said: &str) -> bool {
        let before = &open.last;
        if !self.style.is_near(before, line) || line.base <= before.base {
            return false;
        }
        if starts_entry(said) && !awaits_date(before.text().as_str()) {
            return false;
        }
        let is_same = (line.size - before.size).abs() < 0.06 * line.size;
        // The first word of the line did not fit on the one before.
        let is_full = self.right - before.right < line.first_word() + 0.6 * line.size;
        let starts_small = said.starts_with(char::is_lowercase);
        let last = before.text();
        let ends = last.as_str().ends_with(['.', '!', '?', ':', ';']);
        if let Some(Block::Heading { .. }) = self.blocks.last() {
            let is_alike = is_same && line.is_bold == before.is_bold && self.style.is_heading(line);
            return is_alike && marker(said).is_none() && (is_full || starts_small);
        }
        if !is_same || self.style.is_heading(line) && !before.is_bold {
            return false;
        }
        let waits = last.as_str().ends_with([',', '-', '(', '/']) || starts_small && !ends;
        if marker(said).is_some() {
            let is_prose =
                is_full && !ends && open.hang.is_none_or(|hang| (line.left - hang).abs() < 2.0);
            let is_bullet = marker(said).is_some_and(|found| found.is_bullet());
            return is_prose
                && !is_bullet
                && !last.as_str().ends_with(" and")
                && !last.as_str().ends_with(" or")
                && (line.left - before.left).abs() < 2.0
                && open.lines > 1;
        }
        let indent = INDENT * line.size;
        let is_placed = match open.hang {
            Some(hang) => {
                line.left > open.left - 2.0 && (line.left < hang + indent || open.lines > 1)
            }
            // A first line may be indented or hang out; later ones are not.
            None if open.lines == 1 => line.left < before.left + indent || !is_full,
            None => (line.left - before.left).abs() < indent,
        };
        let under_item = open
            .hang
            .is_some_and(|hang| line.left >= hang - 2.0 - 0.3 * line.size);
        is_placed
            && (is_full || waits && !field_starts(said) || under_item && !ends && starts_small)
    }
}

/// Whether a text starts with a label.
fn field_starts(said: &str) -> bool {
    field(said).is_some()
}
