//! What open facts leave open of a line.

use std::collections::BTreeSet;

use coverdict_logic::VarId;
use coverdict_model::{grant::Grant, position::Holding};
use smallvec::SmallVec;

use super::{
    entries::{Entries, Holds},
    evaluate::Line,
    space::{Completions, OpenLeaf},
    walk::{Class, Placed, Stop, Walk},
};

/// The completions of what is open about the entries of a line.
pub(super) fn completions(
    line: Line<'_, '_>,
    entries: &Entries<'_>,
    placed: &[Placed],
    constrained: &BTreeSet<VarId>,
) -> Result<Completions, Stop> {
    let mut numbers = Vec::new();
    let rules = placed.iter().flat_map(|(_, entry)| entries.rules(*entry));
    for rule in rules {
        if let Some(condition) = rule.condition {
            line.open_leaves(condition, &mut numbers);
        }
        if let Holds::Supports { within, .. } = rule.holds {
            line.open_leaves(within, &mut numbers);
        }
    }
    let compiled = line.compiled;
    let mut leaves: SmallVec<[OpenLeaf<'_>; 8]> = SmallVec::new();
    for number in numbers {
        let leaf = compiled.leaves.get(number as usize).ok_or(Stop::Beyond)?;
        let state = compiled.state(leaf, line.encoder, line.lines, line.row);
        // What a constraint ties to other facts is not free.
        if !leaf.is_fact || constrained.contains(&leaf.var) {
            return Err(Stop::Beyond);
        }
        leaves.push(OpenLeaf {
            number,
            var: leaf.var,
            cells: &leaf.cells,
            state: state.ok_or(Stop::Beyond)?,
        });
    }
    Completions::new(&mut leaves).ok_or(Stop::Beyond)
}

/// The facts on which the answer hangs, by number; none when all completions agree.
pub(super) fn missing(
    walk: &Walk,
    entries: &Entries<'_>,
    completions: &Completions,
    missing: &mut SmallVec<[u32; 4]>,
) -> Result<(), Stop> {
    if let [(class, _)] = walk.classes.as_slice() {
        // Which grant all completions have in common is left to the engine, unless there is but one.
        return match class {
            Class::Supported(_) if !has_one_grant(walk, completions.all, entries) => {
                Err(Stop::Beyond)
            }
            _ => Ok(()),
        };
    }
    let sets: SmallVec<[u64; 4]> = walk.classes.iter().map(|(_, set)| *set).collect();
    missing.extend(completions.hangs_on(&sets).map(|var| var.0));
    missing.sort_unstable();
    Ok(())
}

/// Whether the rules that support, wherever one governs, all grant the same, and one does everywhere.
fn has_one_grant(walk: &Walk, all: u64, entries: &Entries<'_>) -> bool {
    let mut granted = 0;
    let mut one: Option<&Grant> = None;
    for voice in &walk.voices {
        let statement = entries.statements.get(voice.rule as usize);
        if let Some(Holding::Supported { grant }) = statement.map(|statement| &statement.holding) {
            if one.is_some_and(|one| one != grant) {
                return false;
            }
            one = Some(grant);
            granted |= voice.governs;
        }
    }
    granted == all
}
