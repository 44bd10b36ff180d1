//! The program's conditions, laid out for lines: each in one piece, its comparisons within it.

use coverdict_engine::State;
use coverdict_logic::{Cells, CondId, Conditions, Knowledge, Known, Node, Truth, VarId};
use rustc_hash::FxHashMap;

use super::jumps::{self, Jumps};
use crate::encode::{Column, Encoder, Lines, STATES, UNSAID};

/// What is known of a condition: which truths it can have.
pub(super) type Truths = u8;
pub(super) const TRUE: Truths = 1;
pub(super) const FALSE: Truths = 2;
pub(super) const UNKNOWN: Truths = TRUE | FALSE;

/// Where a condition begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// Its first step.
    pub(super) step: u32,
    /// The first comparison of its chain.
    pub(super) chain: u32,
}

impl Place {
    const NOWHERE: Self = Self {
        step: u32::MAX,
        chain: jumps::NONE,
    };
}

/// A step of a condition; a group's children follow it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    pub(super) kind: StepKind,
    /// What holds of a constant, or of a comparison when the line says nothing.
    pub(super) unsaid: Truths,
    /// The slot of a comparison, or [`UNBOUND`].
    pub(super) slot: u16,
    /// The number of a comparison, or how many steps a group's children take.
    pub(super) number: u32,
    /// The cells of a comparison as its kind has them, or where they stand; how many children must
    /// hold.
    pub(super) bits: u64,
}

/// What a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StepKind {
    Constant,
    /// A comparison with cells below 64, as bits.
    Few,
    /// A comparison with two ranges of cells below 65,536 at most: the first and the last of each.
    Pair,
    /// A comparison with a few more such ranges, which stand elsewhere.
    Ranges,
    /// A comparison with cells whose bits stand elsewhere.
    Many,
    Not,
    All,
    Any,
    AtLeast,
}

impl StepKind {
    /// Whether it is a comparison.
    pub(super) fn compares(self) -> bool {
        matches!(self, Self::Few | Self::Pair | Self::Ranges | Self::Many)
    }
}

/// The first and the last cell of a range.
type Range = (u16, u16);

/// The most ranges that are looked through one by one.
const MOST_RANGES: usize = 16;

/// No line says anything of the variable.
const UNBOUND: u16 = u16::MAX;

/// A comparison, with what only its open cases need.
#[derive(Debug)]
pub(super) struct Leaf {
    pub(super) var: VarId,
    slot: Option<usize>,
    pub(super) cells: Cells,
    /// Whether it is a fact that somebody can be asked for.
    pub(super) is_fact: bool,
}

/// Conditions of a program.
#[derive(Debug, Default)]
pub(super) struct Compiled {
    steps: Vec<Step>,
    ranges: Vec<Range>,
    bits: Vec<u64>,
    pub(super) leaves: Vec<Leaf>,
    places: FxHashMap<CondId, Place>,
    /// What is known of variables without a slot.
    unbound: FxHashMap<VarId, State>,
    facts: usize,
    jumps: Jumps,
}

/// The deepest nesting, and the most steps of a condition, that are followed. Any other is left to
/// the engine.
const DEEPEST: u32 = 100;
const LONGEST: usize = 1 << 12;

impl Compiled {
    pub(super) fn new(facts: usize) -> Self {
        Self {
            facts,
            ..Self::default()
        }
    }

    /// Lays out a condition, once.
    pub(super) fn add(
        &mut self,
        pool: &Conditions,
        condition: CondId,
        encoder: &Encoder<'_>,
    ) -> Place {
        if let Some(known) = self.places.get(&condition) {
            return *known;
        }
        let start = self.steps.len();
        if self.lay(pool, condition, encoder, DEEPEST, start).is_none() {
            self.steps.truncate(start);
            self.open(None, VarId(u32::MAX), &Cells::empty(), UNKNOWN);
        }
        let step = u32::try_from(start).unwrap_or(u32::MAX);
        let mut jumps = std::mem::take(&mut self.jumps);
        let chain = jumps.add(self, step);
        self.jumps = jumps;
        let place = Place { step, chain };
        self.places.insert(condition, place);
        place
    }

