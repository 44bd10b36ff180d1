//! Answering a stored finding's case again.

use coverdict_model::finding::Finding;
use coverdict_program::Program;

use crate::{Assessor, VERSION};

/// What a replay comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Replay {
    /// The same finding.
    Same,
    /// The same engine version answers differently: the finding was changed, or the engine is not
    /// deterministic.
    Differs(Box<Finding>),
    /// Another engine version answers differently.
    DiffersByVersion(Box<Finding>),
    /// The corpus is another one.
    OtherCorpus {
        /// The digest of the corpus at hand.
        corpus: String,
    },
}

/// Answers the finding's case again, as of the date at which it was answered.
#[must_use]
pub fn replay(program: &Program, stored: &Finding) -> Replay {
    if program.corpus != stored.corpus {
        return Replay::OtherCorpus {
            corpus: program.corpus.clone(),
        };
    }
    let mut case = stored.case.clone();
    case.known_as_of = Some(stored.known_as_of);
    let mut again = Assessor::new(program).assess(case);
    again.case = stored.case.clone();
    let same_version = stored.engine == VERSION;
    again.engine.clone_from(&stored.engine);
    if again == *stored {
        return Replay::Same;
    }
    VERSION.clone_into(&mut again.engine);
    match same_version {
        true => Replay::Differs(Box::new(again)),
        false => Replay::DiffersByVersion(Box::new(again)),
    }
}
