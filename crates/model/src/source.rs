//! Sources and their editions: the documents that say what is covered.

use std::collections::{BTreeMap, BTreeSet};
use std::{fmt, sync::Arc};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    code::Code,
    criterion::Criterion,
    date::{Date, PartialDate},
    id::Id,
    position::{Basis, Holding, Kind, words},
};

words! {
    /// The kinds of source.
    SourceKind {
        /// Federal law that requires coverage: a floor.
        FederalMandate = "federal-mandate",
        /// State law that requires coverage: a floor.
        StateMandate = "state-mandate",
        /// A statute that excludes coverage.
        LegalExclusion = "legal-exclusion",
        /// A Medicare National Coverage Determination.
        Ncd = "ncd",
        /// General Medicare conditions and manuals.
        MedicareManual = "medicare-manual",
        /// A Medicare Local Coverage Determination.
        Lcd = "lcd",
        /// A Medicare billing and coding article.
        Article = "article",
        /// A state's Medicaid provisions and manual.
        MedicaidManual = "medicaid-manual",
        /// The member's plan document.
        PlanDocument = "plan-document",
        /// A payer's coverage policy.
        CoveragePolicy = "coverage-policy",
    }
}

impl SourceKind {
    /// Whether it is a floor: it can only require coverage.
    #[must_use]
    pub fn is_floor(self) -> bool {
        matches!(self, Self::FederalMandate | Self::StateMandate)
    }
}

words! {
    /// Whether an edition is in use.
    Status {
        /// In use.
        Active = "active",
        /// Withdrawn by its publisher: it holds its time, and says nothing.
        Withdrawn = "withdrawn",
        /// Never published: it takes no part in the succession and says nothing.
        Draft = "draft",
    }
}

words! {
    /// The date on which it is decided which edition of a source is in force.
    GoverningDate {
        /// The date of service.
        DateOfService = "date-of-service",
        /// The date on which the course of care started.
        StartOfCare = "start-of-care",
        /// The date of the request.
        DateOfRequest = "date-of-request",
    }
}

words! {
    /// Whether prior authorization is needed.
    PriorAuthorization {
        /// It is required.
        Required = "required",
        /// It is not required.
        NotRequired = "not-required",
        /// The source says nothing of it.
        NotStated = "not-stated",
    }
}

/// An edition's full name: the source and which edition of it, as in `CMM-204@2024-08-01`.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct EditionId {
    /// The source.
    pub source: Id,
    /// The edition: by default the effective date as its document gives it.
    pub edition: Id,
}

/// One edition of a source, never edited once published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Edition {
    /// Which source and edition this is.
    pub id: EditionId,
    /// The kind of source.
    pub kind: SourceKind,
    /// Its title.
    pub title: String,
    /// Who publishes it: a payer, an agency, a state, a plan.
    pub publisher: Id,
    /// Who wrote it, when that is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<Id>,
    /// The first day on which it is in effect.
    pub effective: PartialDate,
    /// The first day on which it is no longer in effect, when stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<PartialDate>,
    /// When its publisher made it public, when stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<PartialDate>,
    /// When we recorded it.
    #[schemars(with = "String")]
    pub recorded: Date,
    /// Whether it is in use.
    pub status: Status,
    /// The edition of the same source that it corrects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<Id>,
    /// The date that decides whether it is in force.
    pub governing_date: GoverningDate,
    /// The document it was taken from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<Document>,
    /// Whether it is known from an excerpt only.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub excerpt: bool,
    /// Whom it applies to.
    #[serde(default)]
    pub applies: Applies,
    /// The services that it claims.
    pub services: BTreeMap<Id, Service>,
    /// Its rules; their order has no meaning.
    pub rules: BTreeMap<Id, Rule>,
    /// Phrases that can be read in several ways, each with its readings.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub readings: BTreeMap<Id, BTreeSet<Id>>,
    /// What it says of prior authorization.
    pub prior_authorization: PriorAuthorization,
    /// What must accompany a request, by name and in our words; `None`: not stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub documentation: Option<BTreeMap<Id, String>>,
    /// What it bids a reviewer to consider and no criterion expresses, in our words.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub considerations: BTreeMap<Id, String>,
    /// What its text leaves open or gets wrong, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub notes: BTreeMap<Id, Note>,
    /// The publications that it cites.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub references: BTreeSet<Id>,
}

words! {
    /// What is the matter with a text.
    NoteKind {
        /// It says nothing of something that it has to.
        Hole = "hole",
        /// It can be read in several ways.
        Ambiguity = "ambiguity",
        /// It is in error itself.
        Slip = "slip",
    }
}

/// A hole, an ambiguity or a slip in the text of a source, and what its edition here does about it.
///
/// A note tells a reader why rules are as they are; it has no part in a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Note {
    /// What is the matter.
    pub kind: NoteKind,
    /// What the text leaves open or gets wrong, in our words.
    pub says: String,
    /// What the edition does about it, and why that is the cautious reading; only a slip can do without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choice: Option<String>,
    /// Where the source says so.
    pub cite: Cite,
}

