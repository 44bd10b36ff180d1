//! What each edition holds for the services of a line, laid out for lines.

use std::collections::BTreeSet;

use coverdict_model::{
    date::{Date, day_number},
    fact::Derivation,
    finding::{Governing, Limit},
    position::Holding,
    source::{PriorAuthorization, SourceKind, Status},
};
use coverdict_program::{Criterion, Edition, Program, Source, Statement};

/// The number of an [`Entry`].
pub(super) type EntryId = u32;

/// An edition with some of its services.
#[derive(Debug)]
pub(super) struct Entry<'p> {
    pub(super) edition: &'p Edition,
    pub(super) kind: SourceKind,
    /// Whether columns follow all that it says.
    pub(super) is_plain: bool,
    pub(super) applies: u32,
    pub(super) applies_stated: u32,
    /// The rules of each service, each list ended by what holds when none applies.
    pub(super) services: Vec<Vec<Rule<'p>>>,
    /// Whether it is in use and has a service of the line.
    pub(super) may_speak: bool,
    pub(super) authorization: PriorAuthorization,
    /// The limits of a finding on a step where it speaks.
    pub(super) limits: BTreeSet<Limit>,
}

/// A rule of a service, or what holds when none applies.
#[derive(Debug)]
pub(super) struct Rule<'p> {
    /// Its condition; none: it holds when no rule applies.
    pub(super) condition: Option<u32>,
    /// The days on which a dated clause is running: the first, and the first no longer.
    pub(super) running: (i32, i32),
    /// The rules before it in the list that defeat it.
    pub(super) defeated_by: &'p [u32],
    pub(super) holds: Holds,
    pub(super) statement: &'p Statement,
    /// Its place among all rules of the program, in the order of their names.
    pub(super) rank: u32,
}

/// What a rule holds, as far as the walk tells it apart.
#[derive(Debug, Clone, Copy)]
pub(super) enum Holds {
    BenefitConfirmed,
    Discretion,
    /// The kind's place.
    Against(usize),
    /// Whether the grant covers the service as such, and the condition that the quantity is kept.
    Supports {
        covers: bool,
        within: u32,
    },
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

    fn rank(&self, governing: &Governing) -> u32 {
        let at = self.0.binary_search(governing).unwrap_or_else(|at| at);
        u32::try_from(at).unwrap_or(u32::MAX)
    }
}

impl<'p> Entry<'p> {
    /// An edition with the services at these places.
    pub(super) fn new(
        program: &'p Program,
        ranks: &Ranks,
        source: &'p Source,
        edition: &'p Edition,
        services: &[u32],
    ) -> Self {
        let mut entry = Self {
            edition,
            kind: source.kind,
            is_plain: true,
            applies: number(edition.applies),
            applies_stated: number(edition.applies_stated),
            services: Vec::with_capacity(services.len()),
            may_speak: edition.status == Status::Active && !services.is_empty(),
            authorization: edition.prior_authorization,
            limits: BTreeSet::new(),
        };
        entry.limit(services);
        for at in services {
            let Some(service) = edition.services.get(*at as usize) else {
                continue;
            };
            let mut rules = Vec::with_capacity(service.rules.len() + 1);
            for rule in &service.rules {
                let Some(compiled) = edition.rules.get(rule.rule as usize) else {
                    continue;
                };
                let mut running = (i32::MIN, i32::MAX);
                for (clause, end) in [(&compiled.from, false), (&compiled.until, true)] {
                    match clause {
                        Some((date, None)) if end => running.1 = day(date.latest()),
                        Some((date, None)) => running.0 = day(date.latest()),
                        Some((_, Some(_))) => entry.is_plain = false,
                        None => {}
                    }
                }
                entry.is_plain &= rule.slots.is_empty();
                entry.compared(program, &rule.criteria);
                rules.push(Rule {
                    condition: Some(number(rule.criteria.condition)),
                    running,
                    defeated_by: &rule.defeated_by,
                    holds: Holds::of(&compiled.statement),
                    statement: &compiled.statement,
                    rank: ranks.rank(&Governing {
                        edition: edition.id.clone(),
                        rule: Some(compiled.id.clone()),
                    }),
                });
            }
            if let Some(statement) = &service.otherwise {
                rules.push(Rule {
                    condition: None,
                    running: (i32::MIN, i32::MAX),
                    defeated_by: &[],
                    holds: Holds::of(statement),
                    statement,
                    rank: ranks.rank(&Governing {
                        edition: edition.id.clone(),
                        rule: None,
                    }),
                });
            }
            entry.services.push(rules);
        }
        entry
    }

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

    /// The limits that follow from what a rule's criteria compare.
    fn compared(&mut self, program: &Program, criterion: &Criterion) {
        // A reading is a limit where the criterion that hangs on it is open, whatever the rule comes to.
        self.is_plain &= criterion.reading.is_none();
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
        for child in &criterion.of {
            self.compared(program, child);
        }
    }
}

impl Holds {
    fn of(statement: &Statement) -> Self {
        match &statement.holding {
            Holding::BenefitConfirmed => Self::BenefitConfirmed,
            Holding::LeftToDiscretion => Self::Discretion,
            Holding::NotSupported { kind, .. } => Self::Against(*kind as usize),
            Holding::Supported { grant } => Self::Supports {
                covers: grant.items.is_none() && grant.scopes.is_none(),
                within: number(statement.within_quantity),
            },
        }
    }
}

pub(super) fn number(condition: coverdict_logic::CondId) -> u32 {
    u32::try_from(condition.index()).unwrap_or(u32::MAX)
}

/// A day as lines count it.
pub(super) fn day(day: Date) -> i32 {
    i32::try_from(day_number(day)).unwrap_or(i32::MAX)
}
