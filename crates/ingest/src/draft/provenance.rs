//! What each part of a draft rests on.

use schemars::JsonSchema;
use serde::Serialize;

use crate::{Field, document::Place, recognise::Confidence};

/// What a part of a draft rests on.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Provenance {
    /// The part: keys of the edition from the first level down.
    pub path: Vec<String>,
    /// How it was recognised.
    #[serde(flatten)]
    pub origin: Origin,
    /// Where its words stand in the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

/// How a part of a draft was recognised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "by")]
pub enum Origin {
    /// A recogniser proposed it.
    Recogniser {
        /// Its rule.
        rule: String,
        /// How sure it is.
        confidence: Confidence,
    },
    /// It is a criterion of an outline.
    Outline,
    /// It is an entry of a list.
    List,
}

impl Provenance {
    /// What a settled field rests on: its surest reading.
    pub(super) fn of(path: &[&str], field: &Field) -> Self {
        let reading = field.readings.first();
        Self {
            path: path.iter().map(|key| (*key).to_owned()).collect(),
            origin: Origin::Recogniser {
                rule: reading.map_or_else(String::new, |reading| reading.rule.clone()),
                confidence: reading.map_or(Confidence::Possible, |reading| reading.confidence),
            },
            place: reading.and_then(|reading| reading.place),
        }
    }
}
