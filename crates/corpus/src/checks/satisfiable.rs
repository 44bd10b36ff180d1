//! Whether some values of the facts fulfil all constraints: tried out over values that stand for all others.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_model::{
    corpus::ValueSet,
    criterion::{Comparison, Criterion, Members, Test},
    date::{Date, day_number, from_day_number},
    fact::{Catalogue, Closure, Fact, FactType},
    id::Id,
    quantity::{Decimal, Quantity, Unit},
    value::{SpecialState, Value},
};

/// Whether it can be fulfilled.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Yes,
    No,
    /// The budget was exceeded.
    NotSettled,
}

/// So many values are tried.
const BUDGET: usize = 200_000;

/// So many ways to fill a set are tried.
const MAX_CLASSES: usize = 8;

/// Whether some case fulfils the constraints of a catalogue.
pub(super) fn satisfiable(catalogue: &Catalogue, value_sets: &BTreeMap<Id, ValueSet>) -> Answer {
    let constraints: Vec<_> = catalogue.constraints.values().collect();
    let mut leaves: BTreeMap<&Id, Vec<&Comparison>> = BTreeMap::new();
    for constraint in &constraints {
        collect(constraint, &mut leaves);
    }
    let mut facts = Vec::with_capacity(leaves.len());
    for (name, comparisons) in leaves {
        let Some(fact) = catalogue.facts.get(name) else {
            return Answer::NotSettled;
        };
        match states(fact, &comparisons, value_sets) {
            Some(states) => facts.push((name, states)),
            None => return Answer::NotSettled,
        }
    }
    let mut search = Search {
        constraints,
        value_sets,
        facts: &facts,
        chosen: BTreeMap::new(),
        left: BUDGET,
    };
    search.from(0)
}

/// A state that a fact can be in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    Is(SpecialState),
    Value(Value),
    Members(BTreeSet<Class>),
}

/// A code or name, by the lists that it is in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    /// This one.
    Named(Id),
    /// One that is named nowhere and begins so.
    Beginning(Id),
    /// One that no list knows.
    Other,
}

fn collect<'c>(criterion: &'c Criterion, leaves: &mut BTreeMap<&'c Id, Vec<&'c Comparison>>) {
    if let Test::Fact { fact, comparison } = &criterion.test {
        leaves.entry(fact).or_default().push(comparison);
    }
    for child in criterion.children() {
        collect(child, leaves);
    }
}

/// States of a fact that stand for all: thresholds and what lies beside and between them.
fn states(
    fact: &Fact,
    comparisons: &[&Comparison],
    value_sets: &BTreeMap<Id, ValueSet>,
) -> Option<Vec<State>> {
    let values = || {
        comparisons
            .iter()
            .flat_map(|comparison| operands(comparison))
    };
    let named = |value: &Value| match value {
        Value::Name(name) => Some(name.clone()),
        _ => None,
    };
    let mut states: Vec<State> = match &fact.kind {
        FactType::Boolean => [true, false]
            .map(|truth| State::Value(Value::Boolean(truth)))
            .into(),
        FactType::Integer { min, max } => numbers(
            values().filter_map(|value| match value {
                Value::Integer(number) => Some(*number),
                _ => None,
            }),
            (*min, *max),
        )
        .map(|number| State::Value(Value::Integer(number)))
        .collect(),
        FactType::Date { min, max } => {
            let days = values().filter_map(|value| match value {
                Value::Date(day) => Some(day_number(*day)),
                _ => None,
            });
            numbers(days, (min.map(day_number), max.map(day_number)))
                .filter_map(from_day_number)
                .map(|day: Date| State::Value(Value::Date(day)))
                .collect()
        }
        FactType::Decimal { unit, min, max } => {
            let thresholds = values().filter_map(|value| match value {
                Value::Decimal(quantity) => Some(quantity.value),
                _ => None,
            });
            decimals(thresholds, unit, (*min, *max))
        }
        FactType::Choice { values } => values
            .iter()
            .map(|name| State::Value(Value::Name(name.clone())))
            .collect(),
        FactType::Name => {
            let known: BTreeSet<Id> = values().filter_map(named).collect();
            let other = (0..).map(|n| format!("other-{n}"));
            let other = other
                .filter_map(|name| Id::new(&name).ok())
                .find(|name| !known.contains(name));
            let all = known.into_iter().chain(other);
            all.map(|name| State::Value(Value::Name(name))).collect()
        }
        FactType::Codes { .. } | FactType::Names { .. } => {
            subsets(classes(fact, comparisons, value_sets))?
        }
        FactType::Events => Vec::new(),
    };
    // An empty set is absent: that is no further state.
    let special = SpecialState::ALL.iter().filter(|state| {
        fact.can_be(**state) && !(fact.kind.is_set() && **state == SpecialState::Absent)
    });
    states.extend(special.map(|&state| State::Is(state)));
    if states.is_empty() && fact.closure == Closure::Open {
        return None;
    }
    Some(states)
}

