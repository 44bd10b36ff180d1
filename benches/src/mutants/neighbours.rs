//! Cases next to those on file: with one thing said otherwise, or two.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_model::{
    case::Case,
    corpus::Corpus,
    criterion::{Comparison, Criterion, Members, Test},
    date::Date,
    fact::{Fact, FactType, Section},
    id::Id,
    source::Edition,
    value::{Reading, Statement, Value},
    well_known,
};

use super::{Original, numbers};

/// What is said of facts, by fact.
pub(super) type Said = BTreeMap<Id, Vec<Statement>>;

/// What can be said otherwise in a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Change {
    /// Another day.
    Day(Date),
    /// Another member.
    Member(Said),
    /// Something else of a fact, or nothing.
    Fact(Id, Vec<Statement>),
}

impl Change {
    /// The case with the change.
    pub(super) fn of(&self, case: &Case) -> Case {
        let mut case = case.clone();
        match self {
            Self::Day(day) => {
                case.date_of_service = *day;
                case.through = None;
                case.facts
                    .retain(|fact, _| fact.as_str() != well_known::DATE_OF_SERVICE);
            }
            Self::Member(said) => case.facts.extend(said.clone()),
            Self::Fact(fact, said) if said.is_empty() => _ = case.facts.remove(fact),
            Self::Fact(fact, said) => _ = case.facts.insert(fact.clone(), said.clone()),
        }
        case
    }
}

/// What the cases on file and the corpus give cause to say otherwise.
pub(super) struct Neighbours {
    days: BTreeSet<Date>,
    members: Vec<Said>,
    facts: BTreeMap<Id, Vec<Vec<Statement>>>,
}

impl Neighbours {
    /// Days on which something begins or ends, and those next to them; members of the cases on file; values that a
    /// case on file states or that something is compared with, and those next to them.
    pub(super) fn new(original: &Original) -> Self {
        let corpus = &original.loaded.corpus;
        let mut compared: BTreeMap<Id, BTreeSet<Value>> = BTreeMap::new();
        let mut listed: BTreeMap<Id, BTreeSet<Id>> = BTreeMap::new();
        for criterion in criteria(corpus) {
            collect(criterion, &mut compared, &mut listed);
        }
        let mut days = days(corpus);
        let on_service_day = compared.iter();
        let on_service_day =
            on_service_day.filter(|(fact, _)| fact.as_str() == well_known::DATE_OF_SERVICE);
        days.extend(on_service_day.flat_map(|(_, values)| values).filter_map(
            |value| match value {
                Value::Date(day) => Some(*day),
                _ => None,
            },
        ));
        let days = days
            .iter()
            .flat_map(|day| [day.yesterday().ok(), Some(*day), day.tomorrow().ok()])
            .flatten()
            .collect();
        let facts = corpus.catalogue.facts.iter().map(|(id, fact)| {
            let mut said = stated(original, id);
            let values = compared.get(id).into_iter().flatten();
            said.extend(values.flat_map(around).map(|value| known(&value)));
            let names = listed.get(id).into_iter().flatten();
            said.extend(names.map(|name| of_set([name.clone()])));
            said.extend(every(fact));
            let smaller: Vec<_> = said.iter().flat_map(|said| smaller(said)).collect();
            said.extend(smaller);
            let mut once: Vec<Vec<Statement>> = Vec::new();
            said.retain(|one| {
                let new = !once.contains(one);
                if new {
                    once.push(one.clone());
                }
                new
            });
            (id.clone(), said)
        });
        Self {
            days,
            members: members(original),
            facts: facts.collect(),
        }
    }

    /// What can be said otherwise in this case: its day, its member, and each fact of which it says something or is
    /// asked.
    pub(super) fn changes(&self, case: &Case, asked: &BTreeSet<Id>) -> Vec<Change> {
        let mut changes: Vec<Change> = self.days.iter().copied().map(Change::Day).collect();
        changes.extend(self.members.iter().cloned().map(Change::Member));
        let facts: BTreeSet<&Id> = case.facts.keys().chain(asked).collect();
        for fact in facts {
            let others = self.facts.get(fact).into_iter().flatten();
            let others = others.filter(|said| case.facts.get(fact) != Some(said));
            changes.extend(others.map(|said| Change::Fact(fact.clone(), said.clone())));
            if case.facts.contains_key(fact) {
                changes.push(Change::Fact(fact.clone(), Vec::new()));
            }
        }
        changes
    }
}

