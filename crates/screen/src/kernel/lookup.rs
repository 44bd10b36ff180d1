//! From a code, the cells of a line and its day to spans, in a few short steps through memory.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::{index::Span, nearby::Found};
use crate::encode::{STATES, UNSAID};

/// The spans of a source that may concern a line, each with its first day and the first after it.
pub(super) type Run = Vec<((i32, i32), Span)>;

/// Runs of spans by code, slot and cell.
#[derive(Default)]
pub(super) struct Filed {
    runs: Vec<Run>,
    /// The number of a run with where it is filed.
    under: Vec<(Under, u32)>,
}

/// Where a run is filed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Under {
    pub(super) code: u32,
    /// The slot, or [`ANY`] for what may concern any line.
    pub(super) slot: u16,
    pub(super) cell: u32,
}

/// Lines are not told apart by what they say.
pub(super) const ANY: u16 = u16::MAX;

impl Filed {
    /// Takes up a run, and gives its number.
    pub(super) fn take(&mut self, run: Run) -> u32 {
        self.runs.push(run);
        length(&self.runs) - 1
    }

    /// Files the run with a number.
    pub(super) fn file(&mut self, under: Under, run: u32) {
        self.under.push((under, run));
    }
}

/// Spans laid out so that a line finds those that may concern it.
#[derive(Debug, Default)]
pub(super) struct Lookup {
    codes: Vec<OfCode>,
    /// The slots that anything is filed under.
    slots: Vec<u16>,
    /// What is filed under each slot of each code.
    runs: Vec<OfSlot>,
    words: Vec<Word>,
    /// Which of the runs each cell has, in the order of the words.
    ranges: Vec<Range>,
    /// Where the spans of each of these runs stand. Many cells of many codes have the same.
    runs_of_cells: Vec<Range>,
    /// The first day of each span, and the first after it: most are passed over by these alone.
    days: Vec<(i32, i32)>,
    spans: Vec<Span>,
}

/// The first of something, and the first after it.
pub(super) type Range = (u32, u32);

/// What is looked up of a code.
#[derive(Debug, Clone)]
struct OfCode {
    /// A word whose first cell stands for any line.
    any: Option<u32>,
    /// Where its slots stand.
    slots: (u32, u32),
    /// Whether its lines are left to the engine.
    is_left: bool,
}

/// The words of a code that are of one slot.
#[derive(Debug, Clone, Copy)]
struct OfSlot {
    words: (u32, u32),
    /// The slot's place among those that anything is filed under.
    slot: u16,
    /// Whether no word is left out from the first 64 cells on.
    is_dense: bool,
}

/// Which of 64 neighbouring cells of a slot some spans are limited to.
#[derive(Debug, Clone, Copy)]
struct Word {
    cells: u64,
    /// The place of the range of the first of its cells.
    first: u32,
    /// How many words of 64 cells lie before it.
    number: u32,
}

/// How many words are laid out whether they have a cell or not.
const DENSE: u32 = 8;

impl Lookup {
    /// Lays out what was filed of so many codes.
    pub(super) fn new(mut filed: Filed, codes: usize) -> Self {
        let nothing = OfCode {
            any: None,
            slots: (0, 0),
            is_left: false,
        };
        let mut lookup = Self {
            codes: vec![nothing; codes],
            ..Self::default()
        };
        filed.under.sort_unstable();
        let slots = filed.under.iter().map(|(under, _)| under.slot);
        let slots: BTreeSet<u16> = slots.filter(|slot| *slot != ANY).collect();
        lookup.slots.extend(slots);
        let laid: Vec<Range> = filed.runs.iter().map(|run| lookup.lay(run)).collect();
        let mut known: FxHashMap<Vec<u32>, Range> = FxHashMap::default();
        let mut together = Vec::new();
        for runs in filed.under.chunk_by(|(one, _), (next, _)| one == next) {
            let Some((under, _)) = runs.first() else {
                continue;
            };
            together.clear();
            together.extend(runs.iter().map(|(_, run)| *run));
            let range = match known.get(&together) {
                Some(range) => *range,
                None => {
                    let start = length(&lookup.runs_of_cells);
                    let runs = together.iter().filter_map(|run| laid.get(*run as usize));
                    lookup.runs_of_cells.extend(runs);
                    let range = (start, length(&lookup.runs_of_cells));
                    known.insert(together.clone(), range);
                    range
                }
            };
            lookup.add(*under, range);
        }
        if length(&lookup.words) > u32::MAX / u64::BITS {
            // Places would have no number.
            lookup.codes.iter_mut().for_each(|code| code.is_left = true);
        }
        lookup
    }

    /// Lays out the spans of a run.
    fn lay(&mut self, run: &Run) -> Range {
        let start = length(&self.spans);
        for (days, span) in run {
            self.days.push(*days);
            self.spans.push(*span);
        }
        (start, length(&self.spans))
    }

