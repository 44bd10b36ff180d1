//! Answering a stored finding's case again.

use std::collections::BTreeSet;

use coverdict_codes::CodeLists;
use coverdict_model::{code_list::CodeListId, finding::Finding};
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
    /// Lists of codes by which it was made are not at hand.
    OtherCodeLists {
        /// The lists that are missing.
        missing: BTreeSet<CodeListId>,
    },
}

/// Answers the finding's case again, as of the date at which it was answered. Of the lists of codes
/// only those count by which it was made.
#[must_use]
pub fn replay(program: &Program, lists: &CodeLists, stored: &Finding) -> Replay {
    if program.corpus != stored.corpus {
        return Replay::OtherCorpus {
            corpus: program.corpus.clone(),
        };
    }
    let lists = match lists.only(&stored.code_lists) {
        Ok(lists) => lists,
        Err(missing) => return Replay::OtherCodeLists { missing },
    };
    let mut case = stored.case.clone();
    case.known_as_of = Some(stored.known_as_of);
    let mut again = Assessor::new(program).with_codes(&lists).assess(case);
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
