//! Findings: what the sources in force say about a case.
//!
//! A finding is not a determination. It has no reviewer, no licence and no signature, and nothing
//! here turns it into an adverse determination: that is the act of a licensed person.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    case::Case,
    code::{Code, CodeSystem},
    code_list::{CodeListId, NotValid},
    date::{Date, PartialDate},
    grant::Grant,
    id::Id,
    position::{Basis, Kind, words},
    source::{EditionId, PriorAuthorization, SourceKind},
    trace::DayTrace,
    value::{SpecialState, Value},
};

/// The version of the finding's JSON form.
pub const FINDING_FORMAT: u32 = 1;

/// What the sources say about a case, with everything that it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Finding {
    /// The version of this form.
    pub format: u32,
    /// The version of the engine.
    pub engine: String,
    /// The digest of the corpus, SHA-256 in hexadecimal.
    pub corpus: String,
    /// The date as of which the corpus was consulted.
    #[schemars(with = "String")]
    pub known_as_of: Date,
    /// The case, as it was put.
    pub case: Case,
    /// Whether the service is covered.
    pub coverage: Coverage,
    /// Whether prior authorization is needed.
    pub prior_authorization: Settled<PriorAuthorization>,
    /// What must accompany the request, by name; an empty answer: not stated.
    pub documentation: Settled<BTreeMap<Id, String>>,
    /// What the finding does not know or had to assume.
    pub limits: BTreeSet<Limit>,
    /// The lists by which the codes of the line were checked.
    #[serde(default)]
    pub code_lists: BTreeSet<CodeListId>,
    /// The sources considered, day by day.
    pub trace: Vec<DayTrace>,
}

/// The answer on coverage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub enum Coverage {
    /// Every permitted completion of the case gives this answer.
    Decided(Decided),
    /// Facts of the case can settle it.
    NeedsInformation(Missing),
    /// No facts of the case can settle it; the answers are conditional on sources.
    NeedsSource {
        /// The answers under each assumption about the sources, the first 16.
        conditional: Vec<Conditional>,
        /// How many assumptions there are.
        total: u64,
    },
    /// More is unknown than the stated budget can settle.
    TooComplex {
        /// What exceeded the budget.
        reason: String,
    },
    /// The case as put is not possible.
    InvalidInput {
        /// What is wrong, each with what to do.
        problems: Vec<String>,
    },
    /// The line spans days whose answers differ: it is left to a person.
    DiffersByDay {
        /// The answer on each run of days.
        days: Vec<DayAnswer>,
    },
}

/// An answer that every permitted completion gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Decided {
    /// The answer.
    #[serde(flatten)]
    pub answer: Answer,
    /// The rules that govern, in some completion at least.
    pub governing: BTreeSet<Governing>,
    /// The grants that hold in every completion.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub grants: BTreeSet<Grant>,
    /// The bases of a not-supported answer.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub bases: BTreeSet<Basis>,
    /// Whether editions published late make the conflict.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub published_late: bool,
}

/// The possible answers to the question of coverage. Two answers are the same when they are equal.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(tag = "answer", rename_all = "kebab-case")]
pub enum Answer {
    /// All that is requested is covered.
    Supported,
    /// A part of the request is covered; the remainder needs a person.
    SupportedInPart {
        /// The parts covered.
        granted: BTreeSet<Part>,
    },
    /// The governing sources do not support it. This is not a denial: a person decides.
    NotSupported {
        /// What it turns on.
        kinds: BTreeSet<Kind>,
    },
    /// Left to the discretion of a contractor or reviewer.
    LeftToDiscretion,
    /// Sources of one step disagree, or editions do.
    Conflict,
    /// No source decides.
    NotAddressed,
}

/// A part of a request: an item in a part of the scope.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub struct Part {
    /// The item; none: the service as such.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<Id>,
    /// The part of the scope; none: all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<Id>,
}

/// A rule that governs.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub struct Governing {
    /// The edition.
    pub edition: EditionId,
    /// The rule; none: the edition's `otherwise` for the service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<Id>,
}

/// What is missing and what it would settle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Missing {
    /// The smallest certificates, the first ten.
    pub certificates: Vec<Certificate>,
    /// How many certificates there are.
    pub total: u64,
    /// The facts in some certificate. No others are asked for.
    pub relevant: BTreeSet<Id>,
    /// The fact to ask for first.
    pub first: Id,
    /// What each answer to the first question leads to.
    pub leads: Vec<Lead>,
    /// How many further values the first question has, whose leads are not followed.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub unfollowed: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// Facts which together settle the case, and from which none can be dropped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Certificate {
    /// The facts.
    pub facts: Vec<Id>,
    /// The values under which they settle it, the first 16 of those that do.
    pub values: Vec<Vec<Possible>>,
    /// The answer then.
    #[serde(flatten)]
    pub answer: Answer,
}

