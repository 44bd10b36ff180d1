//! A corpus with what was found in it.

use anyhow::Result;
use coverdict_check::{Checked, Config, Problem, Subject, check};
use coverdict_corpus::{
    Failure, Loaded,
    diagnostic::{Severity, Sources},
};
use coverdict_model::{corpus::Corpus, date::Date};
use coverdict_program::compile;

/// What an examination found.
pub(super) struct Examination {
    /// The files.
    pub(super) sources: Sources,
    /// What was found.
    pub(super) checked: Checked,
    /// The corpus, unless it was refused.
    pub(super) read: Option<Read>,
}

/// A corpus that was read, and so could be examined.
pub(super) struct Read {
    /// The corpus.
    pub(super) corpus: Corpus,
    /// Its digest, SHA-256 in hexadecimal.
    pub(super) digest: String,
    /// The day as on which it was examined.
    pub(super) today: Date,
}

impl Examination {
    /// Examines a corpus.
    pub(super) fn of(loaded: Loaded, today: Option<Date>, config: &Config) -> Result<Self> {
        let program = compile(&loaded.corpus, &loaded.digest)?;
        let today = today.unwrap_or(program.recorded);
        let subject = Subject::new(&loaded, &program, today);
        let checked = check(&subject, &loaded.warnings, config);
        Ok(Self {
            checked,
            sources: loaded.sources,
            read: Some(Read {
                corpus: loaded.corpus,
                digest: loaded.digest,
                today,
            }),
        })
    }

    /// A corpus that cannot be used: why is all that can be told of it.
    pub(super) fn refused(failure: Failure) -> Self {
        let problems = failure.problems.sorted().into_iter();
        Self {
            checked: Checked {
                problems: problems.cloned().map(Problem::new).collect(),
                ..Checked::default()
            },
            sources: failure.sources,
            read: None,
        }
    }

    /// The problems, by file, place and code.
    pub(super) fn problems(&self) -> &[Problem] {
        &self.checked.problems
    }

    /// How many problems weigh so much.
    pub(super) fn count(&self, severity: Severity) -> usize {
        let problems = self.problems().iter();
        let weighs = |problem: &&Problem| problem.diagnostic.severity() == severity;
        problems.filter(weighs).count()
    }
}
