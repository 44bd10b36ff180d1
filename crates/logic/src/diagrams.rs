//! Completions of larger spaces, as reduced ordered decision diagrams.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::exact::{Exact, touching};
use crate::settle::{Asked, Settlement};
use crate::table::Table;
use crate::{Algebra, Cells, Knowledge, Space, VarId, cubes};

/// A set of completions, held by the [`Diagrams`] that made it; equal sets are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Diagram(u32);

impl Diagram {
    const NEVER: Self = Self(0);
    const ALWAYS: Self = Self(1);
}

/// How large diagrams may grow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// The most nodes of what is settled: the permitted set and all classes together. It does not depend on how
    /// they were arrived at.
    pub size: usize,
    /// The most nodes and intermediate results on the way there.
    pub work: usize,
}

impl Default for Budget {
    /// 4,096 nodes, 262,144 on the way.
    fn default() -> Self {
        Self {
            size: 1 << 12,
            work: 1 << 18,
        }
    }
}

/// The algebra of decision diagrams over a space, whose bits they test in ascending order.
#[derive(Clone, Debug)]
pub struct Diagrams<'a, K> {
    space: &'a Space,
    knowledge: &'a K,
    budget: Budget,
    nodes: Vec<Branch>,
    places: FxHashMap<Branch, Diagram>,
    results: FxHashMap<[Diagram; 3], Diagram>,
    given: Vec<Diagram>,
    overflowed: bool,
}

/// A test of a bit; the two constants stand on a bit beyond all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Branch {
    bit: u32,
    clear: Diagram,
    set: Diagram,
}

impl<'a, K: Knowledge> Diagrams<'a, K> {
    /// The most bits of a space: the work is recursive and goes as deep as there are bits.
    pub const MAX_BITS: u32 = 1024;
    /// The most bits of relevant questions for which certificates are sought.
    pub const MAX_QUESTION_BITS: u32 = 16;

    /// Diagrams over the space; at once overflowed if it has more than [`Self::MAX_BITS`] bits.
    ///
    /// The knowledge must be that from which the space was built.
    #[must_use]
    pub fn new(space: &'a Space, knowledge: &'a K, budget: Budget) -> Self {
        let end = |constant| Branch {
            bit: u32::MAX,
            clear: constant,
            set: constant,
        };
        Self {
            space,
            knowledge,
            budget,
            nodes: vec![end(Diagram::NEVER), end(Diagram::ALWAYS)],
            places: FxHashMap::default(),
            results: FxHashMap::default(),
            given: Vec::new(),
            overflowed: space.bits() > Self::MAX_BITS,
        }
    }

    /// Whether the budget was exceeded; from then on every result is meaningless.
    #[must_use]
    pub const fn overflowed(&self) -> bool {
        self.overflowed
    }

    /// The number of nodes of the diagrams together, constants left out.
    #[must_use]
    pub fn size(&self, sets: &[Diagram]) -> usize {
        self.reached(sets).len()
    }

    fn branch(&self, set: Diagram) -> Branch {
        let nowhere = Branch {
            bit: u32::MAX,
            clear: Diagram::NEVER,
            set: Diagram::NEVER,
        };
        self.nodes.get(set.0 as usize).copied().unwrap_or(nowhere)
    }

    fn make(&mut self, bit: u32, clear: Diagram, set: Diagram) -> Diagram {
        if clear == set {
            return clear;
        }
        let branch = Branch { bit, clear, set };
        if let Some(known) = self.places.get(&branch) {
            return *known;
        }
        let Some(place) = self.spend() else {
            return Diagram::NEVER;
        };
        self.nodes.push(branch);
        self.places.insert(branch, place);
        place
    }

    /// The place of the next node, if the budget has room for another node or result.
    fn spend(&mut self) -> Option<Diagram> {
        if self.overflowed || self.nodes.len() + self.results.len() >= self.budget.work {
            self.overflowed = true;
            return None;
        }
        u32::try_from(self.nodes.len()).ok().map(Diagram)
    }

