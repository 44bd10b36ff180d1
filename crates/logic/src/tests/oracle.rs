//! Certificates by their definition, over all combinations of values of all sets of questions.

use std::collections::{BTreeMap, BTreeSet};

use super::naive::{World, class, worlds};
use super::scenario::{Scenario, mask};
use crate::{Kind, QuestionId, Settlement, Space, Value};

/// What settlement has to say, by definition.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Expected {
    Impossible,
    Decided(usize),
    /// For each certificate, by questions and class, its assignments.
    Undecided(BTreeMap<(Vec<QuestionId>, usize), BTreeSet<Vec<Value>>>),
}

pub(super) fn expected(scenario: &Scenario, space: &Space) -> Expected {
    let worlds: Vec<(World, usize)> = worlds(scenario)
        .into_iter()
        .filter_map(|world| Some((class(scenario, &world)?, world)))
        .map(|(class, world)| (world, class))
        .collect();
    let classes: BTreeSet<usize> = worlds.iter().map(|(_, class)| *class).collect();
    match classes.len() {
        0 => return Expected::Impossible,
        1 => return Expected::Decided(*classes.first().unwrap()),
        _ => {}
    }
    let questions: Vec<u32> = scenario
        .variables
        .iter()
        .filter_map(|variable| variable.question)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    // For each set of questions, the class of each combination of values, if there is one.
    let decided: Vec<BTreeMap<World, Option<usize>>> = (0..1_u32 << questions.len())
        .map(|chosen| decided(scenario, &worlds, &questions, chosen))
        .collect();
    let mut certificates: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for (chosen, values) in (0_u32..).zip(&decided) {
        for (world, class) in values
            .iter()
            .filter_map(|(world, class)| Some((world, (*class)?)))
        {
            let droppable = (0..questions.len())
                .filter(|place| chosen >> place & 1 == 1)
                .any(|place| {
                    let fewer = chosen & !(1 << place);
                    let world = blanked(scenario, world, &questions, fewer);
                    decided[fewer as usize][&world] == Some(class)
                });
            if !droppable {
                let ids: Vec<QuestionId> = (0..questions.len())
                    .filter(|place| chosen >> place & 1 == 1)
                    .map(|place| QuestionId(questions[place]))
                    .collect();
                let values = values_of(space, &ids, world);
                certificates.entry((ids, class)).or_default().insert(values);
            }
        }
    }
    Expected::Undecided(certificates)
}

fn decided(
    scenario: &Scenario,
    worlds: &[(World, usize)],
    questions: &[u32],
    chosen: u32,
) -> BTreeMap<World, Option<usize>> {
    let mut out = BTreeMap::new();
    for (world, class) in worlds {
        let world = blanked(scenario, world, questions, chosen);
        out.entry(world)
            .and_modify(|known: &mut Option<usize>| *known = known.filter(|known| *known == *class))
            .or_insert(Some(*class));
    }
    out
}

/// The world with only the chosen questions' variables shown.
fn blanked(scenario: &Scenario, world: &World, questions: &[u32], chosen: u32) -> World {
    let shown = |question: Option<u32>| {
        question.is_some_and(|question| {
            questions
                .iter()
                .position(|id| *id == question)
                .is_some_and(|place| chosen >> place & 1 == 1)
        })
    };
    world
        .iter()
        .zip(&scenario.variables)
        .map(|(value, variable)| {
            if shown(variable.question) {
                *value
            } else {
                u32::MAX
            }
        })
        .collect()
}

/// The world's values of the questions' variables, in the space's local cells.
fn values_of(space: &Space, questions: &[QuestionId], world: &World) -> Vec<Value> {
    let asked = space
        .variables()
        .iter()
        .filter(|variable| variable.question.is_some_and(|id| questions.contains(&id)));
    asked
        .map(|variable| {
            let occupied =
                |place: &usize| mask(&variable.cells[*place]) & world[variable.id.0 as usize] != 0;
            let places = (0..variable.cells.len()).filter(occupied);
            let code = match variable.kind {
                Kind::Scalar => places.sum::<usize>(),
                Kind::Set { .. } => places.map(|place| 1 << place).sum(),
            };
            Value {
                var: variable.id,
                code: u32::try_from(code).unwrap(),
            }
        })
        .collect()
}

/// Compares a settlement with what it has to be; what is wrong, if anything is.
pub(super) fn differs(settlement: &Settlement, expected: &Expected) -> Option<&'static str> {
    let (undecided, certificates) = match (settlement, expected) {
        (Settlement::Impossible, Expected::Impossible) => return None,
        (Settlement::Decided(class), Expected::Decided(other)) if class == other => return None,
        (Settlement::Undecided(undecided), Expected::Undecided(certificates)) => {
            (undecided, certificates)
        }
        _ => return Some("outcome"),
    };
    let mut order: Vec<_> = certificates
        .keys()
        .map(|(questions, class)| (questions.len(), questions, *class))
        .collect();
    order.sort_unstable();
    if undecided.total != order.len() as u64 || undecided.answerable() == order.is_empty() {
        return Some("total");
    }
    let shown = undecided
        .shown
        .iter()
        .map(|shown| (shown.questions.len(), &shown.questions, shown.class));
    if !shown.eq(order.iter().copied().take(10)) {
        return Some("shown");
    }
    let relevant: BTreeSet<QuestionId> = certificates
        .keys()
        .flat_map(|(questions, _)| questions)
        .copied()
        .collect();
    if !relevant.iter().eq(&undecided.relevant) {
        return Some("relevant");
    }
    let smallest = order.first().map(|(size, ..)| *size);
    let votes = |id: &QuestionId| {
        order
            .iter()
            .filter(|(size, questions, _)| Some(*size) == smallest && questions.contains(id))
            .count()
    };
    let first = relevant.iter().rev().max_by_key(|id| votes(id));
    if undecided.first.as_ref() != first {
        return Some("first");
    }
    for shown in &undecided.shown {
        let expected = &certificates[&(shown.questions.clone(), shown.class)];
        let assignments: Vec<Vec<Value>> = shown.assignments().map(Iterator::collect).collect();
        if shown.total != expected.len() as u64 || assignments.len() != expected.len().min(16) {
            return Some("number of assignments");
        }
        if assignments.iter().collect::<BTreeSet<_>>().len() != assignments.len() {
            return Some("repeated assignments");
        }
        if !assignments
            .iter()
            .all(|assignment| expected.contains(assignment))
        {
            return Some("assignments");
        }
    }
    None
}
