//! From the XML of a document to pieces.

mod field;
mod starts;
mod words;

use crate::read::{
    Failure,
    docx::{
        numbering::{Counters, Numbering},
        paragraph::Paragraph,
        relations::Relations,
        styles::Styles,
        xml::{self, Node, Space},
    },
    flow::{Flow, Grid, GridCell},
    links::Links,
    source::Source,
};
use field::Field;

/// How deep tables stand within each other. What deeper ones say is read all the same.
const TABLES: usize = 16;
/// What the other parts of a document say of it.
#[derive(Debug)]
pub(super) struct Look {
    pub(super) styles: Styles,
    pub(super) numbering: Numbering,
    pub(super) relations: Relations,
    /// Whether a paragraph of it is its title, so that its headings stand below that.
    pub(super) has_title: bool,
}

/// The pieces of a part, and its links.
pub(super) fn walk(part: &str, source: &Source<'_>, look: &Look) -> Result<(Flow, Links), Failure> {
    let mut walk = Walk {
        source,
        look,
        counters: Counters::default(),
        flows: vec![Flow::default()],
        paragraphs: Vec::new(),
        tables: Vec::new(),
        links: Links::default(),
        fields: Vec::new(),
        alternatives: Vec::new(),
        in_properties: false,
        is_text: false,
        skipped: 0,
        deleted: 0,
        at: 0,
    };
    xml::each(part, source, |node| match node {
        Node::Start(space, name, element) => walk.start(space, name, element),
        Node::End(space, name) => walk.end(space, name),
        Node::Text(range) => {
            walk.at = range.end;
            match walk.is_text && walk.skipped == 0 {
                true => walk.text(range),
                false => {
                    walk.instruct(range);
                    Ok(())
                }
            }
        }
    })?;
    walk.links.end(walk.at, source);
    let flow = walk.flows.into_iter().next().unwrap_or_default();
    Ok((flow, walk.links))
}

struct Walk<'s> {
    source: &'s Source<'s>,
    look: &'s Look,
    counters: Counters,
    /// The document, and within it the cells and text boxes that are open, from the outermost.
    flows: Vec<Flow>,
    /// The paragraphs that are open: one, and one more for each text box.
    paragraphs: Vec<Paragraph>,
    tables: Vec<Table>,
    links: Links,
    fields: Vec<Field>,
    /// For each set of alternatives that is open, whether one was taken.
    alternatives: Vec<bool>,
    /// Whether what is read are properties of a paragraph.
    in_properties: bool,
    is_text: bool,
    /// How many elements are open of one that is not read.
    skipped: usize,
    /// How many marks of deletion are open.
    deleted: usize,
    /// How far the source was read.
    at: usize,
}

/// A table that is being read; none where tables stand too deep.
#[derive(Default)]
struct Table {
    grid: Option<Grid>,
    cell: GridCell,
    is_head: bool,
    is_deleted: bool,
}

impl Walk<'_> {
    fn end(&mut self, space: Space, name: &[u8]) -> Result<(), Failure> {
        if self.skipped > 0 {
            self.skipped -= 1;
            return Ok(());
        }
        match (space, name) {
            (Space::Word, b"p") => return self.end_paragraph(),
            (Space::Word, b"pPr") => self.in_properties = false,
            (Space::Word, b"t" | b"delText") | (Space::Math, b"t") => self.is_text = false,
            (Space::Word, b"del" | b"moveFrom") if !self.in_properties => {
                self.deleted = self.deleted.saturating_sub(1);
            }
            (Space::Word, b"hyperlink") => self.links.end(self.at, self.source),
            (Space::Word, b"txbxContent") => self.end_box()?,
            (Space::Word, b"tc") => return self.end_cell(),
            (Space::Word, b"tr") => {
                if let Some(table) = self.tables.last_mut()
                    && table.is_deleted
                    && let Some(grid) = &mut table.grid
                {
                    grid.drop_row();
                }
            }
            (Space::Word, b"tbl") => {
                if let Some(Table {
                    grid: Some(grid), ..
                }) = self.tables.pop()
                {
                    grid.end(self.flow()?, None)?;
                }
            }
            (Space::Compatibility, b"AlternateContent") => _ = self.alternatives.pop(),
            _ => {}
        }
        Ok(())
    }

    fn end_paragraph(&mut self) -> Result<(), Failure> {
        if self
            .paragraphs
            .last()
            .is_some_and(|paragraph| paragraph.goes_on)
        {
            return Ok(());
        }
        let Some(paragraph) = self.paragraphs.pop() else {
            return Ok(());
        };
        self.links.end_block(self.at, self.source);
        let flow = self.flows.last_mut().ok_or(Failure::Empty)?;
        paragraph.end(flow, self.look, &mut self.counters)
    }

    /// Ends a paragraph that was to go on, and with it what it stands in.
    fn end_parted(&mut self) -> Result<(), Failure> {
        if let Some(paragraph) = self
            .paragraphs
            .last_mut()
            .filter(|paragraph| paragraph.goes_on)
        {
            paragraph.goes_on = false;
            self.end_paragraph()?;
        }
        Ok(())
    }

    fn end_box(&mut self) -> Result<(), Failure> {
        self.end_parted()?;
        self.paragraphs.pop();
        if self.flows.len() < 2 {
            return Ok(());
        }
        let inner = self.flows.pop().unwrap_or_default();
        match self.paragraphs.last_mut() {
            Some(paragraph) => paragraph.boxes.append(inner),
            None => self.flow()?.append(inner),
        }
    }

    fn end_cell(&mut self) -> Result<(), Failure> {
        self.end_parted()?;
        let Some(Table {
            grid: Some(grid),
            cell,
            ..
        }) = self.tables.last_mut()
        else {
            return Ok(());
        };
        if self.flows.len() < 2 {
            return Ok(());
        }
        let mut cell = std::mem::take(cell);
        cell.flow = self.flows.pop().unwrap_or_default();
        grid.add(cell)
    }

    fn flow(&mut self) -> Result<&mut Flow, Failure> {
        self.flows.last_mut().ok_or(Failure::Empty)
    }
}