/// An answer to a question and what it leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Lead {
    /// The value of the fact.
    pub value: Possible,
    /// The outcome then.
    pub outcome: Outcome,
}

/// An outcome in brief.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Decided.
    Decided(Answer),
    /// More facts are needed: these.
    NeedsInformation(BTreeSet<Id>),
    /// A source is needed.
    NeedsSource,
    /// Past the budget.
    TooComplex,
}

/// An answer under assumptions about sources.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Conditional {
    /// What is assumed.
    pub assuming: Vec<Assumption>,
    /// The outcome then.
    pub outcome: Outcome,
    /// The rules that may govern then.
    pub governing: BTreeSet<Governing>,
}

/// An assumption about a source.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Assumption {
    /// No source of this kind that is not on file says anything.
    NothingElseOnFile {
        /// The kind.
        kind: SourceKind,
    },
    /// An edition of this source that is not on file is in force, and says nothing.
    NotOnFile {
        /// The source.
        source: Id,
    },
    /// This edition of the source is in force; none: no edition is.
    InForce {
        /// The source.
        source: Id,
        /// The edition.
        edition: Option<Id>,
    },
    /// Whether the edition applies to the member, in a facet where that is open.
    Applies {
        /// The edition.
        edition: EditionId,
        /// The facet.
        facet: Id,
        /// Whether it applies.
        applies: bool,
    },
    /// How a phrase is read.
    Reading {
        /// The edition.
        edition: EditionId,
        /// The phrase.
        phrase: Id,
        /// The reading.
        reading: Id,
    },
    /// Whether a date has come on which dated clauses begin or end.
    Clause {
        /// The edition.
        edition: EditionId,
        /// The date that is known only to the month or year.
        date: PartialDate,
        /// Whether that date has come.
        begun: bool,
    },
    /// Whether the edition was published after the service or the request.
    PublishedLate {
        /// The edition.
        edition: EditionId,
        /// Whether it was.
        late: bool,
    },
}

/// The answer on a run of days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct DayAnswer {
    /// The first day.
    #[schemars(with = "String")]
    pub from: Date,
    /// The last day.
    #[schemars(with = "String")]
    pub through: Date,
    /// The answer.
    pub outcome: Outcome,
}

/// An answer that is settled by itself, beside coverage.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Settled<T> {
    /// Every permitted completion gives this answer.
    Decided {
        /// The answer.
        answer: T,
        /// The editions that state it.
        by: BTreeSet<EditionId>,
    },
    /// Sources of one step state different answers.
    Conflict {
        /// The editions.
        by: BTreeSet<EditionId>,
    },
    /// It depends on what is not known.
    Undecided {
        /// The editions on file that may state an answer.
        possible: BTreeSet<EditionId>,
    },
}

/// A description of the values of a fact that have the same effect.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Possible {
    /// One of several alternatives.
    AnyOf(Vec<Possible>),
    /// In a state without value.
    Is(SpecialState),
    /// A value between bounds.
    Between {
        /// The lower bound.
        low: Option<Bound>,
        /// The upper bound.
        high: Option<Bound>,
    },
    /// One of these words.
    OneOf(BTreeSet<Id>),
    /// A word that is none of these.
    OtherThan(BTreeSet<Id>),
    /// True or false.
    Truth(bool),
    /// A set that has a member in each of the first groups and none in the second.
    Set {
        /// Groups of which it has a member.
        has: Vec<String>,
        /// Groups of which it has none.
        lacks: Vec<String>,
    },
}

/// An end of a range of values.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Bound {
    /// The value.
    pub value: Value,
    /// Whether the value itself belongs to the range.
    pub included: bool,
}

