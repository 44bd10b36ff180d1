//! Links of a document.

use serde::Serialize;

use super::text::Place;

/// A link, as a document has it.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Link {
    /// What is to be clicked on.
    pub text: String,
    /// Where it leads, as written.
    pub target: String,
    /// Where it stands.
    pub place: Place,
}

impl Link {
    /// Whether it leads to a place within the document.
    #[must_use]
    pub fn is_within(&self) -> bool {
        self.target.starts_with('#')
    }
}
