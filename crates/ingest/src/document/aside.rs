//! What stands in a file and does not belong to the text of the document.

use serde::Serialize;

use super::{Block, Place};

/// Something that was kept out of the text.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Aside {
    /// Why.
    pub reason: Reason,
    /// What it says.
    pub block: Block,
    /// Where it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

impl Aside {
    /// Where it starts, for an order: the byte, or the page and how far down.
    pub(crate) fn start(&self) -> f64 {
        match self.place {
            Some(Place::Bytes { from, .. }) => from as f64,
            Some(Place::Page { page, top, .. }) => f64::from(page) + f64::from(top) / 100_000.0,
            None => f64::MAX,
        }
    }
}

/// Why something was kept out of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// It stands at the head or the foot of pages.
    RunningHead,
    /// It numbers a page.
    PageNumber,
    /// It lists what stands in the document.
    Contents,
    /// It links to another place of the document, as a menu does.
    Navigation,
    /// It is a note at the foot of a page or at the end.
    Note,
    /// It is marked as deleted, by somebody who proposes it.
    Deleted,
    /// It is in the file and not shown: folded away on a page, or hidden in a document.
    Hidden,
    /// It is a page that has pictures and no text: what they show is not read.
    NoText,
}
