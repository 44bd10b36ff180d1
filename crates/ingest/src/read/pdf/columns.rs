//! Columns of text, in the order in which they are read.

use super::lines::Piece;

/// Edges are aligned where they differ by less, in points.
const ALIGNED: f32 = 3.0;
/// The fewest lines of a column.
const LINES: usize = 4;
/// The fewest words that the lines of a column have on average: what has fewer is a column of a table.
const WORDS: usize = 3;
/// Lines of a column are apart by less than so much of their size.
const FAR: f32 = 1.6;
/// A gap of less than so much of the size of the font may be one between words of a line that was stretched.
const STRETCHED: f32 = 3.0;
/// The deepest that columns lie within columns.
const DEEPEST: usize = 8;

/// Pieces of a page, parted into columns of text as they are read; a page without columns is one.
pub(super) fn columns(pieces: Vec<Piece>) -> Vec<Vec<Piece>> {
    let mut columns = Vec::new();
    part(pieces, 0, &mut columns);
    columns
}

fn part(pieces: Vec<Piece>, depth: usize, columns: &mut Vec<Vec<Piece>>) {
    if pieces.is_empty() {
        return;
    }
    let Some(gutter) = (depth < DEEPEST).then(|| gutter(&pieces)).flatten() else {
        columns.push(pieces);
        return;
    };
    let mut parts: [Vec<Piece>; 4] = Default::default();
    for (at, piece) in pieces.into_iter().enumerate() {
        let part = match at {
            at if at < gutter.first => 0,
            at if at >= gutter.last => 3,
            _ if piece.left >= gutter.at - ALIGNED => 2,
            _ => 1,
        };
        if let Some(part) = parts.get_mut(part) {
            part.push(piece);
        }
    }
    for own in parts {
        part(own, depth + 1, columns);
    }
}

/// White space between two columns: where the right one starts, and the pieces that stand beside it.
#[derive(Debug, Clone, Copy)]
struct Gutter {
    at: f32,
    first: usize,
    last: usize,
}

/// The gutter with the most lines beside it.
fn gutter(pieces: &[Piece]) -> Option<Gutter> {
    let mut edges: Vec<f32> = pieces.iter().map(|piece| piece.left).collect();
    edges.sort_by(f32::total_cmp);
    let mut best: Option<(usize, Gutter)> = None;
    let mut rest = edges.as_slice();
    while let Some(edge) = rest.first().copied() {
        let own = rest.partition_point(|other| *other < edge + ALIGNED);
        rest = rest.get(own..).unwrap_or_default();
        if own < LINES {
            continue;
        }
        for gutter in runs(pieces, edge) {
            let lines = gutter.last - gutter.first;
            if best.is_none_or(|(most, _)| lines > most) && is_between(pieces, &gutter) {
                best = Some((lines, gutter));
            }
        }
    }
    best.map(|(_, gutter)| gutter)
}

/// Stretches of pieces that stand beside the lines that start at an edge, none of which crosses the white space before it.
fn runs(pieces: &[Piece], edge: f32) -> Vec<Gutter> {
    let is_right = |piece: &Piece| piece.left >= edge - ALIGNED;
    let crosses =
        |piece: &Piece| !is_right(piece) && piece.right > edge - (0.6 * piece.size).max(5.0);
    let mut runs: Vec<Gutter> = Vec::new();
    let mut open: Option<(Gutter, f32)> = None;
    for (at, piece) in pieces.iter().enumerate() {
        let far = |below: f32| piece.top() > below + FAR * piece.size;
        match &mut open {
            Some((_, below)) if crosses(piece) || is_right(piece) && far(*below) => {
                runs.extend(open.take().map(|(run, _)| run));
            }
            Some((run, below)) if is_right(piece) => {
                run.last = at + 1;
                *below = piece.bottom();
            }
            _ => {}
        }
        if open.is_none() && is_right(piece) {
            let gutter = Gutter {
                at: edge,
                first: at,
                last: at + 1,
            };
            open = Some((gutter, piece.bottom()));
        }
    }
    runs.extend(open.map(|(run, _)| run));
    // The left column begins beside the right one, and may go on below it.
    for run in &mut runs {
        let near = |one: &Piece, next: &Piece| next.top() < one.bottom() + FAR * one.size;
        while let (Some(before), Some(first)) = (
            run.first.checked_sub(1).and_then(|at| pieces.get(at)),
            pieces.get(run.first),
        ) {
            if crosses(before) || is_right(before) || before.base < first.base - 0.5 * first.size {
                break;
            }
            run.first -= 1;
        }
        while let (Some(last), Some(after)) = (
            run.last.checked_sub(1).and_then(|at| pieces.get(at)),
            pieces.get(run.last),
        ) {
            if crosses(after) || is_right(after) || !near(last, after) {
                break;
            }
            run.last += 1;
        }
    }
    runs
}

/// Whether text runs on both sides of a gutter, side by side.
fn is_between(pieces: &[Piece], gutter: &Gutter) -> bool {
    let beside = pieces.get(gutter.first..gutter.last).unwrap_or_default();
    let (right, left): (Vec<&Piece>, Vec<&Piece>) = beside
        .iter()
        .partition(|piece| piece.left >= gutter.at - ALIGNED);
    let within = |own: &[&Piece], other: &[&Piece]| {
        let (Some(first), Some(last)) = (other.first(), other.last()) else {
            return 0;
        };
        let own = own.iter();
        own.filter(|piece| piece.base > first.top() && piece.base < last.bottom() + last.size)
            .count()
    };
    within(&left, &right) >= LINES
        && within(&right, &left) >= LINES
        && is_running(&left)
        && is_running(&right)
}

/// Whether pieces are lines of running text: most are nearly as long as the longest, and hold words.
fn is_running(pieces: &[&Piece]) -> bool {
    let lines = stretched(pieces);
    let left = lines.iter().map(|line| line.0).fold(f32::MAX, f32::min);
    let right = lines.iter().map(|line| line.1).fold(f32::MIN, f32::max);
    let long = lines
        .iter()
        .filter(|line| line.1 - line.0 > 0.65 * (right - left));
    let words: usize = pieces.iter().map(|piece| piece.words.len()).sum();
    2 * long.count() >= lines.len() && words >= WORDS * lines.len()
}

/// From the left to the right edge of each line. One that was stretched to fill its column is one, however wide the gaps
/// between its words are; but where several lines have a gap at one place, it parts cells.
fn stretched(pieces: &[&Piece]) -> Vec<(f32, f32)> {
    let mut edges: Vec<f32> = pieces.iter().map(|piece| piece.left).collect();
    edges.sort_by(f32::total_cmp);
    let is_edge = |left: f32| {
        let from = edges.partition_point(|edge| *edge < left - ALIGNED);
        let to = edges.partition_point(|edge| *edge < left + ALIGNED);
        to - from >= LINES
    };
    let mut lines: Vec<(f32, f32)> = Vec::new();
    let mut before: Option<&Piece> = None;
    for piece in pieces {
        let goes_on = before.is_some_and(|before| {
            (piece.base - before.base).abs() < 0.2 * piece.size
                && piece.left - before.right < STRETCHED * piece.size
                && !is_edge(piece.left)
        });
        match lines.last_mut().filter(|_| goes_on) {
            Some(line) => line.1 = line.1.max(piece.right),
            None => lines.push((piece.left, piece.right)),
        }
        before = Some(piece);
    }
    lines
}
