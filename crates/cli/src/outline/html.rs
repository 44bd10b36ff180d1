//! Outlines as whole pages of HTML, without scripts and without anything loaded from elsewhere.

use super::{Block, Item, Outline, Part, Table};

const STYLE: &str = "body { font-family: serif; line-height: 1.4; margin: 2em auto; max-width: 50em; padding: 0 1em } \
dt { font-weight: bold } small { display: block; color: #444 } code { font-weight: bold } \
table { border-collapse: collapse } th, td { border: 1px solid #999; padding: 0.2em 0.5em; text-align: left; \
vertical-align: top }";

pub(super) fn render(outline: &Outline) -> String {
    let title = escaped(&outline.title);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
    );
    for part in &outline.parts {
        self::part(&mut out, 2, part);
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn part(out: &mut String, level: usize, part: &Part) {
    let heading = level.min(6);
    let title = escaped(&part.title);
    out.push_str(&format!("<section>\n<h{heading}>{title}</h{heading}>\n"));
    for block in &part.blocks {
        match block {
            Block::Entries(entries) => {
                out.push_str("<dl>\n");
                for (name, text) in entries {
                    out.push_str(&format!("<dt>{name}</dt>\n<dd>{}</dd>\n", escaped(text)));
                }
                out.push_str("</dl>\n");
            }
            Block::Items(items) => list(out, items),
            Block::Table(table) => self::table(out, table),
        }
    }
    for inner in &part.parts {
        self::part(out, level + 1, inner);
    }
    out.push_str("</section>\n");
}

/// A list, which without items would be no valid one.
fn list(out: &mut String, items: &[Item]) {
    if items.is_empty() {
        return;
    }
    out.push_str("<ul>\n");
    for item in items {
        out.push_str("<li>");
        if let Some(name) = &item.name {
            out.push_str(&format!("<code>{}</code> ", escaped(name)));
        }
        out.push_str(&escaped(&item.text));
        if let Some(aside) = &item.aside {
            out.push_str(&format!("<small>{}</small>", escaped(aside)));
        }
        list(out, &item.of);
        out.push_str("</li>\n");
    }
    out.push_str("</ul>\n");
}

fn table(out: &mut String, table: &Table) {
    out.push_str("<table>\n<thead><tr>");
    for column in &table.columns {
        out.push_str(&format!("<th scope=\"col\">{}</th>", escaped(column)));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in &table.rows {
        let cells = row.iter().map(|cell| format!("<td>{}</td>", escaped(cell)));
        out.push_str(&format!("<tr>{}</tr>\n", cells.collect::<String>()));
    }
    out.push_str("</tbody>\n</table>\n");
}

/// Text as it stands in HTML.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(character),
        }
    }
    out
}
