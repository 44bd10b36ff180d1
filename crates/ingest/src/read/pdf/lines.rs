//! From words to pieces of lines, and to lines.

use super::words::Word;
use crate::document::Text;

/// A gap of so much of the size of the font may be one between columns or cells.
const WIDE: f32 = 0.9;
/// A gap below this is none between words.
const TIGHT: f32 = 0.08;
/// Words stand on one line where their base lines differ by less.
const LEVEL: f32 = 0.2;

/// Words that follow each other on a line without a wide gap.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    pub(super) words: Vec<Word>,
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) base: f32,
    /// The size of most of its letters.
    pub(super) size: f32,
    pub(super) is_bold: bool,
    pub(super) is_furniture: bool,
}

/// A line: its pieces from the left.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub(super) pieces: Vec<Piece>,
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) base: f32,
    pub(super) size: f32,
    pub(super) is_bold: bool,
}

/// The pieces of the words of a page, from the top.
pub(super) fn pieces(words: Vec<Word>) -> Vec<Piece> {
    let rows = set_beside(rows(words));
    let mut pieces = Vec::new();
    for mut row in rows {
        row.sort_by(|one, other| one.left.total_cmp(&other.left));
        let mut piece: Vec<Word> = Vec::new();
        for word in row {
            let parts = piece
                .last()
                .is_some_and(|before| word.left - before.right > WIDE * word.size.max(before.size));
            if parts {
                pieces.push(Piece::of(std::mem::take(&mut piece)));
            }
            piece.push(word);
        }
        if !piece.is_empty() {
            pieces.push(Piece::of(piece));
        }
    }
    pieces.sort_by(|one, other| {
        one.base
            .total_cmp(&other.base)
            .then(one.left.total_cmp(&other.left))
    });
    pieces
}

/// The lines of pieces that belong to one column.
pub(super) fn lines(mut pieces: Vec<Piece>) -> Vec<Line> {
    pieces.sort_by(|one, other| one.base.total_cmp(&other.base));
    let mut rows: Vec<Vec<Piece>> = Vec::new();
    for piece in pieces {
        let row = rows.last_mut().filter(|row| {
            row.first().is_some_and(|first| {
                piece.base - first.base < 2.0 * LEVEL * first.size.min(piece.size)
            })
        });
        match row {
            Some(row) => row.push(piece),
            None => rows.push(vec![piece]),
        }
    }
    rows.into_iter().map(Line::of).collect()
}

/// Words by the base lines that they stand on.
fn rows(mut words: Vec<Word>) -> Vec<Vec<Word>> {
    words.sort_by(|one, other| one.base.total_cmp(&other.base));
    let mut rows: Vec<Vec<Word>> = Vec::new();
    for word in words {
        let row = rows.last_mut().filter(|row| {
            row.first()
                .is_some_and(|first| word.base - first.base < LEVEL * first.size.min(word.size))
        });
        match row {
            Some(row) => row.push(word),
            None => rows.push(vec![word]),
        }
    }
    rows
}

/// Rows in which small words that are raised or lowered stand beside the words that they belong to.
fn set_beside(mut rows: Vec<Vec<Word>>) -> Vec<Vec<Word>> {
    for at in 0..rows.len() {
        let own = rows.get_mut(at).map(std::mem::take).unwrap_or_default();
        let near = at.saturating_sub(2)..(at + 3).min(rows.len());
        let mut kept = Vec::with_capacity(own.len());
        for word in own {
            let host = near.clone().filter(|row| *row != at).find(|row| {
                let row = rows.get(*row).into_iter().flatten();
                row.into_iter().any(|host| {
                    let reach = 0.3 * host.size;
                    let is_after = (-reach..reach).contains(&(word.left - host.right));
                    let is_before = (-reach..reach).contains(&(host.left - word.right));
                    word.is_set_off(host) && (is_after || is_before)
                })
            });
            match host.and_then(|host| rows.get_mut(host)) {
                Some(host) => host.push(word),
                None => kept.push(word),
            }
        }
        if let Some(row) = rows.get_mut(at) {
            kept.append(row);
            *row = kept;
        }
    }
    rows.retain(|row| !row.is_empty());
    rows
}

