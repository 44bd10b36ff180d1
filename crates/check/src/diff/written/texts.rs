//! How what an edition holds is written in one line.

use std::{collections::BTreeSet, fmt::Display};

use coverdict_model::{
    grant::Grant,
    position::Holding,
    source::{Cite, Edition},
};

pub(super) fn document(edition: &Edition) -> Option<String> {
    let excerpt = if edition.excerpt { ", an excerpt" } else { "" };
    let document = edition.document.as_ref();
    document.map(|document| format!("{} {}{excerpt}", document.name, document.sha256))
}

pub(super) fn cited(cite: &Cite) -> String {
    let section = cite.section.as_deref().unwrap_or("no section");
    let bytes = cite
        .bytes
        .map(|(first, end)| format!(", bytes {first} to {end}"));
    let note = cite.note.as_ref().map(|note| format!(", {note}"));
    format!(
        "{section}{}{}",
        bytes.unwrap_or_default(),
        note.unwrap_or_default()
    )
}

/// A position with what belongs to it, its grant aside.
pub(super) fn held(holding: &Holding) -> String {
    match holding {
        Holding::NotSupported { kind, basis } => format!("not-supported, {kind}, {basis}"),
        other => other.position().to_string(),
    }
}

pub(super) fn granted(holding: &Holding) -> Option<String> {
    match holding {
        Holding::Supported { grant } if !grant.is_unlimited() => Some(grant_text(grant)),
        _ => None,
    }
}

fn grant_text(grant: &Grant) -> String {
    let mut parts = Vec::new();
    parts.extend(
        grant
            .items
            .as_ref()
            .map(|items| format!("items {}", list(items))),
    );
    parts.extend(
        grant
            .scopes
            .as_ref()
            .map(|scopes| format!("scope {}", list(scopes))),
    );
    let quantity = grant.quantity.as_ref();
    parts.extend(quantity.map(|limit| format!("{} at most {}", limit.count, limit.at_most)));
    parts.extend(grant.period.map(|period| format!("for {period}")));
    parts.join("; ")
}

pub(super) fn list<T: Display>(items: &BTreeSet<T>) -> String {
    let items: Vec<String> = items.iter().map(ToString::to_string).collect();
    items.join(", ")
}
