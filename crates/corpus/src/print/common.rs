//! What files of several kinds share.

use std::fmt::Display;

use coverdict_model::{
    id::Id,
    quantity::Quantity,
    source::{Applies, Cite, Facet, Open},
    value::Value,
};

use crate::yaml::Doc;

/// The entries of a mapping, in the order of writing.
#[derive(Default)]
pub(super) struct Entries(Vec<(String, Doc)>);

impl Entries {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// The same with one entry more.
    pub(super) fn with(mut self, key: impl Display, value: Doc) -> Self {
        self.0.push((key.to_string(), value));
        self
    }

    /// The same with one entry more, if there is a value.
    pub(super) fn maybe(self, key: &str, value: Option<Doc>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    /// The same with all entries of another.
    pub(super) fn extended(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    pub(super) fn doc(self) -> Doc {
        Doc::Map(self.0)
    }
}

/// Text, a name, a word or a code, in quotes where it needs them.
pub(super) fn text(text: impl Display) -> Doc {
    Doc::Text(text.to_string())
}

/// A number, a date or a truth value.
pub(super) fn raw(value: impl Display) -> Doc {
    Doc::Raw(value.to_string())
}

/// A list of texts, names, words or codes.
pub(super) fn texts<T: Display>(items: impl IntoIterator<Item = T>) -> Doc {
    Doc::List(items.into_iter().map(text).collect())
}

/// Something by name.
pub(super) fn named<'a, T: 'a>(
    entries: impl IntoIterator<Item = (&'a Id, &'a T)>,
    write: impl Fn(&T) -> Doc,
) -> Doc {
    let entries = entries.into_iter();
    Doc::Map(
        entries
            .map(|(name, value)| (name.to_string(), write(value)))
            .collect(),
    )
}

/// One value of a fact.
pub(super) fn value(value: &Value) -> Doc {
    match value {
        Value::Boolean(truth) => raw(truth),
        Value::Integer(number) => raw(number),
        Value::Decimal(Quantity { value, unit }) => raw(format!("{} {unit}", value.normalize())),
        Value::Date(day) => raw(day),
        Value::Name(name) => text(name),
    }
}

/// A citation.
pub(super) fn cite(cite: &Cite) -> Doc {
    let bytes = cite
        .bytes
        .map(|(from, to)| Doc::List(vec![raw(from), raw(to)]));
    Entries::new()
        .maybe("section", cite.section.as_ref().map(text))
        .maybe("bytes", bytes)
        .maybe("note", cite.note.as_ref().map(text))
        .doc()
}

/// Whom a source applies to; nothing where it applies to all.
pub(super) fn applies(applies: &Applies) -> Option<Doc> {
    if *applies == Applies::default() {
        return None;
    }
    let of = |value: &Option<Facet>| value.as_ref().map(facet);
    let doc = Entries::new()
        .maybe("payers", of(&applies.payers))
        .maybe("plans", of(&applies.plans))
        .maybe("lines-of-business", of(&applies.lines_of_business))
        .maybe("funding", of(&applies.funding))
        .maybe("states", of(&applies.states))
        .doc();
    Some(doc)
}

fn facet(facet: &Facet) -> Doc {
    let open = match &facet.open {
        Open::Rest => Some(text("rest")),
        Open::Values(values) if values.is_empty() => None,
        Open::Values(values) => Some(texts(values)),
    };
    Entries::new()
        .with("in", texts(&facet.within))
        .maybe("open", open)
        .with("provenance", text(facet.provenance))
        .doc()
}
