//! The order in which things are written has no meaning, and neither has what was assessed before.

use std::collections::BTreeMap;

use coverdict_codes::CodeLists;
use coverdict_engine::{Assessor, Replay, replay};
use coverdict_model::{
    attestation::Subject,
    case::Case,
    corpus::Corpus,
    criterion::{Criterion, Test},
    finding::{Coverage, Finding},
    id::Id,
    trace::CriterionTrace,
    value::Reading,
};
use coverdict_oracle::generate::corpus_and_case;
use coverdict_program::{Program, compile};
use proptest::prelude::*;

use serde_json::Value;

use crate::open::assess;

proptest! {
    #[test]
    fn law_the_order_of_siblings_and_statements_has_no_meaning(
        (corpus, case) in corpus_and_case(),
        seed: u64,
    ) {
        let mut shuffle = Shuffle(seed);
        let found = assess(&corpus, &case);
        let again = assess(&shuffle.corpus(&corpus), &shuffle.case(&case));
        let again = Finding { case: case.clone(), ..again };
        let json = |finding| serde_json::to_value(without_order(finding)).unwrap();
        alike(&json(again), &json(found), &mut Vec::new());
    }

    #[test]
    fn law_the_order_of_sources_rules_and_attestations_has_no_meaning(
        (corpus, case) in corpus_and_case(),
    ) {
        let found = assess(&corpus, &case);
        let again = assess(&renamed(&corpus), &case);
        alike(&in_brief(&again), &in_brief(&found), &mut Vec::new());
    }

    #[test]
    fn law_a_program_read_back_answers_alike((corpus, case) in corpus_and_case()) {
        let program = compile(&corpus, "random").unwrap();
        let again = Program::from_bytes(&program.to_bytes().unwrap()).unwrap();
        let found = Assessor::new(&program).assess(case.clone());
        prop_assert_eq!(&Assessor::new(&again).assess(case), &found);
        prop_assert_eq!(replay(&again, &CodeLists::new(), &found), Replay::Same);
    }

    #[test]
    fn law_what_was_assessed_before_has_no_meaning(
        (corpus, case) in corpus_and_case(),
        fewer in proptest::collection::vec(any::<bool>(), 24),
    ) {
        let program = compile(&corpus, "random").unwrap();
        let found = Assessor::new(&program).assess(case.clone());
        let mut warm = Assessor::new(&program);
        let mut other = case.clone();
        let mut keep = fewer.into_iter().cycle();
        other.facts.retain(|_, _| keep.next() == Some(true));
        warm.assess(other);
        prop_assert_eq!(&warm.assess(case.clone()), &found);
        prop_assert_eq!(&warm.assess(case), &found);
    }
}

/// Puts things in another order, by numbers that follow from a seed.
struct Shuffle(u64);

impl Shuffle {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    fn list<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.below(last + 1));
        }
    }

    fn corpus(&mut self, corpus: &Corpus) -> Corpus {
        let mut corpus = corpus.clone();
        for edition in corpus.editions.values_mut() {
            for rule in edition.rules.values_mut() {
                self.criterion(&mut rule.when);
            }
        }
        for constraint in corpus.catalogue.constraints.values_mut() {
            self.criterion(constraint);
        }
        let profiles = corpus.profiles.values_mut();
        for step in profiles.flat_map(|profile| &mut profile.steps) {
            if let Some(when) = &mut step.when {
                self.criterion(when);
            }
        }
        corpus
    }

    fn criterion(&mut self, criterion: &mut Criterion) {
        match &mut criterion.test {
            Test::All(of) | Test::Any(of) | Test::None(of) | Test::AtLeast { of, .. } => {
                self.list(of);
                of.iter_mut().for_each(|child| self.criterion(child));
            }
            Test::ByReading { of, .. } => {
                of.values_mut().for_each(|child| self.criterion(child));
            }
            Test::Service(_) | Test::Fact { .. } | Test::PositionOf { .. } => {}
        }
    }

    fn case(&mut self, case: &Case) -> Case {
        let mut case = case.clone();
        for statements in case.facts.values_mut() {
            self.list(statements);
            for statement in statements {
                if let Reading::Events { dates, .. } = &mut statement.reading {
                    self.list(dates);
                }
            }
        }
        case
    }
}