    /// Adds a range of what is filed next.
    fn add(&mut self, under: Under, range: Range) {
        let place = length(&self.ranges);
        let slots = length(&self.runs);
        let Some(of_code) = self.codes.get_mut(under.code as usize) else {
            return;
        };
        self.ranges.push(range);
        if under.slot == ANY {
            of_code.any = Some(length(&self.words));
            self.words.push(Word {
                cells: 1,
                first: place,
                number: 0,
            });
            return;
        }
        let slot = self.slots.binary_search(&under.slot).unwrap_or(0);
        let slot = u16::try_from(slot).unwrap_or(u16::MAX);
        let (first, last) = &mut of_code.slots;
        if first == last {
            (*first, *last) = (slots, slots);
        }
        let is_known = first != last && self.runs.last().is_some_and(|run| run.slot == slot);
        if !is_known {
            *last += 1;
            let words = length(&self.words);
            self.runs.push(OfSlot {
                words: (words, words),
                slot,
                is_dense: true,
            });
        }
        if let Some(run) = self.runs.last_mut() {
            run.add(&mut self.words, under.cell, place);
        }
    }

    /// Leaves the lines of a code to the engine.
    pub(super) fn leave(&mut self, code: u32) {
        if let Some(of_code) = self.codes.get_mut(code as usize) {
            of_code.is_left = true;
        }
    }

    /// The slots by which lines are told apart, in the order of the columns that [`Self::places`] takes.
    pub(super) fn slots(&self) -> &[u16] {
        &self.slots
    }

    /// Reads what is looked up of codes, up to the first words of their first slots, so that it is at hand by then:
    /// nothing here waits for what another code has. What comes of it means nothing.
    pub(super) fn touch(&self, codes: &[u32]) -> u32 {
        let first_run = |code: &u32| {
            let of_code = self.codes.get(*code as usize);
            of_code.map_or(u32::MAX, |code| code.slots.0)
        };
        let first_word = |run: u32| {
            let run = self.runs.get(run as usize);
            run.map_or(u32::MAX, |run| run.words.0)
        };
        let words = codes.iter().map(|code| first_word(first_run(code)));
        let read = |word: u32| self.words.get(word as usize).map_or(0, |word| word.first);
        words.map(read).fold(0, |all, one| all ^ one)
    }

    /// Finds the places of the ranges of spans, a word's number and a cell in it, that may concern a line with a code, by the columns of the
    /// slots and its place in them. Whether it can be told by what the line says.
    #[inline]
    pub(super) fn places(
        &self,
        code: u32,
        columns: &[&[u32]],
        at: usize,
        into: &mut Found,
    ) -> bool {
        let Some(of_code) = self.codes.get(code as usize).filter(|code| !code.is_left) else {
            return false;
        };
        let (first, end) = of_code.slots;
        let runs = self.runs.get(first as usize..end as usize);
        let runs = runs.unwrap_or_default();
        into.reserve(1 + runs.len());
        let any = of_code.any;
        into.take_if(any.unwrap_or(0) * u64::BITS, any.is_some());
        let mut is_told = true;
        for run in runs {
            let column = columns.get(usize::from(run.slot));
            let cell = column.and_then(|column| column.get(at)).copied();
            let cell = cell.unwrap_or(UNSAID);
            is_told &= cell < STATES;
            if let Some((at, word)) = run.word(&self.words, cell) {
                let bit = cell % u64::BITS;
                into.take_if(at * u64::BITS + bit, word.cells >> bit & 1 == 1);
            }
        }
        is_told
    }

    /// The range of runs at a place.
    #[inline]
    pub(super) fn range_at(&self, place: u32) -> Range {
        let Some(word) = self.words.get((place / u64::BITS) as usize) else {
            return Range::default();
        };
        let below = word.cells & ((1 << (place % u64::BITS)) - 1);
        let number = word.first + below.count_ones();
        self.ranges
            .get(number as usize)
            .copied()
            .unwrap_or_default()
    }

    /// Where the spans of a range of runs stand.
    #[inline]
    pub(super) fn runs_in(&self, (first, last): Range) -> &[Range] {
        let runs = self.runs_of_cells.get(first as usize..last as usize);
        runs.unwrap_or_default()
    }

    /// The spans of a run that lie on a day, by number.
    #[inline]
    pub(super) fn on(&self, day: i32, (start, end): Range, into: &mut Found) {
        let days = self.days.get(start as usize..end as usize);
        let days = days.unwrap_or_default();
        into.reserve(days.len());
        for (at, (first, end)) in (start..).zip(days) {
            into.take_if(at, (*first <= day) & (day < *end));
        }
    }

    /// The span with a number.
    #[inline]
    pub(super) fn span(&self, number: u32) -> Option<&Span> {
        self.spans.get(number as usize)
    }
}

