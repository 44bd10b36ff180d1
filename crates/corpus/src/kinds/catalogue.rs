//! Catalogue files: facts, and what holds between them.

use coverdict_model::{criterion::Criterion, fact::Fact, id::Id};

use super::Context;
use super::common::id;
use super::criterion::over_facts;
use super::fact::fact;
use crate::diagnostic::{Problems, Span};
use crate::read::Item;

/// A thing that a file declares by name; its content is `None` where it could not be read.
pub(crate) struct Declared<T> {
    /// Its name.
    pub(crate) name: Id,
    /// Where the name stands.
    pub(crate) span: Span,
    /// What is declared.
    pub(crate) content: Option<T>,
}

/// Reads the facts of a catalogue file, and takes up keys that no catalogue has.
pub(crate) fn facts(root: Item<'_>, problems: &mut Problems) -> Vec<Declared<Fact>> {
    let Some(mut mapping) = root.mapping("a catalogue", problems) else {
        return Vec::new();
    };
    let facts = mapping.optional("facts");
    mapping.optional("constraints");
    mapping.finish(problems);
    declared(facts, "facts by name", problems, fact)
}

/// Reads the constraints of a catalogue file, when all facts are known.
pub(crate) fn constraints(
    root: Item<'_>,
    context: Context<'_>,
    problems: &mut Problems,
) -> Vec<Declared<Criterion>> {
    let constraints = root.get("constraints");
    declared(
        constraints,
        "constraints by name",
        problems,
        |item, problems| over_facts(item, context, problems),
    )
}

/// Reads what a mapping declares by name; a name comes even where what it names cannot be read.
pub(super) fn declared<'a, T>(
    item: Option<Item<'a>>,
    what: &'static str,
    problems: &mut Problems,
    mut read: impl FnMut(Item<'a>, &mut Problems) -> Option<T>,
) -> Vec<Declared<T>> {
    let Some(mut mapping) = item.and_then(|item| item.mapping(what, problems)) else {
        return Vec::new();
    };
    let entries = mapping.rest().filter_map(|(key, value)| {
        let content = read(value, problems);
        Some(Declared {
            name: id(key, problems)?,
            span: key.span(),
            content,
        })
    });
    entries.collect()
}
