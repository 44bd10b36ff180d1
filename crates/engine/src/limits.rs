//! The limits of a finding: what it does not know or had to assume.

use std::collections::BTreeSet;

use coverdict_logic::Truth;
use coverdict_model::{
    attestation::OnFile, fact::Derivation, finding::Limit, id::Id, value::Statement,
};
use coverdict_program::{Edition, OpenQuestion};

use crate::{
    facts::Facts,
    outcome::Weighed,
    setting::{Candidate, Setting},
    trace::{self, Compared, Criteria},
    walk::{StepWalk, Walked},
};

/// The limits that follow from the steps that the walk can reach.
pub(crate) fn limits(
    setting: &Setting<'_>,
    facts: &Facts<'_>,
    weighed: &Weighed<Truth>,
    criteria: &mut Criteria<'_, '_>,
) -> BTreeSet<Limit> {
    let mut limits = BTreeSet::new();
    if weighed.walked.unserved != Truth::False {
        limits.insert(Limit::NoProfile);
    }
    for (service, edition) in setting.hints(facts) {
        limits.insert(Limit::PossibleService { service, edition });
    }
    for (profile, step) in reached(&weighed.walked) {
        on_file(setting, criteria, profile, step, &mut limits);
        sources(setting, step, &mut limits);
    }
    compared(facts, &criteria.compared, &mut limits);
    // Whether it was compared or not: a case with an error is never approved automatically.
    for (fact, problem) in facts.in_error() {
        limits.insert(Limit::FactInError {
            fact: fact.clone(),
            problem: problem.clone(),
        });
    }
    limits
}

fn reached(walked: &Walked<Truth>) -> impl Iterator<Item = (usize, &StepWalk<Truth>)> {
    walked
        .profiles
        .iter()
        .filter(|profile| profile.serves != Truth::False)
        .flat_map(|profile| {
            let steps = profile
                .steps
                .iter()
                .filter(|step| step.reached != Truth::False);
            steps.map(move |step| (profile.profile, step))
        })
}

fn on_file(
    setting: &Setting<'_>,
    criteria: &mut Criteria<'_, '_>,
    profile: usize,
    walked: &StepWalk<Truth>,
    limits: &mut BTreeSet<Limit>,
) {
    let profile = setting.program.profiles.get(profile);
    let step = profile.and_then(|profile| profile.steps.get(walked.step));
    for ((kind, _), hidden) in step
        .iter()
        .flat_map(|step| &step.kinds)
        .zip(&walked.held.hidden)
    {
        match trace::on_file(setting, criteria, *kind, *hidden) {
            OnFile::Complete => {}
            OnFile::Incomplete => {
                limits.insert(Limit::SourceNotOnFile { kind: *kind });
            }
            OnFile::AssumedSilent => {
                let holding = setting
                    .attestations(*kind)
                    .filter(|attestation| criteria.kleene(attestation.members) != Truth::False);
                limits.extend(holding.map(|held| Limit::AssumedSilent {
                    kind: *kind,
                    attestation: held.id.clone(),
                }));
            }
        }
    }
}

fn sources(setting: &Setting<'_>, walked: &StepWalk<Truth>, limits: &mut BTreeSet<Limit>) {
    for (candidate, truth) in &walked.held.unknown {
        if *truth != Truth::False
            && let Some(candidate) = setting.candidates.get(*candidate)
        {
            limits.insert(Limit::OpenSuccession {
                source: candidate.source.id.clone(),
            });
        }
    }
    for edition in &walked.held.editions {
        let Some(candidate) = setting.candidates.get(edition.candidate) else {
            continue;
        };
        let Some(compiled) = candidate.source.editions.get(edition.edition as usize) else {
            continue;
        };
        if edition.speaks == Truth::False {
            continue;
        }
        self::edition(
            setting,
            candidate,
            compiled,
            edition.edition,
            edition.in_force,
            limits,
        );
        if edition.applies == Truth::Unknown {
            open_applicability(setting, candidate, compiled, limits);
        }
    }
}

