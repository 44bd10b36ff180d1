//! Bars as inline SVG, with their numbers as text for those who do not see them.

use std::fmt::Write as _;

use coverdict_check::impact::Way;

use super::page;
use crate::{claims::grouped, outline::escaped};

/// A row of bars: what it is of, and its parts in order.
pub(super) struct Row {
    pub(super) label: String,
    pub(super) parts: Vec<(Way, u64)>,
}

/// The widths of what is drawn, in units of the drawing.
const LABELS: u64 = 230;
const BARS: u64 = 430;
const NUMBERS: u64 = 100;
const HEIGHT: u64 = 26;

/// How much of a label is drawn.
const SHOWN: usize = 32;

/// Stacked bars of lines, as wide as their share of the longest.
pub(super) fn bars(id: &str, title: &str, rows: &[Row]) -> String {
    let width = LABELS + BARS + NUMBERS;
    let height = HEIGHT * rows.len() as u64 + 6;
    let total = |row: &Row| row.parts.iter().map(|(_, lines)| lines).sum::<u64>();
    let longest = rows.iter().map(total).max().unwrap_or(0).max(1);
    let mut out = format!(
        "<svg class=\"chart\" role=\"img\" aria-labelledby=\"{id}-title {id}-text\" viewBox=\"0 0 {width} {height}\">\n\
         <title id=\"{id}-title\">{}</title>\n<desc id=\"{id}-text\">{}</desc>\n",
        escaped(title),
        escaped(&in_words(rows))
    );
    for (at, row) in rows.iter().enumerate() {
        let top = HEIGHT * at as u64 + 3;
        let base = top + 15;
        let _ = writeln!(
            out,
            "<text x=\"{}\" y=\"{base}\" text-anchor=\"end\">{}</text>",
            LABELS - 8,
            escaped(&short(&row.label))
        );
        let mut done = 0;
        for (way, lines) in &row.parts {
            let (from, to) = (place(done, longest), place(done + lines, longest));
            done += lines;
            let _ = writeln!(
                out,
                "<rect class=\"{}\" x=\"{from}\" y=\"{top}\" width=\"{}\" height=\"20\"><title>{}: {}</title></rect>",
                way.name(),
                to - from,
                escaped(page::name(*way)),
                grouped(*lines)
            );
        }
        let _ = writeln!(
            out,
            "<text x=\"{}\" y=\"{base}\">{}</text>",
            place(done, longest) + 6,
            grouped(done)
        );
    }
    out.push_str("</svg>\n");
    out
}

/// What colours mean.
pub(super) fn legend(ways: &[Way]) -> String {
    let mut out = String::from("<ul class=\"legend\">\n");
    for way in ways {
        let _ = writeln!(
            out,
            "<li><svg width=\"14\" height=\"14\" aria-hidden=\"true\"><rect class=\"{}\" width=\"14\" height=\"14\"/></svg> {}</li>",
            way.name(),
            escaped(page::name(*way))
        );
    }
    out.push_str("</ul>\n");
    out
}

/// Where a bar of so many lines ends; one that has any is seen.
fn place(lines: u64, longest: u64) -> u64 {
    let width = u128::from(lines) * u128::from(BARS) / u128::from(longest);
    let width = u64::try_from(width).unwrap_or(BARS);
    LABELS + width.max(u64::from(lines > 0))
}

fn in_words(rows: &[Row]) -> String {
    let rows = rows.iter().map(|row| {
        let parts = row.parts.iter();
        let parts = parts.map(|(way, lines)| format!("{} {}", grouped(*lines), page::name(*way)));
        format!("{}: {}", row.label, parts.collect::<Vec<_>>().join(", "))
    });
    let mut text = rows.collect::<Vec<_>>().join("; ");
    text.push('.');
    text
}

fn short(label: &str) -> String {
    match label.chars().count() > SHOWN {
        true => label.chars().take(SHOWN - 1).chain(['…']).collect(),
        false => label.to_owned(),
    }
}
