//! A corpus broken on purpose, in every way of some kinds: would anybody have noticed?
//!
//! A mutant is the corpus with one slip in one of its files, such as a threshold off by one or a code left out. It is
//! noticed if `coverdict diff` tells of a change, if `coverdict check` tells something else than before, or if a case
//! file is answered otherwise than it expects. Every mutant is written out as a file and read again, so that what is
//! asked of it is what the commands would say.
//!
//! Attestations are left as they are: they tell what is on file, and not what is covered. So are titles, citations,
//! labels, references and days of recording and publication.

mod alike;
mod cores;
mod criteria;
mod dates;
mod doubts;
mod editions;
mod expects;
mod hosts;
mod judged;
mod kind;
mod neighbours;
mod numbers;
mod original;
mod others;
mod overrides;
mod parts;
mod score;
mod witnesses;

pub use doubts::{cannot_matter, doubts};
pub use judged::{Asked, Judged, Same, judge, judge_all};
pub use kind::Kind;
pub use original::Original;
pub use score::Score;
pub use witnesses::{Witness, few, witnesses};

/// A corpus with one slip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mutant {
    /// What kind of slip it is.
    pub kind: Kind,
    /// The place of the file among those of the corpus.
    pub file: usize,
    /// What is changed: the rule, criterion, service, step or fact.
    pub field: String,
    /// What stands there instead, in a few words.
    pub change: String,
    /// The file with the slip.
    pub text: String,
}

/// Every mutant of a corpus, in the order of its files.
#[must_use]
pub fn mutants(original: &Original) -> Vec<Mutant> {
    let corpus = &original.loaded.corpus;
    let mut mutants = Vec::new();
    for (file, holds) in original.parts.iter().enumerate() {
        let Some(holds) = holds else { continue };
        for slip in holds.slips(corpus) {
            mutants.push(Mutant {
                kind: slip.kind,
                file,
                field: slip.field,
                change: slip.change,
                text: slip.changed,
            });
        }
    }
    mutants
}

/// A slip in something, and the thing with it.
#[derive(Debug, Clone)]
struct Slip<T> {
    kind: Kind,
    field: String,
    change: String,
    changed: T,
}

impl<T> Slip<T> {
    fn new(kind: Kind, field: impl Into<String>, change: impl Into<String>, changed: T) -> Self {
        Self {
            kind,
            field: field.into(),
            change: change.into(),
            changed,
        }
    }

    /// The same slip in what the thing is a part of.
    fn within<U>(self, place: &str, put: impl FnOnce(T) -> U) -> Slip<U> {
        let field = match (place, self.field.as_str()) {
            (only, "") | ("", only) => only.to_owned(),
            (place, field) => format!("{place}, {field}"),
        };
        Slip::new(self.kind, field, self.change, put(self.changed))
    }
}

/// A copy with something done to it.
fn with<T: Clone>(thing: &T, change: impl FnOnce(&mut T)) -> T {
    let mut changed = thing.clone();
    change(&mut changed);
    changed
}
