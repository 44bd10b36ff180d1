//! The program's conditions, laid out for lines.

use coverdict_engine::State;
use coverdict_logic::{Cells, CondId, Conditions, Knowledge, Known, Node, Truth, VarId};

use crate::encode::{Column, Encoder, Lines, STATES};

/// What is known of a condition: which truths it can have.
pub(super) type Truths = u8;
pub(super) const TRUE: Truths = 1;
pub(super) const FALSE: Truths = 2;
pub(super) const UNKNOWN: Truths = TRUE | FALSE;

/// A condition, with its children by number.
#[derive(Debug)]
pub(super) enum Op {
    Constant(Truths),
    Leaf(u32),
    Not(u32),
    All(Box<[u32]>),
    Any(Box<[u32]>),
    AtLeast(u32, Box<[u32]>),
}

/// A comparison of a variable.
#[derive(Debug)]
pub(super) struct Leaf {
    pub(super) var: VarId,
    /// Its slot; none when no line says anything of it.
    pub(super) slot: Option<usize>,
    pub(super) cells: Cells,
    /// The cells as bits.
    mask: Box<[u64]>,
    /// What holds when the line says nothing.
    unsaid: Truths,
    /// Whether it is a fact that somebody can be asked for.
    pub(super) is_fact: bool,
}

/// All conditions of a program.
#[derive(Debug)]
pub(super) struct Compiled {
    pub(super) ops: Vec<Op>,
    pub(super) leaves: Vec<Leaf>,
    /// What is known of variables without a slot, for the leaves that need it.
    unbound: Vec<(VarId, State)>,
}

/// The deepest nesting that is followed by recursion. A deeper condition is left to the engine.
const DEEPEST: u32 = 200;

impl Compiled {
    pub(super) fn new(pool: &Conditions, facts: usize, encoder: &Encoder<'_>) -> Self {
        let mut compiled = Self {
            ops: Vec::with_capacity(pool.len()),
            leaves: Vec::new(),
            unbound: Vec::new(),
        };
        let mut depths: Vec<u32> = Vec::with_capacity(pool.len());
        for condition in (0..pool.len()).filter_map(|at| pool.at(at)) {
            let node = pool.node(condition);
            let below = node.children().iter();
            let depth = below.filter_map(|child| depths.get(child.index())).max();
            let depth = depth.map_or(0, |depth| depth + 1);
            depths.push(depth);
            let op = match depth > DEEPEST {
                true => compiled.beyond(),
                false => compiled.op(node, facts, encoder),
            };
            compiled.ops.push(op);
        }
        compiled
    }

    /// A condition that is not followed: unknown, and nobody's to be asked for.
    fn beyond(&mut self) -> Op {
        let leaf = Leaf {
            var: VarId(u32::MAX),
            slot: None,
            cells: Cells::empty(),
            mask: Box::default(),
            unsaid: UNKNOWN,
            is_fact: false,
        };
        self.leaf(leaf)
    }

    fn leaf(&mut self, leaf: Leaf) -> Op {
        self.leaves.push(leaf);
        Op::Leaf(u32::try_from(self.leaves.len() - 1).unwrap_or(u32::MAX))
    }

