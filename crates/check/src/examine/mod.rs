//! What holds of conditions over every permitted case: nothing is known but the line that they are asked of.
//!
//! The conditions are those of the program, and more are put together from them. Every question is settled exactly,
//! over tables, or over diagrams where these are too large; past the budget the answer is that it is too complex.

mod anything;
mod days;
mod example;
mod line;
mod reach;
mod says;
mod settle;
mod slots;

use coverdict_logic::{CondId, Conditions, Memo, Table, Truth, VarId};
use coverdict_program::Program;

use crate::Effort;

pub(crate) use anything::Anything;
pub(crate) use days::{EditionDays, edition_days, nearest_day};
pub(crate) use example::{Chosen, Example};
pub(crate) use reach::Place;
pub(crate) use says::{Line, Says};
pub(crate) use settle::Task;
use settle::{Possible, Remains};

/// The answer to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Answer<T> {
    /// In no permitted case.
    No,
    /// In some, as this one.
    Yes(T),
    /// It was not settled within the budget.
    TooComplex,
}

impl<T> Answer<T> {
    /// Whether it surely is so in no permitted case.
    pub(crate) fn is_no(&self) -> bool {
        matches!(self, Self::No)
    }
}

/// Examines the conditions of a program.
#[derive(Debug, Clone)]
pub(crate) struct Examiner<'p> {
    pub(crate) program: &'p Program,
    pub(crate) pool: Conditions,
    pub(crate) anything: Anything<'p>,
    truths: Memo<Truth>,
    tables: Memo<Table>,
    /// Conditions with the slots of what steps hold replaced by questions of their own.
    unslotted: rustc_hash::FxHashMap<CondId, CondId>,
    /// The conditions whose replacement was made since the mark.
    replaced: Vec<CondId>,
    /// How many conditions the pool holds that stay.
    mark: usize,
    /// How much is held beside the pool for what is asked at present.
    held: usize,
    /// How much may be.
    limit: usize,
    /// How many questions were too complex.
    pub(crate) too_complex: usize,
}

impl<'p> Examiner<'p> {
    pub(crate) fn new(program: &'p Program, effort: Effort) -> Self {
        Self {
            program,
            pool: program.conditions.clone(),
            anything: Anything::new(program),
            truths: Memo::new(),
            tables: Memo::new(),
            unslotted: rustc_hash::FxHashMap::default(),
            replaced: Vec::new(),
            mark: program.conditions.len(),
            held: 0,
            limit: effort.conditions,
            too_complex: 0,
        }
    }

    /// Keeps what was put together so far for all that is asked from here on.
    pub(crate) fn mark(&mut self) {
        self.mark = self.pool.len();
        self.replaced.clear();
    }

    /// Forgets what was put together since the mark, so that each thing asked starts from the same and takes no
    /// memory afterwards.
    pub(crate) fn rewind(&mut self) {
        let stays = |condition: CondId| condition.index() < self.mark;
        for condition in self.replaced.drain(..) {
            let made = self.unslotted.get(&condition);
            if !(stays(condition) && made.is_some_and(|made| stays(*made))) {
                self.unslotted.remove(&condition);
            }
        }
        self.pool.truncate(self.mark);
        self.anything.release();
        self.held = 0;
    }

    /// Counts what is held beside the pool for what is asked at present.
    pub(crate) fn hold(&mut self, count: usize) {
        self.held = self.held.saturating_add(count);
    }

    /// Whether what is asked at present takes more than it may: nothing is settled any more before it is forgotten.
    pub(crate) fn is_exhausted(&self) -> bool {
        let made = self.pool.len().saturating_sub(self.mark);
        made.saturating_add(self.held) > self.limit
    }

    /// Whether a condition can hold in a permitted case.
    pub(crate) fn possible(&mut self, goal: CondId) -> Answer<()> {
        match goal {
            CondId::FALSE => return Answer::No,
            CondId::TRUE => return Answer::Yes(()),
            _ => {}
        }
        match self.settle(&[goal], Possible) {
            Some(true) => Answer::Yes(()),
            Some(false) => Answer::No,
            None => Answer::TooComplex,
        }
    }

    /// Whether a condition can hold in a permitted case in which none of some others does. They are taken away one by
    /// one, so that what is left only becomes simpler.
    pub(crate) fn remains(&mut self, goal: CondId, without: &[CondId]) -> Answer<()> {
        if goal == CondId::FALSE || without.contains(&CondId::TRUE) {
            return Answer::No;
        }
        let goals: Vec<CondId> = [goal].iter().chain(without).copied().collect();
        match self.settle(&goals, Remains) {
            Some(true) => Answer::Yes(()),
            Some(false) => Answer::No,
            None => Answer::TooComplex,
        }
    }

    /// Whether two conditions differ in some permitted case.
    pub(crate) fn differ(&mut self, one: CondId, other: CondId) -> Answer<()> {
        if one == other {
            return Answer::No;
        }
        let goal = self.either_alone(one, other);
        self.possible(goal)
    }

    /// A permitted case in which a condition holds, with as few facts as make it hold.
    pub(crate) fn example(&mut self, goal: CondId) -> Answer<Example> {
        match goal {
            CondId::FALSE => return Answer::No,
            CondId::TRUE => return Answer::Yes(Example::default()),
            _ => {}
        }
        match self.settle(&[goal], example::Find) {
            Some(Some(example)) => Answer::Yes(example),
            Some(None) => Answer::No,
            None => Answer::TooComplex,
        }
    }

    /// Whether a variable is a fact, which a case can state, and not an open question of the corpus.
    pub(crate) fn is_fact(&self, var: VarId) -> bool {
        (var.0 as usize) < self.program.facts.len()
    }

    /// All of these.
    pub(crate) fn all(&mut self, conditions: impl IntoIterator<Item = CondId>) -> CondId {
        self.pool.all(conditions)
    }

    /// Any of these.
    pub(crate) fn any(&mut self, conditions: impl IntoIterator<Item = CondId>) -> CondId {
        self.pool.any(conditions)
    }

    /// Not this.
    pub(crate) fn not(&mut self, condition: CondId) -> CondId {
        self.pool.not(condition)
    }

    /// The first and not the second.
    pub(crate) fn and_not(&mut self, one: CondId, other: CondId) -> CondId {
        let not = self.pool.not(other);
        self.pool.all([one, not])
    }

    /// One of them and not the other.
    pub(crate) fn either_alone(&mut self, one: CondId, other: CondId) -> CondId {
        let first = self.and_not(one, other);
        let second = self.and_not(other, one);
        self.pool.any([first, second])
    }
}
