//! Tables, told by gaps that return from line to line.

use super::{
    lines::{Line, Piece},
    signs::leads_to_page,
    style::Style,
};
use crate::{
    document::{Block, Cell, Table, Text},
    marker::marker,
    read::{
        hyphen::Compounds,
        text::blocks::{field, join},
    },
};

/// Edges of cells are aligned where they differ by less, in points.
const ALIGNED: f32 = 4.0;
/// The fewest points between columns.
const GUTTER: f32 = 4.0;

/// From the left to the right edge of a column.
type Span = (f32, f32);

/// The blocks of the table that starts with the first of some lines, and how many of them it takes; none where none does.
pub(super) fn table(
    lines: &[Line],
    style: &Style,
    compounds: &Compounds,
) -> Option<(Vec<Block>, usize)> {
    let first = lines.first().filter(|line| line.pieces.len() >= 2)?;
    if is_item(first) || leads_to_page(first.text().as_str()) {
        return None;
    }
    let (count, spans) = extent(lines, style);
    let own = lines.get(..count)?;
    let rows: Vec<&Line> = own.iter().filter(|line| line.pieces.len() >= 2).collect();
    if let Some(blocks) = fields(own, compounds) {
        return Some((blocks, count));
    }
    if rows.len() < 2 || spans.len() < 2 || !is_aligned(&rows, &spans) {
        return None;
    }
    let rows = cells(own, &spans, style, compounds);
    (rows.len() >= 2).then(|| (vec![Block::Table(Table { rows })], count))
}

fn is_item(line: &Line) -> bool {
    let first = line.pieces.first();
    first.is_some_and(|piece| marker(&format!("{} x", piece.text().as_str())).is_some())
}

/// How many lines belong to one table, and the spans of its columns.
fn extent(lines: &[Line], style: &Style) -> (usize, Vec<Span>) {
    let mut spans: Vec<Span> = Vec::new();
    let mut count = 0;
    for (at, line) in lines.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| lines.get(before));
        if before.is_some_and(|before| line.base - before.base > 3.2 * style.leading * line.size) {
            break;
        }
        if leads_to_page(line.text().as_str()) {
            break;
        }
        if line.pieces.len() < 2 {
            // What stands in one column only goes on in it, or heads what follows.
            let column = spans.iter().position(|span| {
                line.left > span.0 - ALIGNED && line.right < next_left(&spans, span.1) - GUTTER
            });
            let goes_on = lines.get(at + 1).is_some_and(|next| next.pieces.len() >= 2)
                || before.is_some_and(|before| style.is_near(before, line));
            match column {
                Some(column)
                    if goes_on && (column > 0 || spans.len() > 1 && is_short(line, &spans)) =>
                {
                    if let Some(span) = spans.get_mut(column) {
                        span.1 = span.1.max(line.right);
                    }
                    continue;
                }
                _ => break,
            }
        }
        let own: Vec<Span> = line
            .pieces
            .iter()
            .map(|piece| (piece.left, piece.right))
            .collect();
        let merged = merged(&spans, &own);
        if merged.len() < 2 || merged.len() < spans.len() {
            break;
        }
        spans = merged;
        count = at + 1;
    }
    // Lines in one column at the end belong to the last row where they are near to it.
    while let (Some(before), Some(line)) = (
        count.checked_sub(1).and_then(|at| lines.get(at)),
        lines.get(count),
    ) {
        let in_last = spans.iter().skip(1).any(|span| {
            line.left > span.0 - ALIGNED && line.right < next_left(&spans, span.1) - GUTTER
        });
        if line.pieces.len() != 1 || !in_last || !style.is_near(before, line) {
            break;
        }
        count += 1;
    }
    (count, spans)
}

/// Whether a line ends well before the second column.
fn is_short(line: &Line, spans: &[Span]) -> bool {
    spans
        .get(1)
        .is_some_and(|second| line.right < second.0 - GUTTER)
}

fn next_left(spans: &[Span], right: f32) -> f32 {
    let next = spans.iter().find(|span| span.0 > right);
    next.map_or(f32::MAX, |span| span.0)
}

/// The spans of columns with those of another line.
fn merged(spans: &[Span], own: &[Span]) -> Vec<Span> {
    let mut all: Vec<Span> = spans.iter().chain(own).copied().collect();
    all.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut merged: Vec<Span> = Vec::new();
    for span in all {
        match merged.last_mut().filter(|last| span.0 < last.1 + GUTTER) {
            Some(last) => last.1 = last.1.max(span.1),
            None => merged.push(span),
        }
    }
    merged
}

