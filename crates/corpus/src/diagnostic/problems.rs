//! Every problem that was found, in bounded memory.

use std::collections::BTreeMap;

use super::{
    Diagnostic, FileId, Located, RenderOptions, Severity, Sources, render::render_counted,
};

/// More problems than this in one file are counted, not kept.
const MAX_KEPT: usize = 1_000;

/// The problems of a run: kept up to a thousand a file, counted beyond.
#[derive(Clone, Debug, Default)]
pub struct Problems {
    kept: BTreeMap<FileId, Vec<Diagnostic>>,
    dropped: BTreeMap<FileId, usize>,
    errors: usize,
}

impl Problems {
    /// Takes up a problem.
    pub fn push(&mut self, problem: Diagnostic) {
        if problem.severity() == Severity::Error {
            self.errors += 1;
        }
        let file = problem.primary().file;
        let kept = self.kept.entry(file).or_default();
        if kept.len() < MAX_KEPT {
            kept.push(problem);
        } else {
            *self.dropped.entry(file).or_default() += 1;
        }
    }

    /// The value, or its problem taken up.
    pub fn ok<T>(&mut self, result: Result<T, Diagnostic>) -> Option<T> {
        result.map_err(|problem| self.push(problem)).ok()
    }

    /// Takes up every problem of another collection.
    pub fn extend(&mut self, other: Self) {
        let beyond = other.errors.saturating_sub(
            other
                .iter()
                .filter(|one| one.severity() == Severity::Error)
                .count(),
        );
        self.errors += beyond;
        for (file, count) in other.dropped {
            *self.dropped.entry(file).or_default() += count;
        }
        other
            .kept
            .into_values()
            .flatten()
            .for_each(|problem| self.push(problem));
    }

    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// How many problems were found, those that were not kept included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.iter().count() + self.dropped.values().sum::<usize>()
    }

    /// How many of the problems are errors.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.errors
    }

    /// How many problems of a file were counted and not kept.
    #[must_use]
    pub fn dropped(&self, file: FileId) -> usize {
        self.dropped.get(&file).copied().unwrap_or_default()
    }

    /// The kept problems, by file, in the order of finding.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.kept.values().flatten()
    }

    /// The kept problems, sorted by file, place and code.
    #[must_use]
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut all: Vec<_> = self.iter().collect();
        all.sort_by_key(|problem| problem.order());
        all
    }

    /// The kept problems for machines, sorted by file, place and code.
    #[must_use]
    pub fn located<'a>(&'a self, sources: &'a Sources) -> Vec<Located<'a>> {
        self.sorted()
            .into_iter()
            .map(|problem| Located::new(problem, sources))
            .collect()
    }

    /// The problems as text for a person, those that were not kept counted.
    #[must_use]
    pub fn render(&self, sources: &Sources, options: RenderOptions) -> String {
        render_counted(&self.sorted(), &self.dropped, sources, options)
    }
}
