//! Outlines as Markdown.

use super::{Block, Item, Outline, Part, Table};

pub(super) fn render(outline: &Outline) -> String {
    let mut out = format!("# {}\n", escaped(&outline.title));
    for part in &outline.parts {
        self::part(&mut out, 2, part);
    }
    out
}

fn part(out: &mut String, level: usize, part: &Part) {
    let marks = "#".repeat(level.min(6));
    out.push_str(&format!("\n{marks} {}\n", escaped(&part.title)));
    for block in &part.blocks {
        out.push('\n');
        match block {
            Block::Entries(entries) => {
                for (name, text) in entries {
                    out.push_str(&format!("- **{name}:** {}\n", escaped(text)));
                }
            }
            Block::Items(items) => items.iter().for_each(|item| self::item(out, 0, item)),
            Block::Table(table) => self::table(out, table),
        }
    }
    for inner in &part.parts {
        self::part(out, level + 1, inner);
    }
}

fn table(out: &mut String, table: &Table) {
    out.push_str(&row(&table.head));
    out.push_str(&format!("|{}\n", "---|".repeat(table.head.len())));
    for cells in &table.rows {
        out.push_str(&row(cells));
    }
}

fn row(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| escaped(cell)).collect();
    format!("| {} |\n", cells.join(" | "))
}

fn item(out: &mut String, indent: usize, item: &Item) {
    let mut parts = Vec::new();
    parts.extend(
        item.name
            .as_ref()
            .map(|name| format!("**{}**", escaped(name))),
    );
    parts.extend((!item.text.is_empty()).then(|| escaped(&item.text)));
    parts.extend(
        item.aside
            .as_ref()
            .map(|aside| format!("*{}*", escaped(aside))),
    );
    out.push_str(&format!("{:indent$}- {}\n", "", parts.join(" — ")));
    for inner in &item.of {
        self::item(out, indent + 2, inner);
    }
}

/// The text on one line, read as itself wherever it stands.
fn escaped(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = String::with_capacity(line.len());
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    for (at, character) in line.chars().enumerate() {
        let opens = (at == 0 && "#+-=".contains(character))
            || (at == digits && at > 0 && ".)".contains(character));
        if opens || "\\`*_[]<>|~&".contains(character) {
            out.push('\\');
        }
        out.push(character);
    }
    out
}
