//! What a case brings before the walk: the line's services, the sources that concern it, and the
//! parts of the request.

use std::collections::BTreeSet;

use coverdict_logic::{CondId, VarId};
use coverdict_model::{
    attestation::OnFile,
    code::{Code, CodeSystem},
    date::{Date, PartialDate},
    finding::Part,
    id::Id,
    source::SourceKind,
    value::{Cause, Reading, Value},
    well_known,
};
use coverdict_program::{Attestation, CodeId, Edition, Program, Source, SourceId};

use crate::{
    facts::Facts,
    succession::{Succession, succession},
};

/// The most parts that a request can have.
const MAX_PARTS: usize = 64;

/// The most editions published late that are weighed against each other.
pub(crate) const MAX_LATE: usize = 4;

/// Everything about a case on one day that does not depend on what is unknown.
#[derive(Debug)]
pub(crate) struct Setting<'p> {
    pub(crate) program: &'p Program,
    /// The day of service.
    pub(crate) day: Date,
    /// The codes of the line.
    pub(crate) codes: Vec<Code>,
    /// The services that the requester states.
    pub(crate) stated: Vec<Id>,
    /// The parts requested: items in parts of the scope.
    pub(crate) parts: Vec<Part>,
    /// The attestations that concern the line and were recorded by then.
    attestations: Vec<&'p Attestation>,
    /// The sources that concern the line, ascending.
    pub(crate) candidates: Vec<Candidate<'p>>,
    /// Editions in force that may have been published late.
    pub(crate) late: Vec<Late>,
    /// Whether some rule rests on what another step holds.
    pub(crate) has_slots: bool,
}

/// A source that concerns the line.
#[derive(Debug)]
pub(crate) struct Candidate<'p> {
    pub(crate) source: &'p Source,
    pub(crate) succession: Succession,
    /// For each edition of the source the places of its services that the line is for.
    pub(crate) services: Vec<Vec<u32>>,
}

impl<'p> Candidate<'p> {
    /// The editions on file that have a service of the line.
    pub(crate) fn concerning(&self) -> impl Iterator<Item = &'p Edition> {
        self.succession.on_file.iter().filter_map(|at| {
            let services = self.services.get(*at as usize)?;
            let edition = self.source.editions.get(*at as usize)?;
            (!services.is_empty()).then_some(edition)
        })
    }
}

/// An edition that may have been published after the service or the request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Late {
    /// The candidate's place.
    pub(crate) candidate: usize,
    /// The edition's place in its source.
    pub(crate) edition: u32,
    /// When it was published.
    pub(crate) published: PartialDate,
    /// The question whether it was late, for a date that is imprecise.
    pub(crate) question: Option<VarId>,
}

impl<'p> Setting<'p> {
    /// Works out the setting; problems of the case go to the facts.
    pub(crate) fn new(
        program: &'p Program,
        facts: &mut Facts<'p>,
        known_as_of: Date,
        day: Date,
    ) -> Self {
        for fact in [
            well_known::CODE,
            well_known::SERVICE,
            well_known::ITEMS,
            well_known::SCOPES,
        ] {
            if let Some(problem) = not_fully_known(facts, fact) {
                facts.problems.push(problem);
            }
        }
        let codes = codes(facts);
        let stated = facts.members(well_known::SERVICE);
        if codes.is_empty() && stated.is_empty() && facts.problems.is_empty() {
            facts
                .problems
                .push("the line has neither a code nor a stated service: state one".to_owned());
        }
        let attestations = attestations(program, &codes, &stated, known_as_of);
        let parts = parts(facts);
        if parts.len() > MAX_PARTS {
            facts.problems.push(format!(
                "the request has {} parts (items times scopes), more than {MAX_PARTS}: split it into lines",
                parts.len()
            ));
        }
        let request = first_possible_request(facts);
        let before = request.map_or(day, |request| request.min(day));
        let may_be_late =
            |edition: &Edition| edition.published.is_some_and(|date| date.latest() > before);
        let mut candidates = Vec::new();
        let listed: Vec<CodeId> = codes.iter().filter_map(|code| program.code(code)).collect();
        for id in concerned(program, facts, &listed, &stated) {
            let Some(source) = program.source(id) else {
                continue;
            };
            let succession = succession(program, facts, source, known_as_of, &may_be_late);
            if succession.on_file.is_empty() {
                continue;
            }
            let services = source
                .editions
                .iter()
                .map(|edition| matching(edition, &listed, &stated))
                .collect();
            facts.open(source.in_force, succession.cells());
            candidates.push(Candidate {
                source,
                succession,
                services,
            });
        }
        let late = late(&candidates, &may_be_late);
        let has_slots = candidates.iter().any(|candidate| {
            let services = candidate
                .source
                .editions
                .iter()
                .flat_map(|edition| &edition.services);
            services
                .flat_map(|service| &service.rules)
                .any(|rule| !rule.slots.is_empty())
        });
        Self {
            program,
            day,
            codes,
            stated,
            parts,
            attestations,
            candidates,
            late,
            has_slots,
        }
    }

