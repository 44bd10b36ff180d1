//! A value of a file, and what it can be read as.

use super::Mapping;
use crate::diagnostic::{Code, Diagnostic, FileId, Problems, Span, shown};
use crate::yaml::{Node, Value};

/// A value, and the file that it stands in.
#[derive(Clone, Copy, Debug)]
pub struct Item<'a> {
    file: FileId,
    node: &'a Node,
}

impl<'a> Item<'a> {
    /// A value of a file.
    #[must_use]
    pub fn new(file: FileId, node: &'a Node) -> Self {
        Self { file, node }
    }

    /// The file that the value stands in.
    #[must_use]
    pub fn file(self) -> FileId {
        self.file
    }

    /// The bytes that the value was written in.
    #[must_use]
    pub fn span(self) -> Span {
        self.node.span
    }

    /// The value itself.
    #[must_use]
    pub fn node(self) -> &'a Node {
        self.node
    }

    /// Whether nothing is written where the value would stand.
    #[must_use]
    pub fn is_null(self) -> bool {
        self.node.value == Value::Null
    }

    /// The value of a key of a mapping, where it is written.
    pub(crate) fn get(self, key: &str) -> Option<Item<'a>> {
        let node = self.node.get(key)?;
        Some(Item { node, ..self })
    }

    /// The keys of a mapping; none of anything else.
    pub(crate) fn keys(self) -> impl Iterator<Item = Item<'a>> + use<'a> {
        let entries = match &self.node.value {
            Value::Mapping(entries) => entries.as_slice(),
            Value::Scalar { .. } | Value::Sequence(_) | Value::Null => &[],
        };
        entries
            .iter()
            .map(move |(key, _)| Item { node: key, ..self })
    }

    /// A problem with the value, to be completed and collected by the caller.
    #[must_use]
    pub fn problem(self, code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.file, self.node.span, message)
    }

    /// The entries of a mapping; `what` names it in messages, with an article: "a rule".
    pub fn mapping(self, what: &'static str, problems: &mut Problems) -> Option<Mapping<'a>> {
        match &self.node.value {
            Value::Mapping(entries) => Some(Mapping::new(self, what, entries)),
            _ => self.unexpected(&format!("{what}, written as a mapping"), problems),
        }
    }

    /// The values of a list; `what` names it in messages, with an article: "a list of codes".
    pub fn list(
        self,
        what: &str,
        problems: &mut Problems,
    ) -> Option<impl ExactSizeIterator<Item = Item<'a>> + use<'a>> {
        match &self.node.value {
            Value::Sequence(items) => Some(items.iter().map(move |node| Item { node, ..self })),
            Value::Scalar { text, .. } => {
                let text = shown(text);
                let message = format!("expected {what}, found a single value");
                let help = format!("put brackets around it: [{text}]");
                problems.push(self.problem(Code::WRONG_SHAPE, message).with_help(help));
                None
            }
            Value::Mapping(_) | Value::Null => self.unexpected(what, problems),
        }
    }

    /// Takes up that something else was wanted here.
    pub(super) fn unexpected<T>(self, wanted: &str, problems: &mut Problems) -> Option<T> {
        let found = match &self.node.value {
            Value::Scalar { .. } => "a single value",
            Value::Sequence(_) => "a list",
            Value::Mapping(_) => "a mapping",
            Value::Null => "nothing",
        };
        let help = match &self.node.value {
            Value::Null => format!("write {wanted} here, or remove the key"),
            _ => format!("replace it by {wanted}"),
        };
        let message = format!("expected {wanted}, found {found}");
        problems.push(self.problem(Code::WRONG_SHAPE, message).with_help(help));
        None
    }
}
