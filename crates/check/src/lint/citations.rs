//! Citations: what a source is said to say can be looked up.

use coverdict_model::source::{Cite, Edition, Otherwise};

use super::walk::{Step, walk};
use crate::{Problem, Spans, Subject, codes};

/// Rules, positions that hold otherwise, and notes that do not say where their source says so.
pub(super) fn missing(subject: &Subject<'_>, _: &Spans) -> Vec<Problem> {
    let mut problems = Vec::new();
    for edition in subject.corpus.editions.values() {
        cites(edition, &mut |cite, path, what| {
            if cite.section.is_none() && cite.bytes.is_none() {
                let message = format!("{what} does not say where {} says so", edition.id);
                let code = codes::CITATION_MISSING;
                let problem = subject.in_edition(code, &edition.id, path, message);
                problems
                    .push(problem.helped("add `section: …` to the citation, or `bytes: […, …]`"));
            }
        });
    }
    problems
}

/// Citations that count the bytes of no document; the first of each edition is told.
pub(super) fn bytes_without_document(subject: &Subject<'_>, _: &Spans) -> Vec<Problem> {
    let mut problems = Vec::new();
    for edition in subject.corpus.editions.values() {
        if edition.document.is_some() {
            continue;
        }
        let mut first = None;
        cites(edition, &mut |cite, path, what| {
            if cite.bytes.is_some() && first.is_none() {
                let message = format!("{what} cites bytes, and {} names no document", edition.id);
                let path = [path, &["bytes"]].concat();
                let code = codes::BYTES_WITHOUT_DOCUMENT;
                first = Some(subject.in_edition(code, &edition.id, &path, message));
            }
        });
        let help = "add `document: {name: …, sha256: …}` to the edition";
        problems.extend(first.map(|problem: Problem| problem.helped(help)));
    }
    problems
}

/// Visits every citation of an edition, with the path to it and what carries it.
fn cites(edition: &Edition, visit: &mut impl FnMut(&Cite, &[&str], String)) {
    for (name, service) in &edition.services {
        if let Otherwise::Holds { cite, .. } = &service.otherwise {
            let path = ["services", name.as_str(), "otherwise", "cite"];
            visit(cite, &path, format!("what holds otherwise for `{name}`"));
        }
    }
    for (name, rule) in &edition.rules {
        let path = ["rules", name.as_str(), "cite"];
        visit(&rule.cite, &path, format!("the rule `{name}`"));
        walk(&rule.when, &mut |_, criterion, way| {
            let Some(cite) = &criterion.cite else { return };
            let steps: Vec<String> = way.iter().map(Step::key).collect();
            let mut path = vec!["rules", name.as_str(), "when"];
            path.extend(steps.iter().map(String::as_str));
            path.push("cite");
            visit(cite, &path, format!("a criterion of the rule `{name}`"));
        });
    }
    for (name, note) in &edition.notes {
        let path = ["notes", name.as_str(), "cite"];
        visit(&note.cite, &path, format!("the note `{name}`"));
    }
}
