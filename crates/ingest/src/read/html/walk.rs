//! From the tags of a page to pieces, with the ends that are not written put in.

use html5gum::{DefaultEmitter, EndTag, StartTag, Token, Tokenizer};

use super::{
    list::{List, bullet},
    skip::{Skip, Skipped},
    style::{Style, attribute, is_hidden, number},
    tags::{Tag, is_void},
};
use crate::{
    document::Reason,
    read::{
        Failure,
        flow::{Flow, Grid, GridCell, Lines, Piece},
        links::Links,
        source::Source,
    },
};

/// How deep elements are told apart. Deeper ones only part paragraphs.
const DEPTH: usize = 256;
/// How deep tables stand within each other. What deeper ones say is read all the same.
const TABLES: usize = 16;
/// How far a quotation is indented, in points.
const QUOTE: usize = 30;
/// The longest label and value of a term, in words.
const TERM: (usize, usize) = (7, 16);

/// A kind of tags.
type IsSuch = fn(Tag) -> bool;

/// The pieces of a page, and its links.
pub(super) fn walk(source: &Source<'_>) -> Result<(Flow, Links), Failure> {
    let mut walk = Walk {
        source,
        flows: vec![Flow::default()],
        open: Vec::new(),
        links: Links::default(),
        skip: None,
        state: State::default(),
        style: (0, None),
    };
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    // What stands between two tags is text; a tag that the end of the file cuts off is none.
    let (mut at, mut end) = (0, 0);
    for token in Tokenizer::new_with_emitter(source.text(), emitter).flatten() {
        match token {
            Token::StartTag(tag) => {
                walk.text(at, tag.span.start)?;
                (at, end) = (tag.span.end, tag.span.end);
                walk.start(&tag)?;
            }
            Token::EndTag(tag) => {
                walk.text(at, tag.span.start)?;
                (at, end) = (tag.span.end, tag.span.end);
                walk.end(&tag)?;
            }
            Token::Comment(comment) => {
                walk.text(at, comment.span.start)?;
                (at, end) = (comment.span.end, comment.span.end);
            }
            Token::Doctype(doctype) => {
                walk.text(at, doctype.span.start)?;
                (at, end) = (doctype.span.end, doctype.span.end);
            }
            Token::String(text) => end = text.span.end,
            Token::Error(_) => {}
        }
    }
    walk.text(at, end.min(source.text().len()))?;
    walk.close_to(0)?;
    walk.links.end(source.text().len(), source);
    let flow = walk.flows.pop().unwrap_or_default();
    Ok((flow, walk.links))
}

