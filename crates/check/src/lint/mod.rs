//! What can be seen in the files of a corpus, one lint a file.
//!
//! A lint is quiet where it is uncertain, and repeats nothing that reading refuses already.

mod citations;
mod place;
mod walk;

use coverdict_corpus::diagnostic::Code;

use crate::{Config, Problem, Spans, Subject, codes};

/// A lint, with the codes that it tells of.
type Lint = (&'static [Code], fn(&Subject<'_>, &Spans) -> Vec<Problem>);

const LINTS: &[Lint] = &[
    (&[codes::CITATION_MISSING], citations::missing),
    (
        &[codes::BYTES_WITHOUT_DOCUMENT],
        citations::bytes_without_document,
    ),
];

/// What is to be seen in the files of a corpus; lints of which nothing would be told are passed over.
#[must_use]
pub fn lint(subject: &Subject<'_>, config: &Config) -> Vec<Problem> {
    let told = |(codes, _): &&Lint| codes.iter().any(|code| config.tells(*code));
    let lints = LINTS.iter().filter(told);
    lints
        .flat_map(|(_, lint)| lint(subject, &config.spans))
        .collect()
}