impl Piece {
    fn of(words: Vec<Word>) -> Self {
        let (size, base) = prevailing(&words);
        let letters = |own: &dyn Fn(&Word) -> bool| {
            let own = words.iter().filter(|word| own(word));
            own.map(|word| word.text.len()).sum::<usize>()
        };
        let all = letters(&|_| true);
        Self {
            left: words.iter().map(|word| word.left).fold(f32::MAX, f32::min),
            right: words.iter().map(|word| word.right).fold(f32::MIN, f32::max),
            base,
            size,
            is_bold: 10 * letters(&|word| word.is_bold) >= 9 * all,
            is_furniture: words.iter().all(|word| word.is_furniture),
            words,
        }
    }

    /// What it says.
    pub(super) fn text(&self) -> Text {
        let mut text = Text::default();
        let mut before: Option<&Word> = None;
        for word in &self.words {
            if before.is_some_and(|before| is_apart(before, word)) {
                text.push_space();
            }
            text.push(&word.text, word.place);
            before = Some(word);
        }
        text
    }

    pub(super) fn top(&self) -> f32 {
        self.base - 0.75 * self.size
    }

    pub(super) fn bottom(&self) -> f32 {
        self.base + 0.25 * self.size
    }
}

impl Line {
    fn of(mut pieces: Vec<Piece>) -> Self {
        pieces.sort_by(|one, other| one.left.total_cmp(&other.left));
        let longest = pieces.iter().max_by_key(|piece| piece.words.len());
        let (base, size) = longest.map_or((0.0, 0.0), |piece| (piece.base, piece.size));
        Self {
            left: pieces.iter().map(|one| one.left).fold(f32::MAX, f32::min),
            right: pieces.iter().map(|one| one.right).fold(f32::MIN, f32::max),
            base,
            size,
            is_bold: pieces.iter().all(|piece| piece.is_bold),
            pieces,
        }
    }

    /// What it says.
    pub(super) fn text(&self) -> Text {
        let mut text = Text::default();
        for piece in &self.pieces {
            text.push_space();
            text.append(&piece.text());
        }
        text
    }

    /// How wide its first word is.
    pub(super) fn first_word(&self) -> f32 {
        let first = self.pieces.first().and_then(|piece| piece.words.first());
        first.map_or(0.0, |word| word.right - word.left)
    }
}

/// The size of most letters, and the base line of those.
fn prevailing(words: &[Word]) -> (f32, f32) {
    let mut sizes: Vec<(f32, f32, usize)> = Vec::new();
    for word in words {
        let known = sizes
            .iter_mut()
            .find(|(size, ..)| (*size - word.size).abs() < 0.05 * word.size);
        match known {
            Some((.., letters)) => *letters += word.text.len(),
            None => sizes.push((word.size, word.base, word.text.len())),
        }
    }
    let most = sizes.into_iter().max_by_key(|(.., letters)| *letters);
    most.map_or((0.0, 0.0), |(size, base, _)| (size, base))
}

/// Whether a space stands between words.
fn is_apart(before: &Word, word: &Word) -> bool {
    if word.is_spaced || word.left - before.right > TIGHT * word.size.min(before.size) {
        return true;
    }
    // The number of a reference is none of the word that it is raised beside; a power of a unit is.
    let is_raised = word.is_set_off(before) && word.base < before.base - 0.1 * before.size;
    let is_number = word
        .text
        .chars()
        .all(|one| one.is_ascii_digit() || ",-–".contains(one));
    let is_unit = matches!(
        before.text.rsplit(|one: char| !one.is_alphabetic()).next(),
        Some("m" | "cm")
    );
    is_raised && is_number && !is_unit
}
