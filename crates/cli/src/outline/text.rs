//! Outlines for a terminal.

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
            Block::Table(table) => self::table(page, table),
        }
    }
    for inner in &part.parts {
        self::part(page, inner);
    }
}

/// The columns under each other; the last one wraps.
fn table(page: &mut Page, table: &Table) {
    let rows = || std::iter::once(&table.head).chain(&table.rows);
    let longest = |at: usize| {
        let cells = rows().filter_map(|row| row.get(at));
        cells
            .map(|cell| cell.chars().count())
            .max()
            .unwrap_or_default()
    };
    let widths: Vec<usize> = (0..table.head.len()).map(longest).collect();
    for row in rows() {
        let Some((last, before)) = row.split_last() else {
            continue;
        };
        let columns = before.iter().zip(&widths);
        let columns: Vec<_> = columns
            .map(|(cell, width)| (cell.as_str(), width + 2))
            .collect();
        page.columns(2, &columns, last);
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
