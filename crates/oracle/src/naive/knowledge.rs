//! What a case lets one know of each fact.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_model::{
    case::Case,
    corpus::{CodeMapping, Corpus},
    fact::{Closure, Derivation, Fact, FactType},
    id::Id,
    value::{Cause, Reading, SpecialState, Value},
};

use super::{
    datum::Datum,
    derive::{self, Derived},
    domain::{self, Span},
    mention::{self, Mention},
    reading::{self, Fit},
};

/// What is known of a fact.
#[derive(Debug, Clone)]
pub(crate) enum State<'a> {
    /// It is this.
    Known(Datum),
    /// It is one of these, and can be asked for.
    Open(Vec<Datum>),
    /// It follows from a set of codes by a mapping.
    Mapped {
        /// The mapping.
        mapping: &'a CodeMapping,
        /// The set of codes.
        from: Id,
        /// The sets of names, one of which holds besides where a code is unmapped. Which of them
        /// is asked for under the derived fact's own name.
        further: Vec<Datum>,
    },
    /// It is one of more than can be listed.
    TooMany,
}

/// What is known of every fact of the catalogue.
pub(crate) type Knowledge<'a> = BTreeMap<Id, State<'a>>;

/// What is known of every fact of the catalogue.
///
/// # Errors
/// What makes the case impossible: values outside their bounds.
pub(crate) fn knowledge<'a>(corpus: &'a Corpus, case: &Case) -> Result<Knowledge<'a>, Vec<String>> {
    let mentions = mention::mentions(corpus);
    let none = Mention::default();
    let mut states = Knowledge::new();
    let mut problems = Vec::new();
    for (id, fact) in &corpus.catalogue.facts {
        let known = Known {
            corpus,
            case,
            id,
            fact,
            mention: mentions.get(id).unwrap_or(&none),
        };
        match known.state() {
            Ok(state) => {
                states.insert(id.clone(), state);
            }
            Err(problem) => problems.push(problem),
        }
    }
    match problems.is_empty() {
        true => Ok(states),
        false => Err(problems),
    }
}

struct Known<'a, 'c> {
    corpus: &'a Corpus,
    case: &'c Case,
    id: &'c Id,
    fact: &'a Fact,
    mention: &'c Mention,
}

