//! What a file may refer to in other files.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_model::{
    corpus::ValueSet,
    fact::{Catalogue, Fact},
    id::Id,
    reference::Reference,
};

use super::FileKind;
use crate::diagnostic::{Code, Problems};
use crate::read::{Item, nearest};

/// The facts and value sets that criteria refer to, and the publications that editions cite.
#[derive(Clone, Copy)]
pub(crate) struct Context<'c> {
    /// The facts.
    pub(crate) catalogue: &'c Catalogue,
    /// The value sets.
    pub(crate) value_sets: &'c BTreeMap<Id, ValueSet>,
    /// The publications.
    pub(crate) references: &'c BTreeMap<Id, Reference>,
    /// What is declared and could not be read.
    pub(crate) unread: &'c Unread,
}

/// What is declared and could not be read: a reference to it is no further problem.
#[derive(Clone, Debug, Default)]
pub(crate) struct Unread {
    /// Kinds of which a file could not be read at all.
    pub(crate) kinds: BTreeSet<FileKind>,
    /// Single things by name.
    pub(crate) names: BTreeSet<(FileKind, Id)>,
}

impl Unread {
    /// Whether a reference that leads nowhere may be due to a problem told elsewhere.
    pub(crate) fn excuses(&self, kind: FileKind, name: &Id) -> bool {
        self.kinds.contains(&kind) || self.names.contains(&(kind, name.clone()))
    }
}

impl<'c> Context<'c> {
    /// The fact that a value names.
    pub(super) fn fact(
        &self,
        name: &Id,
        item: Item<'_>,
        problems: &mut Problems,
    ) -> Option<&'c Fact> {
        let fact = self.catalogue.facts.get(name);
        if fact.is_none() && !self.unread.excuses(FileKind::Catalogue, name) {
            let known = self.catalogue.facts.keys().map(Id::as_str);
            let help = nearest(name.as_str(), known, "declare it in the catalogue");
            problems.push(
                item.problem(
                    Code::UNKNOWN_FACT,
                    format!("the catalogue has no fact `{name}`"),
                )
                .with_help(help),
            );
        }
        fact
    }

    /// The value set that a value names.
    pub(super) fn value_set(
        &self,
        name: &Id,
        item: Item<'_>,
        problems: &mut Problems,
    ) -> Option<&'c ValueSet> {
        let set = self.value_sets.get(name);
        if set.is_none() && !self.unread.excuses(FileKind::ValueSet, name) {
            let known = self.value_sets.keys().map(Id::as_str);
            let help = nearest(name.as_str(), known, "add a file that holds it");
            problems.push(
                item.problem(
                    Code::MISSING_VALUE_SET,
                    format!("there is no value set `{name}`"),
                )
                .with_help(help),
            );
        }
        set
    }

    /// Takes up that no file holds the publication that a value names.
    pub(super) fn reference(&self, name: &Id, item: Item<'_>, problems: &mut Problems) {
        if self.references.contains_key(name) || self.unread.excuses(FileKind::References, name) {
            return;
        }
        let known = self.references.keys().map(Id::as_str);
        let help = nearest(name.as_str(), known, "add it to a file of references");
        let message = format!("there is no reference `{name}`");
        problems.push(
            item.problem(Code::UNKNOWN_REFERENCE, message)
                .with_help(help),
        );
    }
}