/// The document that an edition was taken from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Document {
    /// Its file name in a reader's own collection.
    pub name: String,
    /// The SHA-256 of its bytes, in lower-case hexadecimal.
    pub sha256: String,
}

/// A service that an edition claims.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Service {
    /// The codes that the edition lists for it.
    #[serde(default)]
    pub codes: BTreeSet<Code>,
    /// Where it is known from that these codes mean the service.
    #[serde(default, skip_serializing_if = "Provenance::is_stated")]
    pub provenance: Provenance,
    /// Agents whose use hints at the service. They flag a line for records and never answer it.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub agents: BTreeSet<Id>,
    /// What holds when no rule applies.
    pub otherwise: Otherwise,
}

/// What an edition says of a service when none of its rules applies.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Otherwise {
    /// Nothing.
    Silent,
    /// This position.
    Holds {
        /// The position.
        #[serde(flatten)]
        holding: Holding,
        /// The publisher's own words for it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        label: Option<Arc<str>>,
        /// Where the source says so.
        cite: Cite,
    },
}

/// A rule of an edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Rule {
    /// When it applies.
    pub when: Criterion,
    /// What it holds then.
    #[serde(flatten)]
    pub holding: Holding,
    /// The publisher's own words for the position.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Arc<str>>,
    /// Where the source says so.
    pub cite: Cite,
    /// The first day of a dated clause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<PartialDate>,
    /// The first day on which a dated clause no longer holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<PartialDate>,
    /// The phases of care that it concerns; none stated: all.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub phases: BTreeSet<Id>,
    /// Rules of the same edition that it defeats.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub overrides: BTreeSet<Id>,
}

/// Where a source says something.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub struct Cite {
    /// The section, as the source names it.
    pub section: Option<Arc<str>>,
    /// The bytes of the document, first included, last not.
    pub bytes: Option<(u32, u32)>,
    /// A note of ours.
    pub note: Option<Arc<str>>,
}

/// Whom a source applies to. A facet that is not stated does not limit.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub struct Applies {
    /// The payers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payers: Option<Facet>,
    /// The plans.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plans: Option<Facet>,
    /// The lines of business.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lines_of_business: Option<Facet>,
    /// The kinds of funding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub funding: Option<Facet>,
    /// The states.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub states: Option<Facet>,
}

/// One facet of applicability.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Facet {
    /// The values that it surely applies to.
    #[serde(default, rename = "in")]
    pub within: BTreeSet<Id>,
    /// The values for which it is uncertain.
    #[serde(default)]
    pub open: Open,
    /// Where this is known from.
    pub provenance: Provenance,
}

/// For which values a facet is uncertain.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Open {
    /// For these.
    Values(BTreeSet<Id>),
    /// For every value that it does not surely apply to.
    Rest,
}

words! {
    /// Where a statement of ours comes from; by default the source.
    #[derive(Default)]
    Provenance {
        /// The source says so.
        #[default]
        Stated = "stated",
        /// It is our mapping.
        Mapping = "mapping",
        /// A tenant recorded it.
        Recorded = "recorded",
    }
}

impl Default for Open {
    fn default() -> Self {
        Self::Values(BTreeSet::new())
    }
}

impl Provenance {
    /// Whether the source says so.
    #[must_use]
    pub fn is_stated(&self) -> bool {
        *self == Self::Stated
    }
}

impl Applies {
    /// The facets that are stated, each with the fact that it looks at.
    pub fn facets(&self) -> impl Iterator<Item = (&'static str, &Facet)> {
        use crate::well_known as fact;
        [
            (fact::PAYER, &self.payers),
            (fact::PLAN, &self.plans),
            (fact::LINE_OF_BUSINESS, &self.lines_of_business),
            (fact::FUNDING, &self.funding),
            (fact::STATE, &self.states),
        ]
        .into_iter()
        .filter_map(|(name, facet)| Some((name, facet.as_ref()?)))
    }
}

impl Otherwise {
    /// The unfavourable kind and basis, if it holds one.
    #[must_use]
    pub fn unfavourable(&self) -> Option<(Kind, Basis)> {
        match self {
            Self::Holds {
                holding: Holding::NotSupported { kind, basis },
                ..
            } => Some((*kind, *basis)),
            _ => None,
        }
    }
}

impl TryFrom<String> for EditionId {
    type Error = crate::id::IdError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let (source, edition) = text.split_once('@').unwrap_or((&text, ""));
        Ok(Self {
            source: Id::new(source)?,
            edition: Id::new(edition)?,
        })
    }
}

impl From<EditionId> for String {
    fn from(id: EditionId) -> Self {
        id.to_string()
    }
}

impl fmt::Display for EditionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.source, self.edition)
    }
}
