//! Random precedence profiles, and what is attested of their sources.

use std::collections::BTreeSet;

use coverdict_model::{
    attestation::{Attestation, OnFile, Subject},
    code::Code,
    corpus::Corpus,
    id::Id,
    position::Position,
    profile::{Binding, Profile, Step},
    source::{Applies, Cite, Facet, Open, Provenance, SourceKind},
};

use super::{
    condition::Vocabulary,
    draw::Draw,
    words::{FUNDING, LINES, ORDER, PAYERS, SERVICE_CODES, SERVICES, day, id, ids},
};

/// Adds one to three profiles, no two of which serve one member in the same right.
pub(crate) fn add(corpus: &mut Corpus, draw: &Draw<'_>, facts: &[&str]) {
    let mut profile =
        |name: &str, payer: Option<&str>, lines: &[&str], funding: Option<&[&str]>| {
            let profile = Profile {
                id: id(name),
                title: name.to_owned(),
                payer: payer.map(id),
                lines_of_business: ids(lines),
                funding: funding.map(ids),
                steps: steps(draw, facts),
                cite: Cite::default(),
            };
            corpus.profiles.insert(id(name), profile);
        };
    match draw.below(6) {
        0..=2 => profile("general", None, &LINES, None),
        3 => {
            for line in LINES {
                profile(line, None, &[line], None);
            }
        }
        _ => {
            for funding in FUNDING {
                profile(funding, None, &LINES, Some(&[funding]));
            }
        }
    }
    if draw.percent(8) {
        profile("own", PAYERS.first().copied(), &["commercial"], None);
    }
}

fn steps(draw: &Draw<'_>, facts: &[&str]) -> Vec<Step> {
    let last = ORDER.len() - 1;
    let chosen = ORDER.iter().enumerate().filter(|(index, _)| {
        let share = if *index == last { 85 } else { 30 };
        draw.percent(share)
    });
    let mut steps: Vec<Step> = chosen.map(|(_, kinds)| step(draw, kinds, facts)).collect();
    if steps.is_empty() {
        steps.push(step(draw, &[SourceKind::CoveragePolicy], facts));
    }
    steps
}

fn step(draw: &Draw<'_>, kinds: &[SourceKind], facts: &[&str]) -> Step {
    let is_floor = kinds.iter().any(|kind| kind.is_floor());
    let vocabulary = Vocabulary {
        facts,
        services: false,
        below: &[],
        phrase: None,
    };
    let has_condition = !is_floor && draw.percent(8);
    Step {
        id: id(kinds.first().map_or("none", |kind| kind.name())),
        kinds: kinds.iter().copied().collect(),
        positions: kinds.iter().flat_map(|kind| positions(*kind)).collect(),
        when: has_condition.then(|| vocabulary.condition(draw)),
        binding: match is_floor && draw.percent(12) {
            true => Binding::Stated,
            false => Binding::AsApplied,
        },
        cite: Cite::default(),
    }
}

/// The positions that sources of a kind may take, on whichever profile.
pub(crate) fn positions(kind: SourceKind) -> BTreeSet<Position> {
    match kind {
        SourceKind::FederalMandate | SourceKind::StateMandate => {
            BTreeSet::from([Position::Supported])
        }
        SourceKind::LegalExclusion => BTreeSet::from([Position::NotSupported]),
        SourceKind::Ncd => BTreeSet::from([
            Position::Supported,
            Position::NotSupported,
            Position::LeftToDiscretion,
        ]),
        _ => Position::ALL.iter().copied().collect(),
    }
}

/// Adds attestations: most kinds of source are complete on file, and most successions.
pub(crate) fn attest(corpus: &mut Corpus, draw: &Draw<'_>) {
    let kinds: BTreeSet<SourceKind> = corpus
        .profiles
        .values()
        .flat_map(|profile| &profile.steps)
        .flat_map(|step| step.kinds.iter().copied())
        .collect();
    for kind in kinds {
        let (status, partial) = match draw.below(30) {
            0..=25 => (OnFile::Complete, false),
            26 => (OnFile::AssumedSilent, false),
            27 => (OnFile::Complete, true),
            28 => (OnFile::Incomplete, false),
            _ => continue,
        };
        let subject = match partial {
            false => sources(kind, status),
            true => partly(draw, kind, status),
        };
        let recorded = day(draw
            .pick(&["2025-01-01", "2025-01-01", "2025-07-01"])
            .unwrap_or(&"2025-01-01"));
        insert(corpus, kind.name(), recorded, subject);
    }
    let all: BTreeSet<Id> = corpus.editions.keys().map(|id| id.source.clone()).collect();
    let sources: BTreeSet<Id> = all.into_iter().filter(|_| !draw.percent(25)).collect();
    if !sources.is_empty() {
        let subject = Subject::Succession { sources };
        insert(corpus, "succession", day("2025-01-01"), subject);
    }
}

fn insert(
    corpus: &mut Corpus,
    name: &str,
    recorded: coverdict_model::date::Date,
    subject: Subject,
) {
    let attestation = Attestation {
        id: id(name),
        recorded,
        by: "the tenant".to_owned(),
        subject,
    };
    corpus.attestations.insert(id(name), attestation);
}

fn sources(kind: SourceKind, status: OnFile) -> Subject {
    Subject::Sources {
        kinds: BTreeSet::from([kind]),
        status,
        applies: Box::default(),
        codes: None,
        services: None,
    }
}

/// Complete for some members, codes or services only.
fn partly(draw: &Draw<'_>, kind: SourceKind, status: OnFile) -> Subject {
    let limit = draw.below(3);
    let lines = Facet {
        within: ids(&["commercial"]),
        open: Open::default(),
        provenance: Provenance::Recorded,
    };
    let code = draw
        .pick(&SERVICE_CODES)
        .and_then(|code| Code::detect(code).ok());
    Subject::Sources {
        kinds: BTreeSet::from([kind]),
        status,
        applies: Box::new(Applies {
            lines_of_business: (limit == 0).then_some(lines),
            ..Applies::default()
        }),
        codes: (limit == 1).then(|| code.into_iter().collect()),
        services: (limit == 2).then(|| draw.words(&SERVICES)),
    }
}
