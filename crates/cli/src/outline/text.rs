//! Outlines for a terminal.

use super::{Block, Item, Outline, Part};
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
