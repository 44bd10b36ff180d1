//! Criteria: read with the types of their facts at hand.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_model::{
    criterion::{Comparison, Criterion, Members, Test},
    fact::{Fact, FactType},
    id::Id,
    position::Basis,
    source::SourceKind,
    value::{SpecialState, Value},
};

use super::common::{cite, count, id, list, optional, word};
use super::{Context, value};
use crate::diagnostic::{Code, Problems, Span};
use crate::read::{Item, Mapping, nearest};

/// What the rules of an edition can ask beside facts.
#[derive(Clone, Copy)]
pub(super) struct EditionScope<'s> {
    /// The services that the edition claims.
    pub(super) services: &'s BTreeSet<Id>,
    /// The phrases that can be read in several ways.
    pub(super) readings: &'s BTreeMap<Id, BTreeSet<Id>>,
}

/// A criterion over facts alone.
pub(super) fn over_facts(
    item: Item<'_>,
    context: Context<'_>,
    problems: &mut Problems,
) -> Option<Criterion> {
    Reader::new(context, None).criterion(item, problems)
}

/// A criterion of a rule.
pub(super) fn of_rule(
    item: Item<'_>,
    context: Context<'_>,
    edition: EditionScope<'_>,
    problems: &mut Problems,
) -> Option<Criterion> {
    Reader::new(context, Some(edition)).criterion(item, problems)
}

const GROUPS: [&str; 7] = [
    "all",
    "any",
    "none",
    "at-least",
    "by-reading",
    "service",
    "position-of",
];

const COMPARISONS: [&str; 10] = [
    "is", "at-least", "at-most", "above", "below", "equals", "in", "any-in", "none-in", "all-in",
];

struct Reader<'c> {
    context: Context<'c>,
    edition: Option<EditionScope<'c>>,
    /// The names given so far, each with its place.
    names: BTreeMap<Id, Span>,
}

impl<'c> Reader<'c> {
    fn new(context: Context<'c>, edition: Option<EditionScope<'c>>) -> Self {
        Self {
            context,
            edition,
            names: BTreeMap::new(),
        }
    }

    fn criterion(&mut self, item: Item<'_>, problems: &mut Problems) -> Option<Criterion> {
        let mut mapping = item.mapping("a criterion", problems)?;
        let name = optional(mapping.optional("id"), |item| self.name(item, problems));
        let cite = optional(mapping.optional("cite"), |item| cite(item, problems));
        let test = match mapping.optional("fact") {
            Some(fact) => self.comparison(fact, &mut mapping, problems),
            None => self.group(&mut mapping, problems),
        };
        mapping.finish(problems);
        Some(Criterion {
            id: name?,
            cite: cite?,
            test: test?,
        })
    }

    fn name(&mut self, item: Item<'_>, problems: &mut Problems) -> Option<Id> {
        let name = id(item, problems)?;
        match self.names.insert(name.clone(), item.span()) {
            None => Some(name),
            Some(first) => {
                let message = format!("two criteria of one rule are named `{name}`");
                problems.push(
                    item.problem(Code::DUPLICATE_ID, message)
                        .with_context(item.file(), first, "first here")
                        .with_help("give each its own name"),
                );
                None
            }
        }
    }

    fn group(&mut self, mapping: &mut Mapping<'_>, problems: &mut Problems) -> Option<Test> {
        let (key, item) = one_of(mapping, &GROUPS, "a criterion", problems)?;
        if self.edition.is_none() && matches!(key, "by-reading" | "service" | "position-of") {
            problems.push(
                item.problem(
                    Code::CRITERION_MISPLACED,
                    format!("`{key}` can be asked by the rules of editions only"),
                )
                .with_help("ask for facts here"),
            );
            return None;
        }
        match key {
            "all" => self.siblings(item, problems).map(Test::All),
            "any" => self.siblings(item, problems).map(Test::Any),
            "none" => self.siblings(item, problems).map(Test::None),
            "at-least" => self.at_least(item, problems),
            "by-reading" => self.by_reading(item, problems),
            "service" => self.service(item, problems),
            _ => position_of(item, problems),
        }
    }

    fn siblings(&mut self, item: Item<'_>, problems: &mut Problems) -> Option<Vec<Criterion>> {
        let criteria = list(item, "a list of criteria", problems, |item, problems| {
            self.criterion(item, problems)
        })?;
        if criteria.is_empty() {
            problems.push(
                item.problem(Code::EMPTY_GROUP, "the group has no criteria")
                    .with_help("write at least one criterion"),
            );
            return None;
        }
        Some(criteria)
    }

    fn at_least(&mut self, item: Item<'_>, problems: &mut Problems) -> Option<Test> {
        let mut mapping = item.mapping("an `at-least` group", problems)?;
        let number = mapping.required("count", problems);
        let of = mapping.required("of", problems);
        mapping.finish(problems);
        let count = number.and_then(|item| count(item, problems));
        let of = of.and_then(|item| self.siblings(item, problems));
        let (number, count, of) = (number?, count?, of?);
        if count == 0 || count as usize > of.len() {
            let message = format!("`at-least` asks for {count} of {}", of.len());
            let help = format!("write a count from 1 to {}", of.len());
            let problem = number.problem(Code::AT_LEAST_OUT_OF_RANGE, message);
            problems.push(problem.with_help(help));
            return None;
        }
        Some(Test::AtLeast { count, of })
    }