impl<'a> Known<'a, '_> {
    fn state(&self) -> Result<State<'a>, String> {
        match (
            reading::reading(self.id, self.fact, self.case),
            &self.fact.derived,
        ) {
            (Some(reading), Some(derivation))
                if !matches!(derivation, Derivation::Mapping { .. }) =>
            {
                match derive::derived(derivation, self.corpus, self.case) {
                    Derived::Within {
                        span,
                        missing: false,
                    } => self.stated_within(reading, span),
                    _ => self.stated(reading),
                }
            }
            (Some(reading), _) => self.stated(reading),
            (None, Some(Derivation::Mapping { mapping, from })) => self.mapped(mapping, from),
            (None, Some(derivation)) => match derive::derived(derivation, self.corpus, self.case) {
                Derived::Absent => Ok(State::Known(self.nothing())),
                Derived::Within { span, missing } => self.narrowed(self.ordered(span), missing),
            },
            (None, None) => match self.fact.closure {
                Closure::Closed => Ok(State::Known(self.nothing())),
                Closure::Open => self.stated(Reading::Missing(Cause::NotSupplied)),
            },
        }
    }

    /// A fact that is known to have no value.
    fn nothing(&self) -> Datum {
        match self.fact.kind.is_set() {
            true => Datum::Set(BTreeSet::new()),
            false => Datum::Absent,
        }
    }

    fn stated(&self, reading: Reading) -> Result<State<'a>, String> {
        match reading {
            Reading::Known(value) => match reading::fit(&self.fact.kind, &value) {
                Fit::Fits => Ok(State::Known(Datum::Value(value))),
                Fit::OutOfBounds => Err(self.out_of_bounds()),
                Fit::InError => self.missing(),
            },
            Reading::Within { low, high } => {
                let end = |value: &Option<Value>| value.as_ref().and_then(domain::number);
                let span = Span {
                    low: end(&low),
                    high: end(&high),
                };
                self.narrowed(self.ordered(span), false)
            }
            Reading::OneOf(values) => {
                let fits = |value: &Value| reading::fit(&self.fact.kind, value) == Fit::Fits;
                let possible = values.into_iter().filter(fits).map(Datum::Value).collect();
                self.narrowed(possible, false)
            }
            Reading::Members { members, complete } => {
                if !self.listed().is_none_or(|listed| members.is_subset(listed)) {
                    return Err(self.out_of_bounds());
                }
                match complete {
                    true => Ok(State::Known(Datum::Set(members))),
                    false => Ok(self.set(&members)),
                }
            }
            Reading::Absent => Ok(State::Known(self.nothing())),
            Reading::NotPerformed => Ok(State::Known(Datum::NotPerformed)),
            Reading::Missing(_) => self.missing(),
            // Events are compared by the counts derived from them alone.
            Reading::Events { .. } => Ok(State::Known(Datum::Absent)),
        }
    }

    /// A derived fact that is stated, and lies in a range by what is known of its inputs.
    fn stated_within(&self, reading: Reading, span: Span) -> Result<State<'a>, String> {
        let lies_in =
            |value: &Value| domain::number(value).is_none_or(|value| span.contains(value));
        match reading {
            Reading::Known(value)
                if reading::fit(&self.fact.kind, &value) == Fit::Fits && !lies_in(&value) =>
            {
                Err(format!("{}: its inputs give another value", self.id))
            }
            Reading::Within { low, high } => {
                let end = |value: &Option<Value>| value.as_ref().and_then(domain::number);
                let stated = Span {
                    low: end(&low),
                    high: end(&high),
                };
                self.narrowed(self.ordered(stated.and(span)), false)
            }
            Reading::OneOf(mut values) => {
                values.retain(lies_in);
                self.stated(Reading::OneOf(values))
            }
            other => self.stated(other),
        }
    }

    fn missing(&self) -> Result<State<'a>, String> {
        let possible = match &self.fact.kind {
            FactType::Codes { .. } | FactType::Names { .. } => {
                return Ok(self.set(&BTreeSet::new()));
            }
            FactType::Events => return Ok(State::Known(Datum::Absent)),
            FactType::Boolean => [false, true].map(Value::Boolean).map(Datum::Value).to_vec(),
            FactType::Choice { values } => values.iter().cloned().map(name).collect(),
            FactType::Name => domain::names(None, self.mention)
                .into_iter()
                .map(name)
                .collect(),
            FactType::Integer { .. } | FactType::Decimal { .. } | FactType::Date { .. } => {
                self.ordered(Span::default())
            }
        };
        self.narrowed(possible, true)
    }

    /// One of these, or, of a missing fact, a state without value that it can be in.
    fn narrowed(&self, mut possible: Vec<Datum>, missing: bool) -> Result<State<'a>, String> {
        if missing && self.fact.can_be(SpecialState::Absent) {
            possible.push(Datum::Absent);
        }
        if missing && self.fact.can_be(SpecialState::NotPerformed) {
            possible.push(Datum::NotPerformed);
        }
        match possible.as_slice() {
            [] => Err(self.out_of_bounds()),
            [one] => Ok(State::Known(one.clone())),
            _ => Ok(State::Open(possible)),
        }
    }

    fn ordered(&self, span: Span) -> Vec<Datum> {
        let span = span.and(domain::bounds(&self.fact.kind));
        domain::ordered(&self.fact.kind, span, self.mention)
    }

    fn listed(&self) -> Option<&'a BTreeSet<Id>> {
        match &self.fact.kind {
            FactType::Names { values } => values.as_ref(),
            _ => None,
        }
    }

    fn set(&self, members: &BTreeSet<Id>) -> State<'a> {
        let others = domain::names(self.listed(), self.mention);
        match domain::sets(members, &others) {
            Some(sets) => match sets.as_slice() {
                [one] => State::Known(one.clone()),
                _ => State::Open(sets),
            },
            None => State::TooMany,
        }
    }

    fn mapped(&self, mapping: &Id, from: &Id) -> Result<State<'a>, String> {
        let Some(mapping) = self.corpus.mappings.get(mapping) else {
            return self.missing();
        };
        let mut names = domain::names(self.listed(), self.mention);
        names.extend(mapping.to.keys().cloned());
        for code in self.known_members(from) {
            names.retain(|name| !implies(mapping, &code, name));
        }
        Ok(match domain::sets(&BTreeSet::new(), &names) {
            Some(further) => State::Mapped {
                mapping,
                from: from.clone(),
                further,
            },
            None => State::TooMany,
        })
    }

    /// The codes known to be present in the set that is mapped.
    fn known_members(&self, from: &Id) -> BTreeSet<Id> {
        let fact = self.corpus.catalogue.facts.get(from);
        match fact.and_then(|fact| reading::reading(from, fact, self.case)) {
            Some(Reading::Members { members, .. }) => members,
            _ => BTreeSet::new(),
        }
    }

    fn out_of_bounds(&self) -> String {
        format!(
            "{}: no possible value lies within the declared bounds",
            self.id
        )
    }
}

fn name(name: Id) -> Datum {
    Datum::Value(Value::Name(name))
}

/// Whether the mapping says that a code means a name.
pub(crate) fn implies(mapping: &CodeMapping, code: &Id, name: &Id) -> bool {
    let patterns = mapping.to.get(name);
    patterns.is_some_and(|patterns| patterns.contains(code.as_str()))
}

/// Whether the mapping knows a code.
pub(crate) fn is_mapped(mapping: &CodeMapping, code: &Id) -> bool {
    mapping
        .to
        .values()
        .chain([&mapping.to_none])
        .any(|patterns| patterns.contains(code.as_str()))
}
