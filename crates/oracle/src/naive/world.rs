//! A completion: facts, and what the corpus leaves open, as far as it is looked at.

use std::collections::BTreeSet;

use coverdict_model::{
    case::Case,
    date::{Date, PartialDate, day_number, from_day_number},
    id::Id,
    profile::{Binding, Step},
    source::{Edition, EditionId, Facet, GoverningDate, Open, Provenance, Rule, Service},
    well_known,
};

use super::{
    choices::{Choices, Unknown},
    facts::Facts,
    on_file::{OnFile, Source, is_open},
};

/// One permitted completion of a case and of what the corpus leaves open.
#[derive(Clone, Copy)]
pub(crate) struct World<'a> {
    pub(crate) on_file: &'a OnFile<'a>,
    pub(crate) case: &'a Case,
    pub(crate) facts: &'a Facts<'a>,
    pub(crate) choices: &'a Choices,
}

/// What stands at the governing date of a source.
#[derive(Default)]
pub(crate) struct Standing<'a> {
    /// The edition on file that is in force.
    pub(crate) edition: Option<&'a Edition>,
    /// Whether an edition that is not on file stands there.
    pub(crate) another: bool,
}

impl<'a> World<'a> {
    /// The day on which it is decided which edition of a source is in force; none when the fact
    /// that gives it is absent.
    pub(crate) fn governing_day(&self, governing: GoverningDate) -> Option<Date> {
        match governing {
            GoverningDate::DateOfService => Some(self.case.date_of_service),
            GoverningDate::StartOfCare => self.facts.day(well_known::START_OF_CARE),
            GoverningDate::DateOfRequest => self.facts.day(well_known::DATE_OF_REQUEST),
        }
    }

