//! Services that an edition claims, and what holds when no rule applies.

use std::collections::BTreeSet;

use coverdict_model::{
    code::{Code as ProcedureCode, CodeSystem},
    source::{Otherwise, Provenance, Service, SourceKind},
};

use super::common::{cite, ids, list, optional, text, word};
use super::holding::holding;
use super::{Context, value};
use crate::diagnostic::{Code, Problems};
use crate::read::Item;

/// Reads a service.
pub(super) fn service(
    item: Item<'_>,
    source: Option<SourceKind>,
    context: Context<'_>,
    problems: &mut Problems,
) -> Option<Service> {
    let mut mapping = item.mapping("a service", problems)?;
    let codes = optional(mapping.optional("codes"), |item| codes(item, problems));
    let provenance = optional(mapping.optional("provenance"), |item| {
        word(item, Provenance::ALL, Provenance::name, problems)
    });
    let agents = optional(mapping.optional("agents"), |item| ids(item, problems));
    let otherwise = match mapping.optional("otherwise") {
        Some(item) => otherwise(item, source, context, problems),
        None => {
            let message = "the service does not say what holds when no rule applies";
            let problem = item.problem(Code::MISSING_OTHERWISE, message);
            problems.push(problem.with_help("add `otherwise: silent`, or a position"));
            None
        }
    };
    mapping.finish(problems);
    Some(Service {
        codes: codes?.unwrap_or_default(),
        provenance: provenance?.unwrap_or_default(),
        agents: agents?.unwrap_or_default(),
        otherwise: otherwise?,
    })
}

/// Reads procedure codes.
pub(super) fn codes(item: Item<'_>, problems: &mut Problems) -> Option<BTreeSet<ProcedureCode>> {
    let codes = list(item, "a list of codes", problems, |item, problems| {
        let text = item.code(problems)?;
        problems.ok(value::code(item, text, &CodeSystem::PROCEDURE))
    })?;
    Some(codes.into_iter().collect())
}

fn otherwise(
    item: Item<'_>,
    source: Option<SourceKind>,
    context: Context<'_>,
    problems: &mut Problems,
) -> Option<Otherwise> {
    if item.node().as_text().is_some() {
        return item
            .choice(&[("silent", ())], problems)
            .map(|()| Otherwise::Silent);
    }
    let mut mapping = item.mapping("`silent` or a position", problems)?;
    let holding = holding(&mut mapping, source, context, problems);
    let label = optional(mapping.optional("label"), |item| text(item, problems));
    let cite = mapping
        .required("cite", problems)
        .and_then(|item| cite(item, problems));
    mapping.finish(problems);
    Some(Otherwise::Holds {
        holding: holding?,
        label: label?.map(Into::into),
        cite: cite?,
    })
}
