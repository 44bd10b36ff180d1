//! A finding in the words of the workload's answers.

use std::collections::BTreeSet;

use anyhow::{Result, bail};
use coverdict_model::finding::{Answer, Coverage, Finding};

use super::{
    answer::{Missing, Outcome},
    catalogue::{IMAGING_DONE, PRIOR_THERAPY_WEEKS},
};

/// What a finding answers: the outcome, its sources in order, and the facts that some certificate names.
///
/// # Errors
/// When it answers what the workload has no word for.
pub fn found(finding: &Finding) -> Result<(Outcome, Vec<String>, Missing)> {
    match &finding.coverage {
        Coverage::Decided(decided) => {
            let outcome = match &decided.answer {
                Answer::Supported => Outcome::Covered,
                Answer::NotSupported { .. } => Outcome::NotCovered,
                Answer::LeftToDiscretion => Outcome::PriorAuth,
                Answer::Conflict => Outcome::Conflict,
                Answer::NotAddressed => Outcome::NoPolicy,
                Answer::SupportedInPart { .. } => bail!("it is supported in part"),
            };
            let editions: BTreeSet<_> =
                decided.governing.iter().map(|rule| &rule.edition).collect();
            let sources = editions.into_iter().map(ToString::to_string).collect();
            Ok((outcome, sources, Missing::default()))
        }
        Coverage::NeedsInformation(missing) => {
            let mut named = Missing::default();
            for fact in &missing.relevant {
                match fact.as_str() {
                    IMAGING_DONE => named.imaging = true,
                    PRIOR_THERAPY_WEEKS => named.therapy = true,
                    other => bail!("it asks for {other}, which no line leaves out"),
                }
            }
            Ok((Outcome::NeedsInformation, Vec::new(), named))
        }
        other => bail!("the workload has no word for {other:?}"),
    }
}
