//! Nothing is known: every value of every fact is possible, and every answer to an open question of the corpus.

use coverdict_engine::State;
use coverdict_logic::{Cells, Knowledge, Known, VarId};
use coverdict_program::{OpenQuestion, Program, cells::Shape};
use rustc_hash::FxHashMap;

/// What is possible of each variable.
#[derive(Debug, Clone)]
pub(crate) struct Anything<'p> {
    program: &'p Program,
    states: Vec<State>,
    /// What is fixed for the line at hand.
    fixed: FxHashMap<VarId, State>,
}

impl<'p> Anything<'p> {
    pub(super) fn new(program: &'p Program) -> Self {
        let facts = program.facts.iter().map(|fact| match fact.cells.shape {
            Shape::Members(_) => State::Set {
                occupied: Cells::empty(),
                possible: fact.cells.all(),
            },
            _ => State::Scalar(fact.cells.all()),
        });
        let open = program.open.iter().map(|question| match question {
            // What a mapping derives can also be stated, and then be anything.
            OpenQuestion::Stated { .. } => State::Scalar(Cells::single(1)),
            OpenQuestion::Reading { readings, .. } => {
                let count = u32::try_from(readings.len()).unwrap_or(u32::MAX);
                State::Scalar(Cells::range(0, count))
            }
            OpenQuestion::Applies { .. }
            | OpenQuestion::Clause { .. }
            | OpenQuestion::Late { .. }
            | OpenQuestion::InForce { .. }
            | OpenQuestion::Hidden { .. } => State::Scalar(Cells::range(0, 2)),
        });
        Self {
            program,
            states: facts.chain(open).collect(),
            fixed: FxHashMap::default(),
        }
    }

    /// Fixes of a set of codes or names which cells are occupied, and which may be.
    pub(crate) fn fix_members(&mut self, fact: &str, occupied: &Cells, possible: &Cells) {
        if let Some(number) = self.program.fact(fact) {
            let state = State::Set {
                occupied: occupied.clone(),
                possible: possible.clone(),
            };
            self.fixed.insert(VarId(number), state);
        }
    }

    /// Leaves of a fixed set of codes or names none possible beside those known to be occupied.
    pub(crate) fn close_members(&mut self, fact: &str) {
        let fixed = self
            .program
            .fact(fact)
            .and_then(|number| self.fixed.get_mut(&VarId(number)));
        if let Some(State::Set { occupied, possible }) = fixed {
            *possible = occupied.clone();
        }
    }

    /// Fixes a scalar fact as one of these cells.
    pub(crate) fn fix(&mut self, fact: &str, cells: &Cells) {
        if let Some(number) = self.program.fact(fact) {
            self.fixed
                .insert(VarId(number), State::Scalar(cells.clone()));
        }
    }

    /// Whether a variable is fixed for the line at hand.
    pub(crate) fn is_of_the_line(&self, var: VarId) -> bool {
        self.fixed.contains_key(&var)
    }

    /// Fixes nothing any more.
    pub(crate) fn release(&mut self) {
        self.fixed.clear();
    }

    /// The variable for what a step holds, asked as a question of its own.
    pub(super) fn slot(&self, slot: u32) -> VarId {
        let first = u32::try_from(self.states.len()).unwrap_or(u32::MAX);
        VarId(first.saturating_add(slot))
    }
}

impl Knowledge for Anything<'_> {
    fn known(&self, var: VarId) -> Known<'_> {
        static EITHER: std::sync::LazyLock<State> =
            std::sync::LazyLock::new(|| State::Scalar(Cells::range(0, 2)));
        let state = self
            .fixed
            .get(&var)
            .or_else(|| self.states.get(var.0 as usize));
        state.unwrap_or(&EITHER).known()
    }
}
