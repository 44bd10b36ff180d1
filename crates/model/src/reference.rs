//! References: the publications that sources cite.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::position::words;

words! {
    /// Whether a citation was held against a record of the publication.
    Verified {
        /// All of it agrees, or what differs is told.
        Yes = "yes",
        /// Some of it could be.
        InPart = "in-part",
        /// No record was found.
        No = "no",
    }
}

/// A publication as sources cite it.
///
/// What is malformed is kept as it stands, and told by [`differs`](Self::differs): it is never corrected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Reference {
    /// Its number in the citing document's own list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// Who wrote it, in the order of the citation.
    pub authors: Vec<String>,
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The journal, as it is abbreviated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub journal: Option<String>,
    /// The year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<u32>,
    /// The volume.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub volume: Option<String>,
    /// The issue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issue: Option<String>,
    /// The pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<String>,
    /// Its number in PubMed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pmid: Option<String>,
    /// Its digital object identifier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doi: Option<String>,
    /// The number under which its trial is registered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trial: Option<String>,
    /// Whether the citation was verified.
    pub verified: Verified,
    /// The record that it was held against.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified_from: Option<String>,
    /// In what the citation is malformed, or differs from the record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub differs: Option<String>,
}
