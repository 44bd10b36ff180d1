//! Traces: every source considered, in order, with its result and reason, and every criterion with
//! its truth.

use std::{collections::BTreeSet, sync::Arc};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    attestation::OnFile,
    date::Date,
    id::Id,
    position::{Holding, words},
    source::{Cite, EditionId, SourceKind},
    value::Statement,
};

words! {
    /// The truth of a criterion over all permitted completions.
    Truth {
        /// Not met in any.
        NotMet = "not-met",
        /// Met in some and not in others.
        Unknown = "unknown",
        /// Met in all.
        Met = "met",
    }
}

/// The walk on one day, or a run of days with the same walk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct DayTrace {
    /// The first day.
    #[schemars(with = "String")]
    pub from: Date,
    /// The last day.
    #[schemars(with = "String")]
    pub through: Date,
    /// The walk down each profile that may serve the member.
    pub walks: Vec<WalkTrace>,
    /// Where editions published late may make a conflict: the walks that come out more favourably
    /// without some of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub without_late: Vec<WithoutLate>,
}

/// The walk with editions published late taken as not on file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct WithoutLate {
    /// The editions that are taken as not on file.
    pub editions: Vec<EditionId>,
    /// The walk down each profile that may serve the member.
    pub walks: Vec<WalkTrace>,
}

/// The walk down one precedence profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct WalkTrace {
    /// The profile.
    pub profile: Id,
    /// Whether it serves the member.
    pub serves: Truth,
    /// The steps in order.
    pub steps: Vec<StepTrace>,
}

/// A step of the walk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct StepTrace {
    /// The step.
    pub step: Id,
    /// For each kind of source on it, how far its sources are on file.
    pub on_file: Vec<(SourceKind, OnFile)>,
    /// Whether the walk reaches it.
    pub reached: Truth,
    /// What comes of it where it is reached.
    pub result: StepResult,
    /// The sources that concern the line.
    pub sources: Vec<SourceTrace>,
}

words! {
    /// What comes of a step.
    StepResult {
        /// The walk never gets here.
        NotReached = "not-reached",
        /// Nothing, or no more than a confirmed benefit: the walk goes on.
        Silent = "silent",
        /// It decides.
        Decides = "decides",
        /// Its sources disagree.
        Conflict = "conflict",
        /// A floor supports a part: the walk goes on for the rest.
        SupportsInPart = "supports-in-part",
        /// It depends on what is not known.
        Open = "open",
    }
}

/// A source on a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct SourceTrace {
    /// The source.
    pub source: Id,
    /// Whether an edition of it that is not on file may be in force.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub succession_open: bool,
    /// The editions that may be in force, each with what it says; none: no edition on file is.
    pub editions: Vec<EditionTrace>,
    /// Why no edition on file can be in force, if none can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub silent: Option<SilentReason>,
}

words! {
    /// Why a source or edition says nothing.
    SilentReason {
        /// No edition on file has begun.
        NotYetInEffect = "not-yet-in-effect",
        /// The last edition has ended.
        Ended = "ended",
        /// The case has no governing date, as when nothing was requested.
        NoGoverningDate = "no-governing-date",
        /// The edition is withdrawn.
        Withdrawn = "withdrawn",
        /// The edition does not have the service.
        ServiceNotListed = "service-not-listed",
        /// The edition does not apply to the member.
        DoesNotApply = "does-not-apply",
        /// No rule applies, and the edition is silent otherwise.
        NoRuleApplies = "no-rule-applies",
    }
}

/// An edition that may be in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct EditionTrace {
    /// The edition.
    pub edition: EditionId,
    /// Whether it is in force.
    pub in_force: Truth,
    /// Whether it applies to the member.
    pub applies: Truth,
    /// Whether it speaks: in force, active, applicable, with the service.
    pub speaks: Truth,
    /// Why it says nothing, if it surely does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub silent: Option<SilentReason>,
    /// The services that the line is for, as this edition has them.
    pub services: BTreeSet<Id>,
    /// Its rules for these services.
    pub rules: Vec<RuleTrace>,
}

/// A rule, or an edition's `otherwise`, for one service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct RuleTrace {
    /// The rule; none: the edition's `otherwise`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<Id>,
    /// The service that it was tried for.
    pub service: Id,
    /// Whether it applies.
    pub applies: Truth,
    /// Whether it applies and is not overridden.
    pub stands: Truth,
    /// Whether it governs the finding.
    pub governs: Truth,
    /// What it holds.
    pub holding: Holding,
    /// The publisher's own words for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Arc<str>>,
    /// Where the source says so.
    pub cite: Cite,
    /// Its criteria; an `otherwise` has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub criteria: Option<CriterionTrace>,
}

/// A criterion with its truth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct CriterionTrace {
    /// Its name within the rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Id>,
    /// What it asks, in a line.
    pub text: Arc<str>,
    /// Its truth.
    pub truth: Truth,
    /// The fact compared, as the case has it; for a derived fact, its inputs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<FactTrace>,
    /// Where the source says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cite: Option<Cite>,
    /// The criteria below it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub of: Vec<CriterionTrace>,
}

/// A fact as a criterion met it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct FactTrace {
    /// The fact.
    pub fact: Id,
    /// What was known of it.
    pub statement: Arc<Statement>,
    /// The mapping or derivation by which it came about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub derived_by: Option<Arc<str>>,
}