fn criteria(corpus: &Corpus) -> impl Iterator<Item = &Criterion> {
    let editions = corpus.editions.values();
    let rules = editions
        .flat_map(|edition| edition.rules.values())
        .map(|rule| &rule.when);
    let steps = corpus
        .profiles
        .values()
        .flat_map(|profile| &profile.steps)
        .filter_map(|step| step.when.as_ref());
    rules.chain(steps)
}

fn collect(
    criterion: &Criterion,
    compared: &mut BTreeMap<Id, BTreeSet<Value>>,
    listed: &mut BTreeMap<Id, BTreeSet<Id>>,
) {
    if let Test::Fact { fact, comparison } = &criterion.test {
        match comparison {
            Comparison::AtLeast(value)
            | Comparison::AtMost(value)
            | Comparison::Above(value)
            | Comparison::Below(value) => {
                _ = compared
                    .entry(fact.clone())
                    .or_default()
                    .insert(value.clone())
            }
            Comparison::AnyIn(Members::Listed(names))
            | Comparison::NoneIn(Members::Listed(names))
            | Comparison::AllIn(Members::Listed(names)) => {
                listed
                    .entry(fact.clone())
                    .or_default()
                    .extend(names.iter().cloned());
            }
            _ => {}
        }
    }
    for child in criterion.children() {
        collect(child, compared, listed);
    }
}

fn days(corpus: &Corpus) -> BTreeSet<Date> {
    let of = |edition: &Edition| {
        let dates = [Some(edition.effective), edition.ended];
        let rules = edition
            .rules
            .values()
            .flat_map(|rule| [rule.from, rule.until]);
        let dates = dates.into_iter().chain(rules).flatten();
        dates
            .flat_map(|date| [date.earliest(), date.latest()])
            .collect::<Vec<_>>()
    };
    corpus.editions.values().flat_map(of).collect()
}

fn around(value: &Value) -> Vec<Value> {
    let mut values = numbers::next_to(value);
    values.push(value.clone());
    values
}

fn known(value: &Value) -> Vec<Statement> {
    vec![Statement::from(Reading::Known(value.clone()))]
}

fn of_set(members: impl IntoIterator<Item = Id>) -> Vec<Statement> {
    let members = members.into_iter().collect();
    vec![Statement::from(Reading::Members {
        members,
        complete: true,
    })]
}

/// What the cases on file say of a fact.
fn stated(original: &Original, fact: &Id) -> Vec<Vec<Statement>> {
    let cases = original.cases.iter();
    cases
        .filter_map(|case| case.case.facts.get(fact).cloned())
        .collect()
}

/// Every value of a fact that has few.
fn every(fact: &Fact) -> Vec<Vec<Statement>> {
    match &fact.kind {
        FactType::Boolean => [true, false].map(|it| known(&Value::Boolean(it))).to_vec(),
        FactType::Choice { values } => values
            .iter()
            .map(|it| known(&Value::Name(it.clone())))
            .collect(),
        FactType::Names {
            values: Some(values),
        } => values.iter().map(|it| of_set([it.clone()])).collect(),
        _ => Vec::new(),
    }
}

/// Sets and lists of events with one fewer.
fn smaller(said: &[Statement]) -> Vec<Vec<Statement>> {
    let [statement] = said else { return Vec::new() };
    let fewer: Vec<Reading> = match &statement.reading {
        Reading::Members { members, complete } => members
            .iter()
            .map(|left_out| Reading::Members {
                members: members
                    .iter()
                    .filter(|one| *one != left_out)
                    .cloned()
                    .collect(),
                complete: *complete,
            })
            .collect(),
        Reading::Events { dates, complete } => (0..dates.len())
            .map(|left_out| {
                let kept = dates.iter().enumerate().filter(|(at, _)| *at != left_out);
                Reading::Events {
                    dates: kept.map(|(_, date)| *date).collect(),
                    complete: *complete,
                }
            })
            .collect(),
        _ => Vec::new(),
    };
    fewer
        .into_iter()
        .map(|reading| vec![Statement::from(reading)])
        .collect()
}

/// What a case says of the member.
pub(super) fn member(original: &Original, case: &Case) -> Said {
    let facts = &original.loaded.corpus.catalogue.facts;
    let is_member = |fact: &Id| {
        facts
            .get(fact)
            .is_some_and(|it| it.section == Section::Member)
    };
    let said = case.facts.iter().filter(|(fact, _)| is_member(fact));
    said.map(|(fact, said)| (fact.clone(), said.clone()))
        .collect()
}

/// The members of the cases on file, each once.
fn members(original: &Original) -> Vec<Said> {
    let mut members: Vec<Said> = Vec::new();
    for case in &original.cases {
        let said = member(original, &case.case);
        if !members.contains(&said) {
            members.push(said);
        }
    }
    members
}
