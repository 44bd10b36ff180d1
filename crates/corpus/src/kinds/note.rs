//! Notes on what the text of a source leaves open or gets wrong.

use std::collections::BTreeMap;

use coverdict_model::{
    id::Id,
    source::{Note, NoteKind},
};

use super::common::{cite, id, list, optional, text, word};
use crate::diagnostic::{Code, Problems, Span};
use crate::read::Item;

/// Reads the notes of an edition, each of its own name.
pub(super) fn notes(item: Item<'_>, problems: &mut Problems) -> Option<BTreeMap<Id, Note>> {
    let mut names = BTreeMap::new();
    let notes = list(item, "a list of notes", problems, |item, problems| {
        note(item, &mut names, problems)
    })?;
    Some(notes.into_iter().collect())
}

fn note(
    item: Item<'_>,
    names: &mut BTreeMap<Id, Span>,
    problems: &mut Problems,
) -> Option<(Id, Note)> {
    let mut mapping = item.mapping("a note", problems)?;
    let name = mapping
        .required("id", problems)
        .and_then(|item| name(item, names, problems));
    let kind = mapping
        .required("kind", problems)
        .and_then(|item| word(item, NoteKind::ALL, NoteKind::name, problems));
    let says = mapping
        .required("says", problems)
        .and_then(|item| text(item, problems));
    let choice = match kind {
        Some(NoteKind::Hole | NoteKind::Ambiguity) => mapping
            .required("choice", problems)
            .and_then(|item| text(item, problems))
            .map(Some),
        Some(NoteKind::Slip) | None => {
            optional(mapping.optional("choice"), |item| text(item, problems))
        }
    };
    let cite = mapping
        .required("cite", problems)
        .and_then(|item| cite(item, problems));
    mapping.finish(problems);
    let note = Note {
        kind: kind?,
        says: says?,
        choice: choice?,
        cite: cite?,
    };
    Some((name?, note))
}

fn name(item: Item<'_>, names: &mut BTreeMap<Id, Span>, problems: &mut Problems) -> Option<Id> {
    let name = id(item, problems)?;
    let Some(first) = names.insert(name.clone(), item.span()) else {
        return Some(name);
    };
    let message = format!("two notes of one edition are named `{name}`");
    problems.push(
        item.problem(Code::DUPLICATE_ID, message)
            .with_context(item.file(), first, "first here")
            .with_help("give each its own name"),
    );
    None
}