    /// What stands at the governing date of a source when some editions are taken as not on file.
    ///
    /// Whether the succession is open there does not depend on the editions taken away: the gap
    /// that they leave is known to be one.
    pub(crate) fn standing(
        &self,
        source: &'a Source<'a>,
        step: &Step,
        removed: &BTreeSet<EditionId>,
    ) -> Standing<'a> {
        let Some(day) = self.governing_day(source.governing_date) else {
            return Standing::default();
        };
        let starts = self.starts(source, day);
        let is_open = !source.complete && self.is_open(&starts, day);
        if is_open && self.concerns(source, step) && self.another_stands(source) {
            return Standing {
                edition: None,
                another: true,
            };
        }
        let left: Vec<_> = starts
            .iter()
            .copied()
            .filter(|(edition, _)| !removed.contains(&edition.id))
            .collect();
        Standing {
            edition: last_begun(&left, day)
                .filter(|edition| !self.has_ended(edition, day, &starts)),
            another: false,
        }
    }

    /// The edition on file of a source that stands on a day, wherever its succession is open.
    pub(crate) fn on_file_at(&self, source: &'a Source<'a>, day: Date) -> Option<&'a Edition> {
        let starts = self.starts(source, day);
        last_begun(&starts, day).filter(|edition| !self.has_ended(edition, day, &starts))
    }

    /// Whether the succession is open on a day: before the last edition begun by the known-as-of
    /// date, or after a stated end without successor. Where none has begun by then, before the
    /// first edition on file.
    fn is_open(&self, starts: &[(&Edition, Date)], day: Date) -> bool {
        let begun = starts
            .iter()
            .filter(|(edition, _)| self.on_file.has_begun(edition));
        let last = begun.map(|(_, start)| *start).max();
        let first = starts.iter().map(|(_, start)| *start).min();
        let before_last = last.or(first).is_some_and(|start| day < start);
        let after_end =
            last_begun(starts, day).is_some_and(|edition| self.has_ended(edition, day, starts));
        before_last || after_end
    }

    /// Whether some edition of the source on file has the service and applies to the member.
    fn concerns(&self, source: &Source<'_>, step: &Step) -> bool {
        let mut editions = source.editions.iter();
        editions.any(|edition| !self.services(edition).is_empty() && self.applies(edition, step))
    }

    fn another_stands(&self, source: &Source<'_>) -> bool {
        let name = source
            .editions
            .first()
            .map(|edition| edition.id.source.clone());
        let chosen = name.map(|name| self.choices.choose(Unknown::Another(name), &[false, true]));
        chosen.flatten().copied().unwrap_or(false)
    }

    /// The editions of a source, each with its first day. No imprecise start falls on the day of
    /// another start.
    fn starts(&self, source: &Source<'a>, against: Date) -> Vec<(&'a Edition, Date)> {
        let mut starts = Vec::new();
        for edition in &source.editions {
            starts.extend(edition.effective.exact().map(|start| (*edition, start)));
        }
        for edition in &source.editions {
            if edition.effective.exact().is_some() {
                continue;
            }
            let taken: BTreeSet<Date> = starts.iter().map(|(_, start)| *start).collect();
            let others = source
                .editions
                .iter()
                .filter(|other| other.id != edition.id);
            let ends =
                others.flat_map(|other| [other.effective.earliest(), other.effective.latest()]);
            let near: BTreeSet<Date> = ends.chain([against]).collect();
            let mut days = days_of(edition.effective, &near);
            days.retain(|day| !taken.contains(day));
            let start = self
                .choices
                .choose(Unknown::Start(edition.id.clone()), &days);
            starts.extend(start.map(|start| (*edition, *start)));
        }
        starts
    }

    /// Whether an edition has ended. One that ends in the month or year in which another starts
    /// ends where that one starts: one boundary is one unknown.
    fn has_ended(&self, edition: &Edition, by: Date, starts: &[(&Edition, Date)]) -> bool {
        let Some(ended) = edition.ended else {
            return false;
        };
        let next = starts
            .iter()
            .find(|(next, _)| ended.exact().is_none() && next.effective == ended);
        let unknown = || Unknown::End(edition.id.clone());
        match next {
            Some((_, start)) => *start <= by,
            None => self.day(unknown, ended, by) <= by,
        }
    }

    /// Whether a dated clause runs on the governing day of its source.
    pub(crate) fn is_running(&self, edition: &Edition, rule: &Rule) -> bool {
        let Some(day) = self.governing_day(edition.governing_date) else {
            return rule.from.is_none() && rule.until.is_none();
        };
        let has_come = |date: PartialDate| {
            let clause = || Unknown::Clause(edition.id.clone(), date);
            self.day(clause, date, day) <= day
        };
        rule.from.is_none_or(has_come) && !rule.until.is_some_and(has_come)
    }

    /// Whether an edition was published after the service, or after a request that was made.
    pub(crate) fn is_late(&self, edition: &Edition) -> bool {
        let Some(published) = edition.published else {
            return false;
        };
        let service = self.case.date_of_service;
        let request = self.facts.day(well_known::DATE_OF_REQUEST);
        let against = request.map_or(service, |request| request.min(service));
        let unknown = || Unknown::Published(edition.id.clone());
        self.day(unknown, published, against) > against
    }

    fn day(&self, unknown: impl Fn() -> Unknown, date: PartialDate, against: Date) -> Date {
        match date.exact() {
            Some(day) => day,
            None => {
                let days = days_of(date, &BTreeSet::from([against]));
                let day = self.choices.choose(unknown(), &days);
                day.copied().unwrap_or(date.earliest())
            }
        }
    }

    /// The services of an edition that the line is for: its code is listed, or the requester
    /// states the service.
    pub(crate) fn services(&self, edition: &'a Edition) -> Vec<(&'a Id, &'a Service)> {
        let codes = self.facts.get(well_known::CODE).members();
        let stated = self.facts.get(well_known::SERVICE).members();
        let is_for = |(name, service): &(&Id, &Service)| {
            stated.contains(*name)
                || service
                    .codes
                    .iter()
                    .any(|code| codes.contains(code.as_str()))
        };
        edition.services.iter().filter(is_for).collect()
    }

    /// Whether an edition on this step applies to the member.
    pub(crate) fn applies(&self, edition: &Edition, step: &Step) -> bool {
        let binds_by_statement = Facet {
            within: BTreeSet::new(),
            open: Open::Rest,
            provenance: Provenance::Stated,
        };
        let mut facets: Vec<(&'static str, &Facet)> = edition.applies.facets().collect();
        if step.binding == Binding::Stated && edition.applies.funding.is_none() {
            facets.push((well_known::FUNDING, &binds_by_statement));
        }
        let mut open = Vec::new();
        for (fact, facet) in facets {
            match self.facts.name(fact) {
                Some(name) if facet.within.contains(&name) => {}
                Some(name) if is_open(&facet.open, &name) => open.push(fact),
                _ => return false,
            }
        }
        open.into_iter().all(|fact| {
            let unknown = Unknown::Applies(edition.id.clone(), fact);
            self.choices.choose(unknown, &[true, false]) == Some(&true)
        })
    }

    /// How a phrase of an edition is read.
    pub(crate) fn reading(&self, edition: &Edition, phrase: &Id) -> Option<Id> {
        let readings: Vec<Id> = edition.readings.get(phrase)?.iter().cloned().collect();
        let unknown = Unknown::Reading(edition.id.clone(), phrase.clone());
        self.choices.choose(unknown, &readings).cloned()
    }
}

/// The edition that started last by a day.
fn last_begun<'a>(starts: &[(&'a Edition, Date)], day: Date) -> Option<&'a Edition> {
    let begun = starts.iter().filter(|(_, start)| *start <= day);
    begun
        .max_by_key(|(_, start)| *start)
        .map(|(edition, _)| *edition)
}

/// The days that an imprecise date can mean. Only its order to some other days matters, so that
/// these, their neighbours and the ends stand for all; where none of these falls within it, any day
/// does.
fn days_of(date: PartialDate, near: &BTreeSet<Date>) -> Vec<Date> {
    let (first, last) = (date.earliest(), date.latest());
    let mut days = BTreeSet::from([day_number(first)]);
    for day in near.range(first..=last).map(|day| day_number(*day)) {
        days.extend([day - 1, day, day + 1, day_number(last)]);
    }
    let days = days.into_iter().filter_map(from_day_number);
    days.filter(|day| (first..=last).contains(day)).collect()
}
