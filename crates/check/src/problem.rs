//! What an examination finds.

use std::collections::BTreeSet;

use coverdict_corpus::diagnostic::{Diagnostic, FileId, Span};
use coverdict_model::{id::Id, source::EditionId};

use crate::Witness;

/// Something that an examination found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What it is, and where it stands in the files.
    pub diagnostic: Diagnostic,
    /// The editions concerned.
    pub editions: BTreeSet<EditionId>,
    /// The rule, service, fact or reference concerned, if it is one.
    pub subject: Option<Id>,
    /// A case that shows it, if it is a matter of cases.
    pub witness: Option<Witness>,
    /// A change that mends it and changes nothing else, where one is safe.
    pub fix: Option<Fix>,
}

/// A change of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// The file.
    pub file: FileId,
    /// The bytes replaced; empty: text is inserted before them.
    pub span: Span,
    /// What stands there instead.
    pub text: String,
    /// What the change does, in a few words.
    pub does: String,
}

impl Problem {
    /// A problem without editions, witness and fix.
    #[must_use]
    pub fn new(diagnostic: Diagnostic) -> Self {
        Self {
            diagnostic,
            editions: BTreeSet::new(),
            subject: None,
            witness: None,
            fix: None,
        }
    }

    /// The order in which problems are told: by file, place, code and message.
    pub(crate) fn order(&self) -> (FileId, Span, &str, &str) {
        let place = self.diagnostic.primary();
        let code = self.diagnostic.code().id();
        (place.file, place.span, code, self.diagnostic.message())
    }

    /// The same problem, of an edition.
    #[must_use]
    pub fn of(mut self, edition: &EditionId) -> Self {
        self.editions.insert(edition.clone());
        self
    }

    /// The same problem, about a rule, service, fact or reference.
    #[must_use]
    pub fn about(mut self, subject: &Id) -> Self {
        self.subject = Some(subject.clone());
        self
    }

    /// The same problem, with a case that shows it.
    #[must_use]
    pub fn shown_by(mut self, witness: Witness) -> Self {
        self.witness = Some(witness);
        self
    }

    /// The same problem, with a change that mends it.
    #[must_use]
    pub fn mended_by(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }
}
