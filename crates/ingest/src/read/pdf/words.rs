//! From glyphs to words.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::glyph::{Glyph, Page, Turn};
use crate::document::Place;

/// A gap of so much of the size of the font parts words.
const GAP: f32 = 0.1;
/// A step back of so much starts anew.
const BACK: f32 = -0.5;
/// So far may a glyph stand off the base line of its word.
const OFF: f32 = 0.1;
/// The most glyphs of a word.
const LONGEST: usize = 2_000;

/// A word, in the way in which it is written: along its base line, from the first line down.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) left: f32,
    pub(super) right: f32,
    /// How far down its base line is.
    pub(super) base: f32,
    pub(super) size: f32,
    pub(super) is_bold: bool,
    pub(super) is_furniture: bool,
    /// Whether a space stands before it in the file.
    pub(super) is_spaced: bool,
    /// Where it stands on the page.
    pub(super) place: Place,
}

impl Word {
    pub(super) fn top(&self) -> f32 {
        self.base - 0.75 * self.size
    }

    pub(super) fn bottom(&self) -> f32 {
        self.base + 0.25 * self.size
    }

    /// Whether it is smaller than another, and beside it or over it as a note is.
    pub(super) fn is_set_off(&self, from: &Self) -> bool {
        self.size < 0.95 * from.size && self.base > from.top() && self.top() < from.bottom()
    }
}

/// The words of a page, by the ways in which they are written: that of the most words first.
pub(super) fn words(page: &Page, number: u32) -> Vec<(Turn, Vec<Word>)> {
    let mut seen = Seen::default();
    let mut ways: Vec<(Turn, Builder<'_>)> = Vec::new();
    for glyph in &page.glyphs {
        let way = match ways.iter().position(|(turn, _)| *turn == glyph.turn) {
            Some(way) => way,
            None => {
                ways.push((glyph.turn, Builder::new(page, number, glyph.turn)));
                ways.len() - 1
            }
        };
        let Some((_, builder)) = ways.get_mut(way) else {
            continue;
        };
        if glyph.letters.is_space() || !seen.has(glyph) {
            builder.add(glyph);
        }
    }
    let mut ways: Vec<(Turn, Vec<Word>)> = ways
        .into_iter()
        .map(|(turn, builder)| (turn, builder.finish()))
        .filter(|(_, words)| !words.is_empty())
        .collect();
    ways.sort_by_key(|(turn, words)| (*turn == Turn::Aslant, Reverse(words.len())));
    ways
}

/// The glyphs that were drawn, to know one that is drawn over itself to look bold.
#[derive(Default)]
struct Seen(FxHashMap<(char, i32, i32), (f32, f32)>);

impl Seen {
    fn has(&mut self, glyph: &Glyph) -> bool {
        let Some(letter) = glyph.letters.chars().next() else {
            return false;
        };
        // A cell is as large as the reach, so that only its neighbours are to be asked.
        let reach = 0.1 * glyph.size;
        let step = reach.max(0.2);
        let (across, down) = ((glyph.from.0 / step) as i32, (glyph.from.1 / step) as i32);
        let near = (-1..=1).flat_map(|x| (-1..=1).map(move |y| (across + x, down + y)));
        let mut near = near.filter_map(|(x, y)| self.0.get(&(letter, x, y)));
        let is_known =
            near.any(|(x, y)| (x - glyph.from.0).abs() < reach && (y - glyph.from.1).abs() < reach);
        if !is_known {
            self.0.insert((letter, across, down), glyph.from);
        }
        is_known
    }
}

struct Builder<'p> {
    page: &'p Page,
    number: u32,
    turn: Turn,
    words: Vec<Word>,
    is_open: bool,
    is_spaced: bool,
    count: usize,
}

impl<'p> Builder<'p> {
    fn new(page: &'p Page, number: u32, turn: Turn) -> Self {
        Self {
            page,
            number,
            turn,
            words: Vec::new(),
            is_open: false,
            is_spaced: false,
            count: 0,
        }
    }

    fn add(&mut self, glyph: &Glyph) {
        if glyph.letters.is_space() {
            (self.is_open, self.is_spaced) = (false, true);
            return;
        }
        let (left, base) = self.along(glyph.from);
        let (right, _) = self.along(glyph.to);
        let (left, right) = (left.min(right), left.max(right));
        let place = self.place(left, right, base, glyph.size);
        if let Some(word) = self.words.last_mut()
            && self.is_open
            && self.count < LONGEST
        {
            let gap = left - word.right - glyph.spacing;
            let goes_on = (glyph.size - word.size).abs() < 0.05 * word.size
                && (base - word.base).abs() < OFF * word.size
                && gap < GAP * word.size
                && gap > BACK * word.size
                && glyph.is_bold == word.is_bold;
            if goes_on {
                word.text.extend(glyph.letters.chars());
                word.right = word.right.max(right);
                word.left = word.left.min(left);
                word.place = word.place.with(place);
                self.count += 1;
                return;
            }
        }
        self.words.push(Word {
            text: glyph.letters.chars().collect(),
            left,
            right,
            base,
            size: glyph.size,
            is_bold: glyph.is_bold,
            is_furniture: glyph.is_furniture,
            is_spaced: self.is_spaced,
            place,
        });
        (self.is_open, self.is_spaced, self.count) = (true, false, 1);
    }

    fn finish(mut self) -> Vec<Word> {
        self.words.retain(|word| !word.text.trim().is_empty());
        self.words
    }

    /// A point of the page, as how far along the line and how far down it is for one who reads.
    fn along(&self, (x, y): (f32, f32)) -> (f32, f32) {
        let (width, height) = (self.page.width, self.page.height);
        match self.turn {
            Turn::Upright | Turn::Aslant => (x, y),
            Turn::Over => (width - x, height - y),
            Turn::Down => (y, width - x),
            Turn::Up => (height - y, x),
        }
    }

    /// The box on the page of what stands on a base line.
    fn place(&self, left: f32, right: f32, base: f32, size: f32) -> Place {
        let (width, height) = (self.page.width, self.page.height);
        let (top, bottom) = (base - 0.75 * size, base + 0.25 * size);
        let [left, top, right, bottom] = match self.turn {
            Turn::Upright | Turn::Aslant => [left, top, right, bottom],
            Turn::Over => [width - right, height - bottom, width - left, height - top],
            Turn::Down => [width - bottom, left, width - top, right],
            Turn::Up => [top, height - right, bottom, height - left],
        };
        Place::Page {
            page: self.number,
            left,
            top,
            right,
            bottom,
        }
    }
}