    /// The chains of the conditions that were added.
    pub(super) fn jumps(&self) -> &Jumps {
        &self.jumps
    }

    /// The first steps of a group's children.
    pub(super) fn children(&self, at: u32) -> Vec<u32> {
        let end = self.after(at);
        let mut children = Vec::new();
        let mut child = at + 1;
        while child < end {
            children.push(child);
            child = self.after(child);
        }
        children
    }

    fn lay(
        &mut self,
        pool: &Conditions,
        condition: CondId,
        encoder: &Encoder<'_>,
        deep: u32,
        start: usize,
    ) -> Option<()> {
        let deep = deep.checked_sub(1)?;
        if self.steps.len() - start > LONGEST {
            return None;
        }
        let node = pool.node(condition);
        let (kind, count) = match node {
            Node::False | Node::True => {
                self.constant(if matches!(node, Node::True) {
                    TRUE
                } else {
                    FALSE
                });
                return Some(());
            }
            // What another step holds is no fact of the line.
            Node::Given(_) => {
                self.open(None, VarId(u32::MAX), &Cells::empty(), UNKNOWN);
                return Some(());
            }
            Node::Within(var, cells) | Node::Some(var, cells) => {
                self.compare(*var, cells, encoder);
                return Some(());
            }
            Node::Not(_) => (StepKind::Not, 0),
            Node::All(_) => (StepKind::All, 0),
            Node::Any(_) => (StepKind::Any, 0),
            Node::AtLeast(count, _) => (StepKind::AtLeast, *count),
        };
        let at = self.steps.len();
        self.steps.push(Step {
            kind,
            unsaid: UNKNOWN,
            slot: UNBOUND,
            number: 0,
            bits: u64::from(count),
        });
        for child in node.children() {
            self.lay(pool, *child, encoder, deep, start)?;
        }
        let length = u32::try_from(self.steps.len() - at - 1).ok()?;
        self.steps.get_mut(at)?.number = length;
        Some(())
    }

    fn constant(&mut self, truths: Truths) {
        self.steps.push(Step {
            kind: StepKind::Constant,
            unsaid: truths,
            slot: UNBOUND,
            number: 0,
            bits: 0,
        });
    }

    fn compare(&mut self, var: VarId, cells: &Cells, encoder: &Encoder<'_>) {
        let slot = encoder.by_variable.get(&var).copied();
        let unsaid = match slot.and_then(|slot| encoder.slots.get(slot)) {
            Some(slot) => slot
                .states
                .first()
                .map_or(UNKNOWN, |state| truth(state, cells)),
            None => {
                let state = self
                    .unbound
                    .entry(var)
                    .or_insert_with(|| encoder.unsaid(var));
                truth(state, cells)
            }
        };
        match slot.is_none() && unsaid != UNKNOWN {
            true => self.constant(unsaid),
            false => self.open(slot, var, cells, unsaid),
        }
    }

    /// Adds a comparison that a line may leave open.
    fn open(&mut self, slot: Option<usize>, var: VarId, cells: &Cells, unsaid: Truths) {
        let (kind, bits) = self.cells(cells);
        self.steps.push(Step {
            kind,
            unsaid,
            slot: slot
                .and_then(|slot| u16::try_from(slot).ok())
                .unwrap_or(UNBOUND),
            number: u32::try_from(self.leaves.len()).unwrap_or(u32::MAX),
            bits,
        });
        self.leaves.push(Leaf {
            var,
            slot,
            cells: cells.clone(),
            is_fact: (var.0 as usize) < self.facts,
        });
    }

