//! Values of facts and what is known of them.

use std::{collections::BTreeSet, fmt};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    date::{Date, PartialDate},
    id::Id,
    position::words,
    quantity::Quantity,
};

/// One value of a fact that has a single value.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// True or false.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// An exact decimal with its unit.
    Decimal(Quantity),
    /// A day.
    Date(#[schemars(with = "String")] Date),
    /// A word: one of a choice's, or a name such as a plan's.
    Name(Id),
}

/// What a case says of a fact: the set of values still possible.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Reading {
    /// One value.
    Known(Value),
    /// A value between two others, ends included; an end not stated is the fact's bound.
    Within {
        /// The least value possible.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        low: Option<Value>,
        /// The greatest value possible.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        high: Option<Value>,
    },
    /// One of several values.
    OneOf(BTreeSet<Value>),
    /// Codes or names that are present.
    Members {
        /// Those known to be present.
        members: BTreeSet<Id>,
        /// Whether no others are.
        complete: bool,
    },
    /// Dates of events.
    Events {
        /// The events known, each with its date; several may share a day.
        #[schemars(with = "Vec<String>")]
        dates: Vec<PartialDate>,
        /// Whether there were no others.
        complete: bool,
    },
    /// The fact has no value, which is known.
    Absent,
    /// A measurement that was not made, which is known.
    NotPerformed,
    /// Any value is possible.
    Missing(Cause),
}

/// Why a fact is missing.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// Nobody supplied it.
    NotSupplied,
    /// It was measured longer ago than the look-back allows, or after the service.
    Stale,
    /// It was supplied and cannot be read.
    Unreadable,
    /// Readings contradict each other and no selection rule is declared.
    Contradictory,
    /// An input of the derivation is missing.
    NotDerivable,
    /// It was supplied in error: no unit, another unit, or not to be parsed. The text says which.
    InError(String),
}

impl Cause {
    /// The word for it in case files and reports.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::NotSupplied => "not-supplied",
            Self::Stale => "stale",
            Self::Unreadable => "unreadable",
            Self::Contradictory => "contradictory",
            Self::NotDerivable => "not-derivable",
            Self::InError(_) => "in-error",
        }
    }
}

words! {
    /// A state other than a value in which a fact can be known to be.
    SpecialState {
        /// The fact has no value.
        Absent = "absent",
        /// The measurement was not made.
        NotPerformed = "not-performed",
    }
}

/// A reading with where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Statement {
    /// What is said.
    pub reading: Reading,
    /// Where it was read, such as `claim` or `chart`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// Whether it is merely the requester's own attestation.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub attested: bool,
    /// The day of the measurement; compared with the fact's look-back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub measured: Option<Date>,
}

impl From<Reading> for Statement {
    fn from(reading: Reading) -> Self {
        Self {
            reading,
            origin: None,
            attested: false,
            measured: None,
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boolean(value) => f.write_str(if *value { "yes" } else { "no" }),
            Self::Integer(value) => write!(f, "{value}"),
            Self::Decimal(value) => write!(f, "{value}"),
            Self::Date(value) => write!(f, "{value}"),
            Self::Name(value) => write!(f, "{value}"),
        }
    }
}
