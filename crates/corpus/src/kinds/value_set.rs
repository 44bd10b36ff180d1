//! Value sets, and the patterns that they share with mappings.

use coverdict_model::{
    corpus::{Patterns, ValueSet},
    id::Id,
    source::Provenance,
};

use super::common::{day, id, ids, optional, text, word};
use crate::diagnostic::{Code, Problems};
use crate::read::{Item, Mapping};

/// Reads a value set; its name comes first, so that references to a broken one are no further problem.
pub(crate) fn value_set(root: Item<'_>, problems: &mut Problems) -> (Option<Id>, Option<ValueSet>) {
    let Some(mut mapping) = root.mapping("a value set", problems) else {
        return (None, None);
    };
    let name = mapping
        .required("value-set", problems)
        .and_then(|item| id(item, problems));
    let head = Head::read(&mut mapping, problems);
    let members = patterns_of(&mut mapping, problems);
    mapping.finish(problems);
    if members
        .as_ref()
        .is_some_and(|set| *set == Patterns::default())
    {
        problems.push(
            root.problem(Code::EMPTY_GROUP, "the value set has no members")
                .with_help("list `members` or `prefixes`"),
        );
    }
    let set = head.zip(members).map(|(head, members)| ValueSet {
        title: head.title,
        provenance: head.provenance,
        reviewed: head.reviewed,
        members,
    });
    (name, set)
}

/// What value sets and mappings say of themselves.
pub(super) struct Head {
    pub(super) title: String,
    pub(super) provenance: Provenance,
    pub(super) reviewed: coverdict_model::date::Date,
}

impl Head {
    pub(super) fn read(mapping: &mut Mapping<'_>, problems: &mut Problems) -> Option<Self> {
        let title = mapping
            .required("title", problems)
            .and_then(|item| text(item, problems));
        let provenance = mapping
            .required("provenance", problems)
            .and_then(|item| word(item, Provenance::ALL, Provenance::name, problems));
        let reviewed = mapping
            .required("reviewed", problems)
            .and_then(|item| day(item, problems));
        Some(Self {
            title: title?,
            provenance: provenance?,
            reviewed: reviewed?,
        })
    }
}

/// Reads codes or names, listed and by their beginning.
pub(super) fn patterns(item: Item<'_>, problems: &mut Problems) -> Option<Patterns> {
    let mut mapping = item.mapping("members and prefixes", problems)?;
    let patterns = patterns_of(&mut mapping, problems);
    mapping.finish(problems);
    patterns
}

fn patterns_of(mapping: &mut Mapping<'_>, problems: &mut Problems) -> Option<Patterns> {
    let members = optional(mapping.optional("members"), |item| ids(item, problems));
    let prefixes = optional(mapping.optional("prefixes"), |item| ids(item, problems));
    Some(Patterns {
        members: members?.unwrap_or_default(),
        prefixes: prefixes?.unwrap_or_default(),
    })
}
