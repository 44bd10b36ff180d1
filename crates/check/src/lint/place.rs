//! Problems at the places that lints speak of.

use coverdict_corpus::diagnostic::{Code, Diagnostic, FileId, Span};
use coverdict_model::{id::Id, source::EditionId};

use super::walk::Step;
use crate::{Problem, Subject};

impl Subject<'_> {
    /// A problem of an edition, at the end of a path in its file.
    pub(super) fn in_edition(
        &self,
        code: Code,
        edition: &EditionId,
        path: &[&str],
        message: String,
    ) -> Problem {
        let place = self.atlas.edition(edition, path);
        at(place, code, message).of(edition)
    }

    /// A problem of a criterion of a rule.
    pub(super) fn in_rule(
        &self,
        code: Code,
        (edition, rule): (&EditionId, &Id),
        criterion: &[Step<'_>],
        message: String,
    ) -> Problem {
        let steps: Vec<String> = criterion.iter().map(Step::key).collect();
        let mut path = vec!["rules", rule.as_str(), "when"];
        path.extend(steps.iter().map(String::as_str));
        self.in_edition(code, edition, &path, message).about(rule)
    }
}

/// A problem at a place.
pub(super) fn at((file, span): (FileId, Span), code: Code, message: String) -> Problem {
    Problem::new(Diagnostic::new(code, file, span, message))
}

impl Problem {
    /// The same problem, with what to do about it.
    pub(super) fn helped(mut self, help: impl Into<String>) -> Self {
        self.diagnostic = self.diagnostic.with_help(help);
        self
    }

    /// The same problem, with another place that belongs to it.
    pub(super) fn beside(mut self, (file, span): (FileId, Span), text: impl Into<String>) -> Self {
        self.diagnostic = self.diagnostic.with_context(file, span, text);
        self
    }
}
