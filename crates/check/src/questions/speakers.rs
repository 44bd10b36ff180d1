//! Who speaks to a line, of the members of one payer: the policies of other payers then drop out.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use coverdict_logic::{Cells, CondId, VarId};
use coverdict_model::{date::Date, id::Id, position::Holding, value::Value, well_known};
use coverdict_program::{
    Edition, Profile, Program, Source, SourceId, Statement, Step, cells::Shape,
};

use super::{Asking, paired, plan::Plan, stretch};
use crate::{
    examine::{Chosen, EditionDays, Line, Place},
    witness::{Frame, Requested},
};

/// The lines of an edition, each service by its name too: sources that list no code for it may meet on that.
pub(super) fn lines(program: &Program, edition: &Edition) -> Vec<(Line, Requested)> {
    let by_name = edition.services.iter().map(|service| {
        let line = paired::by_name(edition, &service.id);
        (line, Requested::Service(service.id.clone()))
    });
    let mut lines = stretch::lines(program, edition);
    for line in by_name {
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}

/// The sources that a line is for, in some edition.
pub(super) fn sources<'p>(program: &'p Program, requested: &Requested) -> &'p [SourceId] {
    match requested {
        Requested::Code(code) => program.code(code).map_or(&[], |code| program.listing(code)),
        Requested::Service(service) => program.by_service.get(service).map_or(&[], Vec::as_slice),
    }
}

/// A payer whose members are looked at, as the cell of that fact, with the sources that concern them.
#[derive(Debug, Clone)]
pub(super) struct Payer {
    /// Its name; none: one that no source names.
    pub(super) name: Option<Id>,
    pub(super) chosen: Option<Chosen>,
    sources: Vec<SourceId>,
}

/// The payers whose members a source's line may be for: its own, or any that a source of the line names and one that
/// none does.
pub(super) fn payers(program: &Program, source: &Source, sources: &[SourceId]) -> Vec<Payer> {
    // The places in the list of the sources of all payers, and of those of each.
    let (mut of_all, mut of_each) = (Vec::new(), BTreeMap::<&Id, Vec<usize>>::new());
    for (at, id) in sources.iter().enumerate() {
        match program.source(*id).map(|source| &source.payers) {
            Some(Some(payers)) => {
                for payer in payers {
                    of_each.entry(payer).or_default().push(at);
                }
            }
            Some(None) => of_all.push(at),
            None => {}
        }
    }
    let concerning = |name: Option<&Id>| {
        let own = name
            .and_then(|name| of_each.get(name))
            .into_iter()
            .flatten();
        let mut places: Vec<usize> = of_all.iter().chain(own).copied().collect();
        places.sort_unstable();
        places.dedup();
        let ids = places.into_iter().filter_map(|at| sources.get(at));
        ids.copied().collect::<Vec<SourceId>>()
    };
    let named: BTreeSet<&Id> = match &source.payers {
        Some(payers) => payers.iter().collect(),
        None => of_each.keys().copied().collect(),
    };
    let number = program.fact(well_known::PAYER);
    let fact = number.and_then(|at| program.facts.get(at as usize));
    let payer = |name: Option<&Id>, cell: Option<u32>| Payer {
        name: name.cloned(),
        chosen: number.zip(cell).map(|(number, cell)| Chosen {
            var: VarId(number),
            cells: vec![Cells::single(cell)],
        }),
        sources: concerning(name),
    };
    if named.is_empty() {
        // Whose member it is makes no difference.
        return vec![payer(None, None)];
    }
    let other = fact.and_then(|fact| match &fact.cells.shape {
        Shape::Words { others: true, .. } => fact.cells.values.checked_sub(1),
        _ => None,
    });
    let other = source.payers.is_none().then(|| payer(None, other));
    let named = named.into_iter().map(|name| {
        let cell = fact.and_then(|fact| fact.cells.cell(&Value::Name(name.clone())));
        payer(Some(name), cell)
    });
    other.into_iter().chain(named).collect()
}

/// A time in which nothing changes of what is said to the members of a payer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment {
    /// The last of its days on which something changes for anybody.
    pub(super) day: Date,
    /// The place of the payer.
    pub(super) payer: usize,
}

/// The times of an edition in which nothing of a line changes for the members of each payer, the last first; a time is
/// parted where its days are to be told apart.
pub(super) fn moments<K: Ord>(
    plan: &Plan<'_>,
    own: &EditionDays,
    sources: &[SourceId],
    payers: &[Payer],
    apart: impl Fn(Date) -> K,
) -> Vec<Moment> {
    let all = changes(plan, own, sources);
    let mut moments = Vec::new();
    for (payer, one) in payers.iter().enumerate() {
        let starts = changes(plan, own, &one.sources);
        let mut days = all.as_slice();
        for start in starts.iter().rev() {
            let (before, time) = days.split_at(days.partition_point(|day| day < start));
            days = before;
            let mut seen = BTreeSet::new();
            let told = time.iter().rev().filter(|day| seen.insert(apart(**day)));
            moments.extend(told.map(|day| Moment { day: *day, payer }));
        }
    }
    moments.sort_unstable_by_key(|moment| (Reverse(moment.day), moment.payer));
    moments
}

