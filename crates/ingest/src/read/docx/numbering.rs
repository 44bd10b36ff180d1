//! The numbers of paragraphs, as Word counts and shows them.

use std::collections::{BTreeMap, BTreeSet};

use super::xml::{self, Element, Node, Space};
use crate::read::{Failure, flow::Numeral, source::Source};

/// How many levels a list has.
const LEVELS: usize = 9;

/// The lists of a document, by number.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    patterns: BTreeMap<u32, Pattern>,
    lists: BTreeMap<u32, List>,
}

/// How a list is numbered; several lists can count on together by one pattern.
#[derive(Debug, Clone, Default)]
struct Pattern {
    levels: [Level; LEVELS],
    /// The style whose list it is, or is meant to be.
    style: Option<String>,
    of_style: Option<String>,
}

#[derive(Debug, Clone, Default)]
struct List {
    pattern: u32,
    starts: BTreeMap<usize, u32>,
    levels: BTreeMap<usize, Level>,
}

#[derive(Debug, Clone)]
struct Level {
    start: u32,
    how: How,
    /// What is shown, `%1` for the number of the first level.
    text: String,
    /// The level whose counting starts this one anew, from 1; 0 for none.
    restart: Option<usize>,
    /// Whether the numbers of other levels are shown as plain ones.
    is_legal: bool,
    /// The style of paragraphs that it numbers.
    style: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    Numeral(Numeral),
    Bullet,
    Nothing,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            start: 1,
            how: How::Numeral(Numeral::Decimal),
            text: String::new(),
            restart: None,
            is_legal: false,
            style: None,
        }
    }
}

/// How far the lists of a document have counted.
#[derive(Debug, Default)]
pub(super) struct Counters {
    /// The numbers of the levels of each pattern.
    numbers: BTreeMap<u32, [Option<u32>; LEVELS]>,
    /// The lists whose own starts were used, with the level.
    begun: BTreeSet<(u32, usize)>,
}

impl Numbering {
    pub(super) fn read(part: &str, source: &Source<'_>) -> Result<Self, Failure> {
        let mut numbering = Self::default();
        let mut state = Reading::default();
        xml::each(part, source, |node| {
            match node {
                Node::Start(Space::Word, name, element) => state.start(name, element),
                Node::End(Space::Word, name) => state.end(name, &mut numbering),
                _ => {}
            }
            Ok(())
        })?;
        // A pattern that is that of a style is meant to be the one that the style has.
        let own = numbering.patterns.values();
        let own = own.filter_map(|pattern| Some((pattern.style.clone()?, pattern.levels.clone())));
        let styles: BTreeMap<String, [Level; LEVELS]> = own.collect();
        for pattern in numbering.patterns.values_mut() {
            let levels = pattern
                .of_style
                .as_ref()
                .and_then(|style| styles.get(style));
            if let Some(levels) = levels {
                pattern.levels = levels.clone();
            }
        }
        Ok(numbering)
    }

    /// The level of a list that numbers the paragraphs of a style, from 0.
    pub(super) fn level_of(&self, list: u32, style: &str) -> Option<u8> {
        let list = self.lists.get(&list)?;
        let pattern = self.patterns.get(&list.pattern)?;
        let own = |level: &Level| level.style.as_deref() == Some(style);
        let level = pattern.levels.iter().position(own)?;
        u8::try_from(level).ok()
    }

    /// What the next paragraph of a list is marked by, on a level from 0; none where the list shows nothing.
    pub(super) fn next(&self, list: u32, level: u8, counters: &mut Counters) -> Option<String> {
        let own = self.lists.get(&list)?;
        let pattern = self.patterns.get(&own.pattern)?;
        let level = usize::from(level).min(LEVELS - 1);
        let of = |level: usize| own.levels.get(&level).or_else(|| pattern.levels.get(level));
        let start = |level: usize| {
            let first = own.starts.get(&level).copied();
            first.unwrap_or_else(|| of(level).map_or(1, |level| level.start))
        };
        let numbers = counters.numbers.entry(own.pattern).or_default();
        // A list with a start of its own counts from it once.
        if own.starts.contains_key(&level)
            && counters.begun.insert((list, level))
            && let Some(number) = numbers.get_mut(level)
        {
            *number = None;
        }
        for (at, number) in numbers.iter_mut().enumerate() {
            if at < level {
                number.get_or_insert_with(|| start(at));
            } else if at == level {
                *number = Some(number.map_or_else(|| start(at), |number| number.saturating_add(1)));
            } else {
                let restart = of(at).and_then(|level| level.restart).unwrap_or(at);
                // It starts anew behind any level up to the one that it names.
                if level < restart {
                    *number = None;
                }
            }
        }
        let shown = of(level)?;
        match shown.how {
            How::Nothing => None,
            How::Bullet => Some(bullet(&shown.text)),
            How::Numeral(_) => {
                let marker = self.shown(shown, numbers, of);
                (!marker.is_empty()).then_some(marker)
            }
        }
    }

