//! A corpus with what was found in it.

use std::num::NonZeroUsize;

use anyhow::Result;
use coverdict_check::{Checked, Config, Problem, Subject, check};
use coverdict_corpus::{
    Failure, Loaded,
    diagnostic::{Severity, Sources},
};
use coverdict_model::date::Date;
use coverdict_program::compile;

/// What an examination found.
pub(super) struct Examination {
    /// What was found.
    pub(super) checked: Checked,
    /// The corpus, or the files that it was refused for.
    pub(super) of: Of,
    /// What was changed in the files before, in a few words each.
    pub(super) mended: Vec<String>,
}

/// What was examined.
pub(super) enum Of {
    /// A corpus, as on a day.
    Corpus(Box<Loaded>, Date),
    /// Files that are no corpus.
    Refused(Sources),
}

impl Examination {
    /// Examines a corpus.
    pub(super) fn of(
        loaded: Loaded,
        today: Option<Date>,
        config: &Config,
        threads: NonZeroUsize,
    ) -> Result<Self> {
        let program = compile(&loaded.corpus, &loaded.digest)?;
        let today = today.unwrap_or(program.recorded);
        let mut subject = Subject::new(&loaded, &program, today);
        subject.effort.threads = threads;
        let checked = check(&subject, &loaded.warnings, config);
        Ok(Self {
            checked,
            of: Of::Corpus(Box::new(loaded), today),
            mended: Vec::new(),
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
            of: Of::Refused(failure.sources),
            mended: Vec::new(),
        }
    }

    /// The files.
    pub(super) fn sources(&self) -> &Sources {
        match &self.of {
            Of::Corpus(loaded, _) => &loaded.sources,
            Of::Refused(sources) => sources,
        }
    }

    /// The corpus and the day as on which it was examined, unless it was refused.
    pub(super) fn corpus(&self) -> Option<(&Loaded, Date)> {
        match &self.of {
            Of::Corpus(loaded, today) => Some((loaded, *today)),
            Of::Refused(_) => None,
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
