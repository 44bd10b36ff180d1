//! What the columns tell of a finding.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_model::{
    finding::{Answer, Coverage, Finding, Governing, Limit, Part, Settled},
    grant::Grant,
    id::Id,
    position::{Basis, Kind},
    source::PriorAuthorization,
};

/// What a finding says, but for its trace, its certificates and what hangs on code lists.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Verdict {
    /// The answer, or why there is none.
    pub outcome: Outcome,
    /// The parts granted, of support in part.
    pub granted: BTreeSet<Part>,
    /// What a not-supported answer turns on.
    pub kinds: BTreeSet<Kind>,
    /// The bases of a not-supported answer.
    pub bases: BTreeSet<Basis>,
    /// The rules that govern, in some completion at least.
    pub governing: BTreeSet<Governing>,
    /// The grants that hold in every completion.
    pub grants: BTreeSet<Grant>,
    /// Whether editions published late make the conflict.
    pub published_late: bool,
    /// The facts on which the answer hangs, where facts alone can settle it.
    pub missing: BTreeSet<Id>,
    /// Whether prior authorization is needed.
    pub prior_authorization: Settled<PriorAuthorization>,
    /// What must accompany the request.
    pub documentation: Settled<BTreeMap<Id, String>>,
    /// What the finding does not know or had to assume, but for codes not valid or not checked.
    pub limits: BTreeSet<Limit>,
}

/// The answer on coverage in a word, or why there is none.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// All that is requested is covered.
    Supported,
    /// A part of it is covered.
    SupportedInPart,
    /// The governing sources do not support it. This is not a denial: a person decides.
    NotSupported,
    /// Left to the discretion of a contractor or reviewer.
    LeftToDiscretion,
    /// Sources of one step disagree, or editions do.
    Conflict,
    /// No source decides.
    NotAddressed,
    /// Facts of the line can settle it.
    NeedsInformation,
    /// No facts of the line can settle it.
    NeedsSource,
    /// More is unknown than the stated budget can settle.
    TooComplex,
    /// The line as put is not possible.
    InvalidInput,
    /// The line spans days whose answers differ.
    DiffersByDay,
}

impl Verdict {
    /// What the columns tell of this finding.
    #[must_use]
    pub fn of(finding: &Finding) -> Self {
        let mut verdict = Self {
            outcome: Outcome::of(&finding.coverage),
            granted: BTreeSet::new(),
            kinds: BTreeSet::new(),
            bases: BTreeSet::new(),
            governing: BTreeSet::new(),
            grants: BTreeSet::new(),
            published_late: false,
            missing: BTreeSet::new(),
            prior_authorization: finding.prior_authorization.clone(),
            documentation: finding.documentation.clone(),
            limits: finding
                .limits
                .iter()
                .filter(|limit| !hangs_on_lists(limit))
                .cloned()
                .collect(),
        };
        match &finding.coverage {
            Coverage::Decided(decided) => {
                verdict.bases.clone_from(&decided.bases);
                verdict.governing.clone_from(&decided.governing);
                verdict.grants.clone_from(&decided.grants);
                verdict.published_late = decided.published_late;
                match &decided.answer {
                    Answer::SupportedInPart { granted } => verdict.granted.clone_from(granted),
                    Answer::NotSupported { kinds } => verdict.kinds.clone_from(kinds),
                    _ => {}
                }
            }
            Coverage::NeedsInformation(missing) => verdict.missing.clone_from(&missing.relevant),
            _ => {}
        }
        verdict
    }
}

impl Verdict {
    /// The verdict on a line without a date of service.
    pub(crate) fn undated() -> Self {
        Self {
            outcome: Outcome::InvalidInput,
            granted: BTreeSet::new(),
            kinds: BTreeSet::new(),
            bases: BTreeSet::new(),
            governing: BTreeSet::new(),
            grants: BTreeSet::new(),
            published_late: false,
            missing: BTreeSet::new(),
            prior_authorization: Settled::Undecided {
                possible: BTreeSet::new(),
            },
            documentation: Settled::Undecided {
                possible: BTreeSet::new(),
            },
            limits: BTreeSet::new(),
        }
    }
}

impl Outcome {
    /// Every outcome, in order.
    pub const ALL: [Self; 11] = [
        Self::Supported,
        Self::SupportedInPart,
        Self::NotSupported,
        Self::LeftToDiscretion,
        Self::Conflict,
        Self::NotAddressed,
        Self::NeedsInformation,
        Self::NeedsSource,
        Self::TooComplex,
        Self::InvalidInput,
        Self::DiffersByDay,
    ];

    /// The word for it in tables and reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Supported => "supported",
            Self::SupportedInPart => "supported-in-part",
            Self::NotSupported => "not-supported",
            Self::LeftToDiscretion => "left-to-discretion",
            Self::Conflict => "conflict",
            Self::NotAddressed => "not-addressed",
            Self::NeedsInformation => "needs-information",
            Self::NeedsSource => "needs-source",
            Self::TooComplex => "too-complex",
            Self::InvalidInput => "invalid-input",
            Self::DiffersByDay => "differs-by-day",
        }
    }

    /// The word for a finding's answer on coverage.
    #[must_use]
    pub fn of(coverage: &Coverage) -> Self {
        match coverage {
            Coverage::Decided(decided) => match decided.answer {
                Answer::Supported => Self::Supported,
                Answer::SupportedInPart { .. } => Self::SupportedInPart,
                Answer::NotSupported { .. } => Self::NotSupported,
                Answer::LeftToDiscretion => Self::LeftToDiscretion,
                Answer::Conflict => Self::Conflict,
                Answer::NotAddressed => Self::NotAddressed,
            },
            Coverage::NeedsInformation(_) => Self::NeedsInformation,
            Coverage::NeedsSource { .. } => Self::NeedsSource,
            Coverage::TooComplex { .. } => Self::TooComplex,
            Coverage::InvalidInput { .. } => Self::InvalidInput,
            Coverage::DiffersByDay { .. } => Self::DiffersByDay,
        }
    }
}

fn hangs_on_lists(limit: &Limit) -> bool {
    matches!(
        limit,
        Limit::CodeNotValid { .. } | Limit::CodeNotChecked { .. }
    )
}
