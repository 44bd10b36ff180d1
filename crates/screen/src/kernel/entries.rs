//! What each edition holds for the services of a line, laid out for lines.

use std::collections::BTreeSet;

use coverdict_logic::{CondId, VarId};
use coverdict_model::{
    date::{Date, PartialDate, day_number},
    fact::Derivation,
    finding::{Governing, Limit},
    id::Id,
    position::Holding,
    source::{EditionId, PriorAuthorization, Status},
};
use coverdict_program::{Criterion, Edition, Program, Statement};

use super::conditions::{Compiled, Place};
use crate::encode::Encoder;

/// The number of an [`Entry`].
pub(super) type EntryId = u32;

/// An edition with some of its services, as the walk needs it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    /// Its rules, service by service, among all rules.
    pub(super) rules: (u32, u32),
    /// Whether columns follow all that it says.
    pub(super) is_plain: bool,
    /// Whether it is in use and has a service of the line.
    pub(super) may_speak: bool,
    /// Whether it adds to a verdict though none of its rules governs: by limits, or by what it says on
    /// prior authorization or documentation.
    pub(super) has_asides: bool,
}

/// The same, as what is rarely needed of it.
#[derive(Debug)]
pub(super) struct Details<'p> {
    pub(super) edition: &'p Edition,
    pub(super) applies: Place,
    pub(super) applies_stated: Place,
    /// The limits of a finding on a step where it speaks.
    pub(super) limits: BTreeSet<Limit>,
}

/// A rule of a service, or what holds when none applies.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule {
    /// Its condition; none: it holds when no rule of the service applies.
    pub(super) condition: Option<Place>,
    /// The first day on which a dated clause is running.
    pub(super) from: i32,
    /// The first day on which it no longer is.
    pub(super) until: i32,
    /// Whether it is the first of a service.
    pub(super) is_first: bool,
    pub(super) holds: Holds,
    /// The rules that defeat it, by place in the service, among all such places.
    pub(super) defeated_by: (u32, u32),
    /// Its place among all rules of the program, in the order of their names.
    pub(super) rank: u32,
}

/// What a rule holds, as far as the walk tells it apart.
#[derive(Debug, Clone, Copy)]
pub(super) enum Holds {
    BenefitConfirmed,
    Discretion,
    /// The kind's place.
    Against(u8),
    /// Whether the grant covers the service as such, and the condition that the quantity is kept.
    Supports {
        covers: bool,
        within: Place,
    },
}

/// All entries and their rules.
#[derive(Debug, Default)]
pub(super) struct Entries<'p> {
    pub(super) all: Vec<Entry>,
    pub(super) details: Vec<Details<'p>>,
    pub(super) rules: Vec<Rule>,
    /// What each rule states.
    pub(super) statements: Vec<&'p Statement>,
    pub(super) defeats: Vec<u32>,
}

/// The names of all rules of a program, in order.
#[derive(Debug)]
pub(super) struct Ranks(Vec<Governing>);

impl Ranks {
    pub(super) fn new(program: &Program) -> Self {
        let mut all = Vec::new();
        for source in &program.sources {
            for edition in &source.editions {
                let name = |rule| Governing {
                    edition: edition.id.clone(),
                    rule,
                };
                all.push(name(None));
                let rules = edition.rules.iter();
                all.extend(rules.map(|rule| name(Some(rule.id.clone()))));
            }
        }
        all.sort_unstable();
        all.dedup();
        Self(all)
    }

    pub(super) fn name(&self, rank: u32) -> Option<&Governing> {
        self.0.get(rank as usize)
    }

    fn rank(&self, edition: &EditionId, rule: Option<&Id>) -> u32 {
        let wanted = (edition, rule);
        let before = |other: &Governing| (&other.edition, other.rule.as_ref()) < wanted;
        let at = self.0.partition_point(before);
        u32::try_from(at).unwrap_or(u32::MAX)
    }
}

/// What entries are made of.
pub(super) struct Maker<'m, 'p> {
    pub(super) program: &'p Program,
    pub(super) ranks: &'m Ranks,
    pub(super) encoder: &'m Encoder<'p>,
    pub(super) compiled: &'m mut Compiled,
}

impl Maker<'_, '_> {
    pub(super) fn condition(&mut self, condition: CondId) -> Place {
        self.compiled
            .add(&self.program.conditions, condition, self.encoder)
    }
}

impl<'p> Entries<'p> {
    pub(super) fn rules(&self, entry: EntryId) -> &[Rule] {
        let rules = self.all.get(entry as usize).map(|entry| entry.rules);
        let (start, end) = rules.unwrap_or_default();
        self.rules
            .get(start as usize..end as usize)
            .unwrap_or_default()
    }

