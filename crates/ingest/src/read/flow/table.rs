//! Tables: rows of data, or a page that is laid out by one.

use super::{Flow, PIECES, Piece, joined};
use crate::{
    document::{Cell, Reason, Table, Text},
    read::Failure,
};

/// The widest cell, in columns, as browsers have it.
const WIDEST: usize = 1000;
/// How many empty cells stand at most in a table for what other cells reach over, so that a few bytes cannot ask
/// for all memory.
const EMPTY: usize = 20_000;

/// A table that is being read.
///
/// What a cell says stands once: the other places that it reaches over, to the right or below, are empty cells.
#[derive(Debug, Default)]
pub(in crate::read) struct Grid {
    rows: Vec<Vec<GridCell>>,
    /// How many rows each column is still reached over from above.
    below: Vec<usize>,
    empty: usize,
    cells: usize,
}

/// A cell that is being read.
#[derive(Debug, Default)]
pub(in crate::read) struct GridCell {
    /// What stands in it.
    pub(in crate::read) flow: Flow,
    /// Whether it is marked as a head.
    pub(in crate::read) is_head: bool,
    /// How many columns it takes.
    pub(in crate::read) columns: usize,
    /// How many rows it takes.
    pub(in crate::read) rows: usize,
}

impl Grid {
    /// Starts a row.
    pub(in crate::read) fn start_row(&mut self) {
        let width = self.rows.last().map_or(0, Vec::len);
        for below in self.below.iter_mut().skip(width) {
            *below = below.saturating_sub(1);
        }
        self.rows.push(Vec::new());
    }

    /// Drops the row that was started last.
    pub(in crate::read) fn drop_row(&mut self) {
        self.rows.pop();
    }

    /// Whether there is a row to add cells to.
    pub(in crate::read) fn has_row(&self) -> bool {
        !self.rows.is_empty()
    }

    /// Adds a cell to the row that was started last.
    pub(in crate::read) fn add(&mut self, cell: GridCell) -> Result<(), Failure> {
        self.cells += 1;
        if self.cells > PIECES {
            return Err(Failure::TooManyParts { limit: PIECES });
        }
        let Some(row) = self.rows.last_mut() else {
            return Ok(());
        };
        // Columns that a cell of a row above reaches over come first.
        while let Some(below) = self.below.get_mut(row.len()).filter(|below| **below > 0) {
            *below -= 1;
            if self.empty < EMPTY {
                self.empty += 1;
                row.push(GridCell::default());
            }
        }
        let (columns, rows) = (cell.columns.clamp(1, WIDEST), cell.rows.max(1));
        let own = row.len();
        row.push(cell);
        for column in own..own + columns {
            if column > own {
                if self.empty >= EMPTY {
                    break;
                }
                self.empty += 1;
                row.push(GridCell::default());
            }
            if rows > 1 {
                self.below.resize(self.below.len().max(column + 1), 0);
                if let Some(below) = self.below.get_mut(column) {
                    *below = rows - 1;
                }
            }
        }
        Ok(())
    }

    /// Ends the table: its cells become one piece, or, where it only lays out a page, what stands in them.
    pub(in crate::read) fn end(
        self,
        flow: &mut Flow,
        aside: Option<Reason>,
    ) -> Result<(), Failure> {
        if self.lays_out() {
            for cell in self.rows.into_iter().flatten() {
                flow.append(cell.flow)?;
            }
            return Ok(());
        }
        let mut rows: Vec<Vec<Cell>> = Vec::with_capacity(self.rows.len());
        for row in self.rows {
            // A row in bold above others heads them.
            let said = || row.iter().filter(|cell| !cell.flow.pieces.is_empty());
            let is_bold =
                rows.is_empty() && said().count() > 1 && said().all(|cell| cell.is_bold());
            let cells: Vec<Cell> = row.iter().map(|cell| cell.cell(is_bold)).collect();
            if cells.iter().any(|cell| !cell.text.is_empty()) {
                rows.push(cells);
            }
        }
        match rows.is_empty() {
            true => Ok(()),
            false => flow.add(Piece::Table(Table { rows }), aside),
        }
    }

    /// Whether it only lays out a page: it has headings or tables within, one column, or mostly lists.
    fn lays_out(&self) -> bool {
        let filled = |row: &Vec<GridCell>| {
            let filled = row.iter().filter(|cell| !cell.flow.pieces.is_empty());
            filled.count()
        };
        if self.rows.iter().all(|row| filled(row) <= 1) {
            return true;
        }
        let (mut listed, mut all) = (0, 0);
        for (piece, _) in self
            .rows
            .iter()
            .flatten()
            .flat_map(|cell| &cell.flow.pieces)
        {
            match piece {
                Piece::Heading { .. } | Piece::Table(_) => return true,
                Piece::Item { text, .. } => {
                    listed += text.as_str().len();
                    all += text.as_str().len();
                }
                Piece::Lines(lines) => {
                    let texts = lines.lines.iter().map(|line| line.text.as_str().len());
                    all += texts.sum::<usize>();
                }
                Piece::Pair { label, value } => all += label.as_str().len() + value.as_str().len(),
            }
        }
        listed * 2 > all
    }
}

impl GridCell {
    fn is_bold(&self) -> bool {
        self.flow.pieces.iter().all(|(piece, _)| match piece {
            Piece::Lines(lines) => lines.lines.iter().all(|line| line.is_bold),
            _ => false,
        })
    }

    fn cell(&self, is_bold: bool) -> Cell {
        let texts = self.flow.pieces.iter().map(|(piece, _)| match piece {
            Piece::Heading { text, .. } | Piece::Item { text, .. } => vec![text],
            Piece::Lines(lines) => lines.lines.iter().map(|line| &line.text).collect(),
            Piece::Table(table) => table.rows.iter().flatten().map(|cell| &cell.text).collect(),
            Piece::Pair { label, value } => vec![label, value],
        });
        let texts: Vec<&Text> = texts.flatten().collect();
        Cell {
            text: joined(texts.into_iter()),
            is_head: self.is_head || is_bold,
        }
    }
}
