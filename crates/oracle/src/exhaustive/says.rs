//! What editions say in every complete case, where they apply, and for whom.

use std::collections::BTreeSet;

use coverdict_model::{
    code::Code,
    corpus::Corpus,
    criterion::{Criterion, Test},
    date::{Date, PartialDate, day_number, from_day_number},
    fact::FactType,
    id::Id,
    position::{Holding, Position},
    profile::{Profile, Step},
    source::{Edition, EditionId, GoverningDate, Otherwise, Rule, SourceKind, Status},
};

use super::{cases::Cases, table::Table};
use crate::naive::{
    choices::Choices, criterion::Scope, facts::Facts, on_file::Source, step::is_in_phase,
    world::World,
};

/// What is requested: one code, or one service that the requester states.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Line {
    Code(Code),
    Service(Id),
}

/// A rule tried for a service, or an `otherwise`.
#[derive(Clone)]
pub(super) struct Voice<'a> {
    pub(super) service: &'a Id,
    /// The rule; none: `otherwise`.
    pub(super) rule: Option<&'a Id>,
    pub(super) holding: &'a Holding,
    pub(super) stands: Table,
}

/// What an edition says of a line on a day, where it applies.
pub(super) struct Says<'a> {
    pub(super) voices: Vec<Voice<'a>>,
    pub(super) silent: Table,
}

impl Line {
    /// Every line that some edition is for.
    pub(super) fn all(corpus: &Corpus) -> BTreeSet<Self> {
        let mut lines = BTreeSet::new();
        for (name, service) in corpus.editions.values().flat_map(|one| &one.services) {
            lines.insert(Self::Service(name.clone()));
            lines.extend(service.codes.iter().cloned().map(Self::Code));
        }
        lines
    }

    /// The services of an edition that the line is for.
    pub(super) fn services<'a>(&self, edition: &'a Edition) -> Vec<&'a Id> {
        let services = edition.services.iter();
        let is_for = services.filter(|(name, service)| match self {
            Self::Code(code) => service.codes.contains(code),
            Self::Service(stated) => stated == *name,
        });
        is_for.map(|(name, _)| name).collect()
    }
}

impl Says<'_> {
    /// When a rule or an `otherwise` with such a holding stands.
    pub(super) fn stands(&self, of: impl Fn(&Holding) -> bool) -> Option<Table> {
        let voices = self.voices.iter().filter(|voice| of(voice.holding));
        Table::any(voices.map(|voice| &voice.stands))
    }

    pub(super) fn holds(&self, position: Position) -> Option<Table> {
        self.stands(|holding| holding.position() == position)
    }

    /// When it takes a position that decides.
    pub(super) fn decides(&self) -> Option<Table> {
        self.stands(|holding| holding.position() != Position::BenefitConfirmed)
    }
}

impl<'a> Cases<'a> {
    /// The days that can differ from others: those that some file mentions, and their neighbours.
    pub(super) fn days(&self) -> BTreeSet<Date> {
        let mut days = BTreeSet::new();
        for edition in self.corpus.editions.values() {
            let clauses = edition
                .rules
                .values()
                .flat_map(|rule| [rule.from, rule.until]);
            let own = [Some(edition.effective), edition.ended];
            for date in own.into_iter().chain(clauses).flatten() {
                for end in [date.earliest(), date.latest()] {
                    let number = day_number(end);
                    days.extend((number - 1..=number + 1).filter_map(from_day_number));
                }
            }
        }
        for fact in self.corpus.catalogue.facts.values() {
            if let FactType::Date { min, max } = fact.kind {
                days.extend([min, max].into_iter().flatten());
            }
        }
        days
    }

    /// Whether a date can be a day, by its bounds.
    pub(super) fn can_be(&self, governing: GoverningDate, day: Date) -> bool {
        let fact = self.corpus.catalogue.facts.get(governing.name());
        fact.is_none_or(|fact| match fact.kind {
            FactType::Date { min, max } => {
                min.is_none_or(|min| min <= day) && max.is_none_or(|max| day <= max)
            }
            _ => true,
        })
    }