    fn by_reading(&mut self, item: Item<'_>, problems: &mut Problems) -> Option<Test> {
        let mut mapping = item.mapping("a criterion by reading", problems)?;
        let phrase = mapping.required("reading", problems);
        let of = mapping.required("of", problems);
        mapping.finish(problems);
        let reading = phrase.and_then(|item| id(item, problems));
        let declared = self.edition.map(|edition| edition.readings)?;
        let known = reading.as_ref().and_then(|name| declared.get(name));
        if let (Some(name), None, Some(phrase)) = (&reading, known, phrase) {
            let names = declared.keys().map(Id::as_str);
            let help = nearest(name.as_str(), names, "declare it under `readings`");
            problems.push(
                phrase
                    .problem(
                        Code::UNKNOWN_READING,
                        format!("the edition declares no phrase `{name}`"),
                    )
                    .with_help(help),
            );
        }
        let of = of?;
        let mut under = BTreeMap::new();
        let mut complete = true;
        for (key, value) in of
            .mapping("the criteria under each reading", problems)?
            .rest()
        {
            let name = id(key, problems);
            let criterion = self.criterion(value, problems);
            complete &= criterion.is_some();
            let Some(name) = name else { continue };
            if known.is_some_and(|known| !known.contains(&name)) {
                let names = known.into_iter().flatten().map(Id::as_str);
                let help = nearest(name.as_str(), names, "declare it under `readings`");
                problems.push(
                    key.problem(
                        Code::UNKNOWN_READING,
                        format!("the phrase has no reading `{name}`"),
                    )
                    .with_help(help),
                );
            }
            under.extend(criterion.map(|criterion| (name, criterion)));
        }
        let known = known?;
        let missing = known.iter().find(|name| !under.contains_key(*name));
        if let (Some(missing), true) = (missing, complete) {
            problems.push(
                of.problem(
                    Code::READING_INCOMPLETE,
                    format!("there is no criterion under the reading `{missing}`"),
                )
                .with_help(format!("add `{missing}: …`")),
            );
        }
        Some(Test::ByReading {
            reading: reading?,
            of: under,
        })
    }

    fn service(&mut self, item: Item<'_>, problems: &mut Problems) -> Option<Test> {
        let name = id(item, problems)?;
        let services = self.edition?.services;
        if !services.contains(&name) {
            let known = services.iter().map(Id::as_str);
            let help = nearest(name.as_str(), known, "add it to the edition's `services`");
            problems.push(
                item.problem(
                    Code::UNKNOWN_SERVICE,
                    format!("the edition has no service `{name}`"),
                )
                .with_help(help),
            );
        }
        Some(Test::Service(name))
    }

    fn comparison(
        &mut self,
        item: Item<'_>,
        mapping: &mut Mapping<'_>,
        problems: &mut Problems,
    ) -> Option<Test> {
        let name = id(item, problems);
        let compared = one_of(mapping, &COMPARISONS, "a comparison", problems);
        let name = name?;
        let fact = self.context.fact(&name, item, problems)?;
        let (key, operand) = compared?;
        let comparison = match key {
            "is" => is(&name, fact, operand, problems),
            "any-in" | "none-in" | "all-in" => {
                let members = self.members(key, &name, fact, operand, problems)?;
                Some(match key {
                    "any-in" => Comparison::AnyIn(members),
                    "none-in" => Comparison::NoneIn(members),
                    _ => Comparison::AllIn(members),
                })
            }
            _ => compare(key, &name, fact, operand, problems),
        };
        Some(Test::Fact {
            fact: name,
            comparison: comparison?,
        })
    }

    fn members(
        &self,
        key: &str,
        name: &Id,
        fact: &Fact,
        item: Item<'_>,
        problems: &mut Problems,
    ) -> Option<Members> {
        if !fact.kind.is_set() {
            problems.push(mismatch(item, key, name, &fact.kind));
            return None;
        }
        if item.keys().next().is_some() {
            return self.value_set(name, fact, item, problems);
        }
        let members = list(
            item,
            "a list, or {value-set: …}",
            problems,
            |item, problems| problems.ok(value::member(item, name, &fact.kind)),
        )?;
        if members.is_empty() {
            problems.push(super::common::empty_list(item));
            return None;
        }
        Some(Members::Listed(members.into_iter().collect()))
    }

    fn value_set(
        &self,
        name: &Id,
        fact: &Fact,
        item: Item<'_>,
        problems: &mut Problems,
    ) -> Option<Members> {
        let mut mapping = item.mapping("a reference to a value set", problems)?;
        let place = mapping.required("value-set", problems);
        mapping.finish(problems);
        let place = place?;
        let set = id(place, problems)?;
        let members = &self
            .context
            .value_set(&set, place, problems)?
            .members
            .members;
        let unfit = members
            .iter()
            .find_map(|member| value::fits(place, name, &fact.kind, member).err());
        if let Some(problem) = unfit {
            problems.push(problem.with_label("a member of this value set"));
        }
        Some(Members::ValueSet(set))
    }
}