/// What a finding does not know or had to assume.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Limit {
    /// Sources of this kind may exist that are not on file.
    SourceNotOnFile {
        /// The kind.
        kind: SourceKind,
    },
    /// Sources that are not on file are assumed silent.
    AssumedSilent {
        /// The kind.
        kind: SourceKind,
        /// The attestation by which they are.
        attestation: Id,
    },
    /// An edition of this source may exist that is not on file.
    OpenSuccession {
        /// The source.
        source: Id,
    },
    /// Whether the edition applies to the member is open.
    OpenApplicability {
        /// The edition.
        edition: EditionId,
        /// The facet.
        facet: Id,
    },
    /// A mapping of ours was used.
    MappingUsed {
        /// The mapping, value set, or the edition's facet.
        mapping: String,
    },
    /// A date is known to the month or year only, and it matters which day is meant.
    ImpreciseDate {
        /// The edition.
        edition: EditionId,
        /// The date as given.
        date: PartialDate,
    },
    /// A phrase can be read in several ways, and a criterion hangs on which.
    OpenReading {
        /// The edition.
        edition: EditionId,
        /// The phrase.
        phrase: Id,
    },
    /// The edition does not say when it was published.
    PublicationNotStated {
        /// The edition.
        edition: EditionId,
    },
    /// The edition is known from an excerpt.
    KnownFromExcerpt {
        /// The edition.
        edition: EditionId,
    },
    /// The source bids a reviewer to consider something that no criterion expresses.
    ToConsider {
        /// The edition.
        edition: EditionId,
        /// What.
        consideration: Id,
    },
    /// A fact was supplied in error and counts as missing.
    FactInError {
        /// The fact.
        fact: Id,
        /// What is wrong with it.
        problem: String,
    },
    /// A fact that was compared is merely the requester's own attestation.
    AttestedFact {
        /// The fact.
        fact: Id,
    },
    /// No precedence profile serves the member, or may serve it.
    NoProfile,
    /// An agent or a note hints at a service that is neither coded nor stated: ask for records.
    PossibleService {
        /// The service.
        service: Id,
        /// The edition that names the hint.
        edition: EditionId,
    },
    /// A code of the line is not valid on its date of service. This changes no answer.
    CodeNotValid {
        /// The code.
        code: Code,
        /// The year of the list.
        year: i16,
        /// Why it is not valid.
        why: NotValid,
    },
    /// No list was loaded by which a code of the line could be checked.
    CodeNotChecked {
        /// The system of the code.
        system: CodeSystem,
        /// The year of the list that would be needed.
        year: i16,
    },
    /// The line spans days whose answers differ.
    DaysDiffer,
    /// The budget was exceeded.
    Budget,
}

words! {
    /// How an outcome compares for the member.
    Favour {
        /// Worst: not supported.
        Unfavourable = "unfavourable",
        /// Neither.
        Neutral = "neutral",
        /// Supported in part.
        InPart = "in-part",
        /// Best: supported.
        Favourable = "favourable",
    }
}

impl Answer {
    /// Where the answer stands from worst to best.
    #[must_use]
    pub fn favour(&self) -> Favour {
        match self {
            Self::Supported => Favour::Favourable,
            Self::SupportedInPart { .. } => Favour::InPart,
            Self::LeftToDiscretion | Self::Conflict | Self::NotAddressed => Favour::Neutral,
            Self::NotSupported { .. } => Favour::Unfavourable,
        }
    }

    /// Whether it is less favourable to the member than another: lower in order, or with a part of
    /// the other's grant lost.
    #[must_use]
    pub fn is_worse_than(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::SupportedInPart { granted: mine },
                Self::SupportedInPart { granted: theirs },
            ) => !theirs.is_subset(mine),
            _ => self.favour() < other.favour(),
        }
    }

    /// The word for it in case files and reports.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Supported => "supported",
            Self::SupportedInPart { .. } => "supported-in-part",
            Self::NotSupported { .. } => "not-supported",
            Self::LeftToDiscretion => "left-to-discretion",
            Self::Conflict => "conflict",
            Self::NotAddressed => "not-addressed",
        }
    }
}

impl Coverage {
    /// The word for the outcome in case files and reports.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Decided(decided) => decided.answer.name(),
            Self::NeedsInformation(_) => "needs-information",
            Self::NeedsSource { .. } => "needs-source",
            Self::TooComplex { .. } => "too-complex",
            Self::InvalidInput { .. } => "invalid-input",
            Self::DiffersByDay { .. } => "differs-by-day",
        }
    }
}

impl fmt::Display for Governing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.rule {
            Some(rule) => write!(f, "{}/{rule}", self.edition),
            None => write!(f, "{}/otherwise", self.edition),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lost_part_of_a_grant_is_worse() {
        let part = |name: &str| Part {
            item: None,
            scope: Some(Id::new(name).unwrap()),
        };
        let in_part = |names: &[&str]| Answer::SupportedInPart {
            granted: names.iter().map(|name| part(name)).collect(),
        };
        assert!(in_part(&["a"]).is_worse_than(&in_part(&["a", "b"])));
        assert!(in_part(&["a"]).is_worse_than(&in_part(&["b"])));
        assert!(!in_part(&["a", "b"]).is_worse_than(&in_part(&["a"])));
        assert!(in_part(&["a", "b"]).is_worse_than(&Answer::Supported));
        assert!(
            Answer::NotSupported {
                kinds: BTreeSet::new()
            }
            .is_worse_than(&Answer::Conflict)
        );
        assert!(!Answer::Conflict.is_worse_than(&Answer::NotAddressed));
        assert!(Answer::NotAddressed.is_worse_than(&in_part(&[])));
    }
}