    /// Where the first holds, the second, elsewhere the third.
    fn choose(&mut self, test: Diagram, then: Diagram, other: Diagram) -> Diagram {
        if test == Diagram::ALWAYS || then == other {
            return then;
        }
        if test == Diagram::NEVER {
            return other;
        }
        if then == Diagram::ALWAYS && other == Diagram::NEVER {
            return test;
        }
        let key = [test, then, other];
        if let Some(known) = self.results.get(&key) {
            return *known;
        }
        if self.spend().is_none() {
            return Diagram::NEVER;
        }
        let branches = key.map(|set| self.branch(set));
        let bit = branches
            .iter()
            .map(|branch| branch.bit)
            .min()
            .unwrap_or(u32::MAX);
        let halves = |set: fn(&Branch) -> Diagram| {
            let mut of = branches.iter().zip(key).map(|(branch, whole)| {
                if branch.bit == bit {
                    set(branch)
                } else {
                    whole
                }
            });
            std::array::from_fn(|_| of.next().unwrap_or(Diagram::NEVER))
        };
        let [test, then, other] = halves(|branch| branch.clear);
        let clear = self.choose(test, then, other);
        let [test, then, other] = halves(|branch| branch.set);
        let set = self.choose(test, then, other);
        let result = self.make(bit, clear, set);
        self.results.insert(key, result);
        result
    }

    /// Quantifies the background away, which is tested last: what still turns on it holds for some of its
    /// values, and not for all.
    fn without_background(
        &mut self,
        set: Diagram,
        held: Diagram,
        known: &mut FxHashMap<Diagram, Diagram>,
    ) -> Diagram {
        let branch = self.branch(set);
        if branch.bit == u32::MAX {
            return set;
        }
        if branch.bit >= self.space.question_bits() {
            return held;
        }
        if let Some(known) = known.get(&set) {
            return *known;
        }
        let clear = self.without_background(branch.clear, held, known);
        let set_half = self.without_background(branch.set, held, known);
        let result = self.make(branch.bit, clear, set_half);
        known.insert(set, result);
        result
    }

    /// The set with every test of the bit replaced by one of its branches.
    fn half(
        &mut self,
        set: Diagram,
        bit: u32,
        value: bool,
        known: &mut FxHashMap<Diagram, Diagram>,
    ) -> Diagram {
        let branch = self.branch(set);
        // Tests come in ascending order, so that the bit is not tested below a later one.
        if branch.bit > bit {
            return set;
        }
        if branch.bit == bit {
            return if value { branch.set } else { branch.clear };
        }
        if let Some(known) = known.get(&set) {
            return *known;
        }
        let clear = self.half(branch.clear, bit, value, known);
        let other = self.half(branch.set, bit, value, known);
        let result = self.make(branch.bit, clear, other);
        known.insert(set, result);
        result
    }

    fn reached(&self, sets: &[Diagram]) -> FxHashSet<Diagram> {
        let mut reached = FxHashSet::default();
        let mut pending = sets.to_vec();
        while let Some(set) = pending.pop() {
            let branch = self.branch(set);
            if branch.bit != u32::MAX && reached.insert(set) {
                pending.extend([branch.clear, branch.set]);
            }
        }
        reached
    }

    /// The set as a table over the bits of the asked questions, on which alone it depends.
    fn table(&self, set: Diagram, asked: &[Asked<'_>]) -> Table {
        let bits = asked.iter().map(|asked| asked.bits).sum();
        let places: FxHashMap<u32, u32> = asked
            .iter()
            .flat_map(|asked| {
                (asked.space_bit()..asked.space_bit() + asked.bits).zip(asked.first_bit..)
            })
            .collect();
        Table::from_fn(bits, |completion| {
            let mut at = set;
            loop {
                let branch = self.branch(at);
                if branch.bit == u32::MAX {
                    return at == Diagram::ALWAYS;
                }
                let place = places.get(&branch.bit).copied().unwrap_or(0);
                at = if completion >> place & 1 == 1 {
                    branch.set
                } else {
                    branch.clear
                };
            }
        })
    }

    /// The questions on which the sets depend, laid out next to each other.
    fn asked(&self, sets: &[Diagram]) -> Vec<Asked<'a>> {
        let tested: FxHashSet<u32> = self
            .reached(sets)
            .into_iter()
            .map(|set| self.branch(set).bit)
            .collect();
        let mut next_bit = 0;
        Asked::all(self.space)
            .filter(|asked| {
                (asked.first_bit..asked.first_bit + asked.bits).any(|bit| tested.contains(&bit))
            })
            .map(|asked| {
                let first_bit = next_bit;
                next_bit += asked.bits;
                Asked { first_bit, ..asked }
            })
            .collect()
    }