    /// Lays out the cells of a comparison.
    fn cells(&mut self, cells: &Cells) -> (StepKind, u64) {
        let end = cells.ranges().last().map_or(0, |(_, end)| *end);
        if end <= u64::BITS {
            let bits = cells.iter().fold(0, |bits, cell| bits | 1 << cell);
            return (StepKind::Few, bits);
        }
        let ranges = cells.ranges().iter().map(|(first, end)| {
            let last = u16::try_from(end.checked_sub(1)?).ok()?;
            Some((u16::try_from(*first).ok()?, last))
        });
        let ranges: Option<Vec<Range>> = ranges.collect();
        match ranges.as_deref() {
            Some([one]) => (StepKind::Pair, pair(*one, *one)),
            Some([one, other]) => (StepKind::Pair, pair(*one, *other)),
            Some(ranges) if ranges.len() <= MOST_RANGES => {
                let start = self.ranges.len();
                self.ranges.extend_from_slice(ranges);
                (StepKind::Ranges, (start as u64) << 32 | ranges.len() as u64)
            }
            _ => {
                let start = self.bits.len();
                self.bits.resize(start + (end as usize).div_ceil(64), 0);
                for cell in cells.iter() {
                    if let Some(word) = self.bits.get_mut(start + (cell / 64) as usize) {
                        *word |= 1 << (cell % 64);
                    }
                }
                let words = u64::from(end.div_ceil(64));
                (StepKind::Many, (start as u64) << 32 | words)
            }
        }
    }

    /// Where a condition begins that was added; nowhere, for another.
    pub(super) fn place(&self, condition: CondId) -> Place {
        let place = self.places.get(&condition).copied();
        place.unwrap_or(Place::NOWHERE)
    }

    /// The step with a number.
    #[inline]
    pub(super) fn step(&self, at: u32) -> Option<&Step> {
        self.steps.get(at as usize)
    }

    /// The first step of the condition after the one that begins at a step.
    #[inline]
    pub(super) fn after(&self, at: u32) -> u32 {
        match self.step(at) {
            Some(Step {
                kind: StepKind::Not | StepKind::All | StepKind::Any | StepKind::AtLeast,
                number,
                ..
            }) => at + 1 + number,
            _ => at + 1,
        }
    }

    /// What is known of a leaf's variable on a line that does not say one value of it.
    pub(super) fn state<'a>(
        &'a self,
        leaf: &Leaf,
        encoder: &'a Encoder<'_>,
        lines: &Lines,
        row: usize,
    ) -> Option<&'a State> {
        let Some(slot) = leaf.slot else {
            return self.unbound.get(&leaf.var);
        };
        let said = match lines.columns.get(slot)? {
            Column::Scalar(values) => *values.get(row)?,
            Column::Set { width, cells } => *members(*width, cells, row).first()?,
        };
        let number = said.checked_sub(STATES)?;
        encoder.slots.get(slot)?.states.get(number as usize)
    }

    /// What is known of a constant or a comparison on a line; none where the line leaves it to a state.
    #[inline(always)]
    pub(super) fn known(
        &self,
        (kind, bits): (StepKind, u64),
        (slot, unsaid): (u16, Truths),
        lines: &Lines,
        row: usize,
    ) -> Option<Truths> {
        match lines.columns.get(usize::from(slot)) {
            None => Some(unsaid),
            Some(Column::Scalar(values)) => match values.get(row) {
                Some(&cell) if cell < STATES => Some(told(self.has(kind, bits, cell))),
                Some(&UNSAID) => Some(unsaid),
                _ => None,
            },
            Some(Column::Set { width, cells }) => {
                let members = members(*width, cells, row);
                Some(match members.first() {
                    Some(&UNSAID) => unsaid,
                    // What is unsaid is no cell of any comparison.
                    _ => told(members.iter().any(|cell| self.has(kind, bits, *cell))),
                })
            }
        }
    }

    /// What is known of the comparison with a number, by the state that a line is in.
    #[cold]
    pub(super) fn in_state(
        &self,
        number: u32,
        encoder: &Encoder<'_>,
        lines: &Lines,
        row: usize,
    ) -> Truths {
        let leaf = self.leaves.get(number as usize);
        let state = leaf.and_then(|leaf| Some((leaf, self.state(leaf, encoder, lines, row)?)));
        state.map_or(UNKNOWN, |(leaf, state)| truth(state, &leaf.cells))
    }

    #[inline]
    fn has(&self, kind: StepKind, bits: u64, cell: u32) -> bool {
        let (start, length) = (bits >> 32, bits & u64::from(u32::MAX));
        match kind {
            StepKind::Pair => {
                let [first, last, other, its_last] = quarters(bits);
                is_in((first, last), cell) | is_in((other, its_last), cell)
            }
            StepKind::Ranges => {
                let ranges = self.ranges.get(start as usize..(start + length) as usize);
                let mut ranges = ranges.into_iter().flatten();
                ranges.any(|range| is_in(*range, cell))
            }
            StepKind::Many => {
                let at = u64::from(cell / 64);
                let word = match at < length {
                    true => self.bits.get((start + at) as usize).copied().unwrap_or(0),
                    false => 0,
                };
                word >> (cell % 64) & 1 == 1
            }
            _ => cell < u64::BITS && bits >> cell & 1 == 1,
        }
    }
}

