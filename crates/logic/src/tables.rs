//! All completions at once, as bits of machine words.

use crate::exact::{Exact, touching};
use crate::table::Table;
use crate::{Algebra, Cells, Knowledge, QuestionId, Settlement, Space, VarId};

/// The algebra of tables over all completions of a small space.
#[derive(Clone, Debug)]
pub struct Tables<'a, K> {
    space: &'a Space,
    knowledge: &'a K,
    given: Vec<Table>,
}

impl<'a, K: Knowledge> Tables<'a, K> {
    /// The most bits that tables are used for.
    pub const MAX_BITS: u32 = 12;

    /// Tables over the space; none if it has more than [`Self::MAX_BITS`] bits.
    ///
    /// The knowledge must be that from which the space was built.
    #[must_use]
    pub fn new(space: &'a Space, knowledge: &'a K) -> Option<Self> {
        (space.bits() <= Self::MAX_BITS).then(|| Self::of_any_size(space, knowledge))
    }

    /// Tables over a space however large.
    pub(crate) const fn of_any_size(space: &'a Space, knowledge: &'a K) -> Self {
        Self {
            space,
            knowledge,
            given: Vec::new(),
        }
    }
}

impl<K: Knowledge> Algebra for Tables<'_, K> {
    type Set = Table;

    fn never(&mut self) -> Table {
        Table::constant(self.space.bits(), false)
    }

    fn always(&mut self) -> Table {
        Table::constant(self.space.bits(), true)
    }

    fn and(&mut self, a: &Table, b: &Table) -> Table {
        a.and(b)
    }

    fn or(&mut self, a: &Table, b: &Table) -> Table {
        a.or(b)
    }

    fn not(&mut self, a: &Table) -> Table {
        a.not()
    }

    fn and_not(&mut self, a: &Table, b: &Table) -> Table {
        a.and_not(b)
    }

    fn is_never(&self, a: &Table) -> bool {
        a.is_never()
    }

    fn is_always(&self, a: &Table) -> bool {
        a.is_always()
    }

    fn within(&mut self, var: VarId, cells: &Cells) -> Table {
        touching(self, self.space, self.knowledge, var, cells)
    }

    fn some(&mut self, var: VarId, cells: &Cells) -> Table {
        touching(self, self.space, self.knowledge, var, cells)
    }

    fn given(&mut self, slot: u32) -> Table {
        self.given
            .get(slot as usize)
            .cloned()
            .unwrap_or_else(|| self.never())
    }

    fn supply(&mut self, slot: u32, set: Table) {
        let slot = slot as usize;
        if self.given.len() <= slot {
            let never = self.never();
            self.given.resize(slot + 1, never);
        }
        if let Some(given) = self.given.get_mut(slot) {
            *given = set;
        }
    }
}

impl<K: Knowledge> Exact for Tables<'_, K> {
    fn space(&self) -> &Space {
        self.space
    }

    fn bit(&mut self, bit: u32) -> Table {
        Table::column(self.space.bits(), bit)
    }

    fn fixed(&mut self, set: &Table, bit: u32, value: bool) -> Table {
        set.fixed(bit, value)
    }

    fn settle(&mut self, permitted: &Table, classes: &[Table]) -> Settlement {
        crate::settle::settle_tables(self.space, permitted, classes)
    }

    fn outline(&mut self, permitted: &Table, classes: &[Table]) -> Settlement<Vec<QuestionId>> {
        crate::settle::outline_tables(self.space, permitted, classes)
    }
}
