//! What a rule finds.

use coverdict_corpus::diagnostic::{Code, Severity};
use schemars::JsonSchema;
use serde::Serialize;

use crate::document::Place;

/// Something that is wrong or unclear in a document.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Problem {
    /// The stable code, such as `D0001`.
    pub code: &'static str,
    /// The name of the code, such as `head-of-another-policy`.
    pub name: &'static str,
    /// How much it weighs: `error`, `warning` or `note`.
    #[schemars(with = "String")]
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: &'static str,
    /// The words that it is about; empty where something is missing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// Where they stand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// The other places that belong to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub context: Vec<Context>,
}

/// Another place that belongs to a problem.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Context {
    /// What is said about it.
    pub label: String,
    /// The words that stand there.
    pub words: String,
    /// Where they stand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

/// What a rule finds, before it is weighed.
#[derive(Debug)]
pub(super) struct Found {
    message: String,
    words: String,
    place: Option<Place>,
    context: Vec<Context>,
}

impl Found {
    /// Something told in one sentence without a full stop.
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            words: String::new(),
            place: None,
            context: Vec::new(),
        }
    }

    /// The same, about words at a place.
    pub(super) fn at(mut self, words: impl Into<String>, place: Option<Place>) -> Self {
        self.words = words.into();
        self.place = place;
        self
    }

    /// The same, with another place that belongs to it.
    pub(super) fn with(
        mut self,
        label: impl Into<String>,
        words: impl Into<String>,
        place: Option<Place>,
    ) -> Self {
        self.context.push(Context {
            label: label.into(),
            words: words.into(),
            place,
        });
        self
    }
}

impl Problem {
    pub(super) fn new(code: Code, severity: Severity, found: Found) -> Self {
        Self {
            code: code.id(),
            name: code.name(),
            severity,
            message: found.message,
            help: code.explanation(),
            words: found.words,
            place: found.place,
            context: found.context,
        }
    }
}
