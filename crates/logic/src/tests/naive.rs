//! Every completion, one by one, with no cells, bits or normal form.

use super::scenario::{Scenario, State, Tree};

/// The occupied cells of each variable.
pub(super) type World = Vec<u32>;

pub(super) fn worlds(scenario: &Scenario) -> Vec<World> {
    let mut worlds = vec![World::new()];
    for variable in &scenario.variables {
        let values: Vec<u32> = match variable.state {
            State::Scalar(possible) => (0..32)
                .map(|cell| 1 << cell)
                .filter(|cell| possible & cell != 0)
                .collect(),
            State::Set(occupied, possible) => (0..=possible)
                .filter(|value| value & occupied == occupied && value & !possible == 0)
                .collect(),
        };
        worlds = worlds
            .iter()
            .flat_map(|world| {
                values
                    .iter()
                    .map(|value| world.iter().copied().chain([*value]).collect())
            })
            .collect();
    }
    worlds
}

pub(super) fn holds(tree: &Tree, world: &World) -> bool {
    match tree {
        Tree::Constant(holds) => *holds,
        Tree::Touches(var, mask) => world[var % world.len()] & mask != 0,
        Tree::Not(inner) => !holds(inner, world),
        Tree::All(children) => children.iter().all(|child| holds(child, world)),
        Tree::Any(children) => children.iter().any(|child| holds(child, world)),
        Tree::AtLeast(count, children) => {
            children.iter().filter(|child| holds(child, world)).count() >= *count as usize
        }
    }
}

/// The class of a completion: the first condition that holds, or the number of conditions; none if it is not
/// permitted.
pub(super) fn class(scenario: &Scenario, world: &World) -> Option<usize> {
    holds(&scenario.permitted, world).then(|| {
        let first = scenario
            .conditions
            .iter()
            .position(|condition| holds(condition, world));
        first.unwrap_or(scenario.conditions.len())
    })
}