impl OfSlot {
    /// Adds a cell, which lies behind those that there are, with the place of its range. Its words are the
    /// last ones.
    fn add(&mut self, words: &mut Vec<Word>, cell: u32, place: u32) {
        let number = cell / u64::BITS;
        let word = |number| Word {
            cells: 0,
            first: place,
            number,
        };
        let (start, end) = self.words;
        let before = (start != end).then(|| words.last().map(|word| word.number));
        let next = before.flatten().map_or(0, |before| before + 1);
        if next <= number {
            self.is_dense &= number < DENSE;
            let left_out = next..number;
            words.extend(left_out.filter(|_| self.is_dense).map(word));
            words.push(word(number));
        }
        if let Some(word) = words.last_mut() {
            word.cells |= 1 << (cell % u64::BITS);
        }
        self.words = (start, length(words));
    }

    /// The word that a cell would be in, with its number.
    #[inline]
    fn word<'w>(&self, words: &'w [Word], cell: u32) -> Option<(u32, &'w Word)> {
        let (start, end) = self.words;
        let words = words.get(start as usize..end as usize)?;
        let number = cell / u64::BITS;
        let at = match self.is_dense {
            true => number,
            false => {
                let at = words.binary_search_by_key(&number, |word| word.number);
                u32::try_from(at.ok()?).ok()?
            }
        };
        Some((start + at, words.get(at as usize)?))
    }
}

fn length<T>(of: &[T]) -> u32 {
    u32::try_from(of.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use coverdict_model::source::SourceKind;

    use super::{ANY, Filed, Lookup, Under};
    use crate::{
        encode::STATES,
        kernel::{
            index::{Certainty, Span, Test},
            nearby::Found,
        },
    };

    /// A span that its listing tells from others.
    fn span(listing: u32) -> Span {
        Span {
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
        let (mut places, mut spans) = (Found::default(), Found::default());
        let column = [cell];
        let columns = [column.as_slice(); 3];
        if !lookup.places(code, &columns, 0, &mut places) {
            return None;
        }
        for place in places.numbers() {
            for run in lookup.runs_in(lookup.range_at(*place)) {
                lookup.on(day, *run, &mut spans);
            }
        }
        let mut listings: Vec<u32> = spans
            .numbers()
            .iter()
            .filter_map(|span| Some(lookup.span(*span)?.listing))
            .collect();
        listings.sort_unstable();
        Some(listings)
    }

    #[test]
    fn a_line_finds_the_spans_of_its_code_cells_and_day() {
        // Code, slot, cell, first day: cells in several words of one slot, two slots, any line.
        let all = [
            (0, 0, 1, 0),
            (0, 0, 63, 0),
            (0, 0, 64, 0),
            (0, 0, 64, 5),
            (0, 0, 700, 0),
            (0, 2, 1, 0),
            (0, 2, 700, 20),
            (0, ANY, 0, 0),
            (1, 2, 64, 0),
            (2, 0, 1, 0),
            (2, 0, 700, 0),
            (2, 1, 1, 20),
            (2, 1, 64, 20),
            (2, 1, 128, 20),
            (2, 1, 256, 20),
            (2, 1, 512, 20),
            (2, 1, 640, 20),
            (2, 1, 700, 20),
            (2, 2, 700, 5),
            (3, ANY, 0, 0),
        ];
        // A run a day and source, which many cells share.
        let mut filed = Filed::default();
        let runs: Vec<u32> = [0, 5, 20]
            .iter()
            .map(|first| filed.take(vec![((*first, first + 10), span(first.unsigned_abs()))]))
            .collect();
        for (code, slot, cell, first) in all.into_iter().rev() {
            let under = Under { code, slot, cell };
            let run = [0, 5, 20].iter().position(|one| *one == first).unwrap();
            filed.file(under, runs[run]);
        }
        let mut lookup = Lookup::new(filed, 4);
        for code in 0..4 {
            for cell in [0, 1, 2, 62, 63, 64, 65, 127, 128, 699, 700, 701, 5000] {
                for day in [-1, 0, 7, 12, 25] {
                    let mut expected: Vec<u32> = all
                        .into_iter()
                        .filter(|(of, slot, at, first)| {
                            *of == code
                                && (*slot == ANY || *at == cell)
                                && (*first..first + 10).contains(&day)
                        })
                        .map(|(_, _, _, first): (u32, u16, u32, i32)| first.unsigned_abs())
                        .collect();
                    expected.sort_unstable();
                    let told = (code, cell, day);
                    assert_eq!(found(&lookup, code, cell, day), Some(expected), "{told:?}");
                }
            }
        }
        // What a slot does not say, and a code that is left to the engine, cannot be followed.
        assert_eq!(found(&lookup, 0, STATES, 0), None);
        assert_eq!(found(&lookup, 3, STATES, 0), Some(vec![0]));
        lookup.leave(3);
        assert_eq!(found(&lookup, 3, 0, 0), None);
    }
}