    /// The attestations about a kind that concern the line and were recorded by then.
    pub(crate) fn attestations(&self, kind: SourceKind) -> impl Iterator<Item = &'p Attestation> {
        let attestations = self.attestations.iter().copied();
        attestations.filter(move |attestation| attestation.kinds.contains(&kind))
    }

    /// The condition of an edition's applying to the member, on a step.
    pub(crate) fn applies(edition: &Edition, binding_stated: bool) -> CondId {
        match binding_stated {
            true => edition.applies_stated,
            false => edition.applies,
        }
    }

    /// Editions whose agents hint at a service that the line is neither coded nor stated for.
    pub(crate) fn hints(
        &self,
        facts: &Facts<'_>,
    ) -> BTreeSet<(Id, coverdict_model::source::EditionId)> {
        let listed: Vec<CodeId> = self
            .codes
            .iter()
            .filter_map(|code| self.program.code(code))
            .collect();
        let agents = facts.members(well_known::AGENTS);
        let mentioned = facts.members(well_known::NOTE_MENTIONS);
        let by_agent = agents
            .iter()
            .filter_map(|agent| self.program.by_agent.get(agent));
        let by_note = mentioned
            .iter()
            .filter_map(|service| self.program.by_service.get(service));
        let sources: BTreeSet<SourceId> = by_agent.chain(by_note).flatten().copied().collect();
        let mut hints = BTreeSet::new();
        for source in sources.into_iter().filter_map(|id| self.program.source(id)) {
            if !may_concern(source, facts) {
                continue;
            }
            for edition in &source.editions {
                let services = edition
                    .services
                    .iter()
                    .filter(|service| !is_for(service, &listed, &self.stated));
                for service in services {
                    let named = agents.iter().any(|agent| service.agents.contains(agent));
                    if named || mentioned.contains(&service.id) {
                        hints.insert((service.id.clone(), edition.id.clone()));
                    }
                }
            }
        }
        hints
    }
}

/// What is wrong with a fact that says what is requested, when it is not known in full: nothing can
/// be found on a request that is not known.
fn not_fully_known(facts: &Facts<'_>, fact: &str) -> Option<String> {
    let cause = match &facts.said(fact)?.reading {
        Reading::Members { complete: true, .. } | Reading::Absent => return None,
        Reading::Missing(Cause::InError(problem)) => format!("it is in error, {problem}"),
        Reading::Missing(cause) => format!("it is missing, {}", cause.name()),
        _ => "it is not known in full".to_owned(),
    };
    Some(format!(
        "`{fact}` says what is requested, and {cause}: state it in full, or leave it out"
    ))
}

fn codes(facts: &mut Facts<'_>) -> Vec<Code> {
    let texts = facts.members(well_known::CODE);
    let parsed: Vec<_> = texts
        .iter()
        .map(|text| Code::parse_any(&CodeSystem::PROCEDURE, text.as_str()))
        .collect();
    let mut codes = Vec::with_capacity(parsed.len());
    for code in parsed {
        match code {
            Ok(code) => codes.push(code),
            Err(error) => facts
                .problems
                .push(format!("{error}: correct the code of the line")),
        }
    }
    codes
}

