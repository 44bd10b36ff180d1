//! What one edition holds against another, each as if it were the only source, of every complete case.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_model::{
    corpus::Corpus,
    date::Date,
    fact::FactType,
    grant::Grant,
    id::Id,
    position::{Holding, Kind, Position},
    source::{Edition, EditionId, GoverningDate, Otherwise},
};

use super::{
    between::{Context, POSITIONS},
    context,
    says::{Line, Says},
    table::Table,
};

/// How what a new edition holds of a line stands to what an old one does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compared {
    /// The new one is more favourable in some case.
    pub wider: bool,
    /// The new one is less favourable in some case.
    pub narrower: bool,
    /// They give different answers in some case.
    pub differs: bool,
}

/// A part of a request: an item and a scope, each perhaps one that no grant names.
type Part<'a> = (Option<&'a Id>, Option<&'a Id>);

/// What a new edition holds against an old one of the same corpus, line by line, by the name of the code or service;
/// `None` when the cases are too many to list.
#[must_use]
pub fn compared(
    corpus: &Corpus,
    old: &EditionId,
    new: &EditionId,
) -> Option<BTreeMap<String, Compared>> {
    context(corpus, |context| {
        let editions = &context.cases.corpus.editions;
        let (old, new) = (editions.get(old)?, editions.get(new)?);
        let mut found = BTreeMap::new();
        for line in &context.lines {
            let (mine, theirs) = (line.services(old), line.services(new));
            if mine.is_empty() || theirs.is_empty() {
                continue;
            }
            let was = context.heard_saying(old, &mine)?;
            let is = context.heard_saying(new, &theirs)?;
            let name = match line {
                Line::Code(code) => code.as_str().to_owned(),
                Line::Service(service) => service.to_string(),
            };
            found.insert(name, context.held_against((old, &was), (new, &is))?);
        }
        Some(found)
    })
}

