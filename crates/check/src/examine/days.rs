//! The days on which editions are looked at: one for each stretch in which nothing of them changes.

use coverdict_model::{
    date::{Date, day_number, from_day_number},
    source::Status,
};
use coverdict_program::{Edition, Source};

/// An edition in the time in which it is in force, as far as that is on file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EditionDays {
    /// The place of the edition in its source.
    pub(crate) edition: u32,
    /// The first day on which it surely has begun.
    pub(crate) from: Date,
    /// The first day on which it is over; none: it is not.
    pub(crate) until: Option<Date>,
    /// The days within on which a dated clause begins or ends, and the first day, ascending.
    pub(crate) changes: Vec<Date>,
}

impl EditionDays {
    /// Whether a day is among them.
    pub(crate) fn contains(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }

    /// The days on which something changes while both are in force: one for each stretch, the last first.
    pub(crate) fn shared(&self, other: &Self) -> Vec<Date> {
        let start = self.from.max(other.from);
        if !self.contains(start) || !other.contains(start) {
            return Vec::new();
        }
        let changes = self.changes.iter().chain(&other.changes).copied();
        let mut days: Vec<Date> = changes
            .filter(|day| self.contains(*day) && other.contains(*day))
            .chain([start])
            .collect();
        days.sort_unstable();
        days.dedup();
        days.reverse();
        days
    }
}

/// The editions of a source that are in force at some time, ascending by their start.
pub(crate) fn edition_days(source: &Source) -> Vec<EditionDays> {
    let superseded = |at: u32| {
        let mut editions = source.editions.iter();
        editions.any(|edition| edition.supersedes == Some(at) && edition.status != Status::Draft)
    };
    let counted: Vec<(u32, &Edition)> = (0_u32..)
        .zip(&source.editions)
        .filter(|(at, edition)| edition.status != Status::Draft && !superseded(*at))
        .collect();
    let mut days = Vec::with_capacity(counted.len());
    for (place, (at, edition)) in counted.iter().enumerate() {
        let from = edition.effective.latest();
        let next = counted
            .get(place + 1)
            .map(|(_, next)| next.effective.earliest());
        let ended = edition.ended.map(|ended| ended.earliest());
        let until = [next, ended].into_iter().flatten().min();
        if edition.status != Status::Active || until.is_some_and(|until| until <= from) {
            continue;
        }
        let mut one = EditionDays {
            edition: *at,
            from,
            until,
            changes: vec![from],
        };
        for rule in &edition.rules {
            let dates = [rule.from, rule.until].into_iter().flatten();
            for (date, _) in dates {
                // Of an imprecise date, the last day of what it leaves open is looked at too.
                let before = from_day_number(day_number(date.latest()) - 1);
                let open = before.filter(|_| date.exact().is_none());
                one.changes
                    .extend([Some(date.latest()), open].into_iter().flatten());
            }
        }
        let (from, until) = (one.from, one.until);
        one.changes
            .retain(|day| from <= *day && until.is_none_or(|until| *day < until));
        one.changes.sort_unstable();
        one.changes.dedup();
        days.push(one);
    }
    days
}
