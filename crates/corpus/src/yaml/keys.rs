//! What the keys of a mapping must be: text, written once.

use std::collections::HashMap;

use super::{Node, Style, Value};
use crate::diagnostic::{Code, Diagnostic, SourceFile, shown};

/// Up to this many entries every pair is compared, which is faster than a table.
const FEW: usize = 12;

/// The key, if it is text and does not merge another mapping.
pub(super) fn checked(file: &SourceFile, key: Node) -> Result<Node, Diagnostic> {
    match &key.value {
        Value::Scalar {
            text,
            style: Style::Plain,
        } if text.as_ref() == "<<" => Err(Diagnostic::new(
            Code::MERGE_KEY,
            file.id(),
            key.span,
            "merge keys are not supported",
        )
        .with_help("write out the entries that are meant to be merged")),
        Value::Scalar { .. } => Ok(key),
        Value::Null | Value::Sequence(_) | Value::Mapping(_) => Err(not_text(file, key.span)),
    }
}

/// The diagnostic for a key that is empty, a list or a mapping.
pub(super) fn not_text(file: &SourceFile, span: crate::diagnostic::Span) -> Diagnostic {
    Diagnostic::new(Code::KEY_NOT_TEXT, file.id(), span, "a key must be text")
        .with_help("write the key as one word, or put quotes around it")
}

/// Refuses a mapping that has a key twice.
pub(super) fn unique(file: &SourceFile, entries: &[(Node, Node)]) -> Result<(), Diagnostic> {
    let repeated = if entries.len() <= FEW {
        repeated_of_few(entries)
    } else {
        repeated_of_many(entries)
    };
    let Some((first, second)) = repeated else {
        return Ok(());
    };
    let name = shown(second.as_text().unwrap_or_default());
    Err(Diagnostic::new(
        Code::DUPLICATE_KEY,
        file.id(),
        second.span,
        format!("the key `{name}` is written twice"),
    )
    .with_label("again here")
    .with_context(file.id(), first.span, "first here")
    .with_help("keep one of the two, or give the other its own name"))
}

fn repeated_of_few(entries: &[(Node, Node)]) -> Option<(&Node, &Node)> {
    let mut seen = entries.iter().map(|(key, _)| key).enumerate();
    seen.find_map(|(at, key)| {
        let mut before = entries.iter().take(at).map(|(key, _)| key);
        before
            .find(|other| other.as_text() == key.as_text())
            .map(|other| (other, key))
    })
}

fn repeated_of_many(entries: &[(Node, Node)]) -> Option<(&Node, &Node)> {
    let mut seen = HashMap::with_capacity(entries.len());
    entries
        .iter()
        .find_map(|(key, _)| seen.insert(key.as_text(), key).map(|first| (first, key)))
}