fn edition(
    setting: &Setting<'_>,
    candidate: &Candidate<'_>,
    edition: &Edition,
    at: u32,
    in_force: Truth,
    limits: &mut BTreeSet<Limit>,
) {
    let id = &edition.id;
    match edition.published {
        None => {
            limits.insert(Limit::PublicationNotStated {
                edition: id.clone(),
            });
        }
        Some(date) => {
            let imprecise = setting.late.iter().any(|late| {
                late.question.is_some()
                    && setting
                        .candidates
                        .get(late.candidate)
                        .is_some_and(|other| std::ptr::eq(other, candidate))
                    && late.edition == at
            });
            if imprecise {
                limits.insert(Limit::ImpreciseDate {
                    edition: id.clone(),
                    date,
                });
            }
        }
    }
    if edition.excerpt {
        limits.insert(Limit::KnownFromExcerpt {
            edition: id.clone(),
        });
    }
    for consideration in edition.considerations.keys() {
        limits.insert(Limit::ToConsider {
            edition: id.clone(),
            consideration: consideration.clone(),
        });
    }
    for facet in &edition.mapped_facets {
        limits.insert(Limit::MappingUsed {
            mapping: format!("{id} applies by {facet}"),
        });
    }
    for service in by_mapped_code(setting, candidate, edition, at) {
        limits.insert(Limit::MappingUsed {
            mapping: format!("{id} claims {service} by code"),
        });
    }
    if in_force == Truth::Unknown {
        for (_, date) in &candidate.succession.imprecise {
            limits.insert(Limit::ImpreciseDate {
                edition: id.clone(),
                date: *date,
            });
        }
    }
}

/// The services of the line that it has by codes of our mapping alone.
fn by_mapped_code<'e>(
    setting: &Setting<'_>,
    candidate: &Candidate<'_>,
    edition: &'e Edition,
    at: u32,
) -> impl Iterator<Item = &'e Id> {
    let matched = candidate.services.get(at as usize);
    let services = matched
        .into_iter()
        .flatten()
        .filter_map(|at| edition.services.get(*at as usize));
    services
        .filter(|service| service.mapped && !setting.stated.contains(&service.id))
        .map(|service| &service.id)
}

fn open_applicability(
    setting: &Setting<'_>,
    candidate: &Candidate<'_>,
    edition: &Edition,
    limits: &mut BTreeSet<Limit>,
) {
    for question in &setting.program.open {
        if let OpenQuestion::Applies {
            source,
            edition: at,
            facet,
        } = question
            && setting
                .program
                .source(*source)
                .is_some_and(|source| std::ptr::eq(source, candidate.source))
            && candidate
                .source
                .editions
                .get(*at as usize)
                .is_some_and(|other| std::ptr::eq(other, edition))
        {
            limits.insert(Limit::OpenApplicability {
                edition: edition.id.clone(),
                facet: facet.clone(),
            });
        }
    }
}

/// Limits of the facts that criteria compared.
fn compared(facts: &Facts<'_>, compared: &Compared, limits: &mut BTreeSet<Limit>) {
    let program = facts.program;
    for set in &compared.value_sets {
        limits.insert(Limit::MappingUsed {
            mapping: set.to_string(),
        });
    }
    for (edition, phrase) in &compared.readings {
        limits.insert(Limit::OpenReading {
            edition: edition.clone(),
            phrase: phrase.clone(),
        });
    }
    for number in &compared.facts {
        let Some(fact) = program.facts.get(*number as usize) else {
            continue;
        };
        let declared = facts.declared(*number);
        let derivation = declared.and_then(|declared| declared.derived.as_ref());
        let mut is_attested = |id: &Id, said: Option<&Statement>| {
            if said.is_some_and(|statement| statement.attested) {
                limits.insert(Limit::AttestedFact { fact: id.clone() });
            }
        };
        let stated = facts.said_of(*number);
        is_attested(&fact.id, stated);
        for input in derivation.iter().flat_map(|derivation| derivation.inputs()) {
            is_attested(input, facts.said(input.as_str()));
        }
        if let Some(Derivation::Mapping { mapping, .. }) = derivation
            && stated.is_none()
            && program.mappings.contains(mapping)
        {
            limits.insert(Limit::MappingUsed {
                mapping: mapping.to_string(),
            });
        }
    }
}
