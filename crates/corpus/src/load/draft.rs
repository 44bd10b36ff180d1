//! A corpus that is read and not checked as a whole yet.

use std::collections::BTreeMap;

use coverdict_model::{corpus::Corpus, id::Id, source::EditionId};

use crate::diagnostic::FileId;
use crate::kinds::Unread;

/// A corpus, with the file that each of its parts stands in.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    /// What could be read.
    pub(crate) corpus: Corpus,
    /// Where it stands.
    pub(crate) origins: Origins,
    /// What could not be read.
    pub(crate) unread: Unread,
}

/// The files that the parts of a corpus stand in.
#[derive(Debug, Default)]
pub(crate) struct Origins {
    /// The facts.
    pub(crate) facts: BTreeMap<Id, FileId>,
    /// The constraints.
    pub(crate) constraints: BTreeMap<Id, FileId>,
    /// The value sets.
    pub(crate) value_sets: BTreeMap<Id, FileId>,
    /// The mappings.
    pub(crate) mappings: BTreeMap<Id, FileId>,
    /// The profiles.
    pub(crate) profiles: BTreeMap<Id, FileId>,
    /// The editions.
    pub(crate) editions: BTreeMap<EditionId, FileId>,
    /// The attestations.
    pub(crate) attestations: BTreeMap<Id, FileId>,
    /// The first file of the catalogue, for what it lacks.
    pub(crate) catalogue: Option<FileId>,
}
