//! From the tags of a page to pieces, with the ends that are not written put in.

mod ends;
mod starts;
mod tokens;

use crate::{
    document::{Aside, Block, Reason, Text},
    read::{
        Failure,
        flow::{Flow, Grid, GridCell, Lines, Piece},
        html::{list::List, skip::Skip, tags::Tag},
        links::Links,
        source::Source,
    },
};
use tokens::Ended;

/// How deep elements are told apart. Deeper ones only part paragraphs.
const DEPTH: usize = 256;
/// How deep tables stand within each other. What deeper ones say is read all the same.
const TABLES: usize = 16;
/// How often a page is read on behind something that nothing ends.
const RESUMED: usize = 4;
/// How far a quotation is indented, in points.
const QUOTE: usize = 30;
/// The longest label and value of a term, in words.
const TERM: (usize, usize) = (7, 16);

/// A kind of tags.
type IsSuch = fn(Tag) -> bool;

/// The pieces of a page, what of it is not shown, and its links.
pub(super) fn walk(source: &Source<'_>) -> Result<(Flow, Vec<Aside>, Links), Failure> {
    let mut walk = Walk {
        source,
        flows: vec![Flow::default()],
        open: Vec::new(),
        links: Links::default(),
        skip: None,
        hidden: Vec::new(),
        state: State::default(),
        style: (0, None),
    };
    let (mut from, mut resumed) = (Some(0), 0);
    while let Some(at) = from.filter(|_| resumed < RESUMED) {
        from = match tokens::read(&mut walk, at)? {
            Ended::Whole => None,
            Ended::Here(at) => Some(at),
            Ended::Before(at) => {
                resumed += 1;
                Some(at)
            }
        };
    }
    walk.end_skip();
    if let Some(at) = from {
        let mut rest = Text::default();
        source.push(at..source.text().len(), &mut rest);
        walk.hide(rest);
    }
    walk.close_to(0)?;
    walk.links.end(source.text().len(), source);
    let flow = walk.flows.pop().unwrap_or_default();
    Ok((flow, walk.hidden, walk.links))
}

struct Walk<'s> {
    source: &'s Source<'s>,
    /// The page, and within it the cells that are open, from the outermost.
    flows: Vec<Flow>,
    open: Vec<Open>,
    links: Links,
    skip: Option<Skip>,
    /// What is not shown.
    hidden: Vec<Aside>,
    state: State,
    /// How the paragraph is indented, and how deep it stands in a list.
    style: (usize, Option<u8>),
}

/// What is open around the words that are read; a cell has its own.
#[derive(Debug, Default)]
struct State {
    lists: u8,
    quotes: usize,
    /// Elements whose lines are as they are written.
    lines: usize,
    bold: usize,
    menus: usize,
    /// The piece that is the term of the definition to come.
    term: Option<usize>,
    /// For each span that is open, whether it is bold.
    spans: Vec<bool>,
}

/// An element that is open.
struct Open {
    tag: Tag,
    what: What,
}

/// What is being made of an element.
enum What {
    Block,
    Menu,
    List(List),
    Item {
        depth: u8,
        marker: String,
        is_begun: bool,
    },
    /// A term whose definitions start at a piece.
    Definition {
        from: Option<usize>,
    },
    Table(Grid),
    /// A cell, with what was open around it.
    Cell {
        cell: GridCell,
        around: State,
    },
}

impl Walk<'_> {
    fn flow(&mut self) -> Result<&mut Flow, Failure> {
        self.flows.last_mut().ok_or(Failure::Empty)
    }

    fn aside(&self) -> Option<Reason> {
        (self.state.menus > 0).then_some(Reason::Navigation)
    }

    fn text(&mut self, from: usize, to: usize) -> Result<(), Failure> {
        if from >= to {
            return Ok(());
        }
        if let Some(skip) = &mut self.skip {
            skip.write(|said| self.source.push(from..to, said));
            return Ok(());
        }
        let (source, is_bold) = (self.source, self.is_bold());
        let mut at = from;
        while self.state.lines > 0
            && let Some(length) = source.part(at..to).find('\n')
        {
            self.write(at, at + length, is_bold)?;
            self.flow()?.break_line()?;
            at += length + 1;
        }
        self.write(at, to, is_bold)
    }

    /// Ends what is not shown, and keeps apart what it says.
    fn end_skip(&mut self) {
        if let Some(skip) = self.skip.take() {
            self.hide(skip.said());
        }
    }

    fn hide(&mut self, text: Text) {
        let text = text.trimmed();
        if text.is_empty() {
            return;
        }
        let block = Block::Paragraph { text };
        self.hidden.push(Aside {
            reason: Reason::Hidden,
            place: block.place(),
            block,
        });
    }

    fn write(&mut self, from: usize, to: usize, is_bold: bool) -> Result<(), Failure> {
        let source = self.source;
        let flow = self.flows.last_mut().ok_or(Failure::Empty)?;
        let words = flow.write(is_bold, |text| source.push(from..to, text));
        self.links.write(words);
        Ok(())
    }

    fn is_bold(&self) -> bool {
        self.state.bold > 0 || self.state.spans.contains(&true)
    }

    /// Ends the paragraph that is being read.
    fn end_paragraph(&mut self, at: usize) -> Result<(), Failure> {
        let (indent, depth) = std::mem::take(&mut self.style);
        self.links.end_block(at, self.source);
        let flow = self.flow()?;
        if flow.is_at_start() {
            return flow.take_lines().map(|_| ());
        }
        let lines = Lines {
            lines: flow.take_lines()?,
            indent: indent + self.state.quotes * QUOTE,
            depth,
        };
        let aside = self.aside();
        // Cells part what is open: only what is open within them has a say.
        let scope = self.open.iter_mut().rev();
        let mut scope = scope.take_while(|open| !matches!(open.what, What::Cell { .. }));
        let within =
            scope.find(|open| matches!(open.tag, Tag::Item | Tag::Term | Tag::List { .. }));
        let flow = self.flows.last_mut().ok_or(Failure::Empty)?;
        match within {
            Some(Open {
                what:
                    What::Item {
                        depth,
                        marker,
                        is_begun,
                    },
                ..
            }) => flow.item_lines(lines, *depth, marker, is_begun, aside),
            _ => flow.add(Piece::Lines(lines), aside),
        }
    }

    /// The table that is being read.
    fn grid(&mut self) -> Option<&mut Grid> {
        let tables = self.open.iter_mut().rev();
        let mut tables = tables.filter_map(|open| match &mut open.what {
            What::Table(grid) => Some(grid),
            _ => None,
        });
        tables.next()
    }

    fn is_in_heading(&self) -> bool {
        matches!(
            self.open.last(),
            Some(Open {
                tag: Tag::Heading(_),
                ..
            })
        )
    }
}
