//! What is asked of conditions, over all completions of the facts that they leave open.

use coverdict_logic::{
    Atom, Budget, CondId, Conditions, Diagrams, Exact, Kleene, Memo, QuestionId, SpaceBuilder,
    Tables, Truth, VarId, evaluate,
};

use super::Examiner;

/// How large diagrams may grow for one question. A corpus asks hundreds of thousands: what is not settled within a
/// quarter of the work that a single case is given hardly ever is with all of it, and takes most of the time.
const BUDGET: Budget = Budget {
    size: 1 << 14,
    work: 1 << 18,
    search: 1 << 18,
};

/// Something asked over a space: the goals as sets, in their order, and what is permitted.
pub(crate) trait Task {
    type Found;

    fn run<E: Exact>(self, algebra: &mut E, permitted: &E::Set, goals: &[E::Set]) -> Self::Found;
}

impl Examiner<'_> {
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
        let mut diagrams = Diagrams::new(&space, &self.anything, BUDGET);
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
pub(super) struct Possible;

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
pub(super) struct Remains;

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
