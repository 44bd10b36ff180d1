//! A permitted case in which a condition holds, with as few facts as make it hold.

use coverdict_logic::{Cells, Exact, Kind, Settlement, Value, VarId, Variable};

use super::Task;

/// What a case has to say for a condition to hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Example {
    /// The facts, with what is to be said of each.
    pub(crate) facts: Vec<Chosen>,
    /// The open questions of the corpus, with the answers on which it hangs; none: it holds whatever they are.
    pub(crate) assuming: Vec<Chosen>,
}

/// What is said of a variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Chosen {
    pub(crate) var: VarId,
    /// The cells that it lies in: of a scalar one group, of a set one group for each member.
    pub(crate) cells: Vec<Cells>,
}

/// Looks for an example of the first goal.
pub(super) struct Find;

impl Task for Find {
    type Found = Option<Example>;

    fn run<E: Exact>(
        self,
        algebra: &mut E,
        permitted: &E::Set,
        goals: &[E::Set],
    ) -> Option<Example> {
        let goal = goals.first()?;
        let both = algebra.and(permitted, goal);
        if algebra.is_never(&both) {
            return None;
        }
        Some(
            match algebra.settle(permitted, std::slice::from_ref(goal)) {
                Settlement::Decided(_) => Example::default(),
                Settlement::Undecided(undecided) => {
                    let smallest = undecided.shown.first();
                    let first = smallest.and_then(|shown| shown.assignments().next());
                    match first {
                        Some(values) => certain(algebra, values),
                        None => by_trial(algebra, permitted, goal, &both),
                    }
                }
                Settlement::TooComplex | Settlement::Impossible => {
                    by_trial(algebra, permitted, goal, &both)
                }
            },
        )
    }
}

/// The answers of a certificate.
fn certain<E: Exact>(algebra: &E, values: impl Iterator<Item = Value>) -> Example {
    let facts = values.map(|value| Chosen {
        var: value.var,
        cells: algebra.space().cells(value).cloned().collect(),
    });
    Example {
        facts: facts.collect(),
        assuming: Vec::new(),
    }
}

/// A completion in which the goal holds, and of its facts those that are needed, tried out one by one.
fn by_trial<E: Exact>(
    algebra: &mut E,
    permitted: &E::Set,
    goal: &E::Set,
    both: &E::Set,
) -> Example {
    let variables: Vec<Variable> = algebra.space().variables().to_vec();
    let mut here = both.clone();
    let mut chosen: Vec<(Variable, Vec<bool>, E::Set)> = Vec::new();
    for variable in variables {
        let (places, set) = narrow(algebra, &variable, &mut here);
        chosen.push((variable, places, set));
    }
    // Facts are dropped first; an answer to an open question of the corpus nobody can supply.
    let mut needed: Vec<bool> = chosen.iter().map(|_| true).collect();
    let (background, facts): (Vec<usize>, Vec<usize>) = (0..chosen.len())
        .partition(|at| chosen.get(*at).is_some_and(|one| one.0.question.is_none()));
    for at in background.into_iter().chain(facts) {
        let others = chosen
            .iter()
            .zip(&needed)
            .enumerate()
            .filter(|(other, (_, needed))| *other != at && **needed);
        let others: Vec<E::Set> = others.map(|(_, ((_, _, set), _))| set.clone()).collect();
        let mut left = permitted.clone();
        for set in &others {
            left = algebra.and(&left, set);
        }
        let outside = algebra.and_not(&left, goal);
        if algebra.is_never(&outside)
            && let Some(needed) = needed.get_mut(at)
        {
            *needed = false;
        }
    }
    let mut example = Example::default();
    for ((variable, places, _), _) in chosen.into_iter().zip(needed).filter(|(_, needed)| *needed) {
        let cells = variable.cells.iter().zip(&places);
        let cells = cells
            .filter(|(_, held)| **held)
            .map(|(cells, _)| cells.clone());
        let one = Chosen {
            var: variable.id,
            cells: cells.collect(),
        };
        match variable.question {
            Some(_) => example.facts.push(one),
            None => example.assuming.push(one),
        }
    }
    example
}

/// Chooses a value of a variable that leaves something, and narrows what is left to it.
fn narrow<E: Exact>(
    algebra: &mut E,
    variable: &Variable,
    here: &mut E::Set,
) -> (Vec<bool>, E::Set) {
    let mut places = vec![false; variable.cells.len()];
    let mut chosen = algebra.always();
    match variable.kind {
        Kind::Scalar => {
            for at in 0..variable.cells.len() {
                let set = algebra.assigned(variable.id, at);
                let left = algebra.and(here, &set);
                if !algebra.is_never(&left) {
                    *here = left;
                    chosen = set;
                    if let Some(place) = places.get_mut(at) {
                        *place = true;
                    }
                    break;
                }
            }
        }
        Kind::Set { .. } => {
            for (bit, place) in (variable.first_bit..).zip(&mut places) {
                let occupied = algebra.bit(bit);
                let empty = algebra.not(&occupied);
                let without = algebra.and(here, &empty);
                // As few members as possible.
                let (left, set) = match algebra.is_never(&without) {
                    true => {
                        *place = true;
                        (algebra.and(here, &occupied), occupied)
                    }
                    false => (without, empty),
                };
                *here = left;
                chosen = algebra.and(&chosen, &set);
            }
        }
    }
    (places, chosen)
}
