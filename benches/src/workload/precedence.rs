//! The workload's ranks as a precedence profile of ours.

use std::collections::BTreeSet;

use anyhow::Result;
use coverdict_model::{
    position::Position,
    profile::{Binding, Profile, Step},
    source::{Cite, SourceKind},
};

use super::{catalogue::LINES_OF_BUSINESS, convert::id, json::Kind};

/// The kind of ours that stands for a kind of the workload.
///
/// Each kind stands on one step, so that riders and exclusions, both parts of a plan's document, need
/// two. A mandate here covers or says nothing and ends the walk as any other source does: it is no
/// floor, and stands as a state's provisions.
pub(super) fn kind(kind: Kind) -> SourceKind {
    match kind {
        Kind::Rider => SourceKind::PlanDocument,
        Kind::Exclusion => SourceKind::LegalExclusion,
        Kind::Mandate => SourceKind::MedicaidManual,
        Kind::Ncd => SourceKind::Ncd,
        Kind::Lcd => SourceKind::Lcd,
        Kind::Policy => SourceKind::CoveragePolicy,
    }
}

/// The profile that serves every line.
pub(super) fn profile() -> Result<Profile> {
    let steps = Kind::ALL.map(|of| -> Result<Step> {
        Ok(Step {
            id: id(step(of))?,
            kinds: BTreeSet::from([kind(of)]),
            positions: Position::ALL.iter().copied().collect(),
            when: None,
            binding: Binding::AsApplied,
            cite: cite(),
        })
    });
    Ok(Profile {
        id: id("workload")?,
        title: "The ranks of the workload".to_owned(),
        payer: None,
        lines_of_business: LINES_OF_BUSINESS
            .map(id)
            .into_iter()
            .collect::<Result<_>>()?,
        funding: None,
        steps: steps.into_iter().collect::<Result<_>>()?,
        cite: cite(),
    })
}

fn step(kind: Kind) -> &'static str {
    match kind {
        Kind::Rider => "riders",
        Kind::Exclusion => "exclusions",
        Kind::Mandate => "mandates",
        Kind::Ncd => "ncds",
        Kind::Lcd => "lcds",
        Kind::Policy => "policies",
    }
}

/// What everything converted cites.
pub(super) fn cite() -> Cite {
    Cite {
        note: Some("generated".into()),
        ..Cite::default()
    }
}