    fn op(&mut self, node: &Node, facts: usize, encoder: &Encoder<'_>) -> Op {
        let numbers = |children: &[CondId]| -> Box<[u32]> {
            let number = |child: &CondId| u32::try_from(child.index()).unwrap_or(u32::MAX);
            children.iter().map(number).collect()
        };
        match node {
            Node::False => Op::Constant(FALSE),
            Node::True => Op::Constant(TRUE),
            Node::Given(_) => self.beyond(),
            Node::Not(child) => Op::Not(u32::try_from(child.index()).unwrap_or(u32::MAX)),
            Node::All(children) => Op::All(numbers(children)),
            Node::Any(children) => Op::Any(numbers(children)),
            Node::AtLeast(count, children) => Op::AtLeast(*count, numbers(children)),
            Node::Within(var, cells) | Node::Some(var, cells) => {
                let slot = encoder.by_variable.get(var).copied();
                let unsaid = match slot.and_then(|slot| encoder.slots.get(slot)) {
                    Some(slot) => slot
                        .states
                        .first()
                        .map_or(UNKNOWN, |state| truth(state, cells)),
                    None => {
                        let state = encoder.unsaid(*var);
                        let unsaid = truth(&state, cells);
                        if unsaid == UNKNOWN && !self.unbound.iter().any(|(known, _)| known == var)
                        {
                            self.unbound.push((*var, state));
                        }
                        unsaid
                    }
                };
                if slot.is_none() && unsaid != UNKNOWN {
                    return Op::Constant(unsaid);
                }
                let leaf = Leaf {
                    var: *var,
                    slot,
                    cells: cells.clone(),
                    mask: mask(cells),
                    unsaid,
                    is_fact: (var.0 as usize) < facts,
                };
                self.leaf(leaf)
            }
        }
    }

    /// What is known of a leaf's variable on a line.
    pub(super) fn state<'a>(
        &'a self,
        leaf: &Leaf,
        encoder: &'a Encoder<'_>,
        lines: &Lines,
        row: usize,
    ) -> Option<&'a State> {
        let Some(slot) = leaf.slot else {
            let unbound = self.unbound.iter().find(|(var, _)| *var == leaf.var);
            return unbound.map(|(_, state)| state);
        };
        let said = match lines.columns.get(slot)? {
            Column::Scalar(values) => *values.get(row)?,
            Column::Set { ends, cells } => *members(ends, cells, row).first()?,
        };
        let number = said.checked_sub(STATES)?;
        encoder.slots.get(slot)?.states.get(number as usize)
    }

    /// What is known of a leaf on a line.
    #[inline]
    pub(super) fn leaf_truth(
        &self,
        at: u32,
        encoder: &Encoder<'_>,
        lines: &Lines,
        row: usize,
    ) -> Truths {
        let Some(leaf) = self.leaves.get(at as usize) else {
            return UNKNOWN;
        };
        let column = leaf.slot.and_then(|slot| lines.columns.get(slot));
        match column {
            None => leaf.unsaid,
            Some(Column::Scalar(values)) => match values.get(row) {
                Some(&cell) if cell < STATES => known(leaf.has(cell)),
                Some(&STATES) => leaf.unsaid,
                _ => match self.state(leaf, encoder, lines, row) {
                    Some(state) => truth(state, &leaf.cells),
                    None => UNKNOWN,
                },
            },
            Some(Column::Set { ends, cells }) => {
                let members = members(ends, cells, row);
                match members.first() {
                    Some(&STATES) => leaf.unsaid,
                    _ => known(members.iter().any(|cell| leaf.has(*cell))),
                }
            }
        }
    }
}

impl Leaf {
    #[inline]
    fn has(&self, cell: u32) -> bool {
        let word = self.mask.get((cell / 64) as usize).copied().unwrap_or(0);
        word >> (cell % 64) & 1 == 1
    }
}

#[inline]
fn known(holds: bool) -> Truths {
    if holds { TRUE } else { FALSE }
}

/// The cells of a set in a row.
pub(super) fn members<'c>(ends: &[u32], cells: &'c [u32], row: usize) -> &'c [u32] {
    let start = match row.checked_sub(1) {
        Some(before) => ends.get(before).copied().unwrap_or(0),
        None => 0,
    };
    let end = ends.get(row).copied().unwrap_or(start);
    cells.get(start as usize..end as usize).unwrap_or_default()
}

fn mask(cells: &Cells) -> Box<[u64]> {
    let end = cells.ranges().last().map_or(0, |(_, end)| *end);
    let mut words = vec![0_u64; (end as usize).div_ceil(64)];
    for cell in cells.iter() {
        if let Some(word) = words.get_mut((cell / 64) as usize) {
            *word |= 1 << (cell % 64);
        }
    }
    words.into()
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