/// The attestations that concern a line and were recorded by then.
fn attestations<'p>(
    program: &'p Program,
    codes: &[Code],
    stated: &[Id],
    known_as_of: Date,
) -> Vec<&'p Attestation> {
    let concerning = program.attestations.iter().filter(|attestation| {
        // An attestation that names codes or services speaks of these alone.
        let names_any = attestation.codes.is_some() || attestation.services.is_some();
        let listed = |code: &Code| attestation.codes.iter().flatten().any(|one| one == code);
        let named = |service: &Id| {
            let mut services = attestation.services.iter().flatten();
            services.any(|one| one == service)
        };
        attestation.status != OnFile::Incomplete
            && attestation.recorded <= known_as_of
            && (!names_any || codes.iter().all(listed) && stated.iter().all(named))
    });
    concerning.collect()
}

fn parts(facts: &Facts<'_>) -> Vec<Part> {
    let or_one = |names: Vec<Id>| match names.is_empty() {
        true => vec![None],
        false => names.into_iter().map(Some).collect(),
    };
    let items = or_one(facts.members(well_known::ITEMS));
    let scopes = or_one(facts.members(well_known::SCOPES));
    let pairs = items.iter().flat_map(|item| {
        scopes.iter().map(|scope| Part {
            item: item.clone(),
            scope: scope.clone(),
        })
    });
    pairs.collect()
}

/// The first day on which the request may have been made; none when there was none.
fn first_possible_request(facts: &Facts<'_>) -> Option<Date> {
    match facts.reading(well_known::DATE_OF_REQUEST) {
        Reading::Known(Value::Date(request)) => Some(*request),
        Reading::Within {
            low: Some(Value::Date(first)),
            ..
        } => Some(*first),
        Reading::Absent | Reading::NotPerformed => None,
        _ => Some(Date::MIN),
    }
}

/// The sources that list a code of the line or claim a stated service, and may concern the payer.
fn concerned(
    program: &Program,
    facts: &Facts<'_>,
    codes: &[CodeId],
    stated: &[Id],
) -> Vec<SourceId> {
    let by_code = codes.iter().flat_map(|code| program.listing(*code));
    let by_service = stated
        .iter()
        .filter_map(|service| program.by_service.get(service));
    let mut sources: Vec<SourceId> = by_code.chain(by_service.flatten()).copied().collect();
    sources.sort_unstable();
    sources.dedup();
    sources.retain(|id| {
        program
            .source(*id)
            .is_some_and(|source| may_concern(source, facts))
    });
    sources
}

/// Whether a source may apply to the member's payer.
fn may_concern(source: &Source, facts: &Facts<'_>) -> bool {
    match (&source.payers, facts.word(well_known::PAYER)) {
        (Some(payers), Some(payer)) => payers.contains(payer),
        _ => true,
    }
}

fn matching(edition: &Edition, codes: &[CodeId], stated: &[Id]) -> Vec<u32> {
    let services = (0_u32..).zip(&edition.services);
    services
        .filter(|(_, service)| is_for(service, codes, stated))
        .map(|(at, _)| at)
        .collect()
}

/// Whether the line is for a service: by a listed code, or because the requester states it.
fn is_for(service: &coverdict_program::Service, codes: &[CodeId], stated: &[Id]) -> bool {
    codes
        .iter()
        .any(|code| service.codes.binary_search(code).is_ok())
        || stated.contains(&service.id)
}

fn late(candidates: &[Candidate<'_>], may_be_late: &dyn Fn(&Edition) -> bool) -> Vec<Late> {
    let mut late = Vec::new();
    for (candidate, of) in candidates.iter().enumerate() {
        for edition in of.succession.editions() {
            let Some(compiled) = of.source.editions.get(edition as usize) else {
                continue;
            };
            if let Some(published) = compiled.published.filter(|_| may_be_late(compiled)) {
                late.push(Late {
                    candidate,
                    edition,
                    published,
                    question: compiled.late,
                });
            }
        }
    }
    late
}
