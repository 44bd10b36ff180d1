//! A whole corpus: everything that findings are made from.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    attestation::Attestation,
    date::Date,
    fact::Catalogue,
    id::Id,
    profile::Profile,
    reference::Reference,
    source::{Edition, EditionId, Provenance},
};

/// The parts of a corpus, checked and complete.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Corpus {
    /// The facts.
    pub catalogue: Catalogue,
    /// The value sets.
    pub value_sets: BTreeMap<Id, ValueSet>,
    /// The mappings from codes to names.
    pub mappings: BTreeMap<Id, CodeMapping>,
    /// The precedence profiles.
    pub profiles: BTreeMap<Id, Profile>,
    /// The editions of all sources.
    pub editions: BTreeMap<EditionId, Edition>,
    /// What is attested about completeness.
    pub attestations: BTreeMap<Id, Attestation>,
    /// The publications that editions cite.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub references: BTreeMap<Id, Reference>,
}

/// A named set of codes or names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct ValueSet {
    /// Its title.
    pub title: String,
    /// Where it comes from.
    pub provenance: Provenance,
    /// When a person last reviewed it.
    #[schemars(with = "String")]
    pub reviewed: Date,
    /// Its members and the beginnings that stand for all codes under them.
    #[serde(flatten)]
    pub members: Patterns,
}

/// Codes or names, listed and by their beginning.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Patterns {
    /// Members as they are.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub members: BTreeSet<Id>,
    /// Every code that begins so.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub prefixes: BTreeSet<Id>,
}

/// A reviewed mapping from codes to names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct CodeMapping {
    /// Its title.
    pub title: String,
    /// Where it comes from.
    pub provenance: Provenance,
    /// When a person last reviewed it.
    #[schemars(with = "String")]
    pub reviewed: Date,
    /// For each name the codes that mean it. A code may mean several names.
    pub to: BTreeMap<Id, Patterns>,
    /// Codes that the mapping knows and that mean none of its names.
    #[serde(default)]
    pub to_none: Patterns,
}

impl Patterns {
    /// Whether a code or name is among them.
    #[must_use]
    pub fn contains(&self, text: &str) -> bool {
        self.members.contains(text)
            || self
                .prefixes
                .iter()
                .any(|prefix| text.starts_with(prefix.as_str()))
    }
}
