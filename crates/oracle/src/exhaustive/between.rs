//! What sources are to each other: they disagree, hide each other, or are silent together.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_model::{
    date::Date,
    id::Id,
    position::{Holding, Position},
    source::{Edition, EditionId, Otherwise},
};

use super::{
    Found,
    cases::Cases,
    says::{Line, Says, has, is_known},
    table::Table,
};

/// The positions of which two that differ disagree.
pub(super) const POSITIONS: [Position; 3] = [
    Position::Supported,
    Position::NotSupported,
    Position::LeftToDiscretion,
];

/// What all questions about a corpus rest on.
pub(super) struct Context<'a> {
    pub(super) cases: &'a Cases<'a>,
    pub(super) permitted: Table,
    pub(super) lines: BTreeSet<Line>,
    pub(super) days: BTreeSet<Date>,
}

/// An edition that speaks to a line, where it applies.
pub(super) struct Speaker<'a> {
    pub(super) edition: &'a Edition,
    pub(super) decides: Table,
    pub(super) grants_all: Table,
}

impl<'a> Context<'a> {
    /// The editions that surely stand on some day, with those days.
    pub(super) fn at_work(&self) -> Vec<(&'a Edition, Vec<Date>)> {
        let mut at_work = Vec::new();
        for source in self.cases.on_file.sources.values() {
            let mut days: BTreeMap<&EditionId, (&Edition, Vec<Date>)> = BTreeMap::new();
            for day in &self.days {
                if let Some(edition) = self.cases.standing(source, *day) {
                    let entry = days.entry(&edition.id);
                    entry.or_insert_with(|| (edition, Vec::new())).1.push(*day);
                }
            }
            at_work.extend(days.into_values());
        }
        at_work
    }

    /// One of the days for each of the ways in which the clauses of an edition can stand.
    pub(super) fn different(&self, edition: &Edition, days: &[Date]) -> Vec<Date> {
        let mut seen = BTreeSet::new();
        let mut different = days.to_vec();
        different.retain(|day| {
            let clauses = edition
                .rules
                .values()
                .flat_map(|rule| [rule.from, rule.until]);
            let come: Vec<_> = clauses
                .flatten()
                .map(|date| (*day >= date.earliest(), *day >= date.latest()))
                .collect();
            seen.insert(come)
        });
        different
    }

    /// The pairs of sources that disagree.
    pub(super) fn sources(&self, found: &mut Found) -> Option<()> {
        let at_work = self.at_work();
        for (at, (one, days)) in at_work.iter().enumerate() {
            for (other, with_days) in at_work.iter().skip(at + 1) {
                let pair = (one.id.source.clone(), other.id.source.clone());
                if pair.0 == pair.1 || found.sources_disagree.contains(&pair) {
                    continue;
                }
                let mut together = Vec::new();
                match one.governing_date == other.governing_date {
                    true => {
                        let mut both = days.clone();
                        both.retain(|day| with_days.contains(day));
                        together.extend(both.into_iter().map(|day| (day, day)));
                    }
                    false => {
                        for day in self.different(one, days) {
                            let others = self.different(other, with_days);
                            together.extend(others.into_iter().map(|with| (day, with)));
                        }
                    }
                }
                if self.pair(one, other, &together)? {
                    found.sources_disagree.insert(pair);
                }
            }
        }
        Some(())
    }

    fn pair(&self, one: &'a Edition, other: &'a Edition, days: &[(Date, Date)]) -> Option<bool> {
        let heard = self.cases.heard(&[one, other], |step| !step.is_floor())?;
        let heard = heard.and(&self.permitted)?;
        if !heard.is_possible() {
            return Some(false);
        }
        let mut seen = BTreeSet::new();
        for line in &self.lines {
            let (mine, theirs) = (line.services(one), line.services(other));
            if mine.is_empty() || theirs.is_empty() {
                continue;
            }
            for (day, with) in days {
                let alike = (clauses(one, *day), clauses(other, *with));
                if !seen.insert((mine.clone(), theirs.clone(), alike)) {
                    continue;
                }
                let against = disagreement(
                    &self.cases.says(one, &mine, *day)?,
                    &self.cases.says(other, &theirs, *with)?,
                )?;
                if heard.and(&against)?.is_possible() {
                    return Some(true);
                }
            }
        }
        Some(false)
    }

