//! Facts that an edition compares, and on which nothing depends that it holds.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_corpus::diagnostic::Diagnostic;
use coverdict_logic::{CondId, Exact, Kind, VarId};
use coverdict_model::{
    criterion::{Criterion, Test},
    position::Holding,
    source::Edition as Written,
    well_known,
};

use crate::{
    Problem,
    codes::ASKED_FOR_NOTHING,
    examine::Task,
    questions::{Asking, stretch::AtWork},
};

/// The facts that an edition's rules compare, and on which nothing that it holds depends.
pub(super) fn ask(asking: &mut Asking<'_, '_>, at_work: &AtWork<'_>, written: &Written) {
    let Some(first) = at_work.stretches.first() else {
        return;
    };
    asking.examiner.fix_line(&first.frame);
    let program = asking.examiner.program;
    let mut left: BTreeSet<u32> = BTreeSet::new();
    for rule in written.rules.values() {
        compared(&rule.when, &mut |fact| left.extend(program.fact(fact)));
        let phase = program.fact(well_known::PHASE);
        left.extend(phase.filter(|_| !rule.phases.is_empty()));
    }
    // What the line itself says is not asked for.
    left.retain(|fact| !asking.examiner.anything.is_of_the_line(VarId(*fact)));
    asking.answers.asked += left.len();
    for stretch in &at_work.stretches {
        if left.is_empty() {
            return;
        }
        asking.examiner.fix_line(&stretch.frame);
        let mut held: BTreeMap<&Holding, Vec<CondId>> = BTreeMap::new();
        for voice in &stretch.says.voices {
            let within = asking
                .examiner
                .all([voice.stands, voice.statement.within_quantity]);
            let stands = held.entry(&voice.statement.holding).or_default();
            stands.extend([voice.stands, within]);
        }
        let goals: Vec<CondId> = held
            .into_values()
            .flat_map(|stands| {
                let (all, within): (Vec<_>, Vec<_>) = stands
                    .chunks(2)
                    .map(|pair| (pair.first(), pair.last()))
                    .unzip();
                [all, within].map(|some| {
                    let some: Vec<CondId> = some.into_iter().flatten().copied().collect();
                    asking.examiner.any(some)
                })
            })
            .collect();
        let vars: Vec<VarId> = left.iter().map(|fact| VarId(*fact)).collect();
        match asking.examiner.settle(&goals, Depends { vars: &vars }) {
            Some(matter) => left.retain(|fact| !matter.contains(&VarId(*fact))),
            // Too complex to tell: none is said to be asked for nothing.
            None => left.clear(),
        }
    }
    for fact in left {
        let Some(id) = asking
            .examiner
            .program
            .facts
            .get(fact as usize)
            .map(|fact| &fact.id)
        else {
            continue;
        };
        let (file, span) = asking.subject.atlas.edition(at_work.id(), &["rules"]);
        let message = format!(
            "{} compares `{id}`, and nothing that it holds depends on that",
            at_work.id()
        );
        let problem = Problem::new(Diagnostic::new(ASKED_FOR_NOTHING, file, span, message));
        asking
            .answers
            .problems
            .push(problem.of(at_work.id()).about(id));
    }
}

/// The facts that a rule compares as it is written, even where it is for another service.
pub(super) fn compared(criterion: &Criterion, take: &mut dyn FnMut(&str)) {
    if let Test::Fact { fact, .. } = &criterion.test {
        take(fact.as_str());
    }
    criterion.children().for_each(|child| compared(child, take));
}

/// Which variables some goal depends on, within what is permitted.
struct Depends<'v> {
    vars: &'v [VarId],
}

impl Task for Depends<'_> {
    type Found = Vec<VarId>;

    fn run<E: Exact>(self, algebra: &mut E, permitted: &E::Set, goals: &[E::Set]) -> Vec<VarId> {
        let vars = self.vars.iter().copied();
        vars.filter(|var| {
            goals
                .iter()
                .any(|goal| depends(algebra, *var, permitted, goal))
        })
        .collect()
    }
}

/// Whether two permitted completions that differ in the variable alone differ in the goal.
fn depends<E: Exact>(algebra: &mut E, var: VarId, permitted: &E::Set, goal: &E::Set) -> bool {
    let Some(variable) = algebra.space().variable(var).cloned() else {
        return false;
    };
    let inside = algebra.and(permitted, goal);
    let outside = algebra.and_not(permitted, goal);
    let meet = |algebra: &mut E, values: Vec<(E::Set, E::Set)>| {
        let (mut with, mut without) = (algebra.never(), algebra.never());
        for (inside, outside) in values {
            with = algebra.or(&with, &inside);
            without = algebra.or(&without, &outside);
        }
        let both = algebra.and(&with, &without);
        !algebra.is_never(&both)
    };
    match variable.kind {
        Kind::Scalar => {
            let codes = 0..u32::try_from(variable.cells.len()).unwrap_or(u32::MAX);
            let values = codes.map(|code| {
                let value = coverdict_logic::Value { var, code };
                (
                    algebra.assuming(&inside, value),
                    algebra.assuming(&outside, value),
                )
            });
            let values = values.collect();
            meet(algebra, values)
        }
        Kind::Set { .. } => (0..variable.bits).any(|place| {
            let bit = variable.first_bit + place;
            let values = [false, true].map(|value| {
                (
                    algebra.fixed(&inside, bit, value),
                    algebra.fixed(&outside, bit, value),
                )
            });
            meet(algebra, values.into())
        }),
    }
}
