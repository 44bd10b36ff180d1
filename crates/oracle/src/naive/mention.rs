//! The values that a corpus mentions of each fact: two values that nothing tells apart are alike.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_model::{
    attestation::Subject,
    corpus::{Corpus, Patterns},
    criterion::{Comparison, Criterion, Members, Test},
    date::{Date, PartialDate},
    fact::Derivation,
    id::Id,
    position::Holding,
    source::{Applies, Edition, GoverningDate, Open, Otherwise},
    value::Value,
    well_known,
};

/// What is mentioned of one fact.
#[derive(Debug, Default, Clone)]
pub(crate) struct Mention {
    /// Values that it is compared with.
    pub(crate) values: BTreeSet<Value>,
    /// Names and codes that it is compared with.
    pub(crate) names: BTreeSet<Id>,
    /// Beginnings of codes that it is compared with.
    pub(crate) prefixes: BTreeSet<Id>,
}

/// What is mentioned, by fact.
pub(crate) type Mentions = BTreeMap<Id, Mention>;

/// All that a corpus mentions.
pub(crate) fn mentions(corpus: &Corpus) -> Mentions {
    let mut found = Collector {
        corpus,
        mentions: Mentions::new(),
    };
    for criterion in corpus.catalogue.constraints.values() {
        found.criterion(criterion);
    }
    for fact in corpus.catalogue.facts.values() {
        if let Some(Derivation::Mapping { mapping, from }) = &fact.derived
            && let Some(mapping) = corpus.mappings.get(mapping)
        {
            let known = mapping.to.values().chain([&mapping.to_none]);
            known.for_each(|patterns| found.patterns(from.as_str(), patterns));
        }
    }
    for profile in corpus.profiles.values() {
        found.names(well_known::LINE_OF_BUSINESS, &profile.lines_of_business);
        found.names(well_known::FUNDING, profile.funding.iter().flatten());
        found.names(well_known::PAYER, &profile.payer);
        let conditions = profile.steps.iter().filter_map(|step| step.when.as_ref());
        conditions.for_each(|when| found.criterion(when));
    }
    for edition in corpus.editions.values() {
        found.edition(edition);
    }
    for attestation in corpus.attestations.values() {
        if let Subject::Sources {
            applies,
            codes,
            services,
            ..
        } = &attestation.subject
        {
            found.applies(applies);
            found.codes(codes.iter().flatten().map(|code| code.as_str()));
            found.names(well_known::SERVICE, services.iter().flatten());
        }
    }
    found.mentions
}

struct Collector<'a> {
    corpus: &'a Corpus,
    mentions: Mentions,
}

impl Collector<'_> {
    fn of(&mut self, fact: &str) -> Option<&mut Mention> {
        Some(self.mentions.entry(Id::new(fact).ok()?).or_default())
    }

    fn names<'n>(&mut self, fact: &str, names: impl IntoIterator<Item = &'n Id>) {
        if let Some(mention) = self.of(fact) {
            mention.names.extend(names.into_iter().cloned());
        }
    }

    fn values<'v>(&mut self, fact: &str, values: impl IntoIterator<Item = &'v Value>) {
        if let Some(mention) = self.of(fact) {
            for value in values {
                if let Value::Name(name) = value {
                    mention.names.insert(name.clone());
                }
                mention.values.insert(value.clone());
            }
        }
    }

    fn patterns(&mut self, fact: &str, patterns: &Patterns) {
        if let Some(mention) = self.of(fact) {
            mention.names.extend(patterns.members.iter().cloned());
            mention.prefixes.extend(patterns.prefixes.iter().cloned());
        }
    }

    fn codes<'c>(&mut self, codes: impl Iterator<Item = &'c str>) {
        let names: Vec<Id> = codes.filter_map(|code| Id::new(code).ok()).collect();
        self.names(well_known::CODE, &names);
    }

    fn day(&mut self, governing: GoverningDate, date: Option<PartialDate>) {
        let Some(date) = date else { return };
        let ends: [Date; 2] = [date.earliest(), date.latest()];
        self.values(governing.name(), &ends.map(Value::Date));
    }

    fn edition(&mut self, edition: &Edition) {
        self.applies(&edition.applies);
        self.day(edition.governing_date, Some(edition.effective));
        self.day(edition.governing_date, edition.ended);
        self.names(well_known::SERVICE, edition.services.keys());
        for service in edition.services.values() {
            self.codes(service.codes.iter().map(|code| code.as_str()));
            if let Otherwise::Holds { holding, .. } = &service.otherwise {
                self.holding(holding);
            }
        }
        for rule in edition.rules.values() {
            self.criterion(&rule.when);
            self.holding(&rule.holding);
            self.day(edition.governing_date, rule.from);
            self.day(edition.governing_date, rule.until);
            self.names(well_known::PHASE, &rule.phases);
        }
    }

    fn holding(&mut self, holding: &Holding) {
        let Holding::Supported { grant } = holding else {
            return;
        };
        self.names(well_known::ITEMS, grant.items.iter().flatten());
        self.names(well_known::SCOPES, grant.scopes.iter().flatten());
        if let Some(limit) = &grant.quantity {
            self.values(limit.count.as_str(), [&Value::Integer(limit.at_most)]);
        }
    }

    fn applies(&mut self, applies: &Applies) {
        for (fact, facet) in applies.facets() {
            self.names(fact, &facet.within);
            if let Open::Values(open) = &facet.open {
                self.names(fact, open);
            }
        }
    }

    fn criterion(&mut self, criterion: &Criterion) {
        criterion.children().for_each(|child| self.criterion(child));
        let Test::Fact { fact, comparison } = &criterion.test else {
            return;
        };
        match comparison {
            Comparison::IsTrue(_) | Comparison::Is(_) => {}
            Comparison::AtLeast(value)
            | Comparison::AtMost(value)
            | Comparison::Above(value)
            | Comparison::Below(value) => self.values(fact.as_str(), [value]),
            Comparison::In(values) => self.values(fact.as_str(), values),
            Comparison::AnyIn(members)
            | Comparison::NoneIn(members)
            | Comparison::AllIn(members) => match members {
                Members::Listed(listed) => self.names(fact.as_str(), listed),
                Members::ValueSet(id) => {
                    if let Some(set) = self.corpus.value_sets.get(id) {
                        self.patterns(fact.as_str(), &set.members);
                    }
                }
            },
        }
    }
}
