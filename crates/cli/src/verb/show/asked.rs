//! The facts, value sets and mappings that an edition rests on.

use std::collections::BTreeSet;

use coverdict_model::{
    corpus::{Corpus, Patterns},
    criterion::{Comparison, Criterion, Members, Test},
    fact::{Derivation, Fact, FactType, Window},
    id::Id,
    position::Holding,
    source::{Edition, Otherwise, Provenance},
};

use super::edition::names;
use crate::outline::Item;

/// What the criteria and grants of an edition look at, directly and through derived facts.
#[derive(Debug, Default)]
pub(super) struct LookedAt {
    facts: BTreeSet<Id>,
    value_sets: BTreeSet<Id>,
    mappings: BTreeSet<Id>,
}

/// What an edition looks at.
pub(super) fn looked_at(corpus: &Corpus, edition: &Edition) -> LookedAt {
    let mut found = LookedAt::default();
    for rule in edition.rules.values() {
        found.criterion(corpus, &rule.when);
        found.holding(corpus, &rule.holding);
    }
    for service in edition.services.values() {
        if let Otherwise::Holds { holding, .. } = &service.otherwise {
            found.holding(corpus, holding);
        }
    }
    found
}

impl LookedAt {
    fn criterion(&mut self, corpus: &Corpus, criterion: &Criterion) {
        if let Test::Fact { fact, comparison } = &criterion.test {
            self.fact(corpus, fact);
            if let Comparison::AnyIn(of) | Comparison::NoneIn(of) | Comparison::AllIn(of) =
                comparison
                && let Members::ValueSet(set) = of
            {
                self.value_sets.insert(set.clone());
            }
        }
        for child in criterion.children() {
            self.criterion(corpus, child);
        }
    }

    fn holding(&mut self, corpus: &Corpus, holding: &Holding) {
        if let Holding::Supported { grant } = holding
            && let Some(limit) = &grant.quantity
        {
            self.fact(corpus, &limit.count);
        }
    }

    fn fact(&mut self, corpus: &Corpus, fact: &Id) {
        if !self.facts.insert(fact.clone()) {
            return;
        }
        let declared = corpus.catalogue.facts.get(fact);
        let Some(derivation) = declared.and_then(|fact| fact.derived.as_ref()) else {
            return;
        };
        if let Derivation::Mapping { mapping, .. } = derivation {
            self.mappings.insert(mapping.clone());
        }
        for input in derivation.inputs() {
            self.fact(corpus, input);
        }
    }
}

/// The facts, each with its question and what may be known of it.
pub(super) fn facts(corpus: &Corpus, looked_at: &LookedAt) -> Vec<Item> {
    let declared = looked_at.facts.iter();
    let declared = declared.filter_map(|name| Some((name, corpus.catalogue.facts.get(name)?)));
    declared
        .map(|(name, fact)| {
            let attest = fact.attest.as_ref();
            let attest = attest.map(|reason| Item::named("asked of a person", reason));
            Item::named(name.as_str(), &fact.question)
                .aside(Some(nature(fact)))
                .of(attest.into_iter().collect())
        })
        .collect()
}

/// The type of a fact, how old it may be, which reading counts, and how it is derived.
fn nature(fact: &Fact) -> String {
    let mut parts = vec![kind(&fact.kind)];
    parts.extend(
        fact.look_back
            .map(|days| format!("counts for {days} days before the service")),
    );
    parts.extend(
        fact.select
            .map(|select| format!("of several readings the {select}")),
    );
    parts.extend(fact.derived.as_ref().map(derived));
    parts.join("; ")
}

fn kind(kind: &FactType) -> String {
    match kind {
        FactType::Boolean => "yes or no".to_owned(),
        FactType::Integer { min, max } => bounded("whole number", min.as_ref(), max.as_ref()),
        FactType::Decimal { unit, min, max } => {
            let name = format!("number in {}", unit.as_str());
            bounded(&name, min.as_ref(), max.as_ref())
        }
        FactType::Date { min, max } => bounded("day", min.as_ref(), max.as_ref()),
        FactType::Choice { values } => format!("one of {}", names(values)),
        FactType::Name => "a name".to_owned(),
        FactType::Codes { systems } => {
            let systems: Vec<&str> = systems.iter().map(|system| system.name()).collect();
            format!("codes of {}", systems.join(", "))
        }
        FactType::Names { values: None } => "names".to_owned(),
        FactType::Names { values: Some(of) } => format!("any of {}", names(of)),
        FactType::Events => "dates of events".to_owned(),
    }
}

