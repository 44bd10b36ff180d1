//! YAML written so that it reads back as the same tree.

/// A value to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doc {
    /// Text, quoted wherever another reader could take it for something else.
    Text(String),
    /// A number, date or truth value, written as it is.
    Raw(String),
    /// A list.
    List(Vec<Doc>),
    /// Entries in the order of writing.
    Map(Vec<(String, Doc)>),
}