    /// The editions that speak to a line when one of them is looked at on a day.
    pub(super) fn speakers(
        &self,
        line: &Line,
        looked_at: &Edition,
        day: Date,
    ) -> Option<Vec<Speaker<'a>>> {
        let mut speakers = Vec::new();
        for source in self.cases.on_file.sources.values() {
            if !is_known(source.governing_date, looked_at.governing_date) {
                continue;
            }
            let Some(edition) = self.cases.standing(source, day) else {
                continue;
            };
            if !line.services(edition).is_empty() {
                speakers.push(self.speaker(line, edition, day)?);
            }
        }
        Some(speakers)
    }

    /// What an edition that a line is for says on a day.
    pub(super) fn speaker(
        &self,
        line: &Line,
        edition: &'a Edition,
        day: Date,
    ) -> Option<Speaker<'a>> {
        let says = self.cases.says(edition, &line.services(edition), day)?;
        Some(Speaker {
            edition,
            decides: says.decides()?,
            grants_all: says.stands(grants_all)?,
        })
    }

    /// Whether an edition is never heard, and whether a line that it is for may have no answer.
    pub(super) fn reach(
        &self,
        edition: &'a Edition,
        days: &[Date],
        found: &mut Found,
    ) -> Option<()> {
        let mut heard = false;
        let mut seen = BTreeSet::new();
        for line in &self.lines {
            if line.services(edition).is_empty() {
                continue;
            }
            let group = self.group(line);
            for day in days {
                let speakers = self.speakers(line, edition, *day)?;
                let names = speakers.iter().map(|one| {
                    (
                        one.edition.id.clone(),
                        line.services(one.edition),
                        clauses(one.edition, *day),
                    )
                });
                if !seen.insert((names.collect::<Vec<_>>(), group.clone())) {
                    continue;
                }
                heard = heard || self.is_heard(edition, &speakers)?;
                if !found.no_answer.contains(&group)
                    && self.unanswered(edition, &speakers)?.is_possible()
                {
                    found.no_answer.insert(group.clone());
                }
            }
        }
        if !heard {
            found.never_reached.insert(edition.id.clone());
        }
        Some(())
    }

    /// The sources that a line is for in some edition.
    pub(super) fn group(&self, line: &Line) -> BTreeSet<Id> {
        let editions = self.cases.corpus.editions.values();
        let of_line = editions.filter(|edition| !line.services(edition).is_empty());
        of_line.map(|edition| edition.id.source.clone()).collect()
    }

    fn is_heard(&self, edition: &Edition, speakers: &[Speaker<'_>]) -> Option<bool> {
        for profile in self.cases.corpus.profiles.values() {
            let mut free = self.cases.serves(profile)?.and(&self.permitted)?;
            for step in &profile.steps {
                let asked = self.cases.asked(step)?;
                if has(step, edition.kind) {
                    let applies = self.cases.concerns(edition, step)?;
                    if free.and(&asked)?.and(&applies)?.is_possible() {
                        return Some(true);
                    }
                }
                for speaker in speakers.iter().filter(|one| has(step, one.edition.kind)) {
                    let ends = match step.is_floor() {
                        true => &speaker.grants_all,
                        false => &speaker.decides,
                    };
                    let applies = self.cases.concerns(speaker.edition, step)?;
                    free = free.and_not(&asked.and(&applies)?.and(ends)?)?;
                }
            }
        }
        Some(false)
    }

    /// The cases for which an edition is heard, and in which none of the sources takes a position on any step.
    pub(super) fn unanswered(&self, edition: &Edition, speakers: &[Speaker<'_>]) -> Option<Table> {
        let mut unanswered = Table::always(false);
        for profile in self.cases.corpus.profiles.values() {
            let mut free = self.cases.serves(profile)?.and(&self.permitted)?;
            for step in &profile.steps {
                let asked = self.cases.asked(step)?;
                for speaker in speakers.iter().filter(|one| has(step, one.edition.kind)) {
                    let applies = self.cases.concerns(speaker.edition, step)?;
                    free = free.and_not(&asked.and(&applies)?.and(&speaker.decides)?)?;
                }
            }
            unanswered = unanswered.or(&free)?;
        }
        unanswered.and(&self.cases.heard(&[edition], |_| true)?)
    }
}

/// When two editions take positions that differ.
pub(super) fn disagreement(one: &Says<'_>, other: &Says<'_>) -> Option<Table> {
    let mut against = Table::always(false);
    for position in POSITIONS {
        let differs = |holding: &Holding| {
            holding.position() != position && POSITIONS.contains(&holding.position())
        };
        against = against.or(&one.holds(position)?.and(&other.stands(differs)?)?)?;
    }
    Some(against)
}

/// How the clauses of an edition stand on a day.
fn clauses(edition: &Edition, day: Date) -> Vec<(bool, bool)> {
    let clauses = edition
        .rules
        .values()
        .flat_map(|rule| [rule.from, rule.until]);
    clauses
        .flatten()
        .map(|date| (day >= date.earliest(), day >= date.latest()))
        .collect()
}

fn grants_all(holding: &Holding) -> bool {
    match holding {
        Holding::Supported { grant } => {
            grant.items.is_none()
                && grant.scopes.is_none()
                && grant.quantity.is_none()
                && grant.period.is_none()
        }
        _ => false,
    }
}

/// Whether a service has an `otherwise` that holds something.
pub(super) fn holds_otherwise(edition: &Edition, service: &Id) -> bool {
    let service = edition.services.get(service);
    service.is_some_and(|service| matches!(service.otherwise, Otherwise::Holds { .. }))
}
