//! Whom a source applies to.

use std::collections::BTreeSet;

use coverdict_model::{
    fact::FactType,
    id::Id,
    source::{Applies, Facet, Open, Provenance},
    well_known,
};

use super::common::{id, list, optional, word};
use super::{Context, value};
use crate::diagnostic::{Code, Problems};
use crate::read::{Item, Mapping};

/// Reads the facets of applicability.
pub(super) fn applies(
    item: Item<'_>,
    context: Context<'_>,
    problems: &mut Problems,
) -> Option<Applies> {
    let mut mapping = item.mapping("whom it applies to", problems)?;
    let mut read = |key: &'static str, fact: &str, mapping: &mut Mapping<'_>| {
        optional(mapping.optional(key), |item| {
            facet(item, fact, context, problems)
        })
    };
    let payers = read("payers", well_known::PAYER, &mut mapping);
    let plans = read("plans", well_known::PLAN, &mut mapping);
    let lines = read(
        "lines-of-business",
        well_known::LINE_OF_BUSINESS,
        &mut mapping,
    );
    let funding = read("funding", well_known::FUNDING, &mut mapping);
    let states = read("states", well_known::STATE, &mut mapping);
    mapping.finish(problems);
    Some(Applies {
        payers: payers?,
        plans: plans?,
        lines_of_business: lines?,
        funding: funding?,
        states: states?,
    })
}

fn facet(
    item: Item<'_>,
    fact: &str,
    context: Context<'_>,
    problems: &mut Problems,
) -> Option<Facet> {
    let mut mapping = item.mapping("a facet, such as {in: […], provenance: stated}", problems)?;
    let within = optional(mapping.optional("in"), |item| {
        facet_values(item, fact, context, problems)
    });
    let open = optional(mapping.optional("open"), |item| {
        open(item, fact, context, problems)
    });
    let provenance = mapping
        .required("provenance", problems)
        .and_then(|item| word(item, Provenance::ALL, Provenance::name, problems));
    mapping.finish(problems);
    let facet = Facet {
        within: within?.unwrap_or_default(),
        open: open?.unwrap_or_default(),
        provenance: provenance?,
    };
    if facet.within.is_empty() && facet.open == Open::default() {
        problems.push(
            item.problem(Code::EMPTY_GROUP, "the facet applies to nobody")
                .with_help("list values under `in` or `open`, or remove the facet"),
        );
        return None;
    }
    Some(facet)
}

fn open(item: Item<'_>, fact: &str, context: Context<'_>, problems: &mut Problems) -> Option<Open> {
    if item.node().as_text() == Some("rest") {
        return Some(Open::Rest);
    }
    facet_values(item, fact, context, problems).map(Open::Values)
}

/// Names that the catalogue's fact can have; whether the fact itself is declared is checked once.
pub(super) fn facet_values(
    item: Item<'_>,
    fact: &str,
    context: Context<'_>,
    problems: &mut Problems,
) -> Option<BTreeSet<Id>> {
    let declared = context.catalogue.facts.get_key_value(fact);
    let values = list(item, "a list of names", problems, |item, problems| {
        let name = id(item, problems)?;
        if let Some((fact, declared)) = declared
            && let FactType::Choice { values } = &declared.kind
        {
            problems.ok(value::among(item, fact, &name, values));
        }
        Some(name)
    })?;
    Some(values.into_iter().collect())
}
