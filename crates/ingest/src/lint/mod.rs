//! What is wrong or unclear in a document, one rule a file.
//!
//! A rule is quiet where it is uncertain. It tells where to look and what to do, and corrects nothing.

mod abbreviations;
mod and_or;
mod cited;
mod codes;
mod config;
mod contents;
mod copyright;
mod evidence;
mod explained;
mod find;
mod governing;
mod holes;
mod interrupted;
mod known;
mod links;
mod log;
mod names;
mod next_review;
mod off_subject;
mod own_sections;
mod places;
mod problem;
mod proposing;
mod review;
mod running_heads;
mod subject;
mod systems;
mod trials;
mod unnamed_source;

use coverdict_corpus::diagnostic::Code;

pub use config::Config;
pub use problem::{Context, Problem};

use crate::Ingested;
use problem::Found;
use subject::Subject;

/// A rule, with the code that it tells of.
type Rule = (Code, fn(&Subject<'_>) -> Vec<Found>);

const RULES: &[Rule] = &[
    (running_heads::CODE, running_heads::find),
    (codes::CODE, codes::find),
    (names::CODE, names::find),
    (governing::CODE, governing::find),
    (log::CODE, log::find),
    (review::CODE, review::find),
    (next_review::CODE, next_review::find),
    (evidence::CODE, evidence::find),
    (cited::CODE, cited::find),
    (trials::CODE, trials::find),
    (interrupted::CODE, interrupted::find),
    (contents::CODE, contents::find),
    (copyright::CODE, copyright::find),
    (links::CODE, links::find),
    (own_sections::CODE, own_sections::find),
    (holes::CODE, holes::find),
    (proposing::CODE, proposing::find),
    (and_or::CODE, and_or::find),
    (abbreviations::CODE, abbreviations::find),
    (unnamed_source::CODE, unnamed_source::find),
    (off_subject::CODE, off_subject::find),
];

/// The codes of what can be found in a document, in the order of their ids.
pub fn codes() -> impl Iterator<Item = Code> {
    RULES.iter().map(|(code, _)| *code)
}

/// What is wrong or unclear in a document, by code and then in reading order; rules of which nothing would be told are
/// passed over.
#[must_use]
pub fn lint(ingested: &Ingested, config: &Config) -> Vec<Problem> {
    let subject = Subject::new(ingested, config);
    let told = RULES.iter();
    let told = told.filter_map(|(code, find)| Some((*code, config.severity(*code)?, find)));
    told.flat_map(|(code, severity, find)| {
        let found = find(&subject).into_iter();
        found.map(move |found| Problem::new(code, severity, found))
    })
    .collect()
}
