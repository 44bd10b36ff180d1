//! Sources and their editions.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_logic::{Cells, CondId, VarId};
use coverdict_model::{
    attestation::Subject,
    corpus::Corpus,
    criterion::Comparison,
    date::PartialDate,
    id::Id,
    position::Holding,
    source::{self as model, Applies, Cite, Facet, Open, Otherwise, Provenance},
    value::Value,
    well_known,
};

use super::{Compiler, Problem, criteria::Place};
use crate::program::{
    CodeId, Edition, OpenQuestion, Rule, Service, ServiceRule, Source, SourceId, Statement,
};

impl Compiler<'_> {
    /// All sources, ascending by name.
    pub(super) fn sources(&mut self) -> Result<Vec<Source>, Problem> {
        let corpus = self.corpus;
        let mut by_source: BTreeMap<&Id, Vec<&model::Edition>> = BTreeMap::new();
        for edition in corpus.editions.values() {
            by_source
                .entry(&edition.id.source)
                .or_default()
                .push(edition);
        }
        let mut sources = Vec::with_capacity(by_source.len());
        for (number, (id, mut editions)) in (0_u32..).zip(by_source) {
            editions
                .sort_by_key(|edition| (edition.effective.earliest(), edition.id.edition.clone()));
            let Some(first) = editions.first() else {
                continue;
            };
            let source = SourceId(number);
            let in_force = self.ask(OpenQuestion::InForce { source });
            let mut compiled = Vec::with_capacity(editions.len());
            for (at, edition) in (0_u32..).zip(&editions) {
                compiled.push(self.edition(source, at, edition, &editions)?);
            }
            sources.push(Source {
                id: id.clone(),
                kind: first.kind,
                governing_date: first.governing_date,
                succession_attested: succession_attested(corpus, id),
                in_force,
                payers: payers(&editions),
                editions: compiled,
            });
        }
        Ok(sources)
    }

    fn edition(
        &mut self,
        source: SourceId,
        at: u32,
        edition: &model::Edition,
        siblings: &[&model::Edition],
    ) -> Result<Edition, Problem> {
        let name = edition.id.to_string();
        let readings = self.readings(source, at, edition);
        let applies = self.applies(source, at, &name, &edition.applies)?;
        let applies_stated = match edition.applies.funding {
            Some(_) => applies,
            None => {
                let facet = self
                    .corpus
                    .catalogue
                    .facts
                    .get_key_value(well_known::FUNDING)
                    .map(|(id, _)| id.clone());
                match facet {
                    Some(facet) => {
                        let open = self.ask(OpenQuestion::Applies {
                            source,
                            edition: at,
                            facet,
                        });
                        let binds = self.conditions.within(open, &Cells::single(1));
                        self.conditions.all([applies, binds])
                    }
                    None => applies,
                }
            }
        };
        let late = edition.published.filter(|date| date.exact().is_none());
        let late = late.map(|_| {
            self.ask(OpenQuestion::Late {
                source,
                edition: at,
            })
        });
        let rules = self.rules(source, at, &name, edition)?;
        let mut services = Vec::with_capacity(edition.services.len());
        for (id, service) in &edition.services {
            let place = Place {
                name: &name,
                service: Some(id),
                readings: &readings,
            };
            services.push(self.service(&place, id, service, edition)?);
        }
        let supersedes = edition.supersedes.as_ref().and_then(|superseded| {
            (0_u32..)
                .zip(siblings)
                .find(|(_, other)| other.id.edition == *superseded)
                .map(|(at, _)| at)
        });
        Ok(Edition {
            id: edition.id.clone(),
            title: edition.title.as_str().into(),
            publisher: edition.publisher.clone(),
            effective: edition.effective,
            ended: edition.ended,
            published: edition.published,
            recorded: edition.recorded,
            status: edition.status,
            supersedes,
            excerpt: edition.excerpt,
            document: edition.document.clone(),
            applies,
            applies_stated,
            mapped_facets: mapped_facets(&edition.applies),
            provenance: provenance(&edition.applies),
            late,
            services,
            rules,
            readings: readings
                .into_iter()
                .map(|(phrase, (var, _))| (phrase, var))
                .collect(),
            prior_authorization: edition.prior_authorization,
            documentation: edition.documentation.clone(),
            considerations: edition.considerations.clone(),
        })
    }

    fn readings(
        &mut self,
        source: SourceId,
        at: u32,
        edition: &model::Edition,
    ) -> BTreeMap<Id, (VarId, Vec<Id>)> {
        let mut numbered = BTreeMap::new();
        for (phrase, readings) in &edition.readings {
            let readings: Vec<Id> = readings.iter().cloned().collect();
            let question = OpenQuestion::Reading {
                source,
                edition: at,
                phrase: phrase.clone(),
                readings: readings.clone(),
            };
            let var = self.ask(question);
            numbered.insert(phrase.clone(), (var, readings));
        }
        numbered
    }

    /// Whether an edition applies to the member; each facet where that is open has its question.
    fn applies(
        &mut self,
        source: SourceId,
        at: u32,
        place: &str,
        applies: &Applies,
    ) -> Result<CondId, Problem> {
        let mut facets = Vec::new();
        for (fact, facet) in applies.facets() {
            let surely = self.facet(place, fact, facet)?;
            let maybe = self.facet_open(place, fact, facet)?;
            let condition = match maybe {
                CondId::FALSE => surely,
                maybe => {
                    let facet = self.fact(place, fact)?;
                    let facet = self.facts.get(facet as usize).map(|fact| fact.id.clone());
                    let Some(facet) = facet else { continue };
                    let open = self.ask(OpenQuestion::Applies {
                        source,
                        edition: at,
                        facet,
                    });
                    let open = self.conditions.within(open, &Cells::single(1));
                    let maybe = self.conditions.all([maybe, open]);
                    self.conditions.any([surely, maybe])
                }
            };
            facets.push(condition);
        }
        Ok(self.conditions.all(facets))
    }

    /// Whether the member is surely among those of the facet.
    pub(super) fn facet(
        &mut self,
        place: &str,
        fact: &str,
        facet: &Facet,
    ) -> Result<CondId, Problem> {
        self.one_of(place, fact, &facet.within)
    }

    fn facet_open(&mut self, place: &str, fact: &str, facet: &Facet) -> Result<CondId, Problem> {
        match &facet.open {
            Open::Values(values) => {
                let rest: BTreeSet<Id> = values.difference(&facet.within).cloned().collect();
                self.one_of(place, fact, &rest)
            }
            Open::Rest => {
                let surely = self.facet(place, fact, facet)?;
                let number = self.fact(place, fact)?;
                let values = self
                    .facts
                    .get(number as usize)
                    .map_or(0, |fact| fact.cells.values);
                let stated = self
                    .conditions
                    .within(VarId(number), &Cells::range(0, values));
                let other = self.conditions.not(surely);
                Ok(self.conditions.all([stated, other]))
            }
        }
    }

    /// Whether a fact has one of these words.
    pub(super) fn one_of(
        &mut self,
        place: &str,
        fact: &str,
        words: &BTreeSet<Id>,
    ) -> Result<CondId, Problem> {
        let number = self.fact(place, fact)?;
        let Some(id) = self.facts.get(number as usize).map(|fact| fact.id.clone()) else {
            return Ok(CondId::FALSE);
        };
        let values = words.iter().cloned().map(Value::Name).collect();
        self.comparison(place, &id, &Comparison::In(values))
    }

    fn rules(
        &mut self,
        source: SourceId,
        at: u32,
        place: &str,
        edition: &model::Edition,
    ) -> Result<Vec<Rule>, Problem> {
        let mut rules = Vec::with_capacity(edition.rules.len());
        // A clause that ends and one that begins on the same imprecise date change on one day.
        let mut questions: BTreeMap<PartialDate, VarId> = BTreeMap::new();
        for (id, rule) in &edition.rules {
            let mut dated = |date: Option<PartialDate>| {
                date.map(|date| {
                    let question = OpenQuestion::Clause {
                        source,
                        edition: at,
                        date,
                    };
                    let asked = date.exact().is_none().then(|| {
                        let asked = questions.entry(date);
                        *asked.or_insert_with(|| self.ask(question))
                    });
                    (date, asked)
                })
            };
            let (from, until) = (dated(rule.from), dated(rule.until));
            let statement =
                self.statement(place, &rule.holding, rule.label.as_ref(), &rule.cite)?;
            rules.push(Rule {
                id: id.clone(),
                statement,
                from,
                until,
            });
        }
        Ok(rules)
    }

    fn statement(
        &mut self,
        place: &str,
        holding: &Holding,
        label: Option<&std::sync::Arc<str>>,
        cite: &Cite,
    ) -> Result<Statement, Problem> {
        let within_quantity = match holding {
            Holding::Supported { grant } => match &grant.quantity {
                Some(limit) => {
                    let within = Comparison::AtMost(Value::Integer(limit.at_most));
                    self.comparison(place, &limit.count, &within)?
                }
                None => CondId::TRUE,
            },
            _ => CondId::TRUE,
        };
        Ok(Statement {
            holding: holding.clone(),
            within_quantity,
            label: label.cloned(),
            cite: cite.clone(),
        })
    }

    fn service(
        &mut self,
        place: &Place<'_>,
        id: &Id,
        service: &model::Service,
        edition: &model::Edition,
    ) -> Result<Service, Problem> {
        let mut rules: Vec<ServiceRule> = Vec::new();
        for name in in_order_of_defeat(edition)? {
            let Some(rule) = edition.rules.get(name) else {
                continue;
            };
            let mut criteria = self.criterion(place, &rule.when)?;
            let number = edition
                .rules
                .keys()
                .position(|other| other == name)
                .unwrap_or_default();
            if !rule.phases.is_empty() {
                let phase = self.one_of(place.name, well_known::PHASE, &rule.phases)?;
                criteria = self.in_phase(place.name, criteria, phase, &rule.phases)?;
            }
            if criteria.condition == CondId::FALSE {
                continue;
            }
            let defeated_by = (0_u32..)
                .zip(&rules)
                .filter(|(_, other)| {
                    let other = edition.rules.values().nth(other.rule as usize);
                    other.is_some_and(|other| other.overrides.contains(name))
                })
                .map(|(at, _)| at)
                .collect();
            let slots = self.slots(&criteria);
            rules.push(ServiceRule {
                rule: u32::try_from(number).unwrap_or(u32::MAX),
                criteria,
                slots,
                defeated_by,
            });
        }
        let otherwise = match &service.otherwise {
            Otherwise::Silent => None,
            Otherwise::Holds {
                holding,
                label,
                cite,
            } => Some(self.statement(place.name, holding, label.as_ref(), cite)?),
        };
        Ok(Service {
            id: id.clone(),
            codes: service
                .codes
                .iter()
                .filter_map(|code| self.code(code))
                .collect(),
            mapped: service.provenance == Provenance::Mapping,
            agents: service.agents.iter().cloned().collect(),
            rules,
            otherwise,
        })
    }

    fn code(&self, code: &coverdict_model::code::Code) -> Option<CodeId> {
        let at = self.codes.binary_search(code).ok()?;
        u32::try_from(at).ok().map(CodeId)
    }

    /// A rule's criteria together with the phase of care that it is for.
    fn in_phase(
        &mut self,
        place: &str,
        criteria: crate::Criterion,
        phase: CondId,
        phases: &BTreeSet<Id>,
    ) -> Result<crate::Criterion, Problem> {
        let fact = self.fact(place, well_known::PHASE)?;
        let names: Vec<&str> = phases.iter().map(Id::as_str).collect();
        let leaf = crate::Criterion {
            id: None,
            text: format!("{} in {}", well_known::PHASE, names.join(", ")).into(),
            condition: phase,
            fact: Some(fact),
            mapped: None,
            reading: None,
            cite: None,
            of: Vec::new(),
        };
        let condition = self.conditions.all([phase, criteria.condition]);
        Ok(crate::Criterion {
            id: None,
            text: "all of".into(),
            condition,
            fact: None,
            mapped: None,
            reading: None,
            cite: None,
            of: vec![leaf, criteria],
        })
    }
}

