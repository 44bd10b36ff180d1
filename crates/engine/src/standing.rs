//! Which edition of a source stands on each day, worked out once for all cases.

use coverdict_model::date::{Date, PartialDate};
use coverdict_program::Source;

use crate::succession::{Chain, certain_chain, on_file};

/// What stands of a source on a run of days, when no edition counts as published late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// No edition on file has begun.
    NotBegun,
    /// The edition at this place is in force.
    InForce(u32),
    /// The edition at this place was the last, and has ended.
    Ended(u32),
    /// It is open: an imprecise date, or an edition that may not be on file.
    Open,
}

/// What stands of a source from each of these days on, ascending from the first day there is; `None`
/// when no edition counts as on file.
#[must_use]
pub fn timeline(source: &Source, known_as_of: Date) -> Option<Vec<(Date, Standing)>> {
    let on_file = on_file(source, known_as_of);
    if on_file.is_empty() {
        return None;
    }
    let editions = on_file
        .iter()
        .filter_map(|at| source.editions.get(*at as usize));
    let mut days = vec![Date::MIN];
    for edition in editions {
        for date in [Some(edition.effective), edition.ended]
            .into_iter()
            .flatten()
        {
            days.extend(changes(date));
        }
    }
    days.sort_unstable();
    days.dedup();
    let mut runs: Vec<(Date, Standing)> = Vec::with_capacity(days.len());
    for day in days {
        let standing = match certain_chain(source, known_as_of, day) {
            Some(chain) => standing(&chain),
            None => Standing::Open,
        };
        if runs.last().is_none_or(|(_, before)| *before != standing) {
            runs.push((day, standing));
        }
    }
    Some(runs)
}

fn standing(chain: &Chain) -> Standing {
    match chain.editions.as_slice() {
        [] => Standing::NotBegun,
        [(edition, true)] => Standing::InForce(*edition),
        [(edition, false)] => Standing::Ended(*edition),
        _ => Standing::Open,
    }
}

/// The days on which a date can change what stands: its first and last, and the day after its first,
/// from which on an imprecise date of another edition may lie after it.
fn changes(date: PartialDate) -> impl Iterator<Item = Date> {
    let (first, last) = (date.earliest(), date.latest());
    [Some(first), first.tomorrow().ok(), Some(last)]
        .into_iter()
        .flatten()
}
