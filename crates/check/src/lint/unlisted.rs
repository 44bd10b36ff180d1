//! Unlisted codes: they stand for whatever has no code of its own.

use coverdict_model::code::{Code, CodeSystem};

use crate::{Problem, Spans, Subject, codes};

/// HCPCS codes for drugs, supplies and equipment that are classified nowhere else.
const NOT_OTHERWISE_CLASSIFIED: [&str; 6] = ["A9999", "E1399", "J3490", "J3590", "J8999", "J9999"];

/// Services that list an unlisted code: each line with it would be taken for the service.
pub(super) fn listed(subject: &Subject<'_>, _: &Spans) -> Vec<Problem> {
    let mut problems = Vec::new();
    for edition in subject.corpus.editions.values() {
        for (name, service) in &edition.services {
            for code in service.codes.iter().filter(|code| is_unlisted(code)) {
                let message = format!(
                    "`{name}` is claimed by {}, which stands for whatever has no code",
                    code.as_str()
                );
                let path = ["services", name.as_str(), "codes"];
                let problem = subject.in_edition(codes::UNLISTED_CODE, &edition.id, &path, message);
                let help =
                    "remove the code: the service is then matched where the requester states it";
                problems.push(problem.about(name).helped(help));
            }
        }
    }
    problems
}

/// Whether a code is surely unlisted. CPT's end in 99 more often than not; those that end in 999 always are.
fn is_unlisted(code: &Code) -> bool {
    match code.system() {
        CodeSystem::Cpt => code.as_str().ends_with("999"),
        CodeSystem::HcpcsLevelII => NOT_OTHERWISE_CLASSIFIED.contains(&code.as_str()),
        _ => false,
    }
}
