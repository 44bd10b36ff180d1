//! The assessment of a case.

use coverdict_codes::CodeLists;
use coverdict_model::{
    case::Case,
    date::Date,
    finding::{Coverage, FINDING_FORMAT, Finding, Settled},
};
use coverdict_program::Program;

use crate::{
    codes::{self, Checked},
    days::{self, DayFinding},
    facts::{Defaults, Facts},
    settle::Scratch,
};

/// The version of the engine, which findings carry.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// No lists of codes: of none is known whether it is valid.
static NO_LISTS: CodeLists = CodeLists::new();

/// Answers cases by a program. It keeps memory between cases, so that a series of them is cheap.
#[derive(Debug)]
pub struct Assessor<'p> {
    program: &'p Program,
    lists: &'p CodeLists,
    defaults: Defaults<'p>,
    scratch: Scratch,
}

impl<'p> Assessor<'p> {
    /// An assessor by this program.
    #[must_use]
    pub fn new(program: &'p Program) -> Self {
        Self {
            program,
            lists: &NO_LISTS,
            defaults: Defaults::new(program),
            scratch: Scratch::default(),
        }
    }

    /// The same with lists of codes, by which findings tell of codes that are not valid on their day.
    #[must_use]
    pub fn with_codes(self, lists: &'p CodeLists) -> Self {
        Self { lists, ..self }
    }

    /// The finding on a case: what the sources in force say. It never is a determination.
    pub fn assess(&mut self, case: Case) -> Finding {
        let known_as_of = case.known_as_of.unwrap_or(self.program.recorded);
        let days = days::days(&case);
        let mut day = match &days {
            Ok(days) => {
                let mut answers = Vec::with_capacity(1);
                for day in days {
                    answers.push((*day, self.on_day(&case, *day, known_as_of)));
                }
                days::together(answers)
            }
            Err(problem) => invalid(vec![problem.clone()]),
        };
        let checked = match (&day.coverage, &days) {
            (Coverage::InvalidInput { .. }, _) | (_, Err(_)) => Checked::default(),
            (_, Ok(days)) => codes::check(&self.defaults, self.lists, &case, days),
        };
        day.limits.extend(checked.limits);
        Finding {
            format: FINDING_FORMAT,
            engine: VERSION.to_owned(),
            corpus: self.program.corpus.clone(),
            known_as_of,
            case,
            coverage: day.coverage,
            prior_authorization: day.prior_authorization,
            documentation: day.documentation,
            limits: day.limits,
            code_lists: checked.lists,
            trace: day.trace,
        }
    }

    fn on_day(&mut self, case: &Case, day: Date, known_as_of: Date) -> DayFinding {
        let mut facts = Facts::read(self.program, &self.defaults, &case.facts, day);
        let setting = crate::setting::Setting::new(self.program, &mut facts, known_as_of, day);
        if !facts.problems.is_empty() {
            return invalid(facts.problems);
        }
        if let Some(problem) = self.scratch.contradiction(&facts) {
            return invalid(vec![problem]);
        }
        self.scratch.settle(&setting, &facts, day)
    }
}

/// The finding on a case that is not possible as put.
fn invalid(problems: Vec<String>) -> DayFinding {
    let undecided = std::collections::BTreeSet::new();
    DayFinding {
        coverage: Coverage::InvalidInput { problems },
        prior_authorization: Settled::Undecided {
            possible: undecided.clone(),
        },
        documentation: Settled::Undecided {
            possible: undecided,
        },
        limits: std::collections::BTreeSet::new(),
        trace: Vec::new(),
    }
}