impl<'a> Context<'a> {
    /// What an edition says in its last time, as far as it is heard: law that requires coverage as far as it supports.
    fn heard_saying(&self, edition: &'a Edition, services: &[&'a Id]) -> Option<Says<'a>> {
        let day = last_day(self.cases.corpus, edition);
        let mut says = self.cases.says(edition, services, day)?;
        if edition.kind.is_floor() {
            says.voices
                .retain(|voice| voice.holding.position() == Position::Supported);
        }
        Some(says)
    }

    fn held_against(
        &self,
        (old, was): (&Edition, &Says<'_>),
        (new, is): (&Edition, &Says<'_>),
    ) -> Option<Compared> {
        let possible = |table: Table| Some(table.and(&self.permitted)?.is_possible());
        let (refused, refuses) = (only(was, NOT_SUPPORTED)?, only(is, NOT_SUPPORTED)?);
        let mut compared = Compared {
            wider: possible(refused.and_not(&refuses)?)?,
            narrower: possible(refuses.and_not(&refused)?)?,
            differs: false,
        };
        for part in parts(old, new) {
            let (granted, grants) = (self.granted(old, was, part)?, self.granted(new, is, part)?);
            compared.wider |= possible(grants.and_not(&granted)?)?;
            compared.narrower |= possible(granted.and_not(&grants)?)?;
        }
        let holdings = was.voices.iter().chain(&is.voices);
        for holding in holdings.map(|voice| voice.holding) {
            let (before, after) = (answered(was, holding)?, answered(is, holding)?);
            compared.differs |= possible(before.and_not(&after)?)?;
            compared.differs |= possible(after.and_not(&before)?)?;
        }
        Some(compared)
    }

    /// When an edition supports a part, and holds nothing else.
    fn granted(&self, edition: &Edition, says: &Says<'_>, part: Part<'_>) -> Option<Table> {
        let mut granted = Table::always(false);
        for voice in &says.voices {
            if let Holding::Supported { grant } = voice.holding
                && covers(grant, part)
            {
                let within = self.within_quantity(edition, voice.holding)?;
                granted = granted.or(&voice.stands.and(&within)?)?;
            }
        }
        granted.and(&only(says, Position::Supported)?)
    }
}

const NOT_SUPPORTED: Position = Position::NotSupported;

/// When an edition takes a position, and none that is another.
fn only(says: &Says<'_>, position: Position) -> Option<Table> {
    let others = says.stands(|holding| {
        POSITIONS.contains(&holding.position()) && holding.position() != position
    })?;
    says.holds(position)?.and_not(&others)
}

/// When a holding is part of an edition's answer.
fn answered(says: &Says<'_>, holding: &Holding) -> Option<Table> {
    match holding {
        Holding::BenefitConfirmed => says
            .holds(Position::BenefitConfirmed)?
            .and_not(&says.decides()?),
        Holding::LeftToDiscretion => only(says, Position::LeftToDiscretion),
        Holding::Supported { grant } => {
            // What a wider grant holds too is granted by it.
            let as_wide = says.stands(|other| match other {
                Holding::Supported { grant: other } => grant.lies_within(other),
                _ => false,
            })?;
            as_wide.and(&only(says, Position::Supported)?)
        }
        Holding::NotSupported { kind, .. } => {
            let same = says.stands(|other| other == holding)?;
            let same = same.and(&only(says, NOT_SUPPORTED)?)?;
            if *kind == Kind::Clinical {
                return Some(same);
            }
            // A clinical reason goes before one of any other kind.
            let clinical = |other: &Holding| {
                matches!(
                    other,
                    Holding::NotSupported {
                        kind: Kind::Clinical,
                        ..
                    }
                )
            };
            same.and_not(&says.stands(clinical)?)
        }
    }
}

/// The parts of a request that the grants of either edition tell apart.
fn parts<'a>(old: &'a Edition, new: &'a Edition) -> BTreeSet<Part<'a>> {
    let mut items: BTreeSet<Option<&Id>> = [None].into();
    let mut scopes = items.clone();
    for edition in [old, new] {
        let rules = edition.rules.values().map(|rule| &rule.holding);
        let services = edition.services.values();
        let otherwise = services.filter_map(|service| match &service.otherwise {
            Otherwise::Holds { holding, .. } => Some(holding),
            Otherwise::Silent => None,
        });
        for holding in rules.chain(otherwise) {
            if let Holding::Supported { grant } = holding {
                items.extend(grant.items.iter().flatten().map(Some));
                scopes.extend(grant.scopes.iter().flatten().map(Some));
            }
        }
    }
    let pairs = items
        .iter()
        .flat_map(|item| scopes.iter().map(|scope| (*item, *scope)));
    pairs.collect()
}

fn covers(grant: &Grant, (item, scope): Part<'_>) -> bool {
    let within = |granted: &Option<BTreeSet<Id>>, asked: Option<&Id>| match granted {
        None => true,
        Some(granted) => asked.is_some_and(|asked| granted.contains(asked)),
    };
    within(&grant.items, item) && within(&grant.scopes, scope)
}

/// The first day of the last time in which no dated clause of an edition begins or ends.
fn last_day(corpus: &Corpus, edition: &Edition) -> Date {
    let (min, max) = bounds(corpus, edition.governing_date);
    let start = edition.effective.latest();
    let first = min.map_or(start, |min| min.max(start));
    let is_within = |day: &Date| {
        let before_end = edition.ended.is_none_or(|ended| *day < ended.earliest());
        *day >= first && before_end && max.is_none_or(|max| *day <= max)
    };
    let rules = edition.rules.values();
    let clauses = rules.flat_map(|rule| [rule.from, rule.until]).flatten();
    let days = clauses.flat_map(|date| [date.earliest(), date.latest()]);
    let days = days.chain([first]).filter(is_within);
    // What is never in force on a permitted day is compared as if it were on the nearest.
    let nearest = max.map_or(first, |max| first.min(max));
    days.max().unwrap_or(nearest)
}

fn bounds(corpus: &Corpus, governing: GoverningDate) -> (Option<Date>, Option<Date>) {
    let fact = corpus.catalogue.facts.get(governing.name());
    match fact.map(|fact| &fact.kind) {
        Some(FactType::Date { min, max }) => (*min, *max),
        _ => (None, None),
    }
}
