//! What the workload answers of a line.

use std::fmt;

/// The outcome of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// The sources that decide say that it is covered.
    Covered,
    /// They say that it is not.
    NotCovered,
    /// They say that it needs prior authorization.
    PriorAuth,
    /// They disagree.
    Conflict,
    /// No source decides.
    NoPolicy,
    /// It depends on facts that are missing.
    NeedsInformation,
}

impl Outcome {
    /// The word for it in answer files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Covered => "covered",
            Self::NotCovered => "not_covered",
            Self::PriorAuth => "prior_auth",
            Self::Conflict => "conflict",
            Self::NoPolicy => "no_policy",
            Self::NeedsInformation => "needs_information",
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The missing facts on which an outcome depends; only these two can be missing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Missing {
    /// Whether there was imaging.
    pub imaging: bool,
    /// The weeks of prior therapy.
    pub therapy: bool,
}

impl Missing {
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }

    /// The columns in answer files, sorted and joined.
    #[must_use]
    pub fn name(self) -> &'static str {
        match (self.imaging, self.therapy) {
            (false, false) => "",
            (true, false) => "imaging_done",
            (false, true) => "prior_therapy_weeks",
            (true, true) => "imaging_done;prior_therapy_weeks",
        }
    }
}
