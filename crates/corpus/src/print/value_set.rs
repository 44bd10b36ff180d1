//! Value sets and mappings.

use coverdict_model::{
    corpus::{CodeMapping, Patterns, ValueSet},
    id::Id,
};

use super::common::{Entries, named, raw, text, texts};

/// The file of a value set.
#[must_use]
pub fn value_set(name: &Id, set: &ValueSet) -> String {
    Entries::new()
        .with("value-set", text(name))
        .with("title", text(&set.title))
        .with("provenance", text(set.provenance))
        .with("reviewed", raw(set.reviewed))
        .extended(patterns(&set.members))
        .doc()
        .to_string()
}

/// The file of a mapping.
#[must_use]
pub fn mapping(name: &Id, mapping: &CodeMapping) -> String {
    let none = &mapping.to_none;
    Entries::new()
        .with("mapping", text(name))
        .with("title", text(&mapping.title))
        .with("provenance", text(mapping.provenance))
        .with("reviewed", raw(mapping.reviewed))
        .with("to", named(&mapping.to, |of| patterns(of).doc()))
        .maybe(
            "none",
            (*none != Patterns::default()).then(|| patterns(none).doc()),
        )
        .doc()
        .to_string()
}

fn patterns(patterns: &Patterns) -> Entries {
    let members = (!patterns.members.is_empty()).then(|| texts(&patterns.members));
    let prefixes = (!patterns.prefixes.is_empty()).then(|| texts(&patterns.prefixes));
    Entries::new()
        .maybe("members", members)
        .maybe("prefixes", prefixes)
}
