//! Which readings fit the description of a value.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_logic::Cells;
use coverdict_model::{
    finding::{Bound, Possible},
    id::Id,
    value::{Reading, SpecialState, Value},
};
use coverdict_program::{Program, cells::Shape, members::MemberCells};

/// Those of the readings of a fact that fit a description. Groups of codes or names are described by
/// a label that may hold more than the group: of sets, some that do not fit are among them.
pub(crate) fn fitting<'r>(
    program: &Program,
    fact: &Id,
    possible: &Possible,
    readings: &'r [Reading],
) -> Vec<&'r Reading> {
    let fits: Box<dyn Fn(&Reading) -> bool> = match possible {
        Possible::Set { has, lacks } => {
            let number = program.fact(fact.as_str()).unwrap();
            let Shape::Members(cells) = &program.facts[number as usize].cells.shape else {
                panic!("{fact} is no set");
            };
            set_fits(cells, has, lacks, &always_present(readings))
        }
        _ => Box::new(|reading| value_fits(possible, reading)),
    };
    readings.iter().filter(|reading| fits(reading)).collect()
}

fn value_fits(possible: &Possible, reading: &Reading) -> bool {
    match (possible, reading) {
        (Possible::AnyOf(all), _) => all.iter().any(|one| value_fits(one, reading)),
        (Possible::Is(state), _) => match state {
            SpecialState::Absent => *reading == Reading::Absent,
            SpecialState::NotPerformed => *reading == Reading::NotPerformed,
        },
        (Possible::Between { low, high }, Reading::Known(value)) => {
            is_above(low.as_ref(), value) && is_below(high.as_ref(), value)
        }
        (Possible::OneOf(words), Reading::Known(Value::Name(word))) => words.contains(word),
        (Possible::OtherThan(words), Reading::Known(Value::Name(word))) => !words.contains(word),
        (Possible::Truth(truth), Reading::Known(value)) => *value == Value::Boolean(*truth),
        _ => false,
    }
}

fn is_above(low: Option<&Bound>, value: &Value) -> bool {
    low.is_none_or(|low| *value > low.value || (low.included && *value == low.value))
}

fn is_below(high: Option<&Bound>, value: &Value) -> bool {
    high.is_none_or(|high| *value < high.value || (high.included && *value == high.value))
}

/// The members that a set has by all readings.
fn always_present(readings: &[Reading]) -> BTreeSet<&Id> {
    let members = readings.iter().filter_map(|reading| match reading {
        Reading::Members { members, .. } => Some(members.iter().collect::<BTreeSet<&Id>>()),
        _ => None,
    });
    members
        .reduce(|a, b| a.intersection(&b).copied().collect())
        .unwrap_or_default()
}

/// Fits a set that has a member under each of the first labels, and none under those of the second
/// that have nothing in common with the first or with what is known to be present.
fn set_fits<'c>(
    cells: &'c MemberCells,
    has: &[String],
    lacks: &[String],
    known: &BTreeSet<&Id>,
) -> Box<dyn Fn(&Reading) -> bool + 'c> {
    let extents = extents(cells);
    let extent = |label: &String| extents[label].clone();
    let has: Vec<Cells> = has.iter().map(extent).collect();
    let known = known
        .iter()
        .filter_map(|member| cells.cell(member.as_str()));
    let known: Vec<Cells> = known.map(Cells::single).collect();
    let lacks: Vec<Cells> = lacks
        .iter()
        .map(extent)
        .filter(|extent| {
            !has.iter()
                .chain(&known)
                .any(|other| other.intersects(extent))
        })
        .collect();
    Box::new(move |reading| {
        let Reading::Members { members, .. } = reading else {
            return false;
        };
        let present = members
            .iter()
            .filter_map(|member| cells.cell(member.as_str()));
        let present: BTreeSet<u32> = present.collect();
        let has_one = |of: &Cells| present.iter().any(|cell| of.contains(*cell));
        has.iter().all(has_one) && !lacks.iter().any(has_one)
    })
}

/// For each label all cells of the groups that can go by it.
fn extents(cells: &MemberCells) -> BTreeMap<String, Cells> {
    let mut extents: BTreeMap<String, Cells> = BTreeMap::new();
    for chosen in 1_u32..1 << cells.len() {
        let group = (0..cells.len()).filter(|cell| chosen >> cell & 1 == 1);
        let group = Cells::from_ranges(group.map(|cell| (cell, cell + 1)));
        let extent = extents.entry(cells.label(&group)).or_insert(Cells::empty());
        *extent = extent.union(&group);
    }
    extents
}
