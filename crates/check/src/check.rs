//! Everything that is looked for in a corpus, weighed and in order.

use coverdict_corpus::diagnostic::Problems;

use crate::{Answers, CODES, Config, Problem, Subject, Weight, ask, lint};

/// What was found in a corpus.
#[derive(Debug, Default)]
pub struct Checked {
    /// The problems, by file, place and code.
    pub problems: Vec<Problem>,
    /// How many questions about the meaning of rules were settled.
    pub asked: usize,
    /// The questions that were not settled, each in a sentence: they are not fine, they are not known.
    pub undecided: Vec<String>,
}

/// Everything that is found in a corpus, the warnings of reading it included, weighed as is configured. The questions
/// are passed over where none of their codes would be told.
#[must_use]
pub fn check(subject: &Subject<'_>, warnings: &Problems, config: &Config) -> Checked {
    let answers = match asks(config) {
        true => ask(subject),
        false => Answers::default(),
    };
    let warnings = warnings.iter().cloned().map(Problem::new);
    let found = lint(subject, config)
        .into_iter()
        .chain(answers.problems)
        .chain(warnings);
    let mut problems: Vec<Problem> = found
        .filter_map(|problem| weighed(problem, config))
        .collect();
    problems.sort_by(|one, other| one.order().cmp(&other.order()));
    Checked {
        problems,
        asked: answers.asked,
        undecided: answers.undecided,
    }
}

fn asks(config: &Config) -> bool {
    let mut questions = CODES.iter().filter(|code| code.id().starts_with('C'));
    questions.any(|code| config.tells(*code))
}

fn weighed(mut problem: Problem, config: &Config) -> Option<Problem> {
    match config.weight(problem.diagnostic.code()) {
        Weight::Off => None,
        Weight::As(severity) => {
            problem.diagnostic = problem.diagnostic.with_severity(severity);
            Some(problem)
        }
    }
}
