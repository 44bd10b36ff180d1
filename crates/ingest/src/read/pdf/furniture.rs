//! Heads and feet of pages, by where they stand.

use rustc_hash::FxHashMap;

use super::lines::Piece;
use crate::document::{Aside, Block, Reason, Text};

/// So many lines from the edge of a page may be furniture.
const LINES: usize = 6;
/// The same line stands at the same height on all pages, give or take so many points.
const LEVEL: f32 = 4.0;
/// Furniture is parted from the text by so much of its size.
const GAP: f32 = 0.5;

/// The edge of a page that furniture stands at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Edge {
    Top,
    Bottom,
}

/// A line at the edge of a page: its pieces by number.
#[derive(Debug, Clone)]
struct Row {
    pieces: Vec<usize>,
    top: f32,
    bottom: f32,
    base: f32,
    size: f32,
    said: String,
    is_marked: bool,
    /// The number at its start or end, less that of the page.
    ahead: Option<i64>,
}

/// Takes the heads and feet off pages; each page has its pieces from the top.
pub(super) fn set_aside(pages: &mut [Vec<Piece>]) -> Vec<Aside> {
    let mut aside = Vec::new();
    for edge in [Edge::Top, Edge::Bottom] {
        let rows: Vec<Vec<Row>> = pages
            .iter()
            .enumerate()
            .map(|(page, pieces)| rows(pieces, page, edge))
            .collect();
        let ahead = prevailing(&rows);
        let known = known(&rows);
        for (pieces, rows) in pages.iter_mut().zip(&rows) {
            let mut count = 0;
            while let Some(row) = rows.get(count) {
                let own = row.said == "#" && row.ahead == Some(1);
                let numbers = count == 0 && (own || ahead.is_some() && row.ahead == ahead);
                let is_furniture = row.is_marked
                    || row.said != "#" && is_numbered(&row.said)
                    || numbers
                    || returns(row, &known);
                if !is_furniture || row.said.contains("...") || row.said.contains(". . .") {
                    break;
                }
                count += 1;
            }
            // A row that only heads a table on each page goes on into the text.
            while let Some(last) = count.checked_sub(1).and_then(|at| rows.get(at)) {
                let gap = rows.get(count).map_or(f32::MAX, |next| match edge {
                    Edge::Top => next.top - last.bottom,
                    Edge::Bottom => last.top - next.bottom,
                });
                if gap >= GAP * last.size || last.is_marked {
                    break;
                }
                count -= 1;
            }
            let mut taken: Vec<usize> = Vec::new();
            for row in rows.iter().take(count) {
                aside.extend(told(pieces, row));
                taken.extend(&row.pieces);
            }
            let mut at = 0;
            pieces.retain(|_| {
                at += 1;
                !taken.contains(&(at - 1))
            });
        }
    }
    aside
}

fn told(pieces: &[Piece], row: &Row) -> Option<Aside> {
    let mut text = Text::default();
    let mut own: Vec<&Piece> = row.pieces.iter().filter_map(|at| pieces.get(*at)).collect();
    own.sort_by(|one, other| one.left.total_cmp(&other.left));
    for piece in own {
        text.push_space();
        text.append(&piece.text());
    }
    let place = text.place()?;
    Some(Aside {
        reason: match is_numbered(&row.said) {
            true => Reason::PageNumber,
            false => Reason::RunningHead,
        },
        block: Block::Paragraph { text },
        place: Some(place),
    })
}

/// The lines at an edge of a page, from the edge inwards.
fn rows(pieces: &[Piece], page: usize, edge: Edge) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut order: Vec<usize> = (0..pieces.len()).collect();
    if edge == Edge::Bottom {
        order.reverse();
    }
    for at in order {
        let Some(piece) = pieces.get(at) else {
            continue;
        };
        let same = rows
            .last_mut()
            .filter(|row| (row.base - piece.base).abs() < 0.5 * row.size.min(piece.size));
        if let Some(row) = same {
            row.pieces.push(at);
            row.top = row.top.min(piece.top());
            row.bottom = row.bottom.max(piece.bottom());
            row.is_marked &= piece.is_furniture;
            continue;
        }
        if rows.len() > LINES {
            break;
        }
        rows.push(Row {
            pieces: vec![at],
            top: piece.top(),
            bottom: piece.bottom(),
            base: piece.base,
            size: piece.size,
            said: String::new(),
            is_marked: piece.is_furniture,
            ahead: None,
        });
    }
    for row in &mut rows {
        row.pieces.sort_by(|one, other| {
            let left = |at: &usize| pieces.get(*at).map_or(0.0, |piece| piece.left);
            left(one).total_cmp(&left(other))
        });
        let words = row.pieces.iter().filter_map(|at| pieces.get(*at));
        let words = words.flat_map(|piece| piece.words.iter().map(|word| word.text.as_str()));
        let words: Vec<&str> = words.collect();
        let number = |word: Option<&&str>| word.and_then(|word| word.parse::<i64>().ok());
        let number = number(words.first()).or_else(|| number(words.last()));
        row.ahead = number.map(|number| number - page as i64);
        row.said = said(&words.join(" "));
    }
    rows
}

/// What a line says, its numbers put aside.
fn said(words: &str) -> String {
    let mut said = String::with_capacity(words.len());
    for word in words.to_lowercase().split_whitespace() {
        if !said.is_empty() {
            said.push(' ');
        }
        if !word.is_empty() && word.bytes().all(|byte| b"ivxlc".contains(&byte)) {
            said.push('#');
            continue;
        }
        for letter in word.chars() {
            match letter.is_ascii_digit() {
                true if said.ends_with('#') => {}
                true => said.push('#'),
                false => said.push(letter),
            }
        }
    }
    said
}

/// Whether a line only numbers a page.
fn is_numbered(said: &str) -> bool {
    matches!(
        said,
        "#" | "page #"
            | "page # of #"
            | "page #/#"
            | "page # / #"
            | "#/#"
            | "- # -"
            | "-#-"
            | "p. #"
    )
}

/// How far the numbers at the edge of most pages are ahead of the pages.
fn prevailing(rows: &[Vec<Row>]) -> Option<i64> {
    let mut counts: FxHashMap<i64, usize> = FxHashMap::default();
    for row in rows.iter().filter_map(|rows| rows.first()) {
        if let Some(ahead) = row.ahead {
            *counts.entry(ahead).or_default() += 1;
        }
    }
    let most = counts
        .into_iter()
        .max_by_key(|(ahead, count)| (*count, std::cmp::Reverse(*ahead)));
    most.filter(|(_, count)| *count >= 3 && 5 * count >= 2 * rows.len())
        .map(|(ahead, _)| ahead)
}

/// How often each line stands at a height.
type Known<'r> = FxHashMap<(&'r str, i32, i32), usize>;

fn known(rows: &[Vec<Row>]) -> Known<'_> {
    let mut known = Known::default();
    for row in rows.iter().flatten() {
        *known.entry(key(row, 0)).or_default() += 1;
    }
    known
}

fn key(row: &Row, further: i32) -> (&str, i32, i32) {
    let (base, size) = ((row.base / LEVEL) as i32, (2.0 * row.size).round() as i32);
    (&row.said, base + further, size)
}

/// Whether a line returns on another page at the same height.
fn returns(row: &Row, known: &Known<'_>) -> bool {
    let near = (-1..=1).filter_map(|further| known.get(&key(row, further)));
    near.sum::<usize>() >= 2
}
