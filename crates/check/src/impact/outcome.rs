//! What a change of the corpus changes, as one documented object.

use std::collections::BTreeMap;

use coverdict_model::{date::Date, finding::Finding, id::Id};
use coverdict_screen::Outcome;
use schemars::JsonSchema;
use serde::Serialize;

use super::{amount::Amount, way::Way};

/// What a change of the corpus changes on claims.
///
/// What is found on a line is a finding and denies no one. Money is exact, in the currency of the claims.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Impact {
    /// The corpus before the change.
    pub before: Consulted,
    /// The corpus after it.
    pub after: Consulted,
    /// The columns by which lines are counted.
    pub columns: CountedBy,
    /// All lines read.
    pub lines: u64,
    /// Lines that were not screened, by reason; they are in no other number.
    pub set_aside: BTreeMap<String, u64>,
    /// Lines compared, and what was charged for them. Their members are not counted.
    pub compared: Count,
    /// Lines compared on which no amount stands that can be read; they count as nothing in sums of money.
    pub without_amount: u64,
    /// Lines compared on which no member stands; they are in no number of members.
    pub without_member: u64,
    /// Lines whose finding differs: the outcome, the sources, the terms, or prior authorization.
    pub changed: Count,
    /// Lines whose outcome differs.
    pub flipped: Count,
    /// Lines whose finding differs and that lie within an approved prior authorization.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authorized: Option<u64>,
    /// All lines compared by outcome, before and after.
    pub transitions: Vec<ByTransition>,
    /// Lines by the way in which their finding differs.
    pub changes: Vec<ByWay>,
    /// Facts that lines ask for after the change and did not before.
    pub asked: Vec<ByFact>,
    /// Facts that lines asked for before the change and do not after.
    pub no_longer_asked: Vec<ByFact>,
    /// By the publishers of the sources that govern before or after. A line counts for each of them, so that lines may
    /// add up to more than there are; where no source governs, the key is empty.
    pub by_publisher: Vec<ByKey>,
    /// By procedure code.
    pub by_code: Vec<ByKey>,
    /// By line of business; the key is empty where it is not stated.
    pub by_line_of_business: Vec<ByKey>,
    /// By state; the key is empty where it is not stated.
    pub by_state: Vec<ByKey>,
    /// The first lines by number of each change and transition, with both findings.
    pub samples: Vec<Explained>,
}

/// A corpus as it was consulted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Consulted {
    /// Its digest, SHA-256 in hexadecimal.
    pub corpus: String,
    /// The day as of which it was consulted.
    #[schemars(with = "String")]
    pub known_as_of: Date,
}

/// The columns by which lines are counted; none: there is no such column, and nothing is counted by it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct CountedBy {
    /// The amount charged.
    pub amount: Option<String>,
    /// The member.
    pub member: Option<String>,
    /// The procedure code.
    pub code: Option<String>,
    /// The line of business.
    pub line_of_business: Option<String>,
    /// The state.
    pub state: Option<String>,
}

/// How many lines, of how many members, charged with how much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Count {
    /// Lines.
    pub lines: u64,
    /// Distinct members; none where no column tells members apart.
    pub members: Option<u64>,
    /// The sum charged; none where there is no column of amounts.
    pub amount: Option<Amount>,
}

/// Lines by outcome, before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct ByTransition {
    /// The outcome before.
    pub before: Outcome,
    /// The outcome after.
    pub after: Outcome,
    /// How many.
    #[serde(flatten)]
    pub count: Count,
}

/// Lines by the way in which their finding differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct ByWay {
    /// The way.
    pub change: Way,
    /// How many.
    #[serde(flatten)]
    pub count: Count,
}

/// Lines by a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct ByFact {
    /// The fact.
    pub fact: Id,
    /// How many.
    #[serde(flatten)]
    pub count: Count,
}

/// Lines by what they have in common and the way in which their finding differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct ByKey {
    /// What they have in common.
    pub key: String,
    /// The way.
    pub change: Way,
    /// How many.
    #[serde(flatten)]
    pub count: Count,
}

/// A line with the findings before and after.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Explained {
    /// The line's number, from 1, over all tables in order.
    pub line: u64,
    /// The way in which its finding differs.
    pub change: Way,
    /// The finding before.
    pub before: Finding,
    /// The finding after.
    pub after: Finding,
}
