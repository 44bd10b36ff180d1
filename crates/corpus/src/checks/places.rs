//! Where in its file a part of the corpus stands.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, FileId, Sources, Span};
use crate::yaml::{self, Node, Value};

/// Finds places by the keys that lead there; a file is parsed again when something in it is wrong.
pub(super) struct Places<'s> {
    sources: &'s Sources,
    trees: BTreeMap<FileId, Option<Node>>,
}

impl<'s> Places<'s> {
    pub(super) fn new(sources: &'s Sources) -> Self {
        Self {
            sources,
            trees: BTreeMap::new(),
        }
    }

    /// The first file of all, for what stands in none.
    pub(super) fn first_file(&self) -> Option<FileId> {
        self.sources.files().next().map(|file| file.id())
    }

    /// A problem with the value at the end of the path.
    ///
    /// In a list, a step of the path is the number of an item or the text of one.
    pub(super) fn at_value(
        &mut self,
        file: FileId,
        path: &[&str],
        code: Code,
        message: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::new(code, file, self.value(file, path), message)
    }

    /// A problem with the key at the end of the path.
    pub(super) fn at_key(
        &mut self,
        file: FileId,
        path: &[&str],
        code: Code,
        message: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::new(code, file, self.key(file, path), message)
    }

    /// The span of the value at the end of the path, or of the last value on the way there.
    pub(super) fn value(&mut self, file: FileId, path: &[&str]) -> Span {
        self.root(file)
            .map_or(Span::default(), |root| follow(root, path).span)
    }

    /// The span of the key at the end of the path, or of the last value on the way there.
    pub(super) fn key(&mut self, file: FileId, path: &[&str]) -> Span {
        let Some(root) = self.root(file) else {
            return Span::default();
        };
        let Some((last, before)) = path.split_last() else {
            return root.span;
        };
        let parent = follow(root, before);
        match &parent.value {
            Value::Mapping(entries) => entries
                .iter()
                .find(|(key, _)| key.as_text() == Some(last))
                .map_or(parent.span, |(key, _)| key.span),
            _ => parent.span,
        }
    }

    /// Whether a file has this first-level key.
    pub(super) fn is_written(&mut self, file: FileId, key: &str) -> bool {
        self.root(file).is_some_and(|root| root.get(key).is_some())
    }

    fn root(&mut self, file: FileId) -> Option<&Node> {
        let sources = self.sources;
        self.trees
            .entry(file)
            .or_insert_with(|| yaml::parse(sources.file(file)).ok())
            .as_ref()
    }
}

fn follow<'n>(root: &'n Node, path: &[&str]) -> &'n Node {
    let mut node = root;
    for step in path {
        match child(node, step) {
            Some(child) => node = child,
            None => break,
        }
    }
    node
}

fn child<'n>(node: &'n Node, step: &str) -> Option<&'n Node> {
    match &node.value {
        Value::Mapping(_) => node.get(step),
        Value::Sequence(items) => {
            let named = items.iter().find(|item| item.as_text() == Some(step));
            named.or_else(|| items.get(step.parse::<usize>().ok()?))
        }
        Value::Scalar { .. } | Value::Null => None,
    }
}
