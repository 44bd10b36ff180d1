//! The facts that the engine looks at are declared as it needs them.

use coverdict_model::{
    fact::{Closure, Section},
    id::Id,
    well_known::{ALL, CLOSED, DATE_OF_SERVICE},
};

use super::Report;
use crate::diagnostic::Code;
use crate::kinds::FileKind;

pub(super) fn check(report: &mut Report<'_>) {
    missing(report);
    let draft = report.draft;
    for (name, wanted) in ALL {
        let Some(fact) = draft.corpus.catalogue.facts.get(name) else {
            continue;
        };
        let Some(place) = draft.origins.facts.get(name) else {
            continue;
        };
        let file = place.file;
        if fact.kind.name() != wanted {
            let message = format!("`{name}` has to be of type {wanted}");
            let code = Code::WELL_KNOWN_FACT_OF_WRONG_TYPE;
            let problem = report
                .places
                .at_value(file, &["facts", name, "type"], code, message);
            report
                .problems
                .push(problem.with_help(format!("write `type: {wanted}`")));
        }
        if name == DATE_OF_SERVICE && fact.section != Section::Line {
            let message = format!("`{name}` has to stand in the section `line`");
            let code = Code::WELL_KNOWN_FACT_OF_WRONG_TYPE;
            let problem = report.places.at_key(file, &["facts", name], code, message);
            report
                .problems
                .push(problem.with_help("write `section: line`"));
        }
        if CLOSED.contains(&name) && fact.closure != Closure::Closed {
            let message = format!("`{name}` has to be closed");
            let code = Code::CLOSED_FACT_OPEN;
            let problem = report.places.at_key(file, &["facts", name], code, message);
            report
                .problems
                .push(problem.with_help("add `closure: closed`"));
        }
    }
}

/// One problem for all that is missing: where one is, often all are.
fn missing(report: &mut Report<'_>) {
    let draft = report.draft;
    let absent = |name: &&str| {
        let excused =
            Id::new(name).is_ok_and(|name| draft.unread.excuses(FileKind::Catalogue, &name));
        !excused && !draft.corpus.catalogue.facts.contains_key(*name)
    };
    let names: Vec<_> = ALL
        .iter()
        .filter(|(name, _)| absent(name))
        .map(|(name, kind)| format!("`{name}` ({kind})"))
        .collect();
    let file = draft.origins.catalogue.or(report.places.first_file());
    if let (Some(file), false) = (file, names.is_empty()) {
        let message = format!("the catalogue does not declare {}", names.join(", "));
        let code = Code::WELL_KNOWN_FACT_MISSING;
        let problem = report.places.at_key(file, &["facts"], code, message);
        report
            .problems
            .push(problem.with_help("declare it: the engine looks at it"));
    }
}
