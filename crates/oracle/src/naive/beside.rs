//! What is settled beside coverage: prior authorization, and what must accompany a request.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_model::{
    finding::Settled,
    id::Id,
    source::{Edition, EditionId, PriorAuthorization},
};

use super::walk::Walk;

/// Something that editions state beside coverage.
pub(crate) trait Statement: Clone + Ord {
    /// What it is when no source states it.
    fn not_stated() -> Self;
    /// What an edition states.
    fn of(edition: &Edition) -> Option<Self>;
    /// What two sources of one step come to; `None` when they disagree.
    fn and(self, other: Self) -> Option<Self>;
}

impl Statement for PriorAuthorization {
    fn not_stated() -> Self {
        Self::NotStated
    }

    fn of(edition: &Edition) -> Option<Self> {
        Some(edition.prior_authorization).filter(|stated| *stated != Self::NotStated)
    }

    fn and(self, other: Self) -> Option<Self> {
        (self == other).then_some(self)
    }
}

impl Statement for BTreeMap<Id, String> {
    fn not_stated() -> Self {
        Self::new()
    }

    fn of(edition: &Edition) -> Option<Self> {
        edition.documentation.clone()
    }

    fn and(mut self, other: Self) -> Option<Self> {
        for (id, text) in other {
            self.entry(id).or_insert(text);
        }
        Some(self)
    }
}

/// What is stated over the completions so far.
pub(crate) struct Stated<T> {
    /// What comes out in some completion; `None`: a conflict.
    answers: BTreeSet<Option<T>>,
    /// Whether in some completion a source that is not on file may state something.
    open: bool,
    by: BTreeSet<EditionId>,
}

impl<T> Default for Stated<T> {
    fn default() -> Self {
        Self {
            answers: BTreeSet::new(),
            open: false,
            by: BTreeSet::new(),
        }
    }
}

impl<T: Statement> Stated<T> {
    /// Adds a completion: the first step counts on which a speaking edition states something.
    ///
    /// A source of a step passed on the way that is not on file may state anything; only a
    /// conflict of those on file stays what it is whatever that source states.
    pub(crate) fn add(&mut self, walk: &Walk<'_>) {
        for (step, view) in walk.steps() {
            if !view.when {
                continue;
            }
            let is_incomplete = !view.unknown_editions.is_empty() || walk.is_incomplete(step);
            let mut answer: Option<Option<T>> = None;
            for edition in view.speaking().map(|edition| edition.edition) {
                let Some(stated) = T::of(edition) else {
                    continue;
                };
                self.by.insert(edition.id.clone());
                answer = Some(match answer {
                    None => Some(stated),
                    Some(so_far) => so_far.and_then(|so_far| so_far.and(stated)),
                });
            }
            self.open |= is_incomplete && !matches!(answer, Some(None));
            if let Some(answer) = answer {
                self.answers.insert(answer);
                return;
            }
        }
        self.answers.insert(Some(T::not_stated()));
    }

    /// Adds a completion in which no profile serves the member.
    pub(crate) fn add_nothing(&mut self) {
        self.answers.insert(Some(T::not_stated()));
    }

    /// What is settled over all completions.
    pub(crate) fn settled(self) -> Settled<T> {
        let mut answers = self.answers.into_iter();
        match (answers.next(), answers.next(), self.open) {
            (Some(Some(answer)), None, false) => Settled::Decided {
                answer,
                by: self.by,
            },
            (Some(None), None, false) => Settled::Conflict { by: self.by },
            _ => Settled::Undecided { possible: self.by },
        }
    }
}