struct Walk<'s> {
    source: &'s Source<'s>,
    /// The page, and within it the cells that are open, from the outermost.
    flows: Vec<Flow>,
    open: Vec<Open>,
    links: Links,
    skip: Option<Skip>,
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
        if self.skip.is_some() || from >= to {
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

    fn start(&mut self, tag: &StartTag<usize>) -> Result<(), Failure> {
        let name: &[u8] = &tag.name;
        self.anchors(tag);
        if let Some(skip) = &mut self.skip {
            if skip.start(name) != Skipped::No {
                return Ok(());
            }
            self.skip = None;
        }
        let own = Tag::of(name);
        if own.is_block() {
            self.block_starts(own, tag.span.start)?;
        }
        if own == Tag::Unseen || is_hidden(tag) {
            if !is_void(name) {
                self.skip = Some(Skip::new(name));
            }
            return Ok(());
        }
        match own {
            Tag::Break => return self.flow()?.break_line(),
            Tag::Bold => self.state.bold += 1,
            Tag::Span if self.state.spans.len() < DEPTH => {
                self.state.spans.push(Style::of(tag).is_bold());
            }
            Tag::Link => {
                self.links.end(tag.span.start, self.source);
                if let Some(target) = attribute(tag, "href") {
                    self.links.start(target, tag.span.start);
                }
            }
            _ => {}
        }
        if own.is_block() && own != Tag::Rule {
            let style = Style::of(tag);
            self.style = (style.indent(), style.depth());
            self.open(own, tag)?;
        }
        Ok(())
    }

    /// Takes the names by which links lead to an element.
    fn anchors(&mut self, tag: &StartTag<usize>) {
        if tag.attributes.is_empty() {
            return;
        }
        let by_name = (Tag::of(&tag.name) == Tag::Link).then(|| attribute(tag, "name"));
        let names = [attribute(tag, "id"), by_name.flatten()];
        self.links.anchors.extend(names.into_iter().flatten());
    }

    /// Ends what the start of a block ends: the paragraph before it, a heading, an item or a cell like it.
    fn block_starts(&mut self, own: Tag, at: usize) -> Result<(), Failure> {
        let is_in_heading = matches!(
            self.open.last(),
            Some(Open {
                tag: Tag::Heading(_),
                ..
            })
        );
        if is_in_heading {
            // A block at the start of a heading is a part of it.
            if !self.flow()?.is_at_start() || matches!(own, Tag::Heading(_)) || own.is_of_table() {
                self.close_to(self.open.len() - 1)?;
            }
        } else {
            self.end_paragraph(at)?;
        }
        let is_listed = matches!(own, Tag::Item | Tag::List { .. } | Tag::Rule);
        let (ended, parted): (IsSuch, IsSuch) = match own {
            // An item without a list has nothing that ends it but the next block.
            _ if !is_listed && !own.is_of_table() && self.state.lists == 0 => {
                (|tag| tag == Tag::Item, |_| false)
            }
            Tag::Item => (
                |tag| tag == Tag::Item,
                |tag| matches!(tag, Tag::List { .. }),
            ),
            Tag::Term | Tag::Definition => (
                |tag| matches!(tag, Tag::Term | Tag::Definition),
                |tag| matches!(tag, Tag::Terms | Tag::List { .. }),
            ),
            Tag::Row => (|tag| tag == Tag::Row, |tag| tag == Tag::Table),
            Tag::Rows { .. } => (
                |tag| matches!(tag, Tag::Rows { .. }),
                |tag| tag == Tag::Table,
            ),
            Tag::Cell { .. } => (
                |tag| matches!(tag, Tag::Cell { .. }),
                |tag| tag == Tag::Table,
            ),
            _ => return Ok(()),
        };
        let is_of_table = own.is_of_table();
        let scope = self.open.iter().enumerate().rev().take_while(|(_, open)| {
            !parted(open.tag) && (is_of_table || !matches!(open.tag, Tag::Cell { .. }))
        });
        // Of a row, its cells end as well: the outermost that ends counts.
        let found = scope
            .filter(|(_, open)| ended(open.tag))
            .last()
            .map(|(at, _)| at);
        match found {
            Some(at) => self.close_to(at),
            None => Ok(()),
        }
    }

    fn open(&mut self, own: Tag, tag: &StartTag<usize>) -> Result<(), Failure> {
        if self.open.len() >= DEPTH || own == Tag::Paragraph {
            return Ok(());
        }
        let is_menu = own == Tag::Menu || attribute(tag, "role").as_deref() == Some("navigation");
        let what = match own {
            Tag::List { is_ordered } => {
                self.state.lists = self.state.lists.saturating_add(1);
                What::List(List::new(tag, is_ordered))
            }
            Tag::Item => {
                let depth = self.state.lists.max(1);
                let list = self
                    .open
                    .iter_mut()
                    .rev()
                    .find_map(|open| match &mut open.what {
                        What::List(list) => Some(Some(list)),
                        What::Cell { .. } => Some(None),
                        _ => None,
                    });
                let marker = match list.flatten() {
                    Some(list) => list.marker(tag, depth),
                    None => bullet(depth).to_owned(),
                };
                What::Item {
                    depth,
                    marker,
                    is_begun: false,
                }
            }
            Tag::Definition => What::Definition {
                from: self.state.term.take(),
            },
            Tag::Table => {
                let is_table = |open: &&Open| matches!(open.what, What::Table(_));
                match self.open.iter().filter(is_table).count() < TABLES {
                    true => What::Table(Grid::default()),
                    false => return Ok(()),
                }
            }
            Tag::Row => {
                if let Some(grid) = self.grid() {
                    grid.start_row();
                }
                What::Block
            }
            Tag::Cell { is_head } => {
                let is_in_head = self.open.iter().rev().find_map(|open| match open.tag {
                    Tag::Rows { is_head } => Some(is_head),
                    Tag::Table => Some(false),
                    _ => None,
                });
                let Some(grid) = self.grid() else {
                    return Ok(());
                };
                if !grid.has_row() {
                    grid.start_row();
                }
                let span = |name: &str| number(tag, name).map_or(1, |count| count as usize);
                let cell = GridCell {
                    flow: Flow::default(),
                    is_head: is_head
                        || is_in_head == Some(true)
                        || attribute(tag, "scope").is_some(),
                    columns: span("colspan"),
                    rows: span("rowspan"),
                };
                let menus = self.state.menus;
                let around = std::mem::take(&mut self.state);
                self.state.menus = menus;
                self.flows.push(Flow::default());
                What::Cell { cell, around }
            }
            _ if is_menu => {
                self.state.menus += 1;
                What::Menu
            }
            _ => What::Block,
        };
        match own {
            Tag::Quote => self.state.quotes += 1,
            Tag::Lines => self.state.lines += 1,
            _ => {}
        }
        self.open.push(Open { tag: own, what });
        Ok(())
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

    fn end(&mut self, tag: &EndTag<usize>) -> Result<(), Failure> {
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
                    self.skip = None;
                    return Ok(());
                }
                Skipped::No => self.skip = None,
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

    fn is_in_heading(&self) -> bool {
        matches!(
            self.open.last(),
            Some(Open {
                tag: Tag::Heading(_),
                ..
            })
        )
    }

    /// Closes the elements from one on, the innermost first.
    fn close_to(&mut self, at: usize) -> Result<(), Failure> {
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