fn operands(comparison: &Comparison) -> Vec<&Value> {
    match comparison {
        Comparison::AtLeast(value)
        | Comparison::AtMost(value)
        | Comparison::Above(value)
        | Comparison::Below(value) => vec![value],
        Comparison::In(values) => values.iter().collect(),
        Comparison::IsTrue(_)
        | Comparison::Is(_)
        | Comparison::AnyIn(_)
        | Comparison::NoneIn(_)
        | Comparison::AllIn(_) => Vec::new(),
    }
}

/// Every threshold, and the numbers beside it, within the bounds.
fn numbers(
    thresholds: impl Iterator<Item = i64>,
    (min, max): (Option<i64>, Option<i64>),
) -> impl Iterator<Item = i64> {
    let near = |number: i64| [number.saturating_sub(1), number, number.saturating_add(1)];
    let all: BTreeSet<i64> = thresholds
        .flat_map(near)
        .chain([0])
        .chain(min)
        .chain(max)
        .collect();
    all.into_iter().filter(move |number| {
        min.is_none_or(|min| *number >= min) && max.is_none_or(|max| *number <= max)
    })
}

/// Every threshold, what lies between two of them, and what lies beyond, within the bounds.
fn decimals(
    thresholds: impl Iterator<Item = Decimal>,
    unit: &Unit,
    (min, max): (Option<Decimal>, Option<Decimal>),
) -> Vec<State> {
    let mut points: BTreeSet<Decimal> = thresholds.chain(min).chain(max).collect();
    points.insert(min.or(max).unwrap_or_default());
    let sorted: Vec<Decimal> = points.iter().copied().collect();
    let halves = sorted.windows(2).filter_map(|pair| match pair {
        [low, high] => low.checked_add(*high)?.checked_div(Decimal::TWO),
        _ => None,
    });
    points.extend(halves);
    let beyond = [
        sorted.first().and_then(|low| low.checked_sub(Decimal::ONE)),
        sorted
            .last()
            .and_then(|high| high.checked_add(Decimal::ONE)),
    ];
    points.extend(beyond.into_iter().flatten());
    let within = points
        .into_iter()
        .filter(|point| min.is_none_or(|min| *point >= min) && max.is_none_or(|max| *point <= max));
    within
        .map(|value| {
            State::Value(Value::Decimal(Quantity {
                value,
                unit: unit.clone(),
            }))
        })
        .collect()
}

/// The members that the lists tell apart.
fn classes(
    fact: &Fact,
    comparisons: &[&Comparison],
    value_sets: &BTreeMap<Id, ValueSet>,
) -> BTreeSet<Class> {
    if let FactType::Names {
        values: Some(values),
    } = &fact.kind
    {
        return values.iter().cloned().map(Class::Named).collect();
    }
    let mut classes = BTreeSet::from([Class::Other]);
    for comparison in comparisons {
        match members_of(comparison) {
            Some(Members::Listed(listed)) => {
                classes.extend(listed.iter().cloned().map(Class::Named));
            }
            Some(Members::ValueSet(name)) => {
                let patterns = value_sets.get(name).map(|set| &set.members);
                if let Some(patterns) = patterns {
                    classes.extend(patterns.members.iter().cloned().map(Class::Named));
                    classes.extend(patterns.prefixes.iter().cloned().map(Class::Beginning));
                }
            }
            None => {}
        }
    }
    classes
}

fn members_of(comparison: &Comparison) -> Option<&Members> {
    match comparison {
        Comparison::AnyIn(members) | Comparison::NoneIn(members) | Comparison::AllIn(members) => {
            Some(members)
        }
        _ => None,
    }
}

fn subsets(classes: BTreeSet<Class>) -> Option<Vec<State>> {
    if classes.len() > MAX_CLASSES {
        return None;
    }
    let mut all = vec![BTreeSet::new()];
    for class in classes {
        let with: Vec<_> = all
            .iter()
            .map(|set: &BTreeSet<Class>| {
                let mut set = set.clone();
                set.insert(class.clone());
                set
            })
            .collect();
        all.extend(with);
    }
    Some(all.into_iter().map(State::Members).collect())
}

