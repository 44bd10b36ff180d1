//! The blocks of a document.

use schemars::JsonSchema;
use serde::Serialize;

use super::text::{Place, Text};

/// A piece of a document that stands by itself.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "block")]
pub enum Block {
    /// A heading.
    Heading {
        /// How deep it stands, from 1 for the title of the document.
        level: u8,
        /// What it says.
        text: Text,
    },
    /// A paragraph.
    Paragraph {
        /// What it says.
        text: Text,
    },
    /// An item of a list.
    Item(Item),
    /// A table.
    Table(Table),
    /// A line that gives a label and its value, as at the head of a document.
    Field {
        /// The label, without its colon.
        label: Text,
        /// The value; empty where the document leaves it so.
        value: Text,
    },
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Item {
    /// How deep it stands, from 1.
    pub depth: u8,
    /// What it is marked by, as written: `I.`, `a)`, `•`.
    pub marker: String,
    /// What it says, without its marker.
    pub text: Text,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Table {
    /// Its rows, from the top, each with its cells from the left.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Default, Serialize, JsonSchema)]
pub struct Cell {
    /// What it says.
    pub text: Text,
    /// Whether it names what stands below or beside it.
    pub is_head: bool,
}

impl Block {
    /// Its texts in reading order: one, or those of a field or of the cells.
    pub fn texts(&self) -> impl Iterator<Item = &Text> {
        let (own, rows): (Vec<&Text>, &[Vec<Cell>]) = match self {
            Self::Heading { text, .. } | Self::Paragraph { text } => (vec![text], &[]),
            Self::Item(item) => (vec![&item.text], &[]),
            Self::Field { label, value } => (vec![label, value], &[]),
            Self::Table(table) => (Vec::new(), &table.rows),
        };
        let cells = rows.iter().flatten().map(|cell| &cell.text);
        own.into_iter().chain(cells)
    }

    /// What it says, its texts with a space between them.
    #[must_use]
    pub fn words(&self) -> String {
        let texts: Vec<&str> = self.texts().map(Text::as_str).collect();
        texts.join(" ")
    }

    /// Where it stands; none where it says nothing.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        self.texts().filter_map(Text::place).reduce(Place::with)
    }

    /// Whether it is a heading.
    #[must_use]
    pub fn is_heading(&self) -> bool {
        matches!(self, Self::Heading { .. })
    }
}
