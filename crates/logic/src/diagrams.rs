//! Completions of larger spaces, as reduced ordered decision diagrams.

use rustc_hash::FxHashMap;

use crate::decisions::{Code, Decisions};
use crate::exact::{Exact, touching};
use crate::primes::Primes;
use crate::settle::Settlement;
use crate::{Algebra, Cells, Knowledge, QuestionId, Space, Value, VarId, search};

/// A set of completions, held by the [`Diagrams`] that made it; equal sets are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Diagram(pub(crate) u32);

/// How large diagrams may grow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// The most nodes of what is settled: the permitted set and all classes together. It does not depend on how
    /// they were arrived at.
    pub size: usize,
    /// The most nodes and intermediate results on the way there.
    pub work: usize,
    /// The most nodes and intermediate results of each kind in the search for certificates.
    pub search: usize,
}

impl Default for Budget {
    /// 16,384 nodes, 1,048,576 on the way, 262,144 in the search.
    fn default() -> Self {
        Self {
            size: 1 << 14,
            work: 1 << 20,
            search: 1 << 18,
        }
    }
}

/// The algebra of decision diagrams over a space, whose bits they test in ascending order.
#[derive(Clone, Debug)]
pub struct Diagrams<'a, K> {
    space: &'a Space,
    knowledge: &'a K,
    budget: Budget,
    sets: Decisions,
    given: Vec<Diagram>,
    /// The last search for certificates: what it found helps the next.
    primes: Option<Primes<'a>>,
}

impl<'a, K: Knowledge> Diagrams<'a, K> {
    /// The most bits of a space: the work is recursive and goes as deep as there are bits.
    pub const MAX_BITS: u32 = 1024;

    /// Diagrams over the space; at once overflowed if it has more than [`Self::MAX_BITS`] bits.
    ///
    /// The knowledge must be that from which the space was built.
    #[must_use]
    pub fn new(space: &'a Space, knowledge: &'a K, budget: Budget) -> Self {
        let mut sets = Decisions::new(budget.work);
        if space.bits() > Self::MAX_BITS {
            sets.overflow();
        }
        Self {
            space,
            knowledge,
            budget,
            sets,
            given: Vec::new(),
            primes: None,
        }
    }

    /// Whether the budget was exceeded; from then on every result is meaningless.
    #[must_use]
    pub const fn overflowed(&self) -> bool {
        self.sets.overflowed()
    }

    /// The number of nodes of the diagrams together, constants left out.
    #[must_use]
    pub fn size(&self, sets: &[Diagram]) -> usize {
        self.sets.size(sets)
    }

    /// Settles, and searches what is undecided: the possible classes, each with the completions that are in it
    /// or not permitted.
    fn settled<U>(
        &mut self,
        permitted: Diagram,
        classes: &[Diagram],
        search: impl FnOnce(&mut Self, &[(usize, Diagram)]) -> Option<U>,
    ) -> Option<Settlement<U>> {
        if permitted == Diagram::NEVER {
            return self.sure(Settlement::Impossible);
        }
        let mut possible = Vec::new();
        for (at, class) in classes.iter().enumerate() {
            let outside = self.sets.choose(*class, Diagram::NEVER, permitted);
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
        if self.sets.len() > self.budget.size && self.size(&all) > self.budget.size {
            return None;
        }
        let mut valid = Vec::new();
        for at in possible {
            let class = *classes.get(at)?;
            valid.push((at, self.sets.choose(permitted, class, Diagram::ALWAYS)));
        }
        if self.overflowed() {
            return None;
        }
        search(self, &valid).map(Settlement::Undecided)
    }

    fn sure<U>(&self, settlement: Settlement<U>) -> Option<Settlement<U>> {
        (!self.overflowed()).then_some(settlement)
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
        self.sets.and(*a, *b)
    }

    fn or(&mut self, a: &Diagram, b: &Diagram) -> Diagram {
        self.sets.or(*a, *b)
    }

    fn not(&mut self, a: &Diagram) -> Diagram {
        self.sets.not(*a)
    }

    fn and_not(&mut self, a: &Diagram, b: &Diagram) -> Diagram {
        self.sets.choose(*b, Diagram::NEVER, *a)
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
            self.sets.make(bit, Diagram::NEVER, Diagram::ALWAYS)
        } else {
            Diagram::NEVER
        }
    }

    fn fixed(&mut self, set: &Diagram, bit: u32, value: bool) -> Diagram {
        let code = Code {
            first: bit,
            bits: 1,
            code: u32::from(value),
        };
        self.sets.assuming(*set, &code, &mut FxHashMap::default())
    }

    fn assuming(&mut self, set: &Diagram, value: Value) -> Diagram {
        let Some(variable) = self.space.variable(value.var) else {
            return *set;
        };
        let code = Code {
            first: variable.first_bit,
            bits: variable.bits.min(u32::BITS),
            code: value.code,
        };
        self.sets.assuming(*set, &code, &mut FxHashMap::default())
    }

    fn settle(&mut self, permitted: &Diagram, classes: &[Diagram]) -> Settlement {
        self.settled(*permitted, classes, |diagrams, valid| {
            let mut primes = Primes::new(diagrams.space, diagrams.budget.search);
            let found = search::certificates(&mut primes, &diagrams.sets, *permitted, valid);
            diagrams.primes = Some(primes);
            found
        })
        .unwrap_or(Settlement::TooComplex)
    }

    fn outline(&mut self, permitted: &Diagram, classes: &[Diagram]) -> Settlement<Vec<QuestionId>> {
        self.settled(*permitted, classes, |diagrams, valid| {
            let (space, limit) = (diagrams.space, diagrams.budget.search);
            let mut primes = match diagrams.primes.take() {
                Some(primes) => primes.renewed(space, limit),
                None => Primes::new(space, limit),
            };
            let found = search::relevant(&mut primes, &diagrams.sets, *permitted, valid);
            diagrams.primes = Some(primes);
            found
        })
        .unwrap_or(Settlement::TooComplex)
    }
}