/// The one key of these that is written, with its value.
fn one_of<'a>(
    mapping: &mut Mapping<'a>,
    keys: &[&'static str],
    what: &str,
    problems: &mut Problems,
) -> Option<(&'static str, Item<'a>)> {
    let found: Vec<_> = keys
        .iter()
        .filter_map(|&key| mapping.optional(key).map(|item| (key, item)))
        .collect();
    match found.as_slice() {
        &[one] => Some(one),
        [] => {
            let item = mapping.item();
            let message = format!("{what} has to say what is asked");
            let help = format!("add one of {}", keys.join(", "));
            problems.push(
                item.problem(Code::CRITERION_UNCLEAR, message)
                    .with_help(help),
            );
            None
        }
        [(first, _), (second, item), ..] => {
            let message = format!("{what} has both `{first}` and `{second}`");
            let help = "split it into several criteria under `all` or `any`";
            problems.push(
                item.problem(Code::CRITERION_UNCLEAR, message)
                    .with_help(help),
            );
            None
        }
    }
}

fn position_of(item: Item<'_>, problems: &mut Problems) -> Option<Test> {
    let mut mapping = item.mapping("a question for a position", problems)?;
    let source = mapping
        .required("source", problems)
        .and_then(|item| word(item, SourceKind::ALL, SourceKind::name, problems));
    let basis = optional(mapping.optional("basis"), |item| {
        word(item, Basis::ALL, Basis::name, problems)
    });
    mapping.finish(problems);
    Some(Test::PositionOf {
        source: source?,
        basis: basis?,
    })
}

fn is(name: &Id, fact: &Fact, item: Item<'_>, problems: &mut Problems) -> Option<Comparison> {
    let text = item.text(problems)?;
    if let Some(state) = SpecialState::from_name(text) {
        // An empty set is absent, whatever else the set can be.
        let empty = fact.kind.is_set() && state == SpecialState::Absent;
        if empty || fact.can_be(state) {
            return Some(Comparison::Is(state));
        }
        let message = format!("`{name}` can never be {state}");
        let help = format!("add `may-be: [{state}]` to the fact if it can");
        problems.push(
            item.problem(Code::STATE_IMPOSSIBLE, message)
                .with_help(help),
        );
        return None;
    }
    if fact.kind != FactType::Boolean {
        problems.push(mismatch(item, "is", name, &fact.kind));
        return None;
    }
    match problems.ok(value::value(item, name, &fact.kind))? {
        Value::Boolean(truth) => Some(Comparison::IsTrue(truth)),
        _ => None,
    }
}

fn compare(
    key: &str,
    name: &Id,
    fact: &Fact,
    item: Item<'_>,
    problems: &mut Problems,
) -> Option<Comparison> {
    let named = matches!(fact.kind, FactType::Choice { .. } | FactType::Name);
    let listed = matches!(key, "equals" | "in");
    if !(fact.kind.is_ordered() || (named && listed)) {
        problems.push(mismatch(item, key, name, &fact.kind));
        return None;
    }
    let operand = |item: Item<'_>, problems: &mut Problems| {
        let value = problems.ok(value::value(item, name, &fact.kind))?;
        if let Some(bound) = value::beyond(&value, &fact.kind) {
            let message = format!("`{name}` is {bound}, and is compared with {value}");
            problems.push(
                item.problem(Code::VALUE_OUT_OF_BOUNDS, message)
                    .with_help("correct the value, or the bounds in the catalogue"),
            );
        }
        Some(value)
    };
    if key == "in" {
        let values = list(item, "a list of values", problems, operand)?;
        if values.is_empty() {
            problems.push(super::common::empty_list(item));
            return None;
        }
        return Some(Comparison::In(values.into_iter().collect()));
    }
    let value = operand(item, problems)?;
    Some(match key {
        "at-least" => Comparison::AtLeast(value),
        "at-most" => Comparison::AtMost(value),
        "above" => Comparison::Above(value),
        "below" => Comparison::Below(value),
        _ => Comparison::In(BTreeSet::from([value])),
    })
}

fn mismatch(
    item: Item<'_>,
    key: &str,
    name: &Id,
    kind: &FactType,
) -> crate::diagnostic::Diagnostic {
    let permitted = match kind {
        FactType::Boolean => "`is: true` or `is: false`",
        FactType::Integer { .. } | FactType::Decimal { .. } | FactType::Date { .. } => {
            "`at-least`, `at-most`, `above`, `below`, `equals` or `in`"
        }
        FactType::Choice { .. } | FactType::Name => "`equals` or `in`",
        FactType::Codes { .. } | FactType::Names { .. } => "`any-in`, `none-in` or `all-in`",
        FactType::Events => "a derived fact that counts it",
    };
    let message = format!(
        "`{key}` cannot be asked of `{name}`, which is of type {}",
        kind.name()
    );
    item.problem(Code::TYPE_MISMATCH, message)
        .with_help(format!("ask with {permitted}"))
}
