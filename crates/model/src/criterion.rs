//! Criteria: the conditions of rules, as trees whose nodes can be cited.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    id::Id,
    position::Basis,
    source::{Cite, SourceKind},
    value::{SpecialState, Value},
};

/// A criterion with the name by which it is cited, traced, tested and asked for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Criterion {
    /// Its name within the rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Id>,
    /// Where the source says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cite: Option<Cite>,
    /// What is asked.
    #[serde(flatten)]
    pub test: Test,
}

/// What a criterion asks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Test {
    /// All of these.
    All(Vec<Criterion>),
    /// At least one of these.
    Any(Vec<Criterion>),
    /// None of these.
    None(Vec<Criterion>),
    /// At least so many of these.
    AtLeast {
        /// How many.
        count: u32,
        /// Of which.
        of: Vec<Criterion>,
    },
    /// A phrase that can honestly be read in several ways: the criterion under each reading.
    ByReading {
        /// The phrase's name in the edition's `readings`.
        reading: Id,
        /// The criterion under each reading; every declared reading has one.
        of: BTreeMap<Id, Criterion>,
    },
    /// The line is for this service of the edition.
    Service(Id),
    /// A comparison of one fact.
    Fact {
        /// The fact.
        fact: Id,
        /// How it is compared.
        #[serde(flatten)]
        comparison: Comparison,
    },
    /// What a step below holds on this line.
    PositionOf {
        /// The kind of source whose step is asked.
        source: SourceKind,
        /// The basis of its unfavourable position; none stated: any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        basis: Option<Basis>,
    },
}

/// A comparison of a fact's value. Every comparison but `Is` is false for a fact that is absent or
/// not performed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Comparison {
    /// The boolean has this value.
    IsTrue(bool),
    /// The fact is known to be absent, or not performed.
    Is(SpecialState),
    /// The value is this one or greater; a date, this day or later.
    AtLeast(Value),
    /// The value is this one or less; a date, this day or earlier.
    AtMost(Value),
    /// The value is greater.
    Above(Value),
    /// The value is less.
    Below(Value),
    /// The value is one of these.
    In(BTreeSet<Value>),
    /// The set has a member among these.
    AnyIn(Members),
    /// The set has no member among these.
    NoneIn(Members),
    /// The set has a member, and all its members are among these.
    AllIn(Members),
}

/// Members of a set of codes or names, as a criterion lists them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Members {
    /// Those of a value set.
    ValueSet(Id),
    /// These.
    Listed(BTreeSet<Id>),
}

impl Criterion {
    /// A criterion without name and citation.
    #[must_use]
    pub fn new(test: Test) -> Self {
        Self {
            id: None,
            cite: None,
            test,
        }
    }

    /// The criteria directly below this one.
    pub fn children(&self) -> impl Iterator<Item = &Self> {
        let (list, map) = match &self.test {
            Test::All(of) | Test::Any(of) | Test::None(of) | Test::AtLeast { of, .. } => {
                (Some(of), None)
            }
            Test::ByReading { of, .. } => (None, Some(of)),
            Test::Service(_) | Test::Fact { .. } | Test::PositionOf { .. } => (None, None),
        };
        list.into_iter()
            .flatten()
            .chain(map.into_iter().flat_map(BTreeMap::values))
    }
}
