//! The tree.

use crate::diagnostic::Span;

/// A value of a YAML file, with the bytes that it was written in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Where the value stands, quotes and brackets included; empty where nothing was written.
    pub span: Span,
    /// What was written.
    pub value: Value,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Text as written, escapes resolved: also numbers, dates and truth values.
    Scalar {
        /// The text.
        text: Box<str>,
        /// How it was written.
        style: Style,
    },
    /// A list.
    Sequence(Vec<Node>),
    /// Entries in the order of writing; the keys are scalars, and no two have the same text.
    Mapping(Vec<(Node, Node)>),
    /// Nothing, `~` or `null`.
    Null,
}

/// How a scalar was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// In single or double quotes.
    Quoted,
    /// As indented lines after `|` or `>`.
    Block,
}

impl Node {
    /// The text of a scalar.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { text, .. } => Some(text),
            Value::Sequence(_) | Value::Mapping(_) | Value::Null => None,
        }
    }

    /// The value of a key of a mapping.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        let Value::Mapping(entries) = &self.value else {
            return None;
        };
        entries
            .iter()
            .find(|(name, _)| name.as_text() == Some(key))
            .map(|(_, value)| value)
    }

    /// Whether two trees hold the same values, wherever and in whatever quotes they were written.
    ///
    /// A plain scalar never equals a quoted one: `00100` and `"00100"` mean different things to other tools.
    #[must_use]
    pub fn same_values(&self, other: &Self) -> bool {
        match (&self.value, &other.value) {
            (Value::Scalar { text: a, style: x }, Value::Scalar { text: b, style: y }) => {
                a == b && (*x == Style::Plain) == (*y == Style::Plain)
            }
            (Value::Sequence(a), Value::Sequence(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.same_values(b))
            }
            (Value::Mapping(a), Value::Mapping(b)) => {
                let same = |((k, v), (l, w)): (&(Node, Node), &(Node, Node))| {
                    k.as_text() == l.as_text() && v.same_values(w)
                };
                a.len() == b.len() && a.iter().zip(b).all(same)
            }
            (Value::Null, Value::Null) => true,
            _ => false,
        }
    }
}
