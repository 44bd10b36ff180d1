//! What the start of a tag ends, and what it opens.

use html5gum::StartTag;

use super::{DEPTH, IsSuch, Open, TABLES, Walk, What};
use crate::read::{
    Failure,
    flow::{Flow, Grid, GridCell},
    html::{
        list::{List, bullet},
        skip::{Skip, Skipped},
        style::{Style, attribute, is_hidden, number},
        tags::{Tag, is_void},
    },
};

impl Walk<'_> {
    pub(super) fn start(&mut self, tag: &StartTag<usize>) -> Result<(), Failure> {
        let name: &[u8] = &tag.name;
        self.anchors(tag);
        if let Some(skip) = &mut self.skip {
            if skip.start(name) != Skipped::No {
                return Ok(());
            }
            self.end_skip();
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
}