/// The rules of an edition, those that override before those that they override.
fn in_order_of_defeat(edition: &model::Edition) -> Result<Vec<&Id>, Problem> {
    let mut ordered: Vec<&Id> = Vec::with_capacity(edition.rules.len());
    let mut waiting: Vec<&Id> = edition.rules.keys().collect();
    while !waiting.is_empty() {
        let free = |name: &&Id| {
            !waiting.iter().any(|other| {
                edition
                    .rules
                    .get(*other)
                    .is_some_and(|rule| rule.overrides.contains(*name))
            })
        };
        let (ready, rest): (Vec<&Id>, Vec<&Id>) = waiting.iter().copied().partition(free);
        if ready.is_empty() {
            return Err(Problem::Circle {
                place: edition.id.to_string(),
            });
        }
        ordered.extend(ready);
        waiting = rest;
    }
    Ok(ordered)
}

/// When the succession of a source was first attested complete.
fn succession_attested(corpus: &Corpus, source: &Id) -> Option<coverdict_model::date::Date> {
    let attested = corpus
        .attestations
        .values()
        .filter(|attestation| match &attestation.subject {
            Subject::Succession { sources } => sources.contains(source),
            Subject::Sources { .. } => false,
        });
    attested.map(|attestation| attestation.recorded).min()
}

/// The payers that all editions are limited to, if each names its payers and leaves none open.
fn payers(editions: &[&model::Edition]) -> Option<Vec<Id>> {
    let mut payers = BTreeSet::new();
    for edition in editions {
        let facet = edition.applies.payers.as_ref()?;
        match &facet.open {
            Open::Rest => return None,
            Open::Values(open) => payers.extend(facet.within.iter().chain(open).cloned()),
        }
    }
    Some(payers.into_iter().collect())
}

/// The facets of an edition's applicability that are our mapping.
fn provenance(applies: &Applies) -> Vec<Provenance> {
    let known: BTreeSet<Provenance> = applies
        .facets()
        .map(|(_, facet)| facet.provenance)
        .collect();
    known.into_iter().collect()
}

fn mapped_facets(applies: &Applies) -> Vec<Id> {
    let mapped = applies
        .facets()
        .filter(|(_, facet)| facet.provenance == Provenance::Mapping);
    mapped.filter_map(|(fact, _)| Id::new(fact).ok()).collect()
}
