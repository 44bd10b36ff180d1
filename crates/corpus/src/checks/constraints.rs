//! Some case can fulfil the constraints of the catalogue.

use super::Report;
use super::satisfiable::{Answer, satisfiable};
use crate::diagnostic::Code;

pub(super) fn check(report: &mut Report<'_>) {
    let draft = report.draft;
    let catalogue = &draft.corpus.catalogue;
    let (code, message, help) = match satisfiable(catalogue, &draft.corpus.value_sets) {
        Answer::Yes => return,
        Answer::No => (
            Code::UNSATISFIABLE_CONSTRAINTS,
            "no case can fulfil the constraints together",
            "correct them: with these, every case would be invalid input",
        ),
        Answer::NotSettled => (
            Code::CONSTRAINTS_NOT_SETTLED,
            "whether some case fulfils the constraints is not settled",
            "make sure by a test case that some case fulfils them",
        ),
    };
    if let Some((name, place)) = draft.origins.constraints.first_key_value() {
        let path = ["constraints", name.as_str()];
        let problem = report.places.at_value(place.file, &path, code, message);
        report.problems.push(problem.with_help(help));
    }
}
