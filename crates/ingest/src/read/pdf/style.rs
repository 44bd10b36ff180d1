//! What is usual in a document: its size of text, how far its lines are apart, and its headings.

use super::lines::Line;
use crate::read::text::blocks::is_title;

/// A heading is larger than the text by so much.
const LARGER: f32 = 1.08;
/// The most words of a heading.
const WORDS: usize = 24;
/// The deepest heading that is told from others.
const DEEPEST: usize = 6;

/// What is usual in a document.
#[derive(Debug, Default)]
pub(super) struct Style {
    /// The size of most letters.
    pub(super) size: f32,
    /// How far lines of one paragraph are apart, by the size of the text.
    pub(super) leading: f32,
    /// The styles of headings, in half points with whether they are bold: that of the title first.
    headings: Vec<(i32, bool)>,
    /// Whether most of the text is bold, so that bold means nothing.
    is_bold: bool,
}

impl Style {
    /// The style of the columns of a document.
    pub(super) fn of(columns: &[Vec<Line>]) -> Self {
        let mut style = Self::default();
        let mut sizes: Vec<(i32, usize)> = Vec::new();
        let (mut bold, mut all) = (0, 0);
        for line in columns.iter().flatten() {
            let letters: usize = words(line).map(str::len).sum();
            all += letters;
            bold += if line.is_bold { letters } else { 0 };
            match sizes
                .iter_mut()
                .find(|(size, _)| *size == halves(line.size))
            {
                Some((_, count)) => *count += letters,
                None => sizes.push((halves(line.size), letters)),
            }
        }
        let most = sizes.iter().max_by_key(|(_, letters)| *letters);
        style.size = most.map_or(10.0, |(size, _)| *size as f32 / 2.0);
        style.is_bold = 2 * bold > all;
        style.leading = leading(columns);
        let lines = columns.iter().flatten();
        let mut headings: Vec<(i32, bool)> = lines
            .filter(|line| style.is_heading(line))
            .map(key)
            .collect();
        headings.sort_unstable();
        headings.dedup();
        headings.reverse();
        style.headings = headings;
        style
    }

    /// Whether headings are set apart by how they look.
    pub(super) fn has_headings(&self) -> bool {
        !self.headings.is_empty()
    }

    /// Whether a line looks like a heading.
    pub(super) fn is_heading(&self, line: &Line) -> bool {
        let is_larger = line.size >= LARGER * self.size;
        let is_bolder = line.is_bold && !self.is_bold;
        if !is_larger && !is_bolder {
            return false;
        }
        let said: Vec<&str> = words(line).collect();
        let said = said.join(" ");
        let is_long = said.split(' ').count() > WORDS;
        let has_letters = said.chars().filter(|letter| letter.is_alphabetic()).count() > 1;
        let ends = said.ends_with([';', ',']) || said.ends_with('.') && !is_larger;
        let is_small = line.size < 0.9 * self.size;
        has_letters
            && !is_long
            && !ends
            && !is_small
            && (is_larger || is_title(said.trim_end_matches(':')))
    }

    /// The level of a heading by its style.
    pub(super) fn level(&self, line: &Line) -> u8 {
        let at = self.headings.iter().position(|own| *own == key(line));
        u8::try_from(at.unwrap_or_default().min(DEEPEST - 1) + 1).unwrap_or(u8::MAX)
    }

    /// Whether a line stands as near to the one before it as those of one paragraph.
    pub(super) fn is_near(&self, before: &Line, line: &Line) -> bool {
        line.base - before.base <= 1.2 * self.leading * line.size.max(before.size)
    }
}

fn key(line: &Line) -> (i32, bool) {
    (halves(line.size), line.is_bold)
}

fn halves(size: f32) -> i32 {
    (2.0 * size).round() as i32
}

fn words(line: &Line) -> impl Iterator<Item = &str> {
    let words = line.pieces.iter().flat_map(|piece| &piece.words);
    words.map(|word| word.text.as_str())
}

/// How far lines that fill their column are from the next, by their size: as a rule.
fn leading(columns: &[Vec<Line>]) -> f32 {
    let mut ratios: Vec<f32> = Vec::new();
    for lines in columns {
        let right = lines.iter().map(|line| line.right).fold(f32::MIN, f32::max);
        for pair in lines.windows(2) {
            if let [one, next] = pair
                && right - one.right < next.first_word() + one.size
                && (one.size - next.size).abs() < 0.5
                && one.size > 0.0
            {
                ratios.push((next.base - one.base) / one.size);
            }
        }
    }
    ratios.retain(|ratio| (0.8..2.6).contains(ratio));
    ratios.sort_by(f32::total_cmp);
    ratios.get(ratios.len() * 3 / 10).copied().unwrap_or(1.25)
}
