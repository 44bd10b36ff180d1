//! Random conditions.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_model::{
    criterion::{Comparison, Criterion, Members, Test},
    id::Id,
    position::Basis,
    source::SourceKind,
    value::{SpecialState, Value},
};

use super::{
    draw::Draw,
    words::{CHOICES, CODES, INDICATIONS, SERVICES, halves, id, integer, march},
};

/// What a condition may speak of.
pub(crate) struct Vocabulary<'a> {
    /// The facts in play.
    pub(crate) facts: &'a [&'a str],
    /// Whether it may ask for the service.
    pub(crate) services: bool,
    /// Kinds of source on steps below.
    pub(crate) below: &'a [SourceKind],
    /// A phrase with its readings.
    pub(crate) phrase: Option<(&'a Id, &'a BTreeSet<Id>)>,
}

impl Vocabulary<'_> {
    /// A condition of at most two levels of groups.
    pub(crate) fn condition(&self, draw: &Draw<'_>) -> Criterion {
        self.of_depth(draw, 2)
    }

    /// A condition that most cases meet.
    pub(crate) fn constraint(&self, draw: &Draw<'_>) -> Criterion {
        let leaves = [self.leaf(draw), self.leaf(draw)];
        Criterion::new(match draw.percent(40) {
            true => Test::None(vec![Criterion::new(Test::All(leaves.to_vec()))]),
            false => Test::Any(leaves.to_vec()),
        })
    }

    fn of_depth(&self, draw: &Draw<'_>, depth: usize) -> Criterion {
        if depth == 0 || draw.below(3) == 0 {
            return self.leaf(draw);
        }
        let children = |least: usize| -> Vec<Criterion> {
            let count = least + draw.below(2);
            (0..count).map(|_| self.of_depth(draw, depth - 1)).collect()
        };
        Criterion::new(match draw.below(9) {
            0..=2 => Test::Any(children(2)),
            3..=5 => Test::All(children(2)),
            6 => Test::None(children(1)),
            7 => Test::AtLeast {
                count: 2,
                of: children(3),
            },
            _ => match self.phrase {
                Some((phrase, readings)) => self.by_reading(draw, phrase, readings),
                None => Test::Any(children(2)),
            },
        })
    }

    fn by_reading(&self, draw: &Draw<'_>, phrase: &Id, readings: &BTreeSet<Id>) -> Test {
        let readings = readings.iter();
        Test::ByReading {
            reading: phrase.clone(),
            of: readings
                .map(|reading| (reading.clone(), self.leaf(draw)))
                .collect::<BTreeMap<_, _>>(),
        }
    }

    fn leaf(&self, draw: &Draw<'_>) -> Criterion {
        let leaf = draw.below(12);
        Criterion::new(match (leaf, draw.pick(self.below)) {
            (11, Some(kind)) => Test::PositionOf {
                source: *kind,
                basis: draw.percent(60).then_some(Basis::Unproven),
            },
            (10, _) if self.services => Test::Service(draw.word(&SERVICES)),
            _ => {
                let fact = draw.pick(self.facts).copied().unwrap_or("flag");
                Test::Fact {
                    fact: id(fact),
                    comparison: comparison(fact, draw),
                }
            }
        })
    }
}

fn comparison(fact: &str, draw: &Draw<'_>) -> Comparison {
    match fact {
        "standing" if draw.percent(20) => Comparison::Is(SpecialState::NotPerformed),
        "score" if draw.percent(15) => Comparison::Is(SpecialState::Absent),
        "level" | "score" | "visit-count" => ordered(draw, integer(draw.below(5) + 1)),
        "days-since-onset" => ordered(draw, integer(draw.below(6))),
        "age" => ordered(draw, integer(5)),
        "ratio" | "ratio-drop" => ordered(draw, halves(2 * (draw.below(5) + 1))),
        "onset" => ordered(draw, Value::Date(march(draw.below(10)))),
        "side" => {
            let values = draw.words(&CHOICES).into_iter().map(Value::Name);
            Comparison::In(values.collect())
        }
        "diagnoses" => match draw.percent(50) {
            true => members(draw, Members::ValueSet(id("listed"))),
            false => members(draw, Members::Listed(draw.words(&CODES))),
        },
        "indication" => members(draw, Members::Listed(draw.words(&INDICATIONS))),
        _ => Comparison::IsTrue(!draw.percent(25)),
    }
}

fn ordered(draw: &Draw<'_>, value: Value) -> Comparison {
    match draw.below(5) {
        0 => Comparison::AtLeast(value),
        1 => Comparison::AtMost(value),
        2 => Comparison::Above(value),
        3 => Comparison::Below(value),
        _ => Comparison::In(BTreeSet::from([value])),
    }
}

fn members(draw: &Draw<'_>, members: Members) -> Comparison {
    match draw.below(6) {
        0..=2 => Comparison::AnyIn(members),
        3 => Comparison::NoneIn(members),
        4 => Comparison::AllIn(members),
        _ => Comparison::Is(SpecialState::Absent),
    }
}