/// Two ranges in one word.
fn pair((first, last): Range, (other, its_last): Range) -> u64 {
    let parts = [first, last, other, its_last];
    parts
        .iter()
        .fold(0, |word, part| word << 16 | u64::from(*part))
}

#[inline]
fn quarters(word: u64) -> [u16; 4] {
    [48, 32, 16, 0].map(|shift| (word >> shift & u64::from(u16::MAX)) as u16)
}

#[inline]
fn is_in((first, last): Range, cell: u32) -> bool {
    cell >= u32::from(first) && cell <= u32::from(last)
}

#[inline]
fn told(holds: bool) -> Truths {
    if holds { TRUE } else { FALSE }
}

/// The cells of a set in a row.
#[inline]
pub(super) fn members(width: usize, cells: &[u32], row: usize) -> &[u32] {
    let start = row * width;
    cells.get(start..start + width).unwrap_or_default()
}

/// What is known of lying in cells.
pub(super) fn truth(state: &State, cells: &Cells) -> Truths {
    struct One<'s>(&'s State);
    impl Knowledge for One<'_> {
        fn known(&self, _: VarId) -> Known<'_> {
            self.0.known()
        }
    }
    match One(state).truth(VarId(0), cells) {
        Truth::True => TRUE,
        Truth::False => FALSE,
        Truth::Unknown => UNKNOWN,
    }
}

#[cfg(test)]
mod tests {
    use coverdict_logic::Cells;

    use super::{Compiled, MOST_RANGES, StepKind};

    /// So many ranges of two cells, from a cell on, four cells apart.
    fn ranges(first: u32, count: u32) -> Cells {
        let range = |at| Cells::range(first + 4 * at, first + 4 * at + 2);
        (0..count).fold(Cells::empty(), |all, at| all.union(&range(at)))
    }

    #[test]
    fn a_comparison_has_the_same_cells_however_they_are_laid_out() {
        let few = u32::try_from(MOST_RANGES).unwrap();
        for (cells, expected) in [
            (ranges(3, 5), StepKind::Few),
            (ranges(62, 1), StepKind::Few),
            (ranges(63, 1), StepKind::Pair),
            (ranges(60, 2), StepKind::Pair),
            (ranges(65_534, 1), StepKind::Pair),
            (ranges(60, 3), StepKind::Ranges),
            (ranges(100, few), StepKind::Ranges),
            (ranges(100, few + 1), StepKind::Many),
            (ranges(65_535, 1), StepKind::Many),
        ] {
            let mut compiled = Compiled::default();
            // Something stands before it.
            compiled.cells(&ranges(70, 3));
            compiled.cells(&ranges(70, few + 1));
            let (kind, bits) = compiled.cells(&cells);
            assert_eq!(kind, expected, "{cells:?}");
            for cell in (0..300).chain(65_500..65_700) {
                assert_eq!(
                    compiled.has(kind, bits, cell),
                    cells.contains(cell),
                    "{cell}"
                );
            }
        }
    }
}
