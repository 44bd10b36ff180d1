//! What was found, for machines.

use std::collections::BTreeSet;

use coverdict_corpus::diagnostic::{Located, Severity, Sources};
use coverdict_model::{id::Id, source::EditionId};
use schemars::JsonSchema;
use serde::Serialize;

use crate::Problem;

/// Something that was found, and where it stands in the files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Told {
    /// The stable code, such as `R0001`.
    pub code: String,
    /// The name of the code, such as `reference-retracted`.
    pub name: String,
    /// `error`, `warning` or `note`.
    pub severity: String,
    /// What was found, in one sentence.
    pub message: String,
    /// What is said about single fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<String>,
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The reference, or the source, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<Id>,
    /// The editions concerned.
    pub editions: BTreeSet<EditionId>,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

impl Told {
    pub(super) fn new(problem: &Problem, sources: &Sources) -> Self {
        let located = Located::new(&problem.diagnostic, sources);
        let context = problem
            .diagnostic
            .context()
            .iter()
            .map(|label| label.text.clone());
        Self {
            code: located.code.to_owned(),
            name: located.name.to_owned(),
            severity: match located.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "note",
            }
            .to_owned(),
            message: located.message.to_owned(),
            details: context.filter(|text| !text.is_empty()).collect(),
            file: located.place.file.to_owned(),
            line: located.place.line,
            subject: problem.subject.clone(),
            editions: problem.editions.clone(),
            help: located.help.map(str::to_owned),
        }
    }
}
