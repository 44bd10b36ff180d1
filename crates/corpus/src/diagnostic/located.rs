//! A problem for machines: positions resolved, codes spelled out.

use serde::Serialize;

use super::{Diagnostic, Label, Severity, Sources};

/// A problem with its position resolved, to be serialised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Located<'a> {
    /// The stable code, such as `E0015`.
    pub code: &'static str,
    /// The name of the code, such as `duplicate-key`.
    pub name: &'static str,
    /// How much the problem weighs.
    pub severity: Severity,
    /// What is wrong.
    pub message: &'a str,
    /// Where it is.
    #[serde(flatten)]
    pub place: Place<'a>,
    /// The other places that belong to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub context: Vec<Place<'a>>,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<&'a str>,
}

/// A piece of a file, as people and as programs count it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place<'a> {
    /// The name of the file.
    pub file: &'a str,
    /// The line of the first byte, from 1.
    pub line: usize,
    /// The column of the first byte in characters, from 1.
    pub column: usize,
    /// The first byte and the byte after the last.
    pub bytes: [u32; 2],
    /// What is said about the piece.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub label: &'a str,
}

impl<'a> Located<'a> {
    /// The problem, with its places looked up in the files that were read.
    #[must_use]
    pub fn new(problem: &'a Diagnostic, sources: &'a Sources) -> Self {
        Self {
            code: problem.code.id(),
            name: problem.code.name(),
            severity: problem.severity(),
            message: &problem.message,
            place: Place::new(&problem.primary, sources),
            context: problem
                .context
                .iter()
                .map(|label| Place::new(label, sources))
                .collect(),
            help: problem.help(),
        }
    }
}

impl<'a> Place<'a> {
    fn new(label: &'a Label, sources: &'a Sources) -> Self {
        let file = sources.file(label.file);
        let position = file.position(label.span.start);
        Self {
            file: file.name(),
            line: position.line,
            column: position.column,
            bytes: [label.span.start, label.span.end],
            label: &label.text,
        }
    }
}
