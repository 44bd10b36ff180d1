//! Codes that are proposed to the person who decides a line.
//!
//! A payer configures which claim adjustment reason code, remark codes and group code go with which
//! findings. They are proposals: nothing here denies a line, and no line gets one for which no person
//! has to do anything. What is decided in favour gets none; what is undecided gets at most a request
//! for information; what an approved authorization binds the payer to gets none either.

mod columns;
mod read;

use std::collections::BTreeSet;

use coverdict_model::{
    id::Id,
    position::{Basis, Kind},
    source::SourceKind,
};
use coverdict_program::Program;

pub(crate) use columns::{Proposer, fields};

use crate::verdict::{Outcome, Verdict};

/// Which codes a payer proposes for which findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposals {
    /// The first that fits a finding is proposed.
    pub entries: Vec<Entry>,
    /// The states in which nothing unfavourable may be proposed.
    pub withheld_in: BTreeSet<Id>,
}

/// Codes, and the findings for which they are proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub id: Id,
    /// For which findings.
    pub when: When,
    /// The claim adjustment group code: `CO`, `OA`, `PI` or `PR`.
    pub group: &'static str,
    /// The claim adjustment reason code, such as `50`.
    pub carc: Box<str>,
    /// The remittance advice remark codes, such as `N386`.
    pub rarc: Vec<Box<str>>,
}

/// The findings for which codes are proposed: others cannot be named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum When {
    /// Decided, and not supported. What is not stated fits all.
    NotSupported {
        /// All that the finding turns on is among these.
        kinds: Option<BTreeSet<Kind>>,
        /// All its grounds are among these.
        bases: Option<BTreeSet<Basis>>,
        /// All the sources that govern are of these kinds.
        sources: Option<BTreeSet<SourceKind>>,
    },
    /// Undecided, and facts of the line can settle it.
    NeedsInformation {
        /// One of these is missing; not stated, whatever is.
        missing: Option<BTreeSet<Id>>,
    },
}

/// Who is to decide on a proposal, or what is to be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum For {
    /// A licensed clinician: the finding turns on medical judgment.
    ClinicalReview,
    /// A person who answers for the contract or the law.
    BenefitReview,
    /// Whoever asks the provider for what is missing.
    InformationRequest,
}

impl For {
    /// Everyone for whom there are proposals.
    pub const ALL: [Self; 3] = [
        Self::ClinicalReview,
        Self::BenefitReview,
        Self::InformationRequest,
    ];

    /// The word for it in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ClinicalReview => "clinical-review",
            Self::BenefitReview => "benefit-review",
            Self::InformationRequest => "information-request",
        }
    }

    /// Whether the proposal goes against the member.
    #[must_use]
    pub const fn is_unfavourable(self) -> bool {
        !matches!(self, Self::InformationRequest)
    }
}

impl Proposals {
    /// What is proposed for a finding, by place among the entries, and for whom.
    #[must_use]
    pub fn find(&self, verdict: &Verdict, program: &Program) -> Option<(usize, For)> {
        let to = match verdict.outcome {
            Outcome::NotSupported if verdict.kinds.contains(&Kind::Clinical) => For::ClinicalReview,
            Outcome::NotSupported => For::BenefitReview,
            Outcome::NeedsInformation => For::InformationRequest,
            _ => return None,
        };
        let fits = |entry: &Entry| entry.when.fits(verdict, program);
        Some((self.entries.iter().position(fits)?, to))
    }
}

impl When {
    fn fits(&self, verdict: &Verdict, program: &Program) -> bool {
        match (self, verdict.outcome) {
            (
                Self::NotSupported {
                    kinds,
                    bases,
                    sources,
                },
                Outcome::NotSupported,
            ) => {
                let governing = verdict.governing.iter();
                let mut governing = governing.map(|one| kind(program, &one.edition.source));
                within(kinds, &verdict.kinds)
                    && within(bases, &verdict.bases)
                    && sources.as_ref().is_none_or(|sources| {
                        governing.all(|kind| kind.is_some_and(|kind| sources.contains(&kind)))
                    })
            }
            (Self::NeedsInformation { missing }, Outcome::NeedsInformation) => missing
                .as_ref()
                .is_none_or(|missing| !missing.is_disjoint(&verdict.missing)),
            _ => false,
        }
    }
}

fn within<T: Ord>(named: &Option<BTreeSet<T>>, found: &BTreeSet<T>) -> bool {
    named.as_ref().is_none_or(|named| found.is_subset(named))
}

fn kind(program: &Program, source: &Id) -> Option<SourceKind> {
    let sources = &program.sources;
    let place = sources.binary_search_by(|one| one.id.cmp(source)).ok()?;
    sources.get(place).map(|source| source.kind)
}
