//! What a fact is in a complete case, and how criteria compare it.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_model::{
    corpus::ValueSet,
    criterion::{Comparison, Members},
    id::Id,
    value::{SpecialState, Value},
};

/// What a fact is in a complete case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Datum {
    /// One value.
    Value(Value),
    /// A set of codes or names, complete; absent when it is empty.
    Set(BTreeSet<Id>),
    /// The fact has no value.
    Absent,
    /// The measurement was not made.
    NotPerformed,
}

/// The value sets that comparisons name.
pub(crate) type ValueSets = BTreeMap<Id, ValueSet>;

impl Datum {
    /// Whether a comparison holds of it.
    pub(crate) fn satisfies(&self, comparison: &Comparison, sets: &ValueSets) -> bool {
        match self {
            Self::Value(value) => value_satisfies(value, comparison),
            Self::Set(members) => set_satisfies(members, comparison, sets),
            Self::Absent => *comparison == Comparison::Is(SpecialState::Absent),
            Self::NotPerformed => *comparison == Comparison::Is(SpecialState::NotPerformed),
        }
    }

    /// The members of a set; none for anything else.
    pub(crate) fn members(&self) -> BTreeSet<Id> {
        match self {
            Self::Set(members) => members.clone(),
            _ => BTreeSet::new(),
        }
    }
}

fn value_satisfies(value: &Value, comparison: &Comparison) -> bool {
    match comparison {
        Comparison::IsTrue(expected) => *value == Value::Boolean(*expected),
        Comparison::AtLeast(limit) => value >= limit,
        Comparison::AtMost(limit) => value <= limit,
        Comparison::Above(limit) => value > limit,
        Comparison::Below(limit) => value < limit,
        Comparison::In(values) => values.contains(value),
        Comparison::Is(_) | Comparison::AnyIn(_) | Comparison::NoneIn(_) | Comparison::AllIn(_) => {
            false
        }
    }
}

fn set_satisfies(members: &BTreeSet<Id>, comparison: &Comparison, sets: &ValueSets) -> bool {
    let any = |of: &Members| members.iter().any(|member| is_among(member, of, sets));
    let all = |of: &Members| members.iter().all(|member| is_among(member, of, sets));
    match comparison {
        Comparison::AnyIn(of) => any(of),
        Comparison::NoneIn(of) => !any(of),
        Comparison::AllIn(of) => !members.is_empty() && all(of),
        Comparison::Is(state) => *state == SpecialState::Absent && members.is_empty(),
        _ => false,
    }
}

fn is_among(member: &Id, of: &Members, sets: &ValueSets) -> bool {
    match of {
        Members::Listed(listed) => listed.contains(member),
        Members::ValueSet(id) => sets
            .get(id)
            .is_some_and(|set| set.members.contains(member.as_str())),
    }
}