    /// Adds an edition with the services at these places.
    pub(super) fn add(
        &mut self,
        maker: &mut Maker<'_, 'p>,
        edition: &'p Edition,
        services: &[u32],
    ) -> EntryId {
        let mut details = Details {
            edition,
            applies: maker.condition(edition.applies),
            applies_stated: maker.condition(edition.applies_stated),
            limits: BTreeSet::new(),
        };
        details.limit(services);
        let (start, mut is_plain) = (length(&self.rules), true);
        for at in services {
            let Some(service) = edition.services.get(*at as usize) else {
                continue;
            };
            let mut is_first = true;
            for rule in &service.rules {
                let Some(compiled) = edition.rules.get(rule.rule as usize) else {
                    continue;
                };
                let clause = |clause: &Option<(PartialDate, Option<VarId>)>, open: i32| match clause
                {
                    Some((date, question)) => (day(date.latest()), question.is_none()),
                    None => (open, true),
                };
                let (from, from_is_exact) = clause(&compiled.from, i32::MIN);
                let (until, until_is_exact) = clause(&compiled.until, i32::MAX);
                is_plain &= from_is_exact && until_is_exact && rule.slots.is_empty();
                is_plain &= details.compared(maker.program, &rule.criteria);
                let first_defeat = length(&self.defeats);
                self.defeats.extend(&rule.defeated_by);
                let made = Rule {
                    condition: Some(maker.condition(rule.criteria.condition)),
                    from,
                    until,
                    is_first,
                    holds: Holds::of(&compiled.statement, maker),
                    defeated_by: (first_defeat, length(&self.defeats)),
                    rank: maker.ranks.rank(&edition.id, Some(&compiled.id)),
                };
                self.push(made, &compiled.statement);
                is_first = false;
            }
            if let Some(statement) = &service.otherwise {
                let made = Rule {
                    condition: None,
                    from: i32::MIN,
                    until: i32::MAX,
                    is_first,
                    holds: Holds::of(statement, maker),
                    defeated_by: (0, 0),
                    rank: maker.ranks.rank(&edition.id, None),
                };
                self.push(made, statement);
            }
        }
        self.all.push(Entry {
            rules: (start, length(&self.rules)),
            is_plain,
            may_speak: edition.status == Status::Active && !services.is_empty(),
            has_asides: !details.limits.is_empty()
                || edition.prior_authorization != PriorAuthorization::NotStated
                || edition.documentation.is_some(),
        });
        self.details.push(details);
        length(&self.all) - 1
    }

    fn push(&mut self, rule: Rule, statement: &'p Statement) {
        self.rules.push(rule);
        self.statements.push(statement);
    }
}

fn length<T>(of: &[T]) -> u32 {
    u32::try_from(of.len()).unwrap_or(u32::MAX)
}

impl Details<'_> {
    /// The limits that follow from its speaking.
    fn limit(&mut self, services: &[u32]) {
        let edition = self.edition;
        let id = &edition.id;
        if edition.published.is_none() {
            self.limits.insert(Limit::PublicationNotStated {
                edition: id.clone(),
            });
        }
        if edition.excerpt {
            self.limits.insert(Limit::KnownFromExcerpt {
                edition: id.clone(),
            });
        }
        let considerations = edition.considerations.keys();
        self.limits
            .extend(considerations.map(|consideration| Limit::ToConsider {
                edition: id.clone(),
                consideration: consideration.clone(),
            }));
        let facets = edition.mapped_facets.iter();
        self.limits.extend(facets.map(|facet| Limit::MappingUsed {
            mapping: format!("{id} applies by {facet}"),
        }));
        let services = services
            .iter()
            .filter_map(|at| edition.services.get(*at as usize))
            .filter(|service| service.mapped);
        self.limits
            .extend(services.map(|service| Limit::MappingUsed {
                mapping: format!("{id} claims {} by code", service.id),
            }));
    }

    /// Takes up the limits that follow from what a rule's criteria compare. Whether there are no others:
    /// a reading is a limit where the criterion that hangs on it is open, whatever the rule comes to.
    fn compared(&mut self, program: &Program, criterion: &Criterion) -> bool {
        if let Some(set) = &criterion.mapped {
            self.limits.insert(Limit::MappingUsed {
                mapping: set.to_string(),
            });
        }
        let fact = criterion
            .fact
            .and_then(|number| program.facts.get(number as usize))
            .and_then(|fact| program.catalogue.facts.get(&fact.id));
        if let Some(Derivation::Mapping { mapping, .. }) =
            fact.and_then(|fact| fact.derived.as_ref())
            && program.mappings.contains(mapping)
        {
            self.limits.insert(Limit::MappingUsed {
                mapping: mapping.to_string(),
            });
        }
        let below = criterion
            .of
            .iter()
            .map(|child| self.compared(program, child));
        below.fold(criterion.reading.is_none(), |all, plain| all & plain)
    }
}

impl Holds {
    fn of(statement: &Statement, maker: &mut Maker<'_, '_>) -> Self {
        match &statement.holding {
            Holding::BenefitConfirmed => Self::BenefitConfirmed,
            Holding::LeftToDiscretion => Self::Discretion,
            Holding::NotSupported { kind, .. } => Self::Against(*kind as u8),
            Holding::Supported { grant } => Self::Supports {
                covers: grant.items.is_none() && grant.scopes.is_none(),
                within: maker.condition(statement.within_quantity),
            },
        }
    }
}

/// A day as lines count it.
pub(super) fn day(day: Date) -> i32 {
    i32::try_from(day_number(day)).unwrap_or(i32::MAX)
}
