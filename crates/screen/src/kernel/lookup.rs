//! From a code, the cells of a line and its day to spans, in a few short steps through memory.

use super::index::Span;
use crate::encode::STATES;

/// Spans by code, slot and cell; the slot is `u32::MAX` for those that may concern any line.
#[derive(Default)]
pub(super) struct Filed(Vec<((u32, u32, u32), Span)>);

impl Filed {
    /// Files spans under a code, a slot and a cell.
    pub(super) fn add(&mut self, key: (u32, u32, u32), spans: impl Iterator<Item = Span>) {
        self.0.extend(spans.map(|span| (key, span)));
    }
}

/// Spans laid out so that a line finds those that may concern it.
#[derive(Debug, Default)]
pub(super) struct Lookup {
    codes: Vec<OfCode>,
    /// The words of each code, those of a slot in one run.
    words: Vec<Word>,
    /// Where the spans of each cell stand, in the order of the words.
    ranges: Vec<(u32, u32)>,
    /// The first day of each span, and the first after it: most are passed over by these alone.
    days: Vec<(i32, i32)>,
    spans: Vec<Span>,
}

/// What is looked up of a code.
#[derive(Debug, Clone)]
struct OfCode {
    /// The place of the range of spans that may concern any line.
    any: Option<u32>,
    /// Where its words stand.
    words: (u32, u32),
    /// Whether its lines are left to the engine.
    is_left: bool,
}

/// Which of 64 neighbouring cells of a slot some spans are limited to.
#[derive(Debug, Clone, Copy)]
struct Word {
    cells: u64,
    slot: u32,
    /// How many words of the slot there are from here on, of this code.
    run: u32,
    /// How many words of 64 cells lie before it.
    number: u32,
    /// The place of the range of the first of its cells.
    first: u32,
}

impl Lookup {
    /// Lays out what was filed of so many codes.
    pub(super) fn new(mut filed: Filed, codes: usize) -> Self {
        let nothing = OfCode {
            any: None,
            words: (0, 0),
            is_left: false,
        };
        let mut lookup = Self {
            codes: vec![nothing; codes],
            ..Self::default()
        };
        filed.0.sort_by_key(|(key, _)| *key);
        for spans in filed.0.chunk_by(|(one, _), (next, _)| one == next) {
            let Some(((code, slot, cell), _)) = spans.first().copied() else {
                continue;
            };
            let place = lookup.range(spans.iter().map(|(_, span)| *span));
            let words = length(&lookup.words);
            let Some(of_code) = lookup.codes.get_mut(code as usize) else {
                continue;
            };
            if slot == u32::MAX {
                of_code.any = Some(place);
                continue;
            }
            let (first, end) = &mut of_code.words;
            if first == end {
                (*first, *end) = (words, words);
            }
            let number = cell / u64::BITS;
            let last = lookup.words.last_mut().filter(|_| first != end);
            let bit = 1 << (cell % u64::BITS);
            match last.filter(|word| (word.slot, word.number) == (slot, number)) {
                Some(word) => word.cells |= bit,
                None => {
                    lookup.words.push(Word {
                        cells: bit,
                        slot,
                        run: 1,
                        number,
                        first: place,
                    });
                    *end += 1;
                }
            }
        }
        lookup.count_runs();
        lookup
    }

    /// Leaves the lines of a code to the engine.
    pub(super) fn leave(&mut self, code: u32) {
        if let Some(of_code) = self.codes.get_mut(code as usize) {
            of_code.is_left = true;
        }
    }

    /// The places of the ranges of spans that may concern a line with a code; none when that hangs on
    /// what the line does not say.
    #[inline]
    pub(super) fn places(
        &self,
        code: u32,
        cell: impl Fn(u32) -> u32,
        into: &mut Vec<u32>,
    ) -> Option<()> {
        let of_code = self.codes.get(code as usize)?;
        if of_code.is_left {
            return None;
        }
        into.extend(of_code.any);
        let (first, end) = of_code.words;
        let mut words = self.words.get(first as usize..end as usize)?;
        while let Some(word) = words.first() {
            let (run, others) = words.split_at_checked(word.run as usize)?;
            let cell = cell(word.slot);
            if cell >= STATES {
                return None;
            }
            into.extend(limited(run, cell));
            words = others;
        }
        Some(())
    }

    /// The range at a place.
    #[inline]
    pub(super) fn range_at(&self, place: u32) -> (u32, u32) {
        self.ranges.get(place as usize).copied().unwrap_or_default()
    }

    /// The spans of a range that lie on a day, by number.
    #[inline]
    pub(super) fn on(&self, day: i32, (start, end): (u32, u32), into: &mut Vec<u32>) {
        let days = self.days.get(start as usize..end as usize);
        for (at, (first, end)) in (start..).zip(days.into_iter().flatten()) {
            if (*first..*end).contains(&day) {
                into.push(at);
            }
        }
    }

