//! How the finding on a line differs between two corpora.

use coverdict_model::{
    finding::{Favour, Settled},
    source::PriorAuthorization,
};
use coverdict_screen::{Outcome, Verdict};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;

/// A way in which the finding on a line differs. Of all but the last two a line has one at most; these two stand
/// beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// Both answer, and the answer after is more favourable, or grants more parts.
    Loosening,
    /// Both answer, and the answer after is less favourable, or grants fewer parts. No one is denied by this: a
    /// person reviews the line.
    Tightening,
    /// There is an answer after, and was none before.
    NewlyDecided,
    /// There is no answer after, and was one before.
    NewlyUndecided,
    /// Another outcome that is neither: as favourable an answer, or undecided for another reason.
    OtherOutcome,
    /// The same outcome, by other editions.
    OtherSources,
    /// The same outcome by the same editions, on other terms: rules, grants, grounds, missing facts, documents.
    OtherTerms,
    /// Prior authorization is required after, and was not, or not certainly, before.
    PriorAuthorizationRequired,
    /// Prior authorization was required before, and is not, or not certainly, after.
    PriorAuthorizationDropped,
}

impl Way {
    /// Every way, in order.
    pub const ALL: [Self; 9] = [
        Self::Loosening,
        Self::Tightening,
        Self::NewlyDecided,
        Self::NewlyUndecided,
        Self::OtherOutcome,
        Self::OtherSources,
        Self::OtherTerms,
        Self::PriorAuthorizationRequired,
        Self::PriorAuthorizationDropped,
    ];

    /// The word for it in tables and reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Loosening => "loosening",
            Self::Tightening => "tightening",
            Self::NewlyDecided => "newly-decided",
            Self::NewlyUndecided => "newly-undecided",
            Self::OtherOutcome => "other-outcome",
            Self::OtherSources => "other-sources",
            Self::OtherTerms => "other-terms",
            Self::PriorAuthorizationRequired => "prior-authorization-required",
            Self::PriorAuthorizationDropped => "prior-authorization-dropped",
        }
    }

    /// Whether the outcome is another.
    #[must_use]
    pub const fn is_flip(self) -> bool {
        matches!(
            self,
            Self::Loosening
                | Self::Tightening
                | Self::NewlyDecided
                | Self::NewlyUndecided
                | Self::OtherOutcome
        )
    }

    /// The ways in which two verdicts on one line differ, in order; none when nothing of them does but limits, which
    /// are not compared.
    #[must_use]
    pub fn between(before: &Verdict, after: &Verdict) -> Vec<Self> {
        let mut ways: Vec<Self> = outcome(before, after).into_iter().collect();
        ways.extend(authorization(before, after));
        if ways.is_empty() {
            ways.extend(terms(before, after));
        }
        ways
    }
}

/// How the outcome differs, or the editions that govern.
fn outcome(before: &Verdict, after: &Verdict) -> Option<Way> {
    if before.outcome != after.outcome {
        return Some(match (favour(before.outcome), favour(after.outcome)) {
            (Some(before), Some(after)) if after > before => Way::Loosening,
            (Some(before), Some(after)) if after < before => Way::Tightening,
            (None, Some(_)) => Way::NewlyDecided,
            (Some(_), None) => Way::NewlyUndecided,
            _ => Way::OtherOutcome,
        });
    }
    if before.granted != after.granted {
        if before.granted.is_subset(&after.granted) {
            return Some(Way::Loosening);
        }
        if after.granted.is_subset(&before.granted) {
            return Some(Way::Tightening);
        }
    }
    (editions(before) != editions(after)).then_some(Way::OtherSources)
}

fn favour(outcome: Outcome) -> Option<Favour> {
    match outcome {
        Outcome::Supported => Some(Favour::Favourable),
        Outcome::SupportedInPart => Some(Favour::InPart),
        Outcome::LeftToDiscretion | Outcome::Conflict | Outcome::NotAddressed => {
            Some(Favour::Neutral)
        }
        Outcome::NotSupported => Some(Favour::Unfavourable),
        Outcome::NeedsInformation
        | Outcome::NeedsSource
        | Outcome::TooComplex
        | Outcome::InvalidInput
        | Outcome::DiffersByDay => None,
    }
}

fn editions(verdict: &Verdict) -> BTreeSet<&coverdict_model::source::EditionId> {
    verdict.governing.iter().map(|one| &one.edition).collect()
}

fn authorization(before: &Verdict, after: &Verdict) -> Option<Way> {
    match (is_required(before), is_required(after)) {
        (false, true) => Some(Way::PriorAuthorizationRequired),
        (true, false) => Some(Way::PriorAuthorizationDropped),
        _ => None,
    }
}

fn is_required(verdict: &Verdict) -> bool {
    matches!(
        &verdict.prior_authorization,
        Settled::Decided {
            answer: PriorAuthorization::Required,
            ..
        }
    )
}

fn terms(before: &Verdict, after: &Verdict) -> Option<Way> {
    let documents = |documents: &std::collections::BTreeMap<_, _>| {
        documents.keys().cloned().collect::<BTreeSet<_>>()
    };
    let is_same = before.granted == after.granted
        && before.governing == after.governing
        && before.grants == after.grants
        && before.kinds == after.kinds
        && before.bases == after.bases
        && before.published_late == after.published_late
        && before.missing == after.missing
        && answered(&before.prior_authorization, |answer| *answer)
            == answered(&after.prior_authorization, |answer| *answer)
        && answered(&before.documentation, documents) == answered(&after.documentation, documents);
    (!is_same).then_some(Way::OtherTerms)
}

/// What is answered, whoever says so.
#[derive(PartialEq)]
enum Answered<T> {
    So(T),
    Conflict,
    Undecided,
}

fn answered<T, U>(settled: &Settled<T>, answer: impl Fn(&T) -> U) -> Answered<U> {
    match settled {
        Settled::Decided { answer: found, .. } => Answered::So(answer(found)),
        Settled::Conflict { .. } => Answered::Conflict,
        Settled::Undecided { .. } => Answered::Undecided,
    }
}