    fn settled(&mut self, permitted: Diagram, classes: &[Diagram]) -> Option<Settlement> {
        if permitted == Diagram::NEVER {
            return self.sure(Settlement::Impossible);
        }
        let mut possible = Vec::new();
        for (at, class) in classes.iter().enumerate() {
            let outside = self.choose(*class, Diagram::NEVER, permitted);
            if outside == Diagram::NEVER {
                return self.sure(Settlement::Decided(at));
            }
            if outside != permitted {
                possible.push(at);
            }
        }
        let all: Vec<Diagram> = std::iter::once(permitted)
            .chain(classes.iter().copied())
            .collect();
        if self.size(&all) > self.budget.size {
            return None;
        }
        let allowed =
            self.without_background(permitted, Diagram::ALWAYS, &mut FxHashMap::default());
        let mut known = FxHashMap::default();
        let mut valid = Vec::new();
        for at in &possible {
            let holds = self.choose(permitted, *classes.get(*at)?, Diagram::ALWAYS);
            valid.push((
                *at,
                self.without_background(holds, Diagram::NEVER, &mut known),
            ));
        }
        let sets: Vec<Diagram> = std::iter::once(allowed)
            .chain(valid.iter().map(|(_, valid)| *valid))
            .collect();
        let asked = self.asked(&sets);
        if self.overflowed
            || asked.iter().map(|asked| asked.bits).sum::<u32>() > Self::MAX_QUESTION_BITS
        {
            return None;
        }
        let allowed = self.table(allowed, &asked);
        let valid: Vec<(usize, Table)> = valid
            .into_iter()
            .map(|(at, valid)| (at, self.table(valid, &asked)))
            .collect();
        Some(Settlement::Undecided(cubes::certificates(
            &asked, possible, &allowed, &valid,
        )))
    }

    fn sure(&self, settlement: Settlement) -> Option<Settlement> {
        (!self.overflowed).then_some(settlement)
    }
}

impl<K: Knowledge> Algebra for Diagrams<'_, K> {
    type Set = Diagram;

    fn never(&mut self) -> Diagram {
        Diagram::NEVER
    }

    fn always(&mut self) -> Diagram {
        Diagram::ALWAYS
    }

    fn and(&mut self, a: &Diagram, b: &Diagram) -> Diagram {
        self.choose(*a.min(b), *a.max(b), Diagram::NEVER)
    }

    fn or(&mut self, a: &Diagram, b: &Diagram) -> Diagram {
        self.choose(*a.min(b), Diagram::ALWAYS, *a.max(b))
    }

    fn not(&mut self, a: &Diagram) -> Diagram {
        self.choose(*a, Diagram::NEVER, Diagram::ALWAYS)
    }

    fn is_never(&self, a: &Diagram) -> bool {
        *a == Diagram::NEVER
    }

    fn is_always(&self, a: &Diagram) -> bool {
        *a == Diagram::ALWAYS
    }

    fn within(&mut self, var: VarId, cells: &Cells) -> Diagram {
        touching(self, self.space, self.knowledge, var, cells)
    }

    fn some(&mut self, var: VarId, cells: &Cells) -> Diagram {
        touching(self, self.space, self.knowledge, var, cells)
    }

    fn given(&mut self, slot: u32) -> Diagram {
        self.given
            .get(slot as usize)
            .copied()
            .unwrap_or(Diagram::NEVER)
    }

    fn supply(&mut self, slot: u32, set: Diagram) {
        let slot = slot as usize;
        if self.given.len() <= slot {
            self.given.resize(slot + 1, Diagram::NEVER);
        }
        if let Some(given) = self.given.get_mut(slot) {
            *given = set;
        }
    }
}

impl<K: Knowledge> Exact for Diagrams<'_, K> {
    fn space(&self) -> &Space {
        self.space
    }

    fn bit(&mut self, bit: u32) -> Diagram {
        if bit < self.space.bits() {
            self.make(bit, Diagram::NEVER, Diagram::ALWAYS)
        } else {
            Diagram::NEVER
        }
    }

    fn fixed(&mut self, set: &Diagram, bit: u32, value: bool) -> Diagram {
        self.half(*set, bit, value, &mut FxHashMap::default())
    }

    fn settle(&mut self, permitted: &Diagram, classes: &[Diagram]) -> Settlement {
        self.settled(*permitted, classes)
            .unwrap_or(Settlement::TooComplex)
    }
}
