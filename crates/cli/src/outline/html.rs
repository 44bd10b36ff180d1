//! Outlines as whole pages of HTML, without scripts and without anything loaded from elsewhere.

use super::{Block, Item, Outline, Part, Table};

const STYLE: &str = ":root { color-scheme: light dark } \
body { font-family: serif; line-height: 1.4; margin: 2em auto; max-width: 50em; padding: 0 1em } \
dt { font-weight: bold } small { display: block; opacity: .75 } code { font-weight: bold } \
.table { overflow-x: auto } table { border-collapse: collapse; font-size: .9em } \
th, td { border: 1px solid; padding: .2em .5em; text-align: left; vertical-align: top }";

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

/// A table, which scrolls by itself where it is wider than the page.
fn table(out: &mut String, table: &Table) {
    out.push_str("<div class=\"table\">\n<table>\n<thead>\n<tr>");
    for cell in &table.head {
        out.push_str(&format!("<th scope=\"col\">{}</th>", escaped(cell)));
    }
    out.push_str("</tr>\n</thead>\n<tbody>\n");
    for row in &table.rows {
        out.push_str("<tr>");
        for (at, cell) in row.iter().enumerate() {
            let cell = escaped(cell);
            out.push_str(&match at {
                0 => format!("<th scope=\"row\">{cell}</th>"),
                _ => format!("<td>{cell}</td>"),
            });
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
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
