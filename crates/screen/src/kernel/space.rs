//! The completions of a line, as bits of a word.

use coverdict_engine::State;
use coverdict_logic::{Cells, VarId};

/// What can be told apart of a variable that is open.
#[derive(Debug)]
struct Open {
    var: VarId,
    /// How many values are told apart.
    values: u32,
    /// How many completions lie between one value and the next.
    stride: u32,
}

/// The completions of what a few comparisons leave open, at most 64.
#[derive(Debug, Default)]
pub(super) struct Completions {
    /// A bit for each.
    pub(super) all: u64,
    open: Vec<Open>,
    /// Where each comparison holds.
    leaves: Vec<(u32, u64)>,
}

/// A comparison that is open on a line.
pub(super) struct OpenLeaf<'l> {
    pub(super) number: u32,
    pub(super) var: VarId,
    pub(super) cells: &'l Cells,
    pub(super) state: &'l State,
}

impl Completions {
    /// All completions that the comparisons tell apart; none when there are more than 64.
    pub(super) fn new(leaves: &mut [OpenLeaf<'_>]) -> Option<Self> {
        leaves.sort_unstable_by_key(|leaf| (leaf.var, leaf.number));
        let mut completions = Self::default();
        let mut total = 1_u32;
        // For each comparison the values of its variable under which it holds, a bit each.
        let mut holds: Vec<(u32, usize, u64)> = Vec::with_capacity(leaves.len());
        for of_one in leaves.chunk_by(|a, b| a.var == b.var) {
            let first = of_one.first()?;
            let place = completions.open.len();
            let values = match first.state {
                // It is open, and holds with some values or members and does not with others.
                state if of_one.len() == 1 => {
                    let holds_with = match state {
                        State::Scalar(_) => 0b01,
                        State::Set { .. } => 0b10,
                    };
                    holds.push((first.number, place, holds_with));
                    2
                }
                State::Scalar(possible) => {
                    let parts = parts(possible, of_one)?;
                    for leaf in of_one {
                        let within = parts.iter().map(|part| part.is_subset(leaf.cells));
                        holds.push((leaf.number, place, bits(within)));
                    }
                    u32::try_from(parts.len()).ok()?
                }
                State::Set { occupied, possible } => {
                    let mut groups = parts(&possible.difference(occupied), of_one)?;
                    // What no comparison asks about never shows.
                    groups.retain(|group| of_one.iter().any(|leaf| group.is_subset(leaf.cells)));
                    let count = u32::try_from(groups.len())
                        .ok()
                        .filter(|count| *count <= 6)?;
                    for leaf in of_one {
                        let asked = bits(groups.iter().map(|group| group.is_subset(leaf.cells)));
                        let has = (0..1_u64 << count).map(|value| value & asked != 0);
                        holds.push((leaf.number, place, bits(has)));
                    }
                    1 << count
                }
            };
            completions.open.push(Open {
                var: first.var,
                values,
                stride: total,
            });
            total = total
                .checked_mul(values)
                .filter(|total| *total <= u64::BITS)?;
        }
        completions.all = u64::MAX >> (u64::BITS - total);
        for (number, place, values) in holds {
            let open = completions.open.get(place)?;
            let word = open.with(values) & completions.all;
            completions.leaves.push((number, word));
        }
        Some(completions)
    }

    /// Where a comparison holds that is open.
    pub(super) fn leaf(&self, number: u32) -> u64 {
        let leaf = self.leaves.iter().find(|(other, _)| *other == number);
        leaf.map_or(0, |(_, word)| *word)
    }

    /// The variables on which it hangs which of some sets a completion lies in.
    pub(super) fn hangs_on<'s>(&'s self, sets: &'s [u64]) -> impl Iterator<Item = VarId> + 's {
        let matters = |open: &&Open| {
            sets.iter().any(|set| {
                (1..open.values).any(|value| {
                    // The set of those with the first value, against those with this one.
                    let first = open.with(1) & self.all;
                    let moved = set >> (value * open.stride);
                    (set ^ moved) & first != 0
                })
            })
        };
        self.open.iter().filter(matters).map(|open| open.var)
    }
}

impl Open {
    /// The completions in which the variable has one of these values, with a bit each, as far as a word goes.
    fn with(&self, values: u64) -> u64 {
        // A value has so many completions in a row, as all values have again behind the last one.
        let row = u64::MAX >> (u64::BITS - self.stride);
        let mut word = 0;
        for value in (0..self.values).filter(|value| values >> value & 1 == 1) {
            word |= row << (value * self.stride);
        }
        let mut period = self.values * self.stride;
        while period < u64::BITS {
            word |= word << period;
            period *= 2;
        }
        word
    }
}

/// Cells told apart by comparisons; none when they are more than 64.
fn parts(possible: &Cells, leaves: &[OpenLeaf<'_>]) -> Option<Vec<Cells>> {
    let mut parts = vec![possible.clone()];
    for leaf in leaves {
        for at in 0..parts.len() {
            let Some(part) = parts.get_mut(at) else {
                continue;
            };
            if part.intersects(leaf.cells) && !part.is_subset(leaf.cells) {
                let rest = part.difference(leaf.cells);
                *part = part.intersection(leaf.cells);
                parts.push(rest);
            }
        }
        if parts.len() > u64::BITS as usize {
            return None;
        }
    }
    Some(parts)
}

fn bits(holds: impl Iterator<Item = bool>) -> u64 {
    holds
        .enumerate()
        .filter(|(_, holds)| *holds)
        .fold(0, |word, (at, _)| word | 1 << at)
}
