//! Tables whose cells tabs or bars part.

use super::Assembly;
use crate::{
    document::{Block, Cell, Table},
    marker::marker,
    read::{Failure, text::lines::Line},
};

impl Assembly {
    /// How many of the next lines are rows of one table, and what parts their cells.
    pub(super) fn rows(&self, lines: &[Line<'_>]) -> (usize, char) {
        let tabbed = |line: &&Line<'_>| line.text.contains('\t') && marker(line.text).is_none();
        let piped = |line: &&Line<'_>| {
            line.text.starts_with('|') && line.text.len() > 1 && line.text.ends_with('|')
        };
        match lines.iter().take_while(piped).count() {
            0 => (lines.iter().take_while(tabbed).count(), '\t'),
            rows => (rows, '|'),
        }
    }

    pub(super) fn table(&mut self, lines: &[Line<'_>], separator: char) -> Result<(), Failure> {
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        let is_piped = separator == '|';
        for line in lines {
            if is_piped && line.text.chars().all(|mark| "|-: ".contains(mark)) {
                continue;
            }
            let (inner, from) = match is_piped {
                true => {
                    let inner = line.text.strip_prefix('|').unwrap_or(line.text);
                    (inner.strip_suffix('|').unwrap_or(inner), line.from + 1)
                }
                false => (line.text, line.from),
            };
            let mut at = 0;
            let mut cells = Vec::new();
            for said in inner.split(separator) {
                let lead = said.len() - said.trim_start().len();
                let text = self.text(said.trim(), from + (at + lead) as u64);
                at += said.len() + 1;
                cells.push(Cell {
                    text,
                    is_head: rows.is_empty() && lines.len() > 1,
                });
            }
            self.cells += cells.len();
            self.bounded()?;
            rows.push(cells);
        }
        self.indents.clear();
        self.blocks.push(Block::Table(Table { rows }));
        Ok(())
    }
}