    /// The active edition on file that surely stands on a day.
    pub(super) fn standing(&self, source: &Source<'_>, day: Date) -> Option<&'a Edition> {
        if !self.can_be(source.governing_date, day) {
            return None;
        }
        let mut found: Option<Option<EditionId>> = None;
        let mut choices = Choices::default();
        loop {
            let here = self.standing_in(source, day, &choices);
            if found.as_ref().is_some_and(|found| *found != here) {
                return None;
            }
            found = Some(here);
            if !choices.advance() {
                let edition = self.corpus.editions.get(&found??)?;
                return Some(edition).filter(|edition| edition.status == Status::Active);
            }
        }
    }

    fn standing_in(&self, source: &Source<'_>, day: Date, choices: &Choices) -> Option<EditionId> {
        let facts = Facts::none(&self.nothing);
        let world = World {
            on_file: &self.on_file,
            case: &self.stated,
            facts: &facts,
            choices,
        };
        let edition = world.on_file_at(source, day);
        edition.map(|edition| edition.id.clone())
    }

    /// What an edition says of some of its services on a day.
    pub(super) fn says(
        &self,
        edition: &'a Edition,
        services: &[&'a Id],
        day: Date,
    ) -> Option<Says<'a>> {
        let mut voices = Vec::new();
        let mut silent = Table::always(true);
        for service in services {
            let mut applying = Vec::new();
            for (id, rule) in &edition.rules {
                let applies = self.applies(edition, service, rule, day)?;
                applying.push((id, rule, applies));
            }
            let any = Table::any(applying.iter().map(|(_, _, applies)| applies))?;
            for (id, rule, _) in &applying {
                voices.push(Voice {
                    service,
                    rule: Some(id),
                    holding: &rule.holding,
                    stands: stands(id, &applying)?,
                });
            }
            match &edition.services.get(*service)?.otherwise {
                Otherwise::Holds { holding, .. } => {
                    silent = Table::always(false);
                    voices.push(Voice {
                        service,
                        rule: None,
                        holding,
                        stands: any.not(),
                    });
                }
                Otherwise::Silent => silent = silent.and_not(&any)?,
            }
        }
        Some(Says { voices, silent })
    }

    fn applies(&self, edition: &'a Edition, service: &Id, rule: &Rule, day: Date) -> Option<Table> {
        let mut applies = self.rule(edition, service, rule, &|_| None)?;
        if let Some(from) = rule.from {
            applies = applies.and(&self.has_come(edition, from, day)?)?;
        }
        if let Some(until) = rule.until {
            applies = applies.and_not(&self.has_come(edition, until, day)?)?;
        }
        Some(applies)
    }

    fn has_come(&self, edition: &Edition, date: PartialDate, day: Date) -> Option<Table> {
        match (day >= date.latest(), day >= date.earliest()) {
            (true, _) => Some(Table::always(true)),
            (_, false) => Some(Table::always(false)),
            _ => self.ask(|chosen| chosen.has_come(&edition.id, date)),
        }
    }

    /// When the criteria of a rule are met, and the phase is one of its own; some criteria may be taken as met or not.
    pub(super) fn rule(
        &self,
        edition: &Edition,
        service: &Id,
        rule: &Rule,
        taken: &dyn Fn(&[usize]) -> Option<bool>,
    ) -> Option<Table> {
        let phase = match rule.phases.is_empty() {
            true => Table::always(true),
            false => self.ask(|chosen| is_in_phase(rule, chosen.world))?,
        };
        let met = self.met(Some((edition, service)), &rule.when, &mut Vec::new(), taken)?;
        met.and(&phase)
    }

    /// When a criterion is met.
    pub(super) fn met(
        &self,
        rule: Option<(&Edition, &Id)>,
        criterion: &Criterion,
        path: &mut Vec<usize>,
        taken: &dyn Fn(&[usize]) -> Option<bool>,
    ) -> Option<Table> {
        if let Some(truth) = taken(path) {
            return Some(Table::always(truth));
        }
        let mut below = Vec::new();
        for (at, child) in criterion.children().enumerate() {
            path.push(at);
            let met = self.met(rule, child, path, taken);
            path.pop();
            below.push(met?);
        }
        match &criterion.test {
            Test::All(_) => Table::all(&below),
            Test::Any(_) => Table::any(&below),
            Test::None(_) => Some(Table::any(&below)?.not()),
            Test::AtLeast { count, .. } => Table::at_least(usize::try_from(*count).ok()?, &below),
            Test::ByReading { reading, of } => {
                let (edition, _) = rule?;
                let mut read = Vec::new();
                for (name, met) in of.keys().zip(&below) {
                    let chosen = self.ask(|chosen| {
                        chosen.world.reading(edition, reading).as_ref() == Some(name)
                    })?;
                    read.push(chosen.and(met)?);
                }
                Table::any(&read)
            }
            Test::Service(_) | Test::Fact { .. } | Test::PositionOf { .. } => self.ask(|chosen| {
                let scope = Scope {
                    rule,
                    position_of: &|kind, basis| chosen.held(kind, basis),
                    seen: std::cell::RefCell::default(),
                };
                scope.holds(criterion, &chosen.world)
            }),
        }
    }

    /// The cases that the constraints permit.
    pub(super) fn permitted(&self) -> Option<Table> {
        let mut permitted = Table::always(true);
        for constraint in self.corpus.catalogue.constraints.values() {
            let met = self.met(None, constraint, &mut Vec::new(), &|_| None)?;
            permitted = permitted.and(&met)?;
        }
        Some(permitted)
    }

    /// Whom a profile serves.
    pub(super) fn serves(&self, profile: &Profile) -> Option<Table> {
        self.ask(|chosen| {
            let serving = chosen.world.on_file.serving(chosen.world.facts);
            serving.is_some_and(|serving| serving.id == profile.id)
        })
    }

    /// When a step is asked at all.
    pub(super) fn asked(&self, step: &Step) -> Option<Table> {
        match &step.when {
            Some(when) => self.met(None, when, &mut Vec::new(), &|_| None),
            None => Some(Table::always(true)),
        }
    }

    /// Whether an edition on a step applies to the member.
    pub(super) fn concerns(&self, edition: &Edition, step: &Step) -> Option<Table> {
        self.ask(|chosen| chosen.world.applies(edition, step))
    }

    /// For whom the sources of some kinds are asked on one step, and editions of theirs apply there.
    pub(super) fn heard(
        &self,
        editions: &[&Edition],
        is_for: impl Fn(&Step) -> bool,
    ) -> Option<Table> {
        let mut heard = Table::always(false);
        for profile in self.corpus.profiles.values() {
            for step in profile.steps.iter().filter(|step| is_for(step)) {
                if !editions
                    .iter()
                    .all(|edition| step.kinds.contains(&edition.kind))
                {
                    continue;
                }
                let mut here = self.serves(profile)?.and(&self.asked(step)?)?;
                for edition in editions {
                    here = here.and(&self.concerns(edition, step)?)?;
                }
                heard = heard.or(&here)?;
            }
        }
        Some(heard)
    }
}

/// Whether the day by which a source is governed is known when an edition governed by a date is looked at.
pub(super) fn is_known(governing: GoverningDate, looked_at: GoverningDate) -> bool {
    governing == looked_at || governing == GoverningDate::DateOfService
}

/// Whether a kind of source is on a step.
pub(super) fn has(step: &Step, kind: SourceKind) -> bool {
    step.kinds.contains(&kind)
}

/// When a rule applies and no rule that itself stands overrides it.
fn stands(id: &Id, applying: &[(&Id, &Rule, Table)]) -> Option<Table> {
    let (_, _, applies) = applying.iter().find(|(own, ..)| *own == id)?;
    let mut stands_here = applies.clone();
    for (other, rule, _) in applying {
        if rule.overrides.contains(id) {
            stands_here = stands_here.and_not(&stands(other, applying)?)?;
        }
    }
    Some(stands_here)
}