struct Search<'s> {
    constraints: Vec<&'s Criterion>,
    value_sets: &'s BTreeMap<Id, ValueSet>,
    facts: &'s [(&'s Id, Vec<State>)],
    chosen: BTreeMap<&'s Id, &'s State>,
    left: usize,
}

impl<'s> Search<'s> {
    /// Tries the facts from this one on, those before it being chosen.
    fn from(&mut self, at: usize) -> Answer {
        let truths = self.constraints.iter().map(|one| self.truth(one));
        let all = truths.fold(Some(true), and);
        if all == Some(false) {
            return Answer::No;
        }
        let facts: &'s [(&'s Id, Vec<State>)] = self.facts;
        let Some((name, states)) = facts.get(at) else {
            return Answer::Yes;
        };
        let mut answer = Answer::No;
        for state in states {
            if self.left == 0 {
                return Answer::NotSettled;
            }
            self.left -= 1;
            self.chosen.insert(name, state);
            match self.from(at + 1) {
                Answer::Yes => return Answer::Yes,
                Answer::NotSettled => answer = Answer::NotSettled,
                Answer::No => {}
            }
        }
        self.chosen.remove(name);
        answer
    }

    /// The truth of a criterion as far as the facts chosen settle it.
    fn truth(&self, criterion: &Criterion) -> Option<bool> {
        let mut children = criterion.children().map(|child| self.truth(child));
        match &criterion.test {
            Test::All(_) => children.fold(Some(true), and),
            Test::Any(_) => children.fold(Some(false), or),
            Test::None(_) => children.fold(Some(false), or).map(|any| !any),
            Test::AtLeast { count, of } => {
                let (mut met, mut open) = (0, 0);
                children.for_each(|truth| match truth {
                    Some(true) => met += 1,
                    Some(false) => {}
                    None => open += 1,
                });
                let count = (*count as usize).min(of.len() + 1);
                if met >= count {
                    Some(true)
                } else {
                    (met + open < count).then_some(false)
                }
            }
            Test::Fact { fact, comparison } => {
                let state = self.chosen.get(fact)?;
                Some(self.holds(state, comparison))
            }
            // Constraints ask for facts alone.
            Test::ByReading { .. } | Test::Service(_) | Test::PositionOf { .. } => {
                children.next().flatten()
            }
        }
    }

    fn holds(&self, state: &State, comparison: &Comparison) -> bool {
        match (comparison, state) {
            (Comparison::Is(wanted), State::Is(state)) => wanted == state,
            (Comparison::Is(SpecialState::Absent), State::Members(set)) => set.is_empty(),
            (Comparison::IsTrue(wanted), State::Value(Value::Boolean(truth))) => wanted == truth,
            (Comparison::AtLeast(bound), State::Value(value)) => value >= bound,
            (Comparison::AtMost(bound), State::Value(value)) => value <= bound,
            (Comparison::Above(bound), State::Value(value)) => value > bound,
            (Comparison::Below(bound), State::Value(value)) => value < bound,
            (Comparison::In(values), State::Value(value)) => values.contains(value),
            (Comparison::AnyIn(list), State::Members(set)) => {
                set.iter().any(|class| self.lists(list, class))
            }
            (Comparison::NoneIn(list), State::Members(set)) => {
                !set.iter().any(|class| self.lists(list, class))
            }
            (Comparison::AllIn(list), State::Members(set)) => {
                !set.is_empty() && set.iter().all(|class| self.lists(list, class))
            }
            _ => false,
        }
    }

    fn lists(&self, list: &Members, class: &Class) -> bool {
        match (list, class) {
            (_, Class::Other) => false,
            (Members::Listed(members), Class::Named(name)) => members.contains(name),
            (Members::Listed(_), Class::Beginning(_)) => false,
            (Members::ValueSet(set), Class::Named(name)) => self
                .value_sets
                .get(set)
                .is_some_and(|set| set.members.contains(name.as_str())),
            (Members::ValueSet(set), Class::Beginning(start)) => {
                self.value_sets.get(set).is_some_and(|set| {
                    let mut prefixes = set.members.prefixes.iter();
                    prefixes.any(|prefix| start.as_str().starts_with(prefix.as_str()))
                })
            }
        }
    }
}