/// Whether the cells of most lines start or end where those of others do.
fn is_aligned(rows: &[&Line], spans: &[Span]) -> bool {
    let aligned = rows.iter().filter(|line| {
        let second = line.pieces.iter().skip(1);
        second.into_iter().any(|piece| {
            spans.iter().skip(1).any(|span| {
                (piece.left - span.0).abs() < ALIGNED || (piece.right - span.1).abs() < ALIGNED
            })
        })
    });
    let needed = if rows.len() == 2 {
        2
    } else {
        rows.len().div_ceil(2)
    };
    aligned.count() >= needed
}

/// Lines whose pieces each give a label and its value, or a label and then its value.
fn fields(lines: &[Line], compounds: &Compounds) -> Option<Vec<Block>> {
    let mut blocks: Vec<Block> = Vec::new();
    for line in lines {
        let mut pieces = line.pieces.iter().peekable();
        let mut is_first = true;
        while let Some(piece) = pieces.next() {
            let text = piece.text();
            let said = text.as_str();
            let next = pieces.peek().map(|next| next.text());
            let is_label = said.ends_with(':') && field(&format!("{said} x")).is_some();
            match (field(said), blocks.last_mut()) {
                (_, _)
                    if is_label
                        && next
                            .as_ref()
                            .is_some_and(|next| !next.as_str().ends_with(':')) =>
                {
                    blocks.push(Block::Field {
                        label: text.part(0..said.len() - 1),
                        value: next.unwrap_or_default(),
                    });
                    pieces.next();
                }
                (Some((label, value)), _) => {
                    let value = text.part(said.len() - value.len()..said.len());
                    let label = text.part(0..label.len());
                    blocks.push(Block::Field { label, value });
                }
                // The value goes on in its own column.
                (None, Some(Block::Field { value, .. })) if is_first && line.pieces.len() == 1 => {
                    join(value, &text, compounds);
                }
                _ => return None,
            }
            is_first = false;
        }
    }
    (!blocks.is_empty()).then_some(blocks)
}

/// The rows of a table. Where rows stand further apart than the lines within them, that parts them; otherwise a row starts
/// where its first column says something.
fn cells(lines: &[Line], spans: &[Span], style: &Style, compounds: &Compounds) -> Vec<Vec<Cell>> {
    let near = |pair: &[Line]| matches!(pair, [one, next] if style.is_near(one, next));
    let is_parted = lines.windows(2).any(near) && lines.windows(2).any(|pair| !near(pair));
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut before: Option<&Line> = None;
    let mut first_bold = false;
    for line in lines {
        let is_near = before.is_some_and(|before| style.is_near(before, line));
        let in_first = line
            .pieces
            .first()
            .is_some_and(|piece| column(piece, spans) == 0);
        let is_whole = line.pieces.len() >= 2;
        let changes = rows.len() == 1 && first_bold && !line.is_bold;
        let is_head = rows.len() == 1 && first_bold && line.is_bold && !is_whole;
        let goes_on = before.is_some()
            && !changes
            && match is_parted {
                _ if is_head && is_near => true,
                true => is_near && !(in_first && is_whole && starts_row(line)),
                false => !in_first,
            };
        if !goes_on {
            rows.push(vec![Cell::default(); spans.len()]);
        }
        if rows.len() == 1 {
            first_bold = line.is_bold;
        }
        let row_count = rows.len();
        for piece in &line.pieces {
            let at = column(piece, spans);
            if let Some(cell) = rows.get_mut(row_count - 1).and_then(|row| row.get_mut(at)) {
                add(&mut cell.text, &piece.text(), compounds);
            }
        }
        before = Some(line);
    }
    for cell in rows.first_mut().into_iter().flatten() {
        cell.is_head = true;
    }
    rows
}

/// Whether the first cell of a line starts something: a code, a number, a capital.
fn starts_row(line: &Line) -> bool {
    let first = line.pieces.first().map(|piece| piece.text());
    first.is_some_and(|first| {
        let is_code = first.as_str().chars().any(|letter| letter.is_ascii_digit());
        is_code && !first.as_str().contains(' ')
    })
}

fn add(cell: &mut Text, text: &Text, compounds: &Compounds) {
    match cell.is_empty() {
        true => *cell = text.clone(),
        false => join(cell, text, compounds),
    }
}

/// The column that most of a piece stands in.
fn column(piece: &Piece, spans: &[Span]) -> usize {
    let shared = |span: &Span| piece.right.min(span.1) - piece.left.max(span.0);
    let spans = spans.iter().enumerate();
    let most = spans.max_by(|(_, one), (_, other)| shared(one).total_cmp(&shared(other)));
    most.map_or(0, |(at, _)| at)
}