fn bounded<T: ToString>(name: &str, min: Option<&T>, max: Option<&T>) -> String {
    match (min.map(T::to_string), max.map(T::to_string)) {
        (Some(min), Some(max)) => format!("{name}, {min} to {max}"),
        (Some(min), None) => format!("{name}, at least {min}"),
        (None, Some(max)) => format!("{name}, at most {max}"),
        (None, None) => name.to_owned(),
    }
}

fn derived(derivation: &Derivation) -> String {
    match derivation {
        Derivation::Mapping { mapping, from } => {
            format!("derived from {from} by the mapping {mapping}")
        }
        Derivation::Difference {
            minuend,
            subtrahend,
        } => format!("derived: {minuend} less {subtrahend}"),
        Derivation::DaysBetween { from, to } => format!("derived: days from {from} to {to}"),
        Derivation::Age { birth, on } => {
            format!("derived: completed years from {birth} to {on}")
        }
        Derivation::Count {
            events,
            window,
            anchor,
            includes_request,
        } => {
            let window = match window {
                Window::DaysUpTo(days) => format!("in the {days} days up to {anchor}"),
                Window::DaysFrom(days) => format!("in the {days} days from {anchor}"),
                Window::CalendarYear => format!("in the calendar year up to {anchor}"),
                Window::RollingYear => format!("in the twelve months up to {anchor}"),
                Window::Ever => format!("ever up to {anchor}"),
            };
            let request = match includes_request {
                true => "with the request",
                false => "without the request",
            };
            format!("derived: number of {events} {window}, {request}")
        }
    }
}

/// The value sets and mappings, in full.
pub(super) fn sets(corpus: &Corpus, looked_at: &LookedAt) -> Vec<Item> {
    let sets = looked_at.value_sets.iter().filter_map(|name| {
        let set = corpus.value_sets.get(name)?;
        let text = format!("{}: {}", set.title, patterns(&set.members));
        let aside = format!("{}, reviewed {}", set.provenance, set.reviewed);
        Some(Item::named(name.as_str(), text).aside(Some(aside)))
    });
    let mappings = looked_at.mappings.iter().filter_map(|name| {
        let mapping = corpus.mappings.get(name)?;
        let aside = format!("{}, reviewed {}", mapping.provenance, mapping.reviewed);
        let to = mapping.to.iter();
        let mut to: Vec<Item> = to
            .map(|(to, from)| Item::named(to.as_str(), patterns(from)))
            .collect();
        if mapping.to_none != Patterns::default() {
            to.push(Item::plain(format!(
                "to none: {}",
                patterns(&mapping.to_none)
            )));
        }
        let item = Item::named(name.as_str(), &mapping.title);
        Some(item.aside(Some(aside)).of(to))
    });
    sets.chain(mappings).collect()
}

fn patterns(patterns: &Patterns) -> String {
    let prefixes = patterns.prefixes.iter().map(|prefix| format!("{prefix}…"));
    let members = patterns.members.iter().map(Id::to_string);
    members.chain(prefixes).collect::<Vec<_>>().join(", ")
}

/// Which of the value sets and mappings are our own.
pub(super) fn mapped(corpus: &Corpus, looked_at: &LookedAt) -> Vec<String> {
    let ours = |provenance| provenance == Provenance::Mapping;
    let sets = looked_at.value_sets.iter().filter(|name| {
        let set = corpus.value_sets.get(*name);
        set.is_some_and(|set| ours(set.provenance))
    });
    let mappings = looked_at.mappings.iter().filter(|name| {
        let mapping = corpus.mappings.get(*name);
        mapping.is_some_and(|mapping| ours(mapping.provenance))
    });
    sets.map(|name| format!("The value set {name} is ours."))
        .chain(mappings.map(|name| format!("The mapping {name} is ours.")))
        .collect()
}
