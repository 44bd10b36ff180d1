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

use coverdict_logic::{
    Atom, Budget, Cells, CondId, Conditions, Diagrams, Exact, Kleene, Memo, QuestionId,
    SpaceBuilder, Table, Tables, Truth, VarId, evaluate,
};
use coverdict_program::Program;

use crate::Effort;

pub(crate) use anything::Anything;
pub(crate) use days::{EditionDays, edition_days, nearest_day};
pub(crate) use example::{Chosen, Example};
pub(crate) use reach::Place;
pub(crate) use says::{Line, Says};

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

/// Something asked over a space: the goals as sets, in their order, and what is permitted.
pub(crate) trait Task {
    type Found;

    fn run<E: Exact>(self, algebra: &mut E, permitted: &E::Set, goals: &[E::Set]) -> Self::Found;
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

    /// Does a task over the completions that tell some goals apart; `None` past the budget.
    pub(crate) fn settle<T: Task>(&mut self, goals: &[CondId], task: T) -> Option<T::Found> {
        if self.is_exhausted() {
            self.too_complex += 1;
            return None;
        }
        let (atoms, constraints) = self.open(goals);
        let mut builder = SpaceBuilder::new();
        for atom in &atoms {
            if self.is_fact(atom.var) {
                builder.question(QuestionId(atom.var.0), atom.var);
            }
        }
        let space = builder.build(&self.anything, &atoms);
        if let Some(mut tables) = Tables::new(&space, &self.anything) {
            self.tables.reset();
            let over = Over {
                pool: &self.pool,
                constraints: &constraints,
                goals,
            };
            return Some(over.run(&mut tables, &mut self.tables, task));
        }
        let mut diagrams = Diagrams::new(&space, &self.anything, Budget::default());
        let over = Over {
            pool: &self.pool,
            constraints: &constraints,
            goals,
        };
        let found = over.run(&mut diagrams, &mut Memo::new(), task);
        if diagrams.overflowed() {
            self.too_complex += 1;
            return None;
        }
        Some(found)
    }

    /// What the goals leave open, and the constraints that connect with it, directly or through others.
    fn open(&mut self, goals: &[CondId]) -> (Vec<Atom>, Vec<CondId>) {
        self.truths.reset();
        let mut kleene = Kleene::new(&self.anything);
        for goal in goals {
            evaluate(&self.pool, *goal, &mut kleene, &mut self.truths);
        }
        let mut met: Vec<VarId> = kleene.atoms().iter().map(|atom| atom.var).collect();
        let mut waiting: Vec<_> = self.program.constraints.iter().collect();
        let mut constraints = Vec::new();
        loop {
            let (touched, rest): (Vec<_>, Vec<_>) = waiting
                .into_iter()
                .partition(|constraint| constraint.variables.iter().any(|var| met.contains(var)));
            if touched.is_empty() {
                break;
            }
            waiting = rest;
            for constraint in touched {
                let truth = evaluate(
                    &self.pool,
                    constraint.condition,
                    &mut kleene,
                    &mut self.truths,
                );
                if truth != Truth::True {
                    met.extend(&constraint.variables);
                    constraints.push(constraint.condition);
                }
            }
        }
        (kleene.atoms().to_vec(), constraints)
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

    /// The condition with each slot of what a step holds as a question of its own, about which nothing is known.
    pub(crate) fn unslotted(&mut self, condition: CondId) -> CondId {
        use coverdict_logic::Node;
        if let Some(known) = self.unslotted.get(&condition) {
            return *known;
        }
        let node = self.pool.node(condition).clone();
        let children: Vec<CondId> = node.children().to_vec();
        let replaced: Vec<CondId> = children
            .iter()
            .map(|child| self.unslotted(*child))
            .collect();
        let made = match node {
            Node::Given(slot) => {
                let asked = self.anything.slot(slot);
                self.pool.within(asked, &Cells::single(1))
            }
            _ if replaced == children => condition,
            Node::Not(_) => match replaced.as_slice() {
                [only] => self.pool.not(*only),
                _ => condition,
            },
            Node::All(_) => self.pool.all(replaced),
            Node::Any(_) => self.pool.any(replaced),
            Node::AtLeast(count, _) => self.pool.at_least(count, replaced),
            Node::False | Node::True | Node::Within(..) | Node::Some(..) => condition,
        };
        self.unslotted.insert(condition, made);
        self.replaced.push(condition);
        made
    }
}

/// Conditions over a space.
struct Over<'o> {
    pool: &'o Conditions,
    constraints: &'o [CondId],
    goals: &'o [CondId],
}

impl Over<'_> {
    fn run<E: Exact, T: Task>(
        &self,
        algebra: &mut E,
        memo: &mut Memo<E::Set>,
        task: T,
    ) -> T::Found {
        let mut permitted = algebra.always();
        for constraint in self.constraints {
            let holds = evaluate(self.pool, *constraint, algebra, memo);
            permitted = algebra.and(&permitted, &holds);
        }
        let goals: Vec<E::Set> = self
            .goals
            .iter()
            .map(|goal| evaluate(self.pool, *goal, algebra, memo))
            .collect();
        task.run(algebra, &permitted, &goals)
    }
}

/// Whether the first goal can hold.
struct Possible;

impl Task for Possible {
    type Found = bool;

    fn run<E: Exact>(self, algebra: &mut E, permitted: &E::Set, goals: &[E::Set]) -> bool {
        let Some(goal) = goals.first() else {
            return false;
        };
        let both = algebra.and(permitted, goal);
        !algebra.is_never(&both)
    }
}

/// Whether the first goal can hold where none of the others does.
struct Remains;

impl Task for Remains {
    type Found = bool;

    fn run<E: Exact>(self, algebra: &mut E, permitted: &E::Set, goals: &[E::Set]) -> bool {
        let Some((goal, without)) = goals.split_first() else {
            return false;
        };
        let mut left = algebra.and(permitted, goal);
        for other in without {
            if algebra.is_never(&left) {
                return false;
            }
            left = algebra.and_not(&left, other);
        }
        !algebra.is_never(&left)
    }
}
