//! What the start of an element opens or says.

use super::{TABLES, Table, Walk};
use crate::read::{
    Failure,
    docx::{
        paragraph::{Paragraph, Run},
        symbol::symbol,
        xml::{Element, Space},
    },
    flow::{Flow, Grid, GridCell},
};

impl Walk<'_> {
    pub(super) fn start(
        &mut self,
        space: Space,
        name: &[u8],
        element: &Element<'_>,
    ) -> Result<(), Failure> {
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
                let before = before.unwrap_or_default();
                let paragraph = Paragraph {
                    deleted: before.deleted,
                    hidden: before.hidden,
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
                _ => {
                    self.deleted += 1;
                    if let Some(paragraph) = self.paragraphs.last_mut() {
                        paragraph.deleted.push_space();
                    }
                }
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
}
