//! What a rule holds about a service: position, kind, basis and grant.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::grant::Grant;

/// Declares an enum of kebab-case words with `ALL`, `name`, `from_name` and `Display`.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        pub enum $name { $($(#[$doc])* #[serde(rename = $word)] $variant,)+ }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word for it in corpus files and JSON.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// The value with this word.
            #[must_use]
            pub fn from_name(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.name() == word)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }
    };
}
pub(crate) use words;

words! {
    /// What a rule says of a service.
    Position {
        /// Covered, whatever other criteria say.
        Supported = "supported",
        /// A benefit, subject to necessity: the walk goes on.
        BenefitConfirmed = "benefit-confirmed",
        /// Not covered.
        NotSupported = "not-supported",
        /// Left to the discretion of a contractor or reviewer.
        LeftToDiscretion = "left-to-discretion",
    }
}

words! {
    /// What an unfavourable position turns on; notices and appeals differ by it.
    Kind {
        /// Medical judgment, also in a plan's exclusion of unproven services.
        Clinical = "clinical",
        /// The contract: not a benefit.
        Contractual = "contractual",
        /// A statute.
        Legal = "legal",
    }
}

words! {
    /// The ground of an unfavourable position, as we map the publisher's own label.
    Basis {
        /// Experimental, investigational, or evidence insufficient.
        Unproven = "unproven",
        /// Not reasonable and necessary under section 1862(a)(1) of the Social Security Act.
        NotReasonableAndNecessary = "not-reasonable-and-necessary",
        /// The clinical criteria of the source are not met.
        CriteriaNotMet = "criteria-not-met",
        /// A limit on number, frequency or period is exceeded.
        LimitExceeded = "limit-exceeded",
        /// Not a benefit of the plan.
        NotABenefit = "not-a-benefit",
        /// Excluded by statute.
        StatutoryExclusion = "statutory-exclusion",
    }
}

/// A position with what belongs to it.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Holding {
    /// Covered, within the grant.
    Supported {
        /// What exactly is supported.
        grant: Grant,
    },
    /// A benefit, subject to necessity.
    BenefitConfirmed,
    /// Not covered.
    NotSupported {
        /// What it turns on.
        kind: Kind,
        /// Its ground.
        basis: Basis,
    },
    /// Left to discretion.
    LeftToDiscretion,
}

impl Holding {
    /// The position alone.
    #[must_use]
    pub fn position(&self) -> Position {
        match self {
            Self::Supported { .. } => Position::Supported,
            Self::BenefitConfirmed => Position::BenefitConfirmed,
            Self::NotSupported { .. } => Position::NotSupported,
            Self::LeftToDiscretion => Position::LeftToDiscretion,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_go_both_ways() {
        for position in Position::ALL {
            assert_eq!(Position::from_name(position.name()), Some(*position));
        }
        assert_eq!(Basis::from_name("eiu"), None);
    }
}