fn and(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

fn or(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    and(a.map(|a| !a), b.map(|b| !b)).map(|neither| !neither)
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Code;
    use crate::load::read_corpus_from;

    const FACTS: &str = include_str!("../../tests/data/facts.yaml");

    const SET: &str = "value-set: set\ntitle: Set\nprovenance: mapping\nreviewed: 2024-01-01\n\
        members: [M54.50]\nprefixes: [M54.4]\n";

    /// The codes of the problems with these constraints.
    fn problems(constraints: &[&str]) -> Vec<Code> {
        let mut facts = format!("{FACTS}\nconstraints:\n");
        for (at, constraint) in constraints.iter().enumerate() {
            facts.push_str(&format!("  c{at}: {constraint}\n"));
        }
        let read = read_corpus_from([("facts.yaml", facts.as_str()), ("set.yaml", SET)]);
        let found = match read {
            Ok(loaded) => loaded.warnings,
            Err(failure) => failure.problems,
        };
        found.iter().map(|problem| problem.code()).collect()
    }

    #[test]
    fn constraints_that_some_case_fulfils_pass() {
        for constraints in [
            &["{fact: smoker, is: true}", "{fact: bmi, above: 40 kg/m2}"] as &[&str],
            // Only a value between the two thresholds will do, or one beside a threshold.
            &[
                "{fact: bmi, above: 40 kg/m2}",
                "{fact: bmi, below: 40.001 kg/m2}",
            ],
            &[
                "{fact: injuries-this-year, above: 3}",
                "{fact: injuries-this-year, below: 5}",
            ],
            &[
                "{fact: birth-date, above: 2020-02-28}",
                "{fact: birth-date, below: 2020-03-01}",
            ],
            &["{fact: bmi, at-least: 150 kg/m2}"],
            &["{fact: spo2, is: not-performed}"],
            &[
                "{fact: payer, in: [a, b]}",
                "{none: [{fact: payer, equals: a}]}",
            ],
            &["{none: [{fact: payer, in: [a, b]}]}"],
            &[
                "{fact: diagnoses, is: absent}",
                "{fact: diagnoses, none-in: [M54.50]}",
            ],
            &[
                "{fact: diagnoses, any-in: {value-set: set}}",
                "{fact: diagnoses, none-in: [M54.50]}",
            ],
            &[
                "{fact: diagnoses, any-in: [M54.50]}",
                "{none: [{fact: diagnoses, all-in: {value-set: set}}]}",
            ],
            &[
                "{at-least: {count: 2, of: [{fact: smoker, is: true}, {fact: smoker, is: false}, {fact: phase, equals: initial}]}}",
            ],
        ] {
            assert_eq!(problems(constraints), [], "{constraints:?}");
        }
    }

    #[test]
    fn constraints_that_no_case_fulfils_are_refused() {
        for constraints in [
            &["{fact: smoker, is: true}", "{fact: smoker, is: false}"] as &[&str],
            &[
                "{fact: bmi, above: 40 kg/m2}",
                "{fact: bmi, below: 40 kg/m2}",
            ],
            &[
                "{fact: injuries-this-year, above: 3}",
                "{fact: injuries-this-year, below: 4}",
            ],
            &[
                "{fact: birth-date, above: 2020-02-28}",
                "{fact: birth-date, below: 2020-02-29}",
            ],
            &["{none: [{fact: bmi, at-least: 5 kg/m2}]}"],
            &[
                "{fact: diagnoses, all-in: {value-set: set}}",
                "{fact: diagnoses, none-in: {value-set: set}}",
            ],
            &[
                "{fact: diagnoses, is: absent}",
                "{fact: diagnoses, any-in: [M54.50]}",
            ],
            &[
                "{fact: phase, in: [initial]}",
                "{none: [{fact: phase, in: [initial]}]}",
            ],
            &[
                "{fact: reason, all-in: [back, knee]}",
                "{fact: reason, none-in: [back]}",
                "{fact: reason, none-in: [knee]}",
            ],
            &["{at-least: {count: 2, of: [{fact: smoker, is: true}, {fact: smoker, is: false}]}}"],
        ] {
            assert_eq!(
                problems(constraints),
                [Code::UNSATISFIABLE_CONSTRAINTS],
                "{constraints:?}"
            );
        }
    }

    #[test]
    fn what_exceeds_the_budget_is_a_warning() {
        let codes: Vec<_> = (10..20).map(|n| format!("M54.{n}")).collect();
        let many = format!("{{fact: diagnoses, any-in: [{}]}}", codes.join(", "));
        assert_eq!(problems(&[&many]), [Code::CONSTRAINTS_NOT_SETTLED]);
    }
}
