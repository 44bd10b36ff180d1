//! Attestations.

use coverdict_model::{
    attestation::{Attestation, OnFile, Subject},
    source::SourceKind,
};

use super::Context;
use super::applies::applies;
use super::common::{day, id, optional, some_ids, text, word, words};
use super::service::codes;
use crate::diagnostic::{Code, Problems};
use crate::read::Item;

/// Reads an attestation.
pub(crate) fn attestation(
    root: Item<'_>,
    context: Context<'_>,
    problems: &mut Problems,
) -> Option<Attestation> {
    let mut mapping = root.mapping("an attestation", problems)?;
    let name = mapping
        .required("attestation", problems)
        .and_then(|item| id(item, problems));
    let recorded = mapping
        .required("recorded", problems)
        .and_then(|item| day(item, problems));
    let by = mapping
        .required("by", problems)
        .and_then(|item| text(item, problems));
    let subject = match (mapping.optional("sources"), mapping.optional("succession")) {
        (Some(item), None) => sources(item, context, problems),
        (None, Some(item)) => {
            some_ids(item, problems).map(|sources| Subject::Succession { sources })
        }
        _ => {
            let message = "an attestation is about `sources` or a `succession`, one of the two";
            problems.push(
                root.problem(Code::MISSING_KEY, message)
                    .with_help("write one of them, and a file for the other"),
            );
            None
        }
    };
    mapping.finish(problems);
    Some(Attestation {
        id: name?,
        recorded: recorded?,
        by: by?,
        subject: subject?,
    })
}

fn sources(item: Item<'_>, context: Context<'_>, problems: &mut Problems) -> Option<Subject> {
    let mut mapping = item.mapping("the sources attested", problems)?;
    let kinds = mapping
        .required("kinds", problems)
        .and_then(|item| words(item, SourceKind::ALL, SourceKind::name, problems));
    let status = mapping
        .required("status", problems)
        .and_then(|item| word(item, OnFile::ALL, OnFile::name, problems));
    let applies = optional(mapping.optional("applies"), |item| {
        applies(item, context, problems)
    });
    let codes = optional(mapping.optional("codes"), |item| codes(item, problems));
    let services = optional(mapping.optional("services"), |item| {
        some_ids(item, problems)
    });
    mapping.finish(problems);
    Some(Subject::Sources {
        kinds: kinds?,
        status: status?,
        applies: Box::new(applies?.unwrap_or_default()),
        codes: codes?,
        services: services?,
    })
}
