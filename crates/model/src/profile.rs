//! Precedence profiles: which sources come first for whom.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    criterion::Criterion,
    id::Id,
    position::{Position, words},
    source::{Cite, SourceKind},
};

/// An ordered list of steps for a line of business and funding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Profile {
    /// Its name.
    pub id: Id,
    /// Its title.
    pub title: String,
    /// The payer that ships it as its own; it then comes before a general one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer: Option<Id>,
    /// The lines of business that it serves.
    pub lines_of_business: BTreeSet<Id>,
    /// The kinds of funding that it serves; none stated: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub funding: Option<BTreeSet<Id>>,
    /// The steps, the one that comes first first.
    pub steps: Vec<Step>,
    /// Where the order is laid down.
    pub cite: Cite,
}

/// A step of a precedence profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Step {
    /// Its name within the profile.
    pub id: Id,
    /// The kinds of source that stand on it.
    pub kinds: BTreeSet<SourceKind>,
    /// The positions that its sources may take.
    pub positions: BTreeSet<Position>,
    /// When it is reached; not stated: always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Criterion>,
    /// What it takes for a source of this step to bind a kind of funding.
    pub binding: Binding,
    /// Where that is laid down.
    pub cite: Cite,
}

words! {
    /// What it takes for a source of a step to bind a kind of funding.
    Binding {
        /// A source that states no funding binds every kind.
        AsApplied = "as-applied",
        /// A source that states no funding leaves open whether it binds this one.
        Stated = "stated",
    }
}

impl Step {
    /// Whether it is a floor: its sources can only require coverage.
    #[must_use]
    pub fn is_floor(&self) -> bool {
        self.kinds.iter().any(|kind| kind.is_floor())
    }
}
