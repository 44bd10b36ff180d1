//! What the criteria of a corpus mention of each fact: thresholds, words and sets.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_model::{
    corpus::{Corpus, Patterns},
    criterion::{Comparison, Criterion, Members, Test},
    date::PartialDate,
    fact::Derivation,
    grant::Grant,
    id::Id,
    position::Holding,
    quantity::Decimal,
    source::{Applies, Open, Otherwise},
    value::Value,
    well_known,
};

use super::Problem;
use crate::{
    cells::{Axis, Cut, number},
    members::MemberSets,
};

/// What is mentioned of one fact.
#[derive(Default)]
pub(super) struct Mentions {
    pub(super) cuts: BTreeSet<Cut>,
    pub(super) words: BTreeSet<Id>,
    pub(super) sets: MemberSets,
}

/// What is mentioned of each fact.
pub(super) type Collected = BTreeMap<Id, Mentions>;

/// Walks the whole corpus.
pub(super) fn collect(corpus: &Corpus) -> Result<Collected, Problem> {
    let mut collector = Collector {
        corpus,
        mentions: Collected::new(),
    };
    for (id, constraint) in &corpus.catalogue.constraints {
        collector.criterion(&format!("constraint {id}"), constraint)?;
    }
    for edition in corpus.editions.values() {
        let place = edition.id.to_string();
        collector.applies(&edition.applies);
        let governing = edition.governing_date.name();
        let dates = [Some(edition.effective), edition.ended];
        for date in dates.into_iter().flatten() {
            collector.date(governing, date);
        }
        if let Some(published) = edition.published {
            collector.date(well_known::DATE_OF_REQUEST, published);
        }
        for rule in edition.rules.values() {
            collector.criterion(&place, &rule.when)?;
            collector.holding(&place, &rule.holding)?;
            collector.words(well_known::PHASE, &rule.phases);
            for date in [rule.from, rule.until].into_iter().flatten() {
                collector.date(governing, date);
            }
        }
        for service in edition.services.values() {
            if let Otherwise::Holds { holding, .. } = &service.otherwise {
                collector.holding(&place, holding)?;
            }
        }
    }
    for profile in corpus.profiles.values() {
        let place = format!("profile {}", profile.id);
        collector.words(well_known::LINE_OF_BUSINESS, &profile.lines_of_business);
        collector.words(well_known::FUNDING, profile.funding.iter().flatten());
        collector.words(well_known::PAYER, &profile.payer);
        for step in &profile.steps {
            if let Some(when) = &step.when {
                collector.criterion(&place, when)?;
            }
        }
    }
    for attestation in corpus.attestations.values() {
        if let coverdict_model::attestation::Subject::Sources { applies, .. } = &attestation.subject
        {
            collector.applies(applies);
        }
    }
    collector.mappings()?;
    Ok(collector.mentions)
}

struct Collector<'c> {
    corpus: &'c Corpus,
    mentions: Collected,
}

