//! A corpus that is read and not checked as a whole yet.

use std::collections::BTreeMap;

use coverdict_model::{corpus::Corpus, id::Id, source::EditionId};

use crate::diagnostic::{FileId, Span};
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

/// Where a part of a corpus is declared.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    /// The file.
    pub(crate) file: FileId,
    /// The key or name that declares it.
    pub(crate) span: Span,
}

/// The files that the parts of a corpus stand in.
#[derive(Debug, Default)]
pub(crate) struct Origins {
    /// The facts.
    pub(crate) facts: BTreeMap<Id, Place>,
    /// The constraints.
    pub(crate) constraints: BTreeMap<Id, Place>,
    /// The value sets.
    pub(crate) value_sets: BTreeMap<Id, Place>,
    /// The mappings.
    pub(crate) mappings: BTreeMap<Id, Place>,
    /// The profiles.
    pub(crate) profiles: BTreeMap<Id, Place>,
    /// The editions.
    pub(crate) editions: BTreeMap<EditionId, Place>,
    /// The attestations.
    pub(crate) attestations: BTreeMap<Id, Place>,
    /// The references.
    pub(crate) references: BTreeMap<Id, Place>,
    /// The first file of the catalogue, for what it lacks.
    pub(crate) catalogue: Option<FileId>,
}