/// The finding with the criteria of its trace in one order, and events too.
fn without_order(mut finding: Finding) -> Finding {
    let walks = finding.trace.iter_mut().flat_map(|day| {
        let without_late = day.without_late.iter_mut();
        let without_late = without_late.flat_map(|without| &mut without.walks);
        day.walks.iter_mut().chain(without_late)
    });
    let sources = walks
        .flat_map(|walk| &mut walk.steps)
        .flat_map(|step| &mut step.sources);
    let rules = sources
        .flat_map(|source| &mut source.editions)
        .flat_map(|edition| &mut edition.rules);
    for criterion in rules.filter_map(|rule| rule.criteria.as_mut()) {
        sort(criterion);
    }
    finding
}

fn sort(criterion: &mut CriterionTrace) {
    for fact in &mut criterion.facts {
        if let Reading::Events { dates, .. } =
            &mut std::sync::Arc::make_mut(&mut fact.statement).reading
        {
            dates.sort();
        }
    }
    criterion.of.iter_mut().for_each(sort);
    criterion
        .of
        .sort_by_key(|child| serde_json::to_string(child).unwrap());
}

/// The corpus with its sources, rules and attestations under names in the reverse order.
fn renamed(corpus: &Corpus) -> Corpus {
    let mut renamed = corpus.clone();
    renamed.editions = BTreeMap::new();
    for edition in corpus.editions.values() {
        let mut edition = edition.clone();
        edition.id.source = reversed(&edition.id.source);
        let rules = std::mem::take(&mut edition.rules).into_iter();
        edition.rules = rules
            .map(|(name, mut rule)| {
                rule.overrides = rule.overrides.iter().map(reversed).collect();
                (reversed(&name), rule)
            })
            .collect();
        renamed.editions.insert(edition.id.clone(), edition);
    }
    let attestations = std::mem::take(&mut renamed.attestations).into_values();
    renamed.attestations = attestations
        .map(|mut attestation| {
            attestation.id = reversed(&attestation.id);
            if let Subject::Succession { sources } = &mut attestation.subject {
                *sources = sources.iter().map(reversed).collect();
            }
            (attestation.id.clone(), attestation)
        })
        .collect();
    renamed
}

/// A name that comes before another of the same length where that one came before it.
fn reversed(name: &Id) -> Id {
    let complement = |byte: u8| format!("{:02x}", 255 - byte);
    let digits: String = name.as_str().bytes().map(complement).collect();
    Id::new(&format!("{RENAMED}{digits}")).unwrap()
}

/// Marks a name that was made by [`reversed`].
const RENAMED: &str = "~";

/// The text with the names in it as they were before [`reversed`].
fn original(text: &str) -> String {
    let part = |part: &str| match part.strip_prefix(RENAMED) {
        Some(digits) => {
            let places = (0..digits.len()).step_by(2);
            let byte = |at: usize| 255 - u8::from_str_radix(&digits[at..at + 2], 16).unwrap();
            String::from_utf8(places.map(byte).collect()).unwrap()
        }
        None => part.to_owned(),
    };
    text.split('@').map(part).collect::<Vec<_>>().join("@")
}

/// A finding as JSON, with original names and every list in one order. Of more conditional answers
/// than are shown, which ones are shown is a matter of order.
fn in_brief(finding: &Finding) -> Value {
    let mut finding = finding.clone();
    if let Coverage::NeedsSource { conditional, total } = &mut finding.coverage
        && *total > conditional.len() as u64
    {
        conditional.clear();
    }
    let mut json = serde_json::to_value(&finding).unwrap();
    put_in_order(&mut json);
    json
}

fn put_in_order(json: &mut Value) {
    match json {
        Value::String(text) => *text = original(text),
        Value::Array(list) => {
            list.iter_mut().for_each(put_in_order);
            list.sort_by_key(Value::to_string);
        }
        Value::Object(map) => map.values_mut().for_each(put_in_order),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Fails with the first place at which two findings differ.
fn alike<'j>(found: &'j Value, expected: &'j Value, path: &mut Vec<String>) {
    match (found, expected) {
        (Value::Object(found), Value::Object(expected)) if found.keys().eq(expected.keys()) => {
            for (key, value) in found {
                path.push(key.clone());
                alike(value, &expected[key], path);
                path.pop();
            }
        }
        (Value::Array(found), Value::Array(expected)) if found.len() == expected.len() => {
            for (place, (found, expected)) in found.iter().zip(expected).enumerate() {
                path.push(place.to_string());
                alike(found, expected, path);
                path.pop();
            }
        }
        _ => assert_eq!(found, expected, "at {}", path.join("/")),
    }
}
