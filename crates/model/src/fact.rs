//! The fact catalogue: every fact declared once.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    code::CodeSystem,
    criterion::Criterion,
    date::Date,
    id::Id,
    position::words,
    quantity::{Decimal, Unit},
    value::SpecialState,
};

/// The declarations of all facts that sources and cases may speak of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Catalogue {
    /// The facts by name.
    pub facts: BTreeMap<Id, Fact>,
    /// What holds between facts in every permitted case.
    pub constraints: BTreeMap<Id, Criterion>,
}

/// The declaration of a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Fact {
    /// What values it takes.
    #[serde(rename = "type")]
    pub kind: FactType,
    /// The question by which a person is asked for it.
    pub question: String,
    /// What its absence from a case means.
    pub closure: Closure,
    /// The part of a case that it stands in.
    pub section: Section,
    /// The states other than a value that it can be in. A closed fact can always be absent.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub may_be: BTreeSet<SpecialState>,
    /// How it is derived from other facts, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub derived: Option<Derivation>,
    /// The number of days before the date of service beyond which a measurement is stale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub look_back: Option<u32>,
    /// Which of several readings counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub select: Option<Selection>,
    /// Of a boolean: why a person is asked for it, and it is not put together from other facts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attest: Option<String>,
    /// Where it is found in other formats.
    #[serde(default, skip_serializing_if = "FoundIn::is_empty")]
    pub found_in: FoundIn,
}

/// The values that a fact takes. Bounds are included; outside them a value is invalid input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FactType {
    /// True or false.
    Boolean,
    /// Whole numbers.
    Integer {
        /// The least value.
        min: Option<i64>,
        /// The greatest value.
        max: Option<i64>,
    },
    /// Exact decimals of one unit.
    Decimal {
        /// The unit; a value in another unit is in error.
        unit: Unit,
        /// The least value.
        #[schemars(with = "Option<String>")]
        min: Option<Decimal>,
        /// The greatest value.
        #[schemars(with = "Option<String>")]
        max: Option<Decimal>,
    },
    /// Days.
    Date {
        /// The first day.
        #[schemars(with = "Option<String>")]
        min: Option<Date>,
        /// The last day.
        #[schemars(with = "Option<String>")]
        max: Option<Date>,
    },
    /// One of a list of words.
    Choice {
        /// The words.
        values: BTreeSet<Id>,
    },
    /// One name of an open-ended range, such as a plan's.
    Name,
    /// A set of codes.
    Codes {
        /// The systems that its codes may belong to, tried in this order.
        systems: Vec<CodeSystem>,
    },
    /// A set of names, of an open-ended range unless the values are listed.
    Names {
        /// The names possible; none listed: any.
        values: Option<BTreeSet<Id>>,
    },
    /// Dates of events, to be counted by derived facts.
    Events,
}

words! {
    /// What it means that a case says nothing of a fact.
    Closure {
        /// The fact is missing: any value is possible.
        Open = "open",
        /// The fact is absent.
        Closed = "closed",
    }
}

words! {
    /// The part of a case that a fact stands in.
    Section {
        /// The member and the coverage.
        Member = "member",
        /// The service line.
        Line = "line",
        /// The clinical and other facts of the case.
        Facts = "facts",
    }
}

words! {
    /// Which of several readings of one fact counts.
    Selection {
        /// The one measured last.
        Latest = "latest",
        /// The smallest value.
        Lowest = "lowest",
        /// The greatest value.
        Highest = "highest",
    }
}

/// How a fact follows from others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Derivation {
    /// A reviewed mapping from a set of codes to a set of names. A code that the mapping does not
    /// know leaves every further name possible.
    Mapping {
        /// The mapping.
        mapping: Id,
        /// The set of codes mapped.
        from: Id,
    },
    /// One measurement less another of the same unit.
    Difference {
        /// What is subtracted from.
        minuend: Id,
        /// What is subtracted.
        subtrahend: Id,
    },
    /// Days from one date to another; negative when the second comes first.
    DaysBetween {
        /// The date counted from.
        from: Id,
        /// The date counted to.
        to: Id,
    },
    /// The number of events in a window.
    Count {
        /// The events counted.
        events: Id,
        /// The window.
        window: Window,
        /// The date that the window hangs on.
        anchor: Id,
        /// Whether the request itself counts as one more.
        includes_request: bool,
    },
    /// Completed years from a date of birth to another date.
    Age {
        /// The date of birth.
        birth: Id,
        /// The date on which the age is taken.
        on: Id,
    },
}

impl Derivation {
    /// The facts that it looks at.
    #[must_use]
    pub fn inputs(&self) -> Vec<&Id> {
        match self {
            Self::Mapping { from, .. } => vec![from],
            Self::Difference {
                minuend,
                subtrahend,
            } => vec![minuend, subtrahend],
            Self::DaysBetween { from, to } => vec![from, to],
            Self::Count { events, anchor, .. } => vec![events, anchor],
            Self::Age { birth, on } => vec![birth, on],
        }
    }
}

/// A window of days that a count looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Window {
    /// So many days, the anchor being the last.
    DaysUpTo(u32),
    /// So many days, the anchor being the first.
    DaysFrom(u32),
    /// The anchor's calendar year, up to the anchor.
    CalendarYear,
    /// The twelve months that end on the anchor: after the same day a year before.
    RollingYear,
    /// All days up to the anchor.
    Ever,
}

/// Where a fact is found in other formats.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct FoundIn {
    /// A FHIRPath expression on a FHIR R4 bundle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fhir: Option<String>,
    /// An element of an X12 837 claim.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub x12: Option<String>,
    /// A column of a claims table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
}

impl FoundIn {
    /// Whether no place is named.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl FactType {
    /// The type's name in the catalogue.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Boolean => "boolean",
            Self::Integer { .. } => "integer",
            Self::Decimal { .. } => "decimal",
            Self::Date { .. } => "date",
            Self::Choice { .. } => "choice",
            Self::Name => "name",
            Self::Codes { .. } => "codes",
            Self::Names { .. } => "names",
            Self::Events => "events",
        }
    }

    /// Whether a fact of this type has a set of members rather than one value.
    #[must_use]
    pub fn is_set(&self) -> bool {
        matches!(self, Self::Codes { .. } | Self::Names { .. })
    }

    /// Whether its values have an order: integers, decimals and dates.
    #[must_use]
    pub fn is_ordered(&self) -> bool {
        matches!(
            self,
            Self::Integer { .. } | Self::Decimal { .. } | Self::Date { .. }
        )
    }
}

impl Fact {
    /// Whether the fact can be in this state.
    #[must_use]
    pub fn can_be(&self, state: SpecialState) -> bool {
        self.may_be.contains(&state)
            || (state == SpecialState::Absent && self.closure == Closure::Closed)
    }
}
