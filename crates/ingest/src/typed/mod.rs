//! Criteria whose words are a comparison with a fact: nothing else may stand in them.
//!
//! What is typed is the whole of a criterion's words. Where anything is left over that no pattern accounts for, the
//! criterion stays a question for a person: a condition that is overlooked changes the answer.

mod bound;
mod counts;
mod diagnoses;
mod distances;
mod measures;

use coverdict_model::{
    criterion::{Comparison, Criterion, Test},
    fact::{Closure, Fact, FactType, FoundIn, Section},
    id::Id,
    quantity::{Quantity, Unit, parse_decimal},
    value::Value,
};

pub(crate) use bound::{Bound, Compares, bounds, pattern as bound_pattern};
use measures::{MEASURES, Measure, Scale};

/// A criterion that compares facts.
#[derive(Debug, Clone, PartialEq)]
pub struct Typed {
    /// What its words say.
    pub said: Said,
    /// The facts that it compares, with how a catalogue declares them.
    pub facts: Vec<(Id, Fact)>,
}

/// What the words of a criterion say.
#[derive(Debug, Clone, PartialEq)]
pub enum Said {
    /// One comparison, or the two of a range.
    Once(Test),
    /// One of several, by how the words are read.
    Either(Vec<(&'static str, Test)>),
}

/// The comparison that the words of a criterion are, where they are one and nothing else. Facts about the service at
/// hand, such as how often it was given, are named after it.
#[must_use]
pub fn typed(words: &str, service: &str) -> Option<Typed> {
    let words = plain(words);
    measured(&words)
        .or_else(|| diagnoses::typed(&words))
        .or_else(|| counts::typed(&words, service))
        .or_else(|| distances::typed(&words, service))
}

/// The facts that criteria of any service are typed by, each with how a catalogue declares it.
#[must_use]
pub fn facts() -> Vec<(Id, Fact)> {
    let measures = MEASURES.iter().filter_map(declared);
    measures.chain(diagnoses::fact()).collect()
}

fn measured(words: &str) -> Option<Typed> {
    MEASURES.iter().find_map(|measure| {
        let found = measure.pattern.as_ref()?.captures(words)?;
        let said = found.name("bound")?.as_str();
        let unit = found.name("unit").map(|unit| unit.as_str());
        let bounds = bounds(said, measure.default)?;
        of(measure, &bounds, unit)
    })
}

fn of(measure: &Measure, bounds: &[Bound], unit: Option<&str>) -> Option<Typed> {
    let fact = declared(measure)?;
    let mut tests = Vec::with_capacity(bounds.len());
    for bound in bounds {
        let number = parse_decimal(&bound.number).ok()?;
        let value = match measure.scale {
            Scale::Count => {
                Value::Integer(i64::try_from(number).ok().filter(|_| number.is_integer())?)
            }
            Scale::Measured(known) | Scale::Score(known) => {
                // Another unit than that of the fact is another quantity: nothing is converted.
                if !unit.is_none_or(|unit| measures::is_unit(unit, known)) {
                    return None;
                }
                Value::Decimal(Quantity {
                    value: number.normalize(),
                    unit: Unit::new(known).ok()?,
                })
            }
        };
        tests.push(Test::Fact {
            fact: fact.0.clone(),
            comparison: bound.compares.with(value),
        });
    }
    Some(Typed {
        said: Said::Once(both(tests)?),
        facts: vec![fact],
    })
}

/// A comparison, or the two of a range.
fn both(mut tests: Vec<Test>) -> Option<Test> {
    match tests.len() {
        0 | 1 => tests.pop(),
        _ => Some(Test::All(tests.into_iter().map(Criterion::new).collect())),
    }
}

fn declared(measure: &Measure) -> Option<(Id, Fact)> {
    let kind = match measure.scale {
        Scale::Count => FactType::Integer {
            min: Some(0),
            max: None,
        },
        Scale::Measured(unit) => FactType::Decimal {
            unit: Unit::new(unit).ok()?,
            min: Some(parse_decimal("0").ok()?),
            max: None,
        },
        Scale::Score(unit) => FactType::Decimal {
            unit: Unit::new(unit).ok()?,
            min: None,
            max: None,
        },
    };
    declare(measure.fact, kind, measure.question)
}

/// A fact as a catalogue declares it.
fn declare(name: &str, kind: FactType, question: &str) -> Option<(Id, Fact)> {
    let fact = Fact {
        kind,
        question: question.to_owned(),
        closure: Closure::Open,
        section: Section::Facts,
        may_be: Default::default(),
        derived: None,
        look_back: None,
        select: None,
        attest: None,
        found_in: FoundIn::default(),
    };
    Some((Id::new(name).ok()?, fact))
}

/// Words with plain signs, one space between them, and no full stop at the end.
pub(crate) fn plain(words: &str) -> String {
    let mut plain = String::with_capacity(words.len());
    for character in words.chars() {
        match character {
            '≥' => plain.push_str(" >= "),
            '≤' => plain.push_str(" <= "),
            '²' => plain.push('2'),
            '–' | '—' | '‑' => plain.push('-'),
            one if one.is_whitespace() => plain.push(' '),
            one => plain.extend(one.to_lowercase()),
        }
    }
    let words: Vec<&str> = plain.split_whitespace().collect();
    words
        .join(" ")
        .trim_end_matches(['.', ';', ',', ':', ' '])
        .to_owned()
}

impl bound::Compares {
    fn with(self, value: Value) -> Comparison {
        match self {
            Self::AtLeast => Comparison::AtLeast(value),
            Self::AtMost => Comparison::AtMost(value),
            Self::Above => Comparison::Above(value),
            Self::Below => Comparison::Below(value),
        }
    }
}

#[cfg(test)]
mod tests;
