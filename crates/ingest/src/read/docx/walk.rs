//! From the XML of a document to pieces.

use super::{
    numbering::{Counters, Numbering},
    paragraph::{Paragraph, Run},
    relations::Relations,
    styles::Styles,
    symbol::symbol,
    xml::{self, Element, Node, Space},
};
use crate::read::{
    Failure,
    flow::{Flow, Grid, GridCell},
    links::Links,
    source::Source,
};

/// How deep tables stand within each other. What deeper ones say is read all the same.
const TABLES: usize = 16;
/// How deep fields stand within each other, and how long their instructions are, in bytes.
const FIELDS: usize = 64;
const INSTRUCTION: usize = 2_000;

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

/// A field: what it shows follows its instruction.
#[derive(Default)]
struct Field {
    instruction: String,
    is_shown: bool,
    is_link: bool,
    is_contents: bool,
}

impl Walk<'_> {
    fn start(&mut self, space: Space, name: &[u8], element: &Element<'_>) -> Result<(), Failure> {
        if self.skipped > 0 {
            self.skipped += 1;
            return Ok(());
        }
        match (space, name) {
            (Space::Word, _) => self.start_word(name, element)?,
            (Space::Math, b"t") => self.is_text = true,
            (Space::Compatibility, b"AlternateContent") => self.alternatives.push(false),
            (Space::Compatibility, b"Choice" | b"Fallback") => match self.alternatives.last_mut() {
                Some(is_taken) if *is_taken => self.skipped = 1,
                Some(is_taken) => *is_taken = true,
                None => {}
            },
            _ => {}
        }
        Ok(())
    }

    fn start_word(&mut self, name: &[u8], element: &Element<'_>) -> Result<(), Failure> {
        match name {
            // How something was before a change, and the reading of signs, are no text.
            b"rt" => self.skipped = 1,
            _ if name.ends_with(b"Change") => self.skipped = 1,
            b"p" => {
                let goes_on = self
                    .paragraphs
                    .last()
                    .is_some_and(|paragraph| paragraph.goes_on);
                let before = if goes_on { self.paragraphs.pop() } else { None };
                let paragraph = Paragraph {
                    deleted: before.map(|before| before.deleted).unwrap_or_default(),
                    ..Paragraph::default()
                };
                self.paragraphs.push(paragraph);
            }
            b"pPr" => self.in_properties = true,
            b"t" | b"delText" => self.is_text = true,
            b"r" => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.run = Run::default();
                }
            }
            b"tab" | b"ptab" if !self.in_properties => self.sign(" ")?,
            b"br" | b"cr" if !self.in_properties && self.is_shown() => {
                self.flow()?.break_line()?;
            }
            b"noBreakHyphen" => self.sign("-")?,
            b"sym" => {
                let font = element.get("font").unwrap_or_default();
                let code = element.get("char").unwrap_or_default();
                if let Some(sign) = symbol(&font, &code) {
                    self.sign(sign.encode_utf8(&mut [0; 4]))?;
                }
            }
            b"del" if self.in_properties => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.goes_on = true;
                }
            }
            b"del" | b"moveFrom" => match self.tables.last_mut() {
                // Within the properties of a row it marks that.
                Some(table) if self.paragraphs.is_empty() => table.is_deleted = true,
                _ => self.deleted += 1,
            },
            b"hyperlink" => self.link(element),
            b"bookmarkStart" => self.links.anchors.extend(element.get("name")),
            b"fldChar" => self.field(&element.get("fldCharType").unwrap_or_default()),
            b"txbxContent" => {
                self.flows.push(Flow::default());
                // What is open in the paragraph around it goes on behind it.
                self.paragraphs.push(Paragraph::default());
            }
            b"tbl" => {
                let is_deep = self.tables.len() >= TABLES;
                self.tables.push(Table {
                    grid: (!is_deep).then(Grid::default),
                    ..Table::default()
                });
            }
            _ => {
                self.start_of_table(name, element);
                self.property(name, element);
            }
        }
        Ok(())
    }

    fn start_of_table(&mut self, name: &[u8], element: &Element<'_>) {
        let Some(table) = self.tables.last_mut() else {
            return;
        };
        let Some(grid) = &mut table.grid else { return };
        match name {
            b"tr" => {
                grid.start_row();
                (table.is_head, table.is_deleted) = (false, false);
            }
            b"tblHeader" => table.is_head = element.is_on(),
            b"tc" => {
                table.cell = GridCell {
                    is_head: table.is_head,
                    ..GridCell::default()
                };
                self.flows.push(Flow::default());
            }
            b"gridSpan" => table.cell.columns = element.number().unwrap_or(1),
            _ => {}
        }
    }

    /// Takes a property of the paragraph or of its words.
    fn property(&mut self, name: &[u8], element: &Element<'_>) {
        let in_properties = self.in_properties;
        let Some(paragraph) = self.paragraphs.last_mut() else {
            return;
        };
        match name {
            b"pStyle" => paragraph.style = element.value(),
            b"numId" => paragraph.list = element.number(),
            b"ilvl" => paragraph.level = element.number(),
            b"outlineLvl" => paragraph.outline = element.number(),
            b"ind" if in_properties => {
                let left = element.get("left").or_else(|| element.get("start"));
                // Twentieths of a point.
                let left = left.and_then(|left| left.parse::<u32>().ok()).unwrap_or(0);
                paragraph.indent = (left / 20) as usize;
            }
            b"b" if !in_properties => paragraph.run.is_bold = Some(element.is_on()),
            b"vanish" if !in_properties => paragraph.run.is_hidden = element.is_on(),
            b"rStyle" if !in_properties => {
                let style = element.value().unwrap_or_default();
                if self.look.styles.is_bold(&style) && paragraph.run.is_bold.is_none() {
                    paragraph.run.is_bold = Some(true);
                }
            }
            _ => {}
        }
    }

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

    /// Whether words are shown: neither hidden nor a part of an instruction.
    fn is_shown(&self) -> bool {
        let is_hidden = self
            .paragraphs
            .last()
            .is_some_and(|paragraph| paragraph.run.is_hidden);
        !is_hidden && self.fields.iter().all(|field| field.is_shown)
    }

    fn text(&mut self, range: std::ops::Range<usize>) -> Result<(), Failure> {
        let source = self.source;
        self.write(|text| source.push(range, text))
    }

    /// Adds a sign that an element stands for.
    fn sign(&mut self, sign: &str) -> Result<(), Failure> {
        let place = self.source.place(self.at.saturating_sub(1)..self.at);
        self.write(|text| match sign {
            " " => text.push_space(),
            sign => text.push(sign, place),
        })
    }

    fn write(&mut self, write: impl FnOnce(&mut crate::document::Text)) -> Result<(), Failure> {
        if !self.is_shown() {
            return Ok(());
        }
        let is_contents = self.fields.iter().any(|field| field.is_contents);
        let Some(paragraph) = self.paragraphs.last_mut() else {
            return Ok(());
        };
        if self.deleted > 0 {
            write(&mut paragraph.deleted);
            return Ok(());
        }
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

    fn link(&mut self, element: &Element<'_>) {
        let outside = element.get("id");
        let outside = outside.and_then(|id| self.look.relations.target(&id).map(str::to_owned));
        let anchor = element.get("anchor").map(|anchor| format!("#{anchor}"));
        let target = outside.unwrap_or_default() + &anchor.unwrap_or_default();
        if !target.is_empty() {
            self.links.start(target, self.at);
        }
    }

    /// Takes the text of an instruction of a field.
    fn instruct(&mut self, range: std::ops::Range<usize>) {
        if let Some(field) = self.fields.last_mut().filter(|field| !field.is_shown)
            && field.instruction.len() < INSTRUCTION
        {
            let text = self.source.part(range);
            field
                .instruction
                .push_str(&text.replace("&quot;", "\"").replace("&amp;", "&"));
        }
    }

    fn field(&mut self, kind: &str) {
        match kind {
            "begin" if self.fields.len() < FIELDS => self.fields.push(Field::default()),
            "separate" => {
                let Some(field) = self.fields.last_mut() else {
                    return;
                };
                field.is_shown = true;
                let mut words = field.instruction.split_whitespace();
                match words.next() {
                    Some("TOC") => field.is_contents = true,
                    Some("HYPERLINK") => {
                        if let Some(target) = target(&field.instruction) {
                            field.is_link = true;
                            self.links.start(target, self.at);
                        }
                    }
                    _ => {}
                }
            }
            "end" if self.fields.pop().is_some_and(|field| field.is_link) => {
                self.links.end(self.at, self.source);
            }
            _ => {}
        }
    }
}

/// Where a link leads by the instruction of its field: `HYPERLINK "https://…" \l "place"`.
fn target(instruction: &str) -> Option<String> {
    let (lead, quoted) = instruction.split_once('"')?;
    let (first, rest) = quoted.split_once('"')?;
    if lead.contains("\\l") {
        return Some(format!("#{first}"));
    }
    let place = rest
        .split_once("\\l")
        .and_then(|(_, place)| place.split('"').nth(1));
    Some(match place {
        Some(place) => format!("{first}#{place}"),
        None => first.to_owned(),
    })
}
