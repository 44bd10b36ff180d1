//! Outlines for a terminal.

use comfy_table::{ContentArrangement, presets::UTF8_HORIZONTAL_ONLY};

use super::{Block, Item, Outline, Part, Table};
use crate::render::{Page, Style};

pub(super) fn render(outline: &Outline) -> String {
    let mut page = Page::default();
    page.title(&outline.title);
    for part in &outline.parts {
        self::part(&mut page, part);
    }
    page.into_text()
}

fn part(page: &mut Page, part: &Part) {
    page.blank();
    page.title(&part.title);
    for block in &part.blocks {
        match block {
            Block::Entries(entries) => {
                for (name, text) in entries {
                    page.entry(name, text);
                }
            }
            Block::Items(items) => items.iter().for_each(|item| self::item(page, 2, item)),
            Block::Table(table) => page.verbatim(&self::table(table)),
        }
    }
    for inner in &part.parts {
        self::part(page, inner);
    }
}

fn item(page: &mut Page, indent: usize, item: &Item) {
    let text = match &item.name {
        Some(name) if item.text.is_empty() => name.clone(),
        Some(name) => format!("{name}: {}", item.text),
        None => item.text.clone(),
    };
    page.marked(indent, Style::Faint, '-', &text);
    if let Some(aside) = &item.aside {
        page.faint_at(indent + 2, aside);
    }
    for inner in &item.of {
        self::item(page, indent + 2, inner);
    }
}

/// A table with its cells wrapped, as wide as a page.
fn table(table: &Table) -> String {
    let mut laid_out = comfy_table::Table::new();
    laid_out
        .load_style(UTF8_HORIZONTAL_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(100)
        .set_header(&table.head)
        .add_rows(&table.rows);
    laid_out.to_string()
}