    /// The span with a number.
    #[inline]
    pub(super) fn span(&self, number: u32) -> Option<&Span> {
        self.spans.get(number as usize)
    }

    /// Takes up the spans of one range.
    fn range(&mut self, spans: impl Iterator<Item = Span>) -> u32 {
        let start = length(&self.spans);
        for span in spans {
            self.days.push((span.first, span.end));
            self.spans.push(span);
        }
        self.ranges.push((start, length(&self.spans)));
        length(&self.ranges) - 1
    }

    fn count_runs(&mut self) {
        for of_code in &self.codes {
            let (first, end) = of_code.words;
            let words = self.words.get_mut(first as usize..end as usize);
            let mut after: Option<(u32, u32)> = None;
            for word in words.into_iter().flatten().rev() {
                word.run = match after {
                    Some((slot, run)) if slot == word.slot => run + 1,
                    _ => 1,
                };
                after = Some((word.slot, word.run));
            }
        }
    }
}

/// The place of the range of spans that are limited to a cell, by the words of a slot.
#[inline]
fn limited(words: &[Word], cell: u32) -> Option<u32> {
    let number = cell / u64::BITS;
    let word = match words {
        [word] if word.number == number => word,
        words => {
            let at = words.binary_search_by_key(&number, |word| word.number);
            words.get(at.ok()?)?
        }
    };
    let bit = 1_u64 << (cell % u64::BITS);
    let before = (word.cells & (bit - 1)).count_ones();
    (word.cells & bit != 0).then_some(word.first + before)
}

fn length<T>(of: &[T]) -> u32 {
    u32::try_from(of.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use coverdict_model::source::SourceKind;

    use super::{Filed, Lookup};
    use crate::{
        encode::STATES,
        kernel::index::{Certainty, Span, Test},
    };

    /// A span of ten days that its listing tells from others.
    fn span(listing: u32, first: i32) -> Span {
        Span {
            first,
            end: first + 10,
            published: 0,
            entry: 0,
            listing,
            kind: SourceKind::CoveragePolicy,
            standing: Certainty::Whole,
            test: Test::NONE,
        }
    }

    /// The listings found for a code on a day, where each slot has that cell.
    fn found(lookup: &Lookup, code: u32, cell: u32, day: i32) -> Option<Vec<u32>> {
        let mut places = Vec::new();
        lookup.places(code, |_| cell, &mut places)?;
        let mut spans = Vec::new();
        for place in places {
            lookup.on(day, lookup.range_at(place), &mut spans);
        }
        let mut listings: Vec<u32> = spans
            .iter()
            .filter_map(|span| Some(lookup.span(*span)?.listing))
            .collect();
        listings.sort_unstable();
        Some(listings)
    }

    #[test]
    fn a_line_finds_the_spans_of_its_code_cells_and_day() {
        // Code, slot, cell, first day: cells in several words of one slot, two slots, any line.
        let any = u32::MAX;
        let all = [
            (0, 0, 1, 0),
            (0, 0, 63, 0),
            (0, 0, 64, 0),
            (0, 0, 64, 5),
            (0, 0, 700, 0),
            (0, 2, 1, 0),
            (0, 2, 700, 20),
            (0, any, 0, 0),
            (1, 2, 64, 0),
            (3, any, 0, 0),
        ];
        let mut filed = Filed::default();
        for (listing, (code, slot, cell, first)) in (0..10).zip(all).rev() {
            filed.add((code, slot, cell), [span(listing, first)].into_iter());
        }
        let mut lookup = Lookup::new(filed, 4);
        for code in 0..4 {
            for cell in [0, 1, 2, 62, 63, 64, 65, 127, 128, 699, 700, 701, 5000] {
                for day in [-1, 0, 7, 12, 25] {
                    let expected: Vec<u32> = (0..)
                        .zip(all)
                        .filter(|(_, (of, slot, at, first))| {
                            *of == code
                                && (*slot == any || *at == cell)
                                && (*first..first + 10).contains(&day)
                        })
                        .map(|(listing, _)| listing)
                        .collect();
                    let told = (code, cell, day);
                    assert_eq!(found(&lookup, code, cell, day), Some(expected), "{told:?}");
                }
            }
        }
        // What a slot does not say, and a code that is left to the engine, cannot be followed.
        assert_eq!(found(&lookup, 0, STATES, 0), None);
        assert_eq!(found(&lookup, 3, STATES, 0), Some(vec![9]));
        lookup.leave(3);
        assert_eq!(found(&lookup, 3, 0, 0), None);
    }
}
