//! What is written differently, one change at a time.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Display,
};

use serde::Serialize;

/// What of an edition is written differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// The kind of source.
    Kind,
    /// The title.
    Title,
    /// The publisher.
    Publisher,
    /// The author.
    Author,
    /// The first day in effect.
    Effective,
    /// The first day no longer in effect.
    Ended,
    /// When it was published.
    Published,
    /// Whether it is in use.
    Status,
    /// The edition that it corrects.
    Supersedes,
    /// The date that decides whether it is in force.
    GoverningDate,
    /// The document that it was taken from, or that it is known from an excerpt.
    Document,
    /// Whom it applies to.
    Applies,
    /// A service that it claims.
    Service,
    /// The codes of a service.
    Codes,
    /// What holds of a service when no rule applies.
    Otherwise,
    /// A rule.
    Rule,
    /// What a rule holds.
    Holding,
    /// What a rule grants.
    Grant,
    /// The publisher's own words for a position.
    Label,
    /// The days or the phases of care that a rule is for.
    Clause,
    /// The rules that a rule defeats: what comes first within the edition.
    Overrides,
    /// A criterion.
    Criterion,
    /// Where the source says so.
    Citation,
    /// A phrase that can be read in several ways.
    Readings,
    /// What it says of prior authorization.
    PriorAuthorization,
    /// What must accompany a request.
    Documentation,
    /// What it bids a reviewer to consider.
    Considerations,
    /// Notes of ours on its text.
    Notes,
    /// The publications that it cites.
    References,
}

impl Field {
    /// Whether it says which cases the edition concerns, and not what it holds of them.
    #[must_use]
    pub fn is_scope(self) -> bool {
        matches!(
            self,
            Self::Kind
                | Self::Effective
                | Self::Ended
                | Self::Status
                | Self::GoverningDate
                | Self::Applies
                | Self::Service
                | Self::Codes
        )
    }
}

/// Something that is written differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Change {
    /// What it is.
    pub field: Field,
    /// Where it stands within the edition: a service, a rule, a criterion of a rule; empty: the edition itself.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// What stands in the old edition; none: nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<String>,
    /// What stands in the new edition; none: nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
}

/// Changes, in the order in which they are found.
#[derive(Default)]
pub(super) struct Changes {
    pub(super) all: Vec<Change>,
}

impl Changes {
    /// A value of each edition, which is a change where they are not written alike.
    pub(super) fn value<T: Display>(
        &mut self,
        field: Field,
        place: &str,
        old: Option<T>,
        new: Option<T>,
    ) {
        let (old, new) = (
            old.map(|old| old.to_string()),
            new.map(|new| new.to_string()),
        );
        if old != new {
            self.all.push(Change {
                field,
                place: place.to_owned(),
                old,
                new,
            });
        }
    }

    /// Values by their names, each compared with the one of the same name.
    pub(super) fn named(
        &mut self,
        field: Field,
        old: &BTreeMap<String, String>,
        new: &BTreeMap<String, String>,
    ) {
        let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        for name in names {
            self.value(field, name, old.get(name), new.get(name));
        }
    }
}