impl Collector<'_> {
    fn of(&mut self, fact: &Id) -> &mut Mentions {
        self.mentions.entry(fact.clone()).or_default()
    }

    fn named(&mut self, fact: &str) -> Option<&mut Mentions> {
        let (id, _) = self.corpus.catalogue.facts.get_key_value(fact)?;
        Some(self.of(&id.clone()))
    }

    fn words<'i>(&mut self, fact: &str, words: impl IntoIterator<Item = &'i Id>) {
        if let Some(mentions) = self.named(fact) {
            mentions.words.extend(words.into_iter().cloned());
        }
    }

    /// A start or end of something on a governing date: before it, within what it can mean, after.
    fn date(&mut self, governing: &str, date: PartialDate) {
        if let Some(mentions) = self.named(governing) {
            let days = [date.earliest(), date.latest()].map(|day| number(&Value::Date(day)));
            for day in days.into_iter().flatten() {
                // An imprecise start can fall between an exact one and the day after it.
                mentions
                    .cuts
                    .extend([Axis::before(day), Axis::before(day + Decimal::ONE)]);
            }
        }
    }

    fn applies(&mut self, applies: &Applies) {
        for (fact, facet) in applies.facets() {
            self.words(fact, &facet.within);
            if let Open::Values(open) = &facet.open {
                self.words(fact, open);
            }
        }
    }

    fn holding(&mut self, place: &str, holding: &Holding) -> Result<(), Problem> {
        let Holding::Supported {
            grant: Grant {
                quantity: Some(limit),
                ..
            },
        } = holding
        else {
            return Ok(());
        };
        self.comparison(
            place,
            &limit.count,
            &Comparison::AtMost(Value::Integer(limit.at_most)),
        )
    }

    fn criterion(&mut self, place: &str, criterion: &Criterion) -> Result<(), Problem> {
        if let Test::Fact { fact, comparison } = &criterion.test {
            self.comparison(place, fact, comparison)?;
        }
        criterion
            .children()
            .try_for_each(|child| self.criterion(place, child))
    }

    fn comparison(
        &mut self,
        place: &str,
        fact: &Id,
        comparison: &Comparison,
    ) -> Result<(), Problem> {
        let declared = self
            .corpus
            .catalogue
            .facts
            .get(fact)
            .ok_or_else(|| Problem::Unknown {
                place: place.to_owned(),
                what: "fact",
                name: fact.to_string(),
            })?;
        let axis = super::facts::axis(&declared.kind);
        let corpus = self.corpus;
        let mentions = self.of(fact);
        match comparison {
            Comparison::IsTrue(_) | Comparison::Is(_) => {}
            Comparison::AtLeast(value) | Comparison::Below(value) => {
                mentions.cuts.extend(number(value).map(Axis::before));
            }
            Comparison::AtMost(value) | Comparison::Above(value) => {
                mentions
                    .cuts
                    .extend(number(value).map(|value| axis.after(value)));
            }
            Comparison::In(values) => {
                for value in values {
                    match value {
                        Value::Name(name) => {
                            mentions.words.insert(name.clone());
                        }
                        value => {
                            let number = number(value);
                            mentions.cuts.extend(number.map(Axis::before));
                            mentions.cuts.extend(number.map(|value| axis.after(value)));
                        }
                    }
                }
            }
            Comparison::AnyIn(members)
            | Comparison::NoneIn(members)
            | Comparison::AllIn(members) => {
                let patterns = patterns(corpus, place, members)?;
                mentions
                    .sets
                    .mention(&patterns, &super::texts::members(members));
            }
        }
        Ok(())
    }

    /// The sets of codes that mappings look at: those that mean a name, and those known at all.
    fn mappings(&mut self) -> Result<(), Problem> {
        for (id, fact) in &self.corpus.catalogue.facts {
            let Some(Derivation::Mapping { mapping, from }) = &fact.derived else {
                continue;
            };
            let codes_known =
                self.corpus
                    .mappings
                    .get(mapping)
                    .ok_or_else(|| Problem::Unknown {
                        place: format!("fact {id}"),
                        what: "mapping",
                        name: mapping.to_string(),
                    })?;
            for (name, codes) in &codes_known.to {
                let label = format!("codes that mean {name} by {mapping}");
                self.of(from).sets.mention(codes, &label);
                let one = Patterns {
                    members: BTreeSet::from([name.clone()]),
                    prefixes: BTreeSet::new(),
                };
                self.of(id).sets.mention(&one, name.as_str());
            }
            self.of(from)
                .sets
                .mention(&known(codes_known), &format!("codes known to {mapping}"));
        }
        Ok(())
    }
}

/// The members that a criterion lists, or those of the value set that it names.
pub(super) fn patterns(
    corpus: &Corpus,
    place: &str,
    members: &Members,
) -> Result<Patterns, Problem> {
    match members {
        Members::Listed(listed) => Ok(Patterns {
            members: listed.clone(),
            prefixes: BTreeSet::new(),
        }),
        Members::ValueSet(id) => match corpus.value_sets.get(id) {
            Some(set) => Ok(set.members.clone()),
            None => Err(Problem::Unknown {
                place: place.to_owned(),
                what: "value set",
                name: id.to_string(),
            }),
        },
    }
}

/// All codes that a mapping knows.
pub(super) fn known(mapping: &coverdict_model::corpus::CodeMapping) -> Patterns {
    let mut all = mapping.to_none.clone();
    for codes in mapping.to.values() {
        all.members.extend(codes.members.iter().cloned());
        all.prefixes.extend(codes.prefixes.iter().cloned());
    }
    all
}
