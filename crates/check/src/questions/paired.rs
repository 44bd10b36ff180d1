//! Pairs of sources that can meet on a line: each once, with the lines that both are for.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_model::{id::Id, source::SourceKind};
use coverdict_program::{CodeId, Edition, Program, SourceId};
use rustc_hash::FxHashMap;

use crate::{examine::Line, witness::Requested};

/// Two sources, the first before the second, with the codes and the services that both name.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    pub(crate) codes: Vec<CodeId>,
    pub(crate) services: Vec<Id>,
}

/// The pairs of sources that name a code or service in common, of kinds that may meet and payers that may; none
/// where they share more codes and services, all pairs together, than the limit.
pub(crate) fn pairs(
    program: &Program,
    may_meet: &dyn Fn(SourceKind, SourceKind) -> bool,
    limit: usize,
) -> Option<BTreeMap<(SourceId, SourceId), Shared>> {
    let mut pairs: FxHashMap<(SourceId, SourceId), Shared> = FxHashMap::default();
    let mut count = 0_usize;
    let mut is_within = || {
        count += 1;
        count <= limit
    };
    for (code, sources) in (0_u32..).zip(&program.by_code) {
        meeting(program, sources, may_meet, &mut |pair| {
            let within = is_within();
            if within {
                pairs.entry(pair).or_default().codes.push(CodeId(code));
            }
            within
        })?;
    }
    let services: BTreeMap<&Id, &Vec<SourceId>> = program.by_service.iter().collect();
    for (service, sources) in services {
        meeting(program, sources, may_meet, &mut |pair| {
            let within = is_within();
            if within {
                let shared = pairs.entry(pair).or_default();
                shared.services.push(service.clone());
            }
            within
        })?;
    }
    Some(pairs.into_iter().collect())
}

/// The pairs among sources that may meet. Those limited to payers are looked up by payer, so that the policies of
/// many payers on one code make no pairs. `None` as soon as a pair is not taken.
fn meeting(
    program: &Program,
    sources: &[SourceId],
    may_meet: &dyn Fn(SourceKind, SourceKind) -> bool,
    take: &mut dyn FnMut((SourceId, SourceId)) -> bool,
) -> Option<()> {
    let mut by_payer: FxHashMap<&Id, Vec<SourceId>> = FxHashMap::default();
    let mut of_all: Vec<SourceId> = Vec::new();
    let kind = |id: SourceId| program.source(id).map(|source| source.kind);
    let meet = |one: SourceId, other: SourceId| match (kind(one), kind(other)) {
        (Some(one), Some(other)) => may_meet(one, other),
        _ => false,
    };
    let mut limited: Vec<SourceId> = Vec::new();
    for id in sources {
        let mut before: BTreeSet<SourceId> = of_all.iter().copied().collect();
        match program
            .source(*id)
            .and_then(|source| source.payers.as_ref())
        {
            None => {
                before.extend(&limited);
                of_all.push(*id);
            }
            Some(payers) => {
                for payer in payers {
                    let same = by_payer.entry(payer).or_default();
                    before.extend(same.iter());
                    same.push(*id);
                }
                limited.push(*id);
            }
        }
        for other in before {
            if meet(other, *id) && !take((other, *id)) {
                return None;
            }
        }
    }
    Some(())
}

/// The lines that both editions are for, by the services that each of them takes the line for: for each kind of line
/// one that stands for all, and the codes and services that are such.
pub(crate) fn lines(
    program: &Program,
    shared: &Shared,
    one: &Edition,
    other: &Edition,
) -> Vec<(Line, Line, Requested, Vec<String>)> {
    let mut lines: Vec<(Line, Line, Requested, Vec<String>)> = Vec::new();
    let mut add = |mine: Line, theirs: Line, requested: Requested, name: String| {
        if mine.services.is_empty() || theirs.services.is_empty() {
            return;
        }
        let known = lines
            .iter_mut()
            .find(|(line, with, _, _)| *line == mine && *with == theirs);
        match known {
            Some((_, _, _, names)) => names.push(name),
            None => lines.push((mine, theirs, requested, vec![name])),
        }
    };
    for code in &shared.codes {
        let Some(text) = program.codes.get(code.0 as usize) else {
            continue;
        };
        let requested = Requested::Code(text.clone());
        add(
            by_code(one, *code),
            by_code(other, *code),
            requested,
            text.as_str().to_owned(),
        );
    }
    for service in &shared.services {
        let requested = Requested::Service(service.clone());
        add(
            by_name(one, service),
            by_name(other, service),
            requested,
            service.to_string(),
        );
    }
    lines
}

/// The services of an edition that list a code.
pub(crate) fn by_code(edition: &Edition, code: CodeId) -> Line {
    let services = (0_u32..).zip(&edition.services);
    let listing = services.filter(|(_, service)| service.codes.binary_search(&code).is_ok());
    Line {
        services: listing.map(|(at, _)| at).collect(),
    }
}

/// The service of an edition with this name.
pub(crate) fn by_name(edition: &Edition, name: &Id) -> Line {
    let services = (0_u32..).zip(&edition.services);
    let named = services.filter(|(_, service)| service.id == *name);
    Line {
        services: named.map(|(at, _)| at).collect(),
    }
}
