//! Derived facts: their inputs exist, have the types that are needed, and never lead back.

use coverdict_model::{
    fact::{Derivation, Fact, FactType},
    id::Id,
};

use super::Report;
use super::cycles::{Graph, cycles, told};
use crate::diagnostic::Code;
use crate::kinds::FileKind;
use crate::read::nearest;

pub(super) fn check(report: &mut Report<'_>) {
    let draft = report.draft;
    let mut graph = Graph::new();
    for (name, fact) in &draft.corpus.catalogue.facts {
        if let Some(derivation) = &fact.derived {
            one(report, name, fact, derivation);
            graph.insert(name, derivation.inputs());
        }
    }
    for cycle in cycles(&graph) {
        let Some(first) = cycle.first() else { continue };
        let message = told(&cycle, "is derived from");
        push(
            report,
            first,
            Code::DERIVATION_CYCLE,
            message,
            "derive one of them from something else",
        );
    }
}

fn one(report: &mut Report<'_>, name: &Id, fact: &Fact, derivation: &Derivation) {
    let facts = &report.draft.corpus.catalogue.facts;
    let mut known = true;
    for input in derivation.inputs() {
        if facts.contains_key(input) {
            continue;
        }
        known = false;
        if !report.draft.unread.excuses(FileKind::Catalogue, input) {
            let names = facts.keys().map(Id::as_str);
            let help = nearest(input.as_str(), names, "declare it in the catalogue");
            let message = format!("the catalogue has no fact `{input}`");
            push(report, name, Code::UNKNOWN_FACT, message, &help);
        }
    }
    if let Derivation::Mapping { mapping, .. } = derivation {
        missing_mapping(report, name, mapping);
    }
    if known && let Err(needs) = fits(report, fact, derivation) {
        let message = format!("`{name}` cannot be derived so: {needs}");
        push(
            report,
            name,
            Code::DERIVATION_MISMATCH,
            message,
            "correct the facts named, or their types",
        );
    }
}

fn missing_mapping(report: &mut Report<'_>, name: &Id, mapping: &Id) {
    let mappings = &report.draft.corpus.mappings;
    if mappings.contains_key(mapping) || report.draft.unread.excuses(FileKind::Mapping, mapping) {
        return;
    }
    let names = mappings.keys().map(Id::as_str);
    let help = nearest(mapping.as_str(), names, "add a file that holds it");
    let message = format!("there is no mapping `{mapping}`");
    push(report, name, Code::MISSING_MAPPING, message, &help);
}

/// Whether the types fit; otherwise what the derivation needs.
fn fits(report: &Report<'_>, fact: &Fact, derivation: &Derivation) -> Result<(), String> {
    let facts = &report.draft.corpus.catalogue.facts;
    let kind = |name: &Id| facts.get(name).map(|fact| &fact.kind);
    let needs = |name: &Id, wanted: &str| match kind(name) {
        Some(kind) if kind.name() == wanted => Ok(()),
        _ => Err(format!("`{name}` has to be of type {wanted}")),
    };
    let is = |wanted: &str| match fact.kind.name() == wanted {
        true => Ok(()),
        false => Err(format!("it has to be of type {wanted} itself")),
    };
    match derivation {
        Derivation::Mapping { from, .. } => is("names").and_then(|()| needs(from, "codes")),
        Derivation::DaysBetween { from, to } => is("integer")
            .and_then(|()| needs(from, "date"))
            .and_then(|()| needs(to, "date")),
        Derivation::Age { birth, on } => is("integer")
            .and_then(|()| needs(birth, "date"))
            .and_then(|()| needs(on, "date")),
        Derivation::Count { events, anchor, .. } => is("integer")
            .and_then(|()| needs(events, "events"))
            .and_then(|()| needs(anchor, "date")),
        Derivation::Difference {
            minuend,
            subtrahend,
        } => {
            is("decimal")?;
            let unit = |kind: Option<&FactType>| match kind {
                Some(FactType::Decimal { unit, .. }) => Some(unit.clone()),
                _ => None,
            };
            let own = unit(Some(&fact.kind));
            match [minuend, subtrahend]
                .iter()
                .find(|name| unit(kind(name)) != own)
            {
                Some(other) => Err(format!("`{other}` has to be a decimal of the same unit")),
                None => Ok(()),
            }
        }
    }
}

fn push(report: &mut Report<'_>, name: &Id, code: Code, message: String, help: &str) {
    if let Some(place) = report.draft.origins.facts.get(name) {
        let path = ["facts", name.as_str(), "derived"];
        let problem = report.places.at_value(place.file, &path, code, message);
        report.problems.push(problem.with_help(help));
    }
}
