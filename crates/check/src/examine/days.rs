//! The days on which editions are looked at: one for each stretch in which nothing of them changes.

use std::collections::BTreeSet;

use coverdict_logic::{CondId, Node, VarId};
use coverdict_model::{
    date::{Date, day_number, from_day_number},
    fact::FactType,
    source::Status,
    well_known,
};
use coverdict_program::{
    Edition, Program, Source,
    cells::{Cut, Shape},
};
use rustc_hash::FxHashSet;

/// An edition in the time in which it is in force, as far as that is on file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EditionDays {
    /// The place of the edition in its source.
    pub(crate) edition: u32,
    /// The first day on which it surely has begun.
    pub(crate) from: Date,
    /// The first day on which it is over; none: it is not.
    pub(crate) until: Option<Date>,
    /// The days within on which a dated clause begins or ends, or a comparison with the date of the line changes, and
    /// the first day, ascending.
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

/// The editions of a source that are in force at some time, ascending by their start: on some day that the date which
/// governs the source can be.
pub(crate) fn edition_days(program: &Program, source: &Source) -> Vec<EditionDays> {
    let (first, last) = bounds(program, source);
    let superseded = superseded(source);
    let counted: Vec<(u32, &Edition)> = (0_u32..)
        .zip(&source.editions)
        .filter(|(at, edition)| edition.status != Status::Draft && !superseded.contains(at))
        .collect();
    let mut days = Vec::with_capacity(counted.len());
    for (at, edition) in &counted {
        let from = edition.effective.latest().max(first.unwrap_or(Date::MIN));
        let others = counted.iter().filter(|(other, _)| other != at);
        let next = others
            .filter_map(|(_, other)| may_follow(edition, other))
            .min();
        let ended = edition.ended.map(|ended| ended.earliest());
        let over = last.and_then(|last| from_day_number(day_number(last) + 1));
        let until = [next, ended, over].into_iter().flatten().min();
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
                // An imprecise date is open from its first day on, and surely has come on its last.
                one.changes.extend([date.earliest(), date.latest()]);
            }
        }
        compared_days(program, source, edition, &mut one.changes);
        let (from, until) = (one.from, one.until);
        one.changes
            .retain(|day| from <= *day && until.is_none_or(|until| *day < until));
        one.changes.sort_unstable();
        one.changes.dedup();
        days.push(one);
    }
    days
}

/// The day nearest to one that the date which governs a source can be.
pub(crate) fn nearest_day(program: &Program, source: &Source, day: Date) -> Date {
    let (first, last) = bounds(program, source);
    let day = first.map_or(day, |first| day.max(first));
    last.map_or(day, |last| day.min(last))
}

/// The days on which a comparison that an edition makes changes: with the date that governs its source, or with that of
/// service, which is the same day where another governs.
fn compared_days(program: &Program, source: &Source, edition: &Edition, days: &mut Vec<Date>) {
    let names = [source.governing_date.name(), well_known::DATE_OF_SERVICE];
    let dates = names.map(|name| {
        let number = program.fact(name)?;
        match &program.facts.get(number as usize)?.cells.shape {
            Shape::Ordered(axis) => Some((VarId(number), axis)),
            _ => None,
        }
    });
    let rules = edition.services.iter().flat_map(|service| &service.rules);
    let mut pending: Vec<CondId> = rules.map(|rule| rule.criteria.condition).collect();
    let mut seen = FxHashSet::default();
    while let Some(at) = pending.pop() {
        if !seen.insert(at) {
            continue;
        }
        let node = program.conditions.node(at);
        if let Node::Within(var, cells) = node
            && let Some((_, axis)) = dates.iter().flatten().find(|(date, _)| date == var)
        {
            let sides = (0_u32..).zip(&axis.cuts);
            let ends = sides.filter(|(at, _)| cells.contains(*at) != cells.contains(at + 1));
            days.extend(ends.filter_map(|(_, cut)| first_after(*cut)));
        }
        pending.extend_from_slice(node.children());
    }
}

/// The first day after a cut.
fn first_after(cut: Cut) -> Option<Date> {
    let number = i64::try_from(cut.value).ok()?;
    from_day_number(number.checked_add(i64::from(cut.after))?)
}

/// The editions that others correct, directly or through corrections that are drafts themselves.
fn superseded(source: &Source) -> BTreeSet<u32> {
    let mut superseded = BTreeSet::new();
    let published = source.editions.iter();
    for edition in published.filter(|edition| edition.status != Status::Draft) {
        let mut corrected = edition.supersedes;
        while let Some(at) = corrected.filter(|at| superseded.insert(*at)) {
            let edition = source.editions.get(at as usize);
            corrected = edition.and_then(|edition| edition.supersedes);
        }
    }
    superseded
}

/// The first day on which another edition may have begun after this one; none: it surely began before.
fn may_follow(edition: &Edition, other: &Edition) -> Option<Date> {
    if other.effective.latest() <= edition.effective.earliest() {
        return None;
    }
    let begins = other.effective.earliest();
    // No imprecise start falls on the day of another start: on its own first day an edition is the last begun.
    let exact = edition.effective.exact();
    let after = exact.and_then(|start| from_day_number(day_number(start) + 1));
    Some(after.map_or(begins, |after| begins.max(after)))
}

/// The first and the last day that the date which governs a source can be, as far as they are declared.
fn bounds(program: &Program, source: &Source) -> (Option<Date>, Option<Date>) {
    let facts = &program.catalogue.facts;
    match facts
        .get(source.governing_date.name())
        .map(|fact| &fact.kind)
    {
        Some(FactType::Date { min, max }) => (*min, *max),
        _ => (None, None),
    }
}
