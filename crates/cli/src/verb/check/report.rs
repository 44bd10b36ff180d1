//! What was found, as one documented object.

use coverdict_check::{Fix, Problem, Witness};
use coverdict_corpus::diagnostic::{Located, Place, Severity, Sources};
use coverdict_model::{case::Case, date::Date, finding::Coverage, id::Id, source::EditionId};
use schemars::JsonSchema;
use serde::Serialize;

use super::examination::Examination;

/// The version of the report's form.
const FORMAT: u32 = 1;

/// What an examination found.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Check")]
pub(crate) struct Report {
    /// The version of this form.
    format: u32,
    /// The digest of the corpus, SHA-256 in hexadecimal; none where it cannot be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    corpus: Option<String>,
    /// The day as on which it was examined; none where it cannot be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    today: Option<Date>,
    /// How many problems there are.
    counts: Counts,
    /// How many questions about the meaning of rules were settled.
    asked: usize,
    /// The questions that were not settled, each in a sentence: they are not fine, they are not known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    undecided: Vec<String>,
    /// What `--fix` changed in the files before, in a few words each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    mended: Vec<String>,
    /// The problems, by file, place and code.
    problems: Vec<ReportedProblem>,
}

/// How many problems there are, by how much they weigh.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
struct Counts {
    /// Errors: with one, the command ends with exit code 1.
    errors: usize,
    /// Warnings.
    warnings: usize,
    /// Notes.
    notes: usize,
}

/// A problem.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
struct ReportedProblem {
    /// The stable code, such as `L0001`.
    code: String,
    /// The name of the code, such as `citation-missing`.
    name: String,
    /// How much it weighs: `error`, `warning` or `note`.
    severity: String,
    /// What is wrong.
    message: String,
    /// Where it is.
    place: ReportedPlace,
    /// The other places that belong to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    context: Vec<ReportedPlace>,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
    /// The editions concerned.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    editions: Vec<EditionId>,
    /// The rule, service, fact or reference concerned, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<Id>,
    /// A case that shows it, if it is a matter of cases.
    #[serde(skip_serializing_if = "Option::is_none")]
    witness: Option<ReportedWitness>,
    /// The change that `--fix` makes, where one is safe.
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<ReportedFix>,
}

/// A piece of a file.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
struct ReportedPlace {
    /// The name of the file.
    file: String,
    /// The line of the first byte, from 1.
    line: usize,
    /// The column of the first byte in characters, from 1.
    column: usize,
    /// The first byte and the byte after the last.
    bytes: [u32; 2],
    /// What is said about the piece.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    label: String,
}

/// A case that shows a problem.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
struct ReportedWitness {
    /// The case.
    case: Case,
    /// What the engine answers to it.
    answer: Coverage,
    /// The open questions of the corpus on whose answers it hangs; none: it shows the problem whatever they are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    assuming: Vec<String>,
}

/// A change of a file.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
struct ReportedFix {
    /// The name of the file.
    file: String,
    /// The first byte replaced and the byte after the last.
    bytes: [u32; 2],
    /// What stands there instead.
    text: String,
    /// What the change does.
    does: String,
}

impl Report {
    /// What an examination found.
    pub(super) fn new(examination: &Examination) -> Self {
        let corpus = examination.corpus();
        let problems = examination.problems().iter();
        Self {
            format: FORMAT,
            corpus: corpus.map(|(loaded, _)| loaded.digest.clone()),
            today: corpus.map(|(_, today)| today),
            counts: Counts {
                errors: examination.count(Severity::Error),
                warnings: examination.count(Severity::Warning),
                notes: examination.count(Severity::Note),
            },
            asked: examination.checked.asked,
            undecided: examination.checked.undecided.clone(),
            mended: examination.mended.clone(),
            problems: problems
                .map(|problem| reported(problem, examination.sources()))
                .collect(),
        }
    }
}

/// The word for how much something weighs.
pub(super) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn reported(problem: &Problem, sources: &Sources) -> ReportedProblem {
    let located = Located::new(&problem.diagnostic, sources);
    ReportedProblem {
        code: located.code.to_owned(),
        name: located.name.to_owned(),
        severity: severity(located.severity).to_owned(),
        message: located.message.to_owned(),
        place: place(&located.place),
        context: located.context.iter().map(place).collect(),
        help: located.help.map(str::to_owned),
        editions: problem.editions.iter().cloned().collect(),
        subject: problem.subject.clone(),
        witness: problem.witness.as_ref().map(witness),
        fix: problem.fix.as_ref().map(|change| fix(change, sources)),
    }
}

fn place(place: &Place<'_>) -> ReportedPlace {
    ReportedPlace {
        file: place.file.to_owned(),
        line: place.line,
        column: place.column,
        bytes: place.bytes,
        label: place.label.to_owned(),
    }
}

fn witness(witness: &Witness) -> ReportedWitness {
    ReportedWitness {
        case: witness.case.clone(),
        answer: witness.answer.clone(),
        assuming: witness.assuming.clone(),
    }
}

fn fix(fix: &Fix, sources: &Sources) -> ReportedFix {
    ReportedFix {
        file: sources.file(fix.file).name().to_owned(),
        bytes: [fix.span.start, fix.span.end],
        text: fix.text.clone(),
        does: fix.does.clone(),
    }
}