/// The days of an edition on which what it or one of some sources says may change, ascending.
fn changes(plan: &Plan<'_>, own: &EditionDays, sources: &[SourceId]) -> Vec<Date> {
    let mut days: Vec<Date> = own.changes.clone();
    for id in sources {
        for other in plan.days(*id) {
            days.extend(&other.changes);
            days.extend(other.until);
        }
    }
    days.retain(|day| own.contains(*day));
    days.sort_unstable();
    days.dedup();
    days
}

/// A source that speaks to a line, where it applies.
pub(super) struct Speaker<'p> {
    pub(super) source: &'p Source,
    pub(super) edition: &'p Edition,
    /// When it would end the walk, on a step that is no floor.
    pub(super) ends: CondId,
    /// When it would end the walk on a floor.
    ends_floor: CondId,
}

/// The sources that speak to a line for the members of a payer, with when each decides. The line is fixed for them.
pub(super) fn speakers<'p>(
    asking: &mut Asking<'_, 'p>,
    frame: &Frame,
    payer: &Payer,
) -> Vec<Speaker<'p>> {
    fix(asking, frame, payer);
    let program = asking.examiner.program;
    let mut speakers = Vec::new();
    for id in &payer.sources {
        let Some(source) = program.source(*id) else {
            continue;
        };
        let Some(day) = frame.days.get(&source.governing_date) else {
            continue;
        };
        let mut days = asking.plan.days(*id).iter();
        let in_force = days.find(|days| days.contains(*day));
        let edition = in_force.and_then(|days| source.editions.get(days.edition as usize));
        let Some(edition) = edition else { continue };
        let line = line(program, edition, &frame.requested);
        if line.services.is_empty() {
            continue;
        }
        let says = asking.examiner.says(edition, &line, *day);
        let ends = says.decides(&mut asking.examiner);
        let voices = says.voices.iter();
        let all = voices.filter(|voice| grants_all(voice.statement));
        let all: Vec<CondId> = all.map(|voice| voice.stands).collect();
        speakers.push(Speaker {
            source,
            edition,
            ends,
            ends_floor: asking.examiner.any(all),
        });
    }
    speakers
}

fn line(program: &Program, edition: &Edition, requested: &Requested) -> Line {
    match requested {
        Requested::Code(code) => program.code(code).map_or_else(
            || Line {
                services: Vec::new(),
            },
            |code| paired::by_code(edition, code),
        ),
        Requested::Service(service) => paired::by_name(edition, service),
    }
}

/// Whether it supports without limit.
fn grants_all(statement: &Statement) -> bool {
    matches!(&statement.holding, Holding::Supported { grant } if grant.is_unlimited())
}

/// Fixes a line for members of a payer. No service is stated beside it: sources that are not looked at could claim
/// that one.
fn fix(asking: &mut Asking<'_, '_>, frame: &Frame, payer: &Payer) {
    asking.examiner.fix_line(frame);
    asking.examiner.anything.close_members(well_known::SERVICE);
    let chosen = payer.chosen.as_ref();
    if let Some(cells) = chosen.and_then(|chosen| chosen.cells.first()) {
        asking.examiner.anything.fix(well_known::PAYER, cells);
    }
}

/// When a member to whom an edition applies comes by a step, if the walk gets so far; `None` where no source of its
/// kind stands there.
pub(super) fn comes_by(
    asking: &mut Asking<'_, '_>,
    profile: &Profile,
    step: &Step,
    source: &Source,
    edition: &Edition,
) -> Option<CondId> {
    let stands = step.kinds.iter().any(|(kind, _)| *kind == source.kind);
    let place = stands.then_some(Place {
        serves: profile.serves,
        binding_stated: step.binding_stated,
    })?;
    let when = asking.examiner.unslotted(step.when);
    let by = [place.serves, when, place.applies(edition)];
    Some(asking.examiner.all(by))
}

/// When each speaker ends the walk on a step, if it gets so far.
pub(super) fn ends(
    asking: &mut Asking<'_, '_>,
    profile: &Profile,
    step: &Step,
    speakers: &[Speaker<'_>],
) -> Vec<CondId> {
    let mut ends = Vec::new();
    for speaker in speakers {
        let by = comes_by(asking, profile, step, speaker.source, speaker.edition);
        if let Some(by) = by {
            let decides = match step.floor {
                true => speaker.ends_floor,
                false => speaker.ends,
            };
            ends.push(asking.examiner.all([by, decides]));
        }
    }
    ends
}
