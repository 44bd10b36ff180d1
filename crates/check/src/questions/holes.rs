//! Values between two branches of an edition, for which neither speaks.

use std::collections::BTreeSet;

use coverdict_corpus::diagnostic::Diagnostic;
use coverdict_logic::{Cells, CondId, Exact, Kind, Value, VarId};
use coverdict_model::{finding::Possible, position::Position};
use coverdict_program::cells::Shape;

use super::{Asking, stretch::AtWork};
use crate::{Problem, codes::HOLE_BETWEEN_VALUES, examine::Task};

/// Asks of each ordered fact that an edition compares whether its branches leave a hole.
pub(super) fn ask(asking: &mut Asking<'_, '_>, at_work: &AtWork<'_>) {
    let program = asking.examiner.program;
    let mut told: BTreeSet<(u32, Cells)> = BTreeSet::new();
    for stretch in &at_work.stretches {
        asking.examiner.fix_line(&stretch.frame);
        let supported = stretch
            .says
            .holds(Position::Supported, &mut asking.examiner);
        let rules = stretch
            .says
            .voices
            .iter()
            .filter(|voice| voice.rule.is_some());
        let rules: Vec<CondId> = rules.map(|voice| voice.stands).collect();
        let answered = asking.examiner.any(rules);
        let goals = [
            asking.examiner.all([supported, at_work.heard]),
            asking.examiner.all([answered, at_work.heard]),
            asking.examiner.all([stretch.says.silent, at_work.heard]),
        ];
        let ordered: Vec<VarId> = (0_u32..)
            .zip(&program.facts)
            .filter(|(_, fact)| matches!(fact.cells.shape, Shape::Ordered(_)))
            .map(|(number, _)| VarId(number))
            .collect();
        asking.answers.asked += 1;
        let values = |var: VarId| {
            let fact = program.facts.get(var.0 as usize);
            fact.map_or(0, |fact| fact.cells.values)
        };
        let task = Holes {
            vars: &ordered,
            values: &values,
        };
        let Some(holes) = asking.examiner.settle(&goals, task) else {
            continue;
        };
        for (var, cells) in holes {
            if told.insert((var.0, cells.clone())) {
                tell(asking, at_work, var, &cells);
            }
        }
    }
}

fn tell(asking: &mut Asking<'_, '_>, at_work: &AtWork<'_>, var: VarId, cells: &Cells) {
    let program = asking.examiner.program;
    let Some(fact) = program.facts.get(var.0 as usize) else {
        return;
    };
    let Some(declared) = program.catalogue.facts.get(&fact.id) else {
        return;
    };
    let values = between(&fact.cells.describe(cells, &declared.kind));
    let (file, span) = asking.subject.atlas.edition(at_work.id(), &["rules"]);
    let message = format!(
        "the branches of {} leave a hole: `{}` {values}, and it answers smaller and greater ones",
        at_work.id(),
        fact.id
    );
    let problem = Problem::new(Diagnostic::new(HOLE_BETWEEN_VALUES, file, span, message));
    asking
        .answers
        .problems
        .push(problem.of(at_work.id()).about(&fact.id));
}

/// A range of values in words.
fn between(possible: &Possible) -> String {
    match possible {
        Possible::Between { low, high } => {
            let low = low.as_ref().map(|bound| match bound.included {
                true => format!("at least {}", bound.value),
                false => format!("above {}", bound.value),
            });
            let high = high.as_ref().map(|bound| match bound.included {
                true => format!("at most {}", bound.value),
                false => format!("below {}", bound.value),
            });
            let both: Vec<String> = [low, high].into_iter().flatten().collect();
            both.join(" and ")
        }
        _ => "in some values".to_owned(),
    }
}

/// Looks for values between others at which what holds below and above does not: of the goals the first is
/// supported, the second answered by a rule, the third silent.
struct Holes<'h> {
    vars: &'h [VarId],
    /// How many cells of a variable hold values; the others come after them.
    values: &'h dyn Fn(VarId) -> u32,
}

impl Task for Holes<'_> {
    type Found = Vec<(VarId, Cells)>;

    fn run<E: Exact>(
        self,
        algebra: &mut E,
        permitted: &E::Set,
        goals: &[E::Set],
    ) -> Vec<(VarId, Cells)> {
        let [supported, answered, silent] = goals else {
            return Vec::new();
        };
        let unsupported = algebra.and_not(permitted, supported);
        let silent = algebra.and(permitted, silent);
        let supported = algebra.and(permitted, supported);
        let answered = algebra.and(permitted, answered);
        let mut holes = Vec::new();
        for var in self.vars {
            for (outside, inside) in [(&supported, &unsupported), (&answered, &silent)] {
                for cells in of_variable(algebra, *var, (self.values)(*var), outside, inside) {
                    if !holes.contains(&(*var, cells.clone())) {
                        holes.push((*var, cells));
                    }
                }
            }
        }
        holes
    }
}

/// The runs of cells at which `inside` holds for some values of the other variables for which `outside` holds both
/// below and above.
fn of_variable<E: Exact>(
    algebra: &mut E,
    var: VarId,
    values: u32,
    outside: &E::Set,
    inside: &E::Set,
) -> Vec<Cells> {
    let Some(variable) = algebra.space().variable(var).cloned() else {
        return Vec::new();
    };
    if variable.kind != Kind::Scalar {
        return Vec::new();
    }
    // Each run of cells with what holds there, ascending.
    let mut runs: Vec<(u32, u32, E::Set, E::Set)> = Vec::new();
    for (code, cells) in (0_u32..).zip(&variable.cells) {
        let value = Value { var, code };
        let (there, here) = (
            algebra.assuming(outside, value),
            algebra.assuming(inside, value),
        );
        for &(first, end) in cells.ranges() {
            let end = end.min(values);
            if first < end {
                runs.push((first, end, there.clone(), here.clone()));
            }
        }
    }
    runs.sort_by_key(|(first, ..)| *first);
    let mut above: Vec<E::Set> = Vec::with_capacity(runs.len());
    let mut any = algebra.never();
    for (_, _, there, _) in runs.iter().rev() {
        above.push(any.clone());
        any = algebra.or(&any, there);
    }
    above.reverse();
    let mut below = algebra.never();
    let mut holes = Vec::new();
    for ((first, end, there, here), above) in runs.iter().zip(&above) {
        let around = algebra.and(&below, above);
        let hole = algebra.and(&around, here);
        if !algebra.is_never(&hole) {
            holes.push(Cells::range(*first, *end));
        }
        below = algebra.or(&below, there);
    }
    // Runs that touch are one hole.
    let all = Cells::from_ranges(
        holes
            .iter()
            .flat_map(|cells| cells.ranges().iter().copied()),
    );
    all.ranges()
        .iter()
        .map(|&(first, end)| Cells::range(first, end))
        .collect()
}
