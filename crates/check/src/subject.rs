//! What is examined.

use coverdict_corpus::{Loaded, diagnostic::Sources};
use coverdict_model::{corpus::Corpus, date::Date};
use coverdict_program::Program;

use crate::{Atlas, Effort};

/// A corpus to be examined: as it was read, as it was compiled, and where everything stands.
#[derive(Debug)]
pub struct Subject<'c> {
    /// The corpus.
    pub corpus: &'c Corpus,
    /// The same, compiled.
    pub program: &'c Program,
    /// The files that it was read from.
    pub sources: &'c Sources,
    /// Where things stand in the files.
    pub atlas: Atlas<'c>,
    /// The day on which it is examined, by which reviews are overdue and references stale.
    pub today: Date,
    /// How much the questions about it may take.
    pub effort: Effort,
}

impl<'c> Subject<'c> {
    /// A corpus that was read, to be examined as on a day.
    #[must_use]
    pub fn new(loaded: &'c Loaded, program: &'c Program, today: Date) -> Self {
        Self {
            corpus: &loaded.corpus,
            program,
            sources: &loaded.sources,
            atlas: Atlas::new(&loaded.sources),
            today,
            effort: Effort::default(),
        }
    }
}
