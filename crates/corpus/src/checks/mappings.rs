//! Mappings: their codes have the form of the codes mapped, their names are values of the fact derived.

use coverdict_model::{
    code::{Code as ProcedureCode, CodeSystem},
    corpus::{CodeMapping, Patterns},
    fact::{Derivation, FactType},
    id::Id,
};

use super::Report;
use crate::diagnostic::{Code, FileId};
use crate::load::Place;

pub(super) fn check(report: &mut Report<'_>) {
    let draft = report.draft;
    let facts = &draft.corpus.catalogue.facts;
    for (name, fact) in facts {
        let Some(Derivation::Mapping { mapping, from }) = &fact.derived else {
            continue;
        };
        let read = draft.corpus.mappings.get(mapping);
        let place = draft.origins.mappings.get(mapping);
        let from = facts.get(from).map(|fact| &fact.kind);
        let (Some(mapping), Some(&Place { file, .. })) = (read, place) else {
            continue;
        };
        if let Some(FactType::Codes { systems }) = from {
            codes(report, file, mapping, systems);
        }
        if let FactType::Names {
            values: Some(values),
        } = &fact.kind
        {
            for unknown in mapping.to.keys().filter(|to| !values.contains(*to)) {
                let message = format!("`{name}` has no value `{unknown}`");
                let path = ["to", unknown.as_str()];
                let code = Code::UNKNOWN_CHOICE_VALUE;
                let problem = report.places.at_key(file, &path, code, message);
                let help = format!("declare it among the values of `{name}`");
                report.problems.push(problem.with_help(help));
            }
        }
    }
}

fn codes(report: &mut Report<'_>, file: FileId, mapping: &CodeMapping, systems: &[CodeSystem]) {
    for (name, patterns) in &mapping.to {
        members(report, file, &["to", name.as_str()], patterns, systems);
    }
    members(report, file, &["none"], &mapping.to_none, systems);
}

fn members(
    report: &mut Report<'_>,
    file: FileId,
    path: &[&str],
    patterns: &Patterns,
    systems: &[CodeSystem],
) {
    let unfit = |member: &&Id| ProcedureCode::parse_any(systems, member.as_str()).is_err();
    for member in patterns.members.iter().filter(unfit) {
        let names: Vec<_> = systems.iter().map(|system| system.name()).collect();
        let message = format!("`{member}` has the form of no code of {}", names.join(", "));
        let path = [path, &["members", member.as_str()]].concat();
        let code = Code::CODE_FITS_NO_SYSTEM;
        let problem = report.places.at_value(file, &path, code, message);
        let help = "correct the code; the beginning of codes stands under `prefixes`";
        report.problems.push(problem.with_help(help));
    }
}
