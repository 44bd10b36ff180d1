//! What an edition is by itself.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_model::{
    criterion::{Comparison, Criterion, Test},
    date::Date,
    fact::FactType,
    id::Id,
    position::{Holding, Position},
    source::{Edition, Rule},
    value::Value,
    well_known,
};

use super::{
    Found,
    between::{Context, disagreement, holds_otherwise},
    says::Says,
    table::Table,
};
use crate::naive::datum::Datum;

impl<'a> Context<'a> {
    /// The questions about one edition.
    pub(super) fn within(
        &self,
        edition: &'a Edition,
        days: &[Date],
        found: &mut Found,
    ) -> Option<()> {
        let id = || edition.id.clone();
        let heard = self
            .cases
            .heard(&[edition], |_| true)?
            .and(&self.permitted)?;
        let (mut stood, mut spoken) = (BTreeSet::new(), BTreeSet::new());
        let mut compared = self.compared(edition);
        let mut holes: BTreeMap<&Id, BTreeSet<(usize, usize)>> = BTreeMap::new();
        let lines = self.lines.iter().map(|line| line.services(edition));
        let lines: BTreeSet<Vec<&Id>> = lines.filter(|services| !services.is_empty()).collect();
        for services in &lines {
            for day in self.different(edition, days) {
                let says = self.cases.says(edition, services, day)?;
                for voice in &says.voices {
                    let Some(rule) = voice.rule else { continue };
                    if voice.stands.and(&heard)?.is_possible() {
                        stood.insert(rule);
                        spoken.insert(voice.service);
                    }
                }
                if disagreement(&says, &says)?.and(&heard)?.is_possible() {
                    found.rules_disagree.insert(id());
                }
                if says.silent.and(&heard)?.is_possible() {
                    let services = services.iter().map(|service| (*service).clone());
                    found.claimed_and_silent.insert((id(), services.collect()));
                }
                let mut left = BTreeSet::new();
                for fact in compared {
                    if !self.matters(edition, &says, fact)? {
                        left.insert(fact);
                    }
                }
                compared = left;
                self.holes(&says, &heard, &mut holes)?;
            }
        }
        let never = edition.rules.keys().filter(|rule| !stood.contains(rule));
        let never = never.map(|rule| (id(), rule.clone()));
        found.rule_never_applies.extend(never);
        for service in edition.services.keys() {
            if holds_otherwise(edition, service) && !spoken.contains(service) {
                found.only_otherwise.insert((id(), service.clone()));
            }
        }
        let nothing = compared.into_iter().map(|fact| (id(), fact.clone()));
        found.asked_for_nothing.extend(nothing);
        let holes = holes.into_iter().filter(|(_, holes)| !holes.is_empty());
        let holes = holes.map(|(fact, holes)| ((id(), fact.clone()), holes.len()));
        found.hole_between_values.extend(holes);
        Some(())
    }

    /// The facts that the rules of an edition compare, even where they are for another service.
    fn compared(&self, edition: &'a Edition) -> BTreeSet<&'a Id> {
        let mut compared = BTreeSet::new();
        for rule in edition.rules.values() {
            facts(&rule.when, &mut compared);
            compared.extend(self.phase(rule));
        }
        compared
    }

    fn phase(&self, rule: &Rule) -> Option<&'a Id> {
        let catalogue = &self.cases.corpus.catalogue.facts;
        let phase = catalogue.get_key_value(well_known::PHASE);
        phase.filter(|_| !rule.phases.is_empty()).map(|(id, _)| id)
    }

    /// Whether two permitted cases that differ in a fact alone differ in what the edition holds, or in whether the
    /// request lies within the quantity of what it grants.
    fn matters(&self, edition: &Edition, says: &Says<'_>, fact: &Id) -> Option<bool> {
        let Some((variable, _)) = self.cases.fact(fact) else {
            return Some(false);
        };
        let holdings: BTreeSet<&Holding> = says.voices.iter().map(|one| one.holding).collect();
        for holding in holdings {
            let stands = says.stands(|other| other == holding)?;
            let within = stands.and(&self.within_quantity(edition, holding)?)?;
            for held in [stands, within] {
                let with = self.permitted.and(&held)?.for_some(variable)?;
                let without = self.permitted.and_not(&held)?.for_some(variable)?;
                if with.and(&without)?.is_possible() {
                    return Some(true);
                }
            }
        }
        Some(false)
    }

    pub(super) fn within_quantity(&self, edition: &Edition, holding: &Holding) -> Option<Table> {
        let Holding::Supported { grant } = holding else {
            return Some(Table::always(true));
        };
        let Some(limit) = &grant.quantity else {
            return Some(Table::always(true));
        };
        let within = Criterion::new(Test::Fact {
            fact: limit.count.clone(),
            comparison: Comparison::AtMost(Value::Integer(limit.at_most)),
        });
        let service = edition.services.keys().next()?;
        let rule = Some((edition, service));
        self.cases.met(rule, &within, &mut Vec::new(), &|_| None)
    }

    /// Looks for values of ordered facts between others at which what holds below and above does not, all else alike:
    /// support, or, against silence, the answer of any rule.
    fn holes(
        &self,
        says: &Says<'_>,
        heard: &Table,
        holes: &mut BTreeMap<&'a Id, BTreeSet<(usize, usize)>>,
    ) -> Option<()> {
        let supported = says.holds(Position::Supported)?.and(heard)?;
        let rules = says.voices.iter().filter(|voice| voice.rule.is_some());
        let answered = Table::any(rules.map(|voice| &voice.stands))?.and(heard)?;
        let unsupported = self.permitted.and_not(&supported)?;
        let silent = says.silent.and(heard)?;
        for (id, fact) in &self.cases.corpus.catalogue.facts {
            let ordered = matches!(
                fact.kind,
                FactType::Integer { .. } | FactType::Decimal { .. } | FactType::Date { .. }
            );
            let Some((variable, values)) = self.cases.fact(id).filter(|_| ordered) else {
                continue;
            };
            let mut places: Vec<usize> = (0..values.len()).collect();
            places.retain(|place| matches!(values[*place], Datum::Value(_)));
            for (outside, inside) in [(&supported, &unsupported), (&answered, &silent)] {
                let outside = outside.by_value(variable, values.len())?;
                let inside = inside.by_value(variable, values.len())?;
                if outside.iter().all(|here| *here == outside[0]) {
                    // The same at every value: never inside one of them, and outside below and above it.
                    let overlap = inside.iter().map(|inside| inside.and(&outside[0]));
                    let overlap: Option<Vec<Table>> = overlap.collect();
                    if !overlap?.iter().any(Table::is_possible) {
                        continue;
                    }
                }
                let mut run: Option<(usize, usize)> = None;
                for (at, place) in places.iter().enumerate() {
                    let below = Table::any(places[..at].iter().map(|other| &outside[*other]))?;
                    let above = Table::any(places[at + 1..].iter().map(|other| &outside[*other]))?;
                    let is_hole = below.and(&above)?.and(&inside[*place])?.is_possible();
                    match (is_hole, &mut run) {
                        (true, Some((_, end))) => *end = at,
                        (true, None) => run = Some((at, at)),
                        (false, _) => holes.entry(id).or_default().extend(run.take()),
                    }
                }
                holes.entry(id).or_default().extend(run);
            }
        }
        Some(())
    }
}

fn facts<'c>(criterion: &'c Criterion, found: &mut BTreeSet<&'c Id>) {
    if let Test::Fact { fact, .. } = &criterion.test {
        found.insert(fact);
    }
    criterion.children().for_each(|child| facts(child, found));
}