    fn shown<'l>(
        &self,
        shown: &Level,
        numbers: &[Option<u32>; LEVELS],
        of: impl Fn(usize) -> Option<&'l Level>,
    ) -> String {
        let mut marker = String::new();
        let mut marks = shown.text.chars().peekable();
        while let Some(mark) = marks.next() {
            let digit = marks
                .peek()
                .and_then(|next| next.to_digit(10))
                .filter(|digit| *digit > 0);
            let Some(digit) = digit.filter(|_| mark == '%') else {
                marker.push(mark);
                continue;
            };
            marks.next();
            let at = digit as usize - 1;
            let number = numbers.get(at).copied().flatten().unwrap_or(1);
            let numeral = match of(at).map(|level| level.how) {
                Some(How::Numeral(numeral)) if !shown.is_legal => numeral,
                Some(How::Nothing | How::Bullet) => continue,
                _ => Numeral::Decimal,
            };
            marker.push_str(&numeral.write(number));
        }
        marker.trim().to_owned()
    }
}

/// A bullet; what stands for one in a font of signs as that sign. One that is a space is none: what it marks goes on with
/// the item before it.
fn bullet(text: &str) -> String {
    if text == " " {
        return String::new();
    }
    let first = text.trim().chars().next();
    match first {
        None => "•".to_owned(),
        Some('\u{f0a7}') => "▪".to_owned(),
        Some('\u{f0d8}') => "➢".to_owned(),
        Some('\u{f0fc}') => "✓".to_owned(),
        Some('\u{e000}'..='\u{f8ff}') => "•".to_owned(),
        Some(_) => text.trim().to_owned(),
    }
}

/// What is being read of the part that tells the lists.
#[derive(Debug, Default)]
struct Reading {
    pattern: Option<(u32, Pattern)>,
    list: Option<(u32, List)>,
    level: Option<(usize, Level)>,
    /// The level that a list changes.
    changed: usize,
}

impl Reading {
    fn start(&mut self, name: &[u8], element: &Element<'_>) {
        let number = |name: &str| element.get(name).and_then(|value| value.parse().ok());
        let index = || number("ilvl").map_or(0, |level: u32| (level as usize).min(LEVELS - 1));
        match name {
            b"abstractNum" => {
                self.pattern = number("abstractNumId").map(|id| (id, Pattern::default()));
            }
            b"num" => self.list = number("numId").map(|id| (id, List::default())),
            b"lvlOverride" => self.changed = index(),
            b"lvl" => self.level = Some((index(), Level::default())),
            _ => {}
        }
        if let Some((_, level)) = &mut self.level {
            match name {
                b"start" => level.start = element.number().unwrap_or(1),
                b"numFmt" => level.how = how(&element.value().unwrap_or_default()),
                b"lvlText" => level.text = element.value().unwrap_or_default(),
                b"lvlRestart" => level.restart = element.number(),
                b"isLgl" => level.is_legal = element.is_on(),
                b"pStyle" => level.style = element.value(),
                _ => {}
            }
        } else if let Some((_, pattern)) = &mut self.pattern {
            match name {
                b"styleLink" => pattern.style = element.value(),
                b"numStyleLink" => pattern.of_style = element.value(),
                _ => {}
            }
        } else if let Some((_, list)) = &mut self.list {
            match name {
                b"abstractNumId" => list.pattern = element.number().unwrap_or_default(),
                b"startOverride" => {
                    list.starts
                        .insert(self.changed, element.number().unwrap_or(1));
                }
                _ => {}
            }
        }
    }

    fn end(&mut self, name: &[u8], numbering: &mut Numbering) {
        match name {
            b"lvl" => {
                let Some((at, level)) = self.level.take() else {
                    return;
                };
                if let Some((_, list)) = &mut self.list {
                    list.levels.insert(at, level);
                } else if let Some((_, pattern)) = &mut self.pattern
                    && let Some(own) = pattern.levels.get_mut(at)
                {
                    *own = level;
                }
            }
            b"abstractNum" => numbering.patterns.extend(self.pattern.take()),
            b"num" => numbering.lists.extend(self.list.take()),
            _ => {}
        }
    }
}

fn how(format: &str) -> How {
    match format {
        "bullet" => How::Bullet,
        "none" => How::Nothing,
        "decimalZero" => How::Numeral(Numeral::Padded),
        "ordinal" => How::Numeral(Numeral::Ordinal),
        "upperLetter" => How::Numeral(Numeral::Capital),
        "lowerLetter" => How::Numeral(Numeral::Small),
        "upperRoman" => How::Numeral(Numeral::Roman),
        "lowerRoman" => How::Numeral(Numeral::SmallRoman),
        _ => How::Numeral(Numeral::Decimal),
    }
}
