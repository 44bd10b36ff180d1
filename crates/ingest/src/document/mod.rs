//! A document as it was read, whatever its format: blocks in reading order, every word with the place it came from.

mod aside;
mod block;
mod link;
mod text;

pub use aside::{Aside, Reason};
pub use block::{Block, Cell, Item, Table};
pub use link::Link;
pub use text::{Place, Text};

use serde::Serialize;

/// A document as it was read.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Document {
    /// Its name, as a rule that of its file.
    pub name: String,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// What it was read as.
    pub format: Format,
    /// Its blocks, in reading order.
    pub blocks: Vec<Block>,
    /// What does not belong to the text, in reading order: kept with its reason, never lost.
    pub aside: Vec<Aside>,
    /// Its links, in reading order.
    pub links: Vec<Link>,
    /// The names of its places to which links can lead, as far as its format has such, beside those of its headings.
    pub anchors: Vec<String>,
}

/// What a document is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// Plain text, perhaps with marks of Markdown.
    Text,
    /// Markdown.
    Markdown,
    /// HTML.
    Html,
    /// PDF.
    Pdf,
    /// Office Open XML, as Microsoft Word writes it.
    Docx,
}

impl Document {
    /// Every text of the document in reading order, with the number of its block: the cells of a table one by one.
    pub fn texts(&self) -> impl Iterator<Item = (usize, &Text)> {
        let blocks = self.blocks.iter().enumerate();
        blocks.flat_map(|(at, block)| block.texts().map(move |text| (at, text)))
    }
}
