//! Where editions, rules and facts stand in the files.

use std::{cell::OnceCell, collections::BTreeMap};

use coverdict_corpus::{
    diagnostic::{FileId, Sources, Span},
    yaml::{self, Node, Value},
};
use coverdict_model::{id::Id, source::EditionId};

/// The files of a corpus as trees, so that a place can be looked up by its path.
///
/// The files are parsed when the first place is asked for.
#[derive(Debug)]
pub struct Atlas<'s> {
    sources: &'s Sources,
    files: OnceCell<Files>,
}

#[derive(Debug, Default)]
struct Files {
    trees: Vec<(FileId, Node)>,
    /// The place of each edition's tree.
    editions: BTreeMap<EditionId, usize>,
}

impl<'s> Atlas<'s> {
    /// An atlas of files that were read and in which nothing is wrong.
    #[must_use]
    pub fn new(sources: &'s Sources) -> Self {
        Self {
            sources,
            files: OnceCell::new(),
        }
    }

    /// The place of something in an edition's file: the keys and the positions in lists that lead to it. Where the
    /// path ends early, the last place on it; where there is no such edition, the start of the first file.
    #[must_use]
    pub fn edition(&self, edition: &EditionId, path: &[&str]) -> (FileId, Span) {
        let files = self.files();
        let tree = files
            .editions
            .get(edition)
            .and_then(|at| files.trees.get(*at));
        tree.map_or_else(Default::default, |(file, tree)| (*file, place(tree, path)))
    }

    /// The tree of an edition's file.
    #[must_use]
    pub fn tree(&self, edition: &EditionId) -> Option<(FileId, &Node)> {
        let files = self.files();
        let (file, tree) = files.trees.get(*files.editions.get(edition)?)?;
        Some((*file, tree))
    }

    /// The place of something that stands in some file under this path of keys, as `["facts", "age"]`; the key that
    /// the path ends with is meant.
    #[must_use]
    pub fn find(&self, path: &[&str]) -> (FileId, Span) {
        let trees = self.files().trees.iter();
        let mut found = trees.filter_map(|(file, tree)| Some((*file, exact(tree, path)?)));
        found.next().unwrap_or_default()
    }

    fn files(&self) -> &Files {
        self.files.get_or_init(|| Files::read(self.sources))
    }
}

impl Files {
    fn read(sources: &Sources) -> Self {
        let mut files = Self::default();
        for file in sources.files() {
            let Ok(tree) = yaml::parse(file) else {
                continue;
            };
            if let Some(edition) = edition(&tree) {
                files.editions.insert(edition, files.trees.len());
            }
            files.trees.push((file.id(), tree));
        }
        files
    }
}

/// The edition that a file holds, if it holds one.
fn edition(tree: &Node) -> Option<EditionId> {
    tree.get("source")?;
    let text = |key: &str| tree.get(key).and_then(Node::as_text);
    let edition = text("edition").or_else(|| text("effective"))?;
    Some(EditionId {
        source: Id::new(text("id")?).ok()?,
        edition: Id::new(edition).ok()?,
    })
}

/// The last place on a path: the key where it leads to an entry of a mapping.
fn place(tree: &Node, path: &[&str]) -> Span {
    let mut at = tree;
    let mut span = first_key(tree);
    for step in path {
        match next(at, step) {
            Some((key, value)) => (span, at) = (key, value),
            None => break,
        }
    }
    span
}

fn exact(tree: &Node, path: &[&str]) -> Option<Span> {
    let mut at = tree;
    let mut span = tree.span;
    for step in path {
        (span, at) = next(at, step)?;
    }
    Some(span)
}

fn next<'n>(at: &'n Node, step: &str) -> Option<(Span, &'n Node)> {
    match &at.value {
        Value::Mapping(entries) => {
            let mut entries = entries.iter();
            let (key, value) = entries.find(|(key, _)| key.as_text() == Some(step))?;
            Some((key.span, value))
        }
        Value::Sequence(items) => {
            let item = items.get(step.parse::<usize>().ok()?)?;
            Some((item.span, item))
        }
        Value::Scalar { .. } | Value::Null => None,
    }
}

fn first_key(tree: &Node) -> Span {
    match &tree.value {
        Value::Mapping(entries) => entries.first().map_or(tree.span, |(key, _)| key.span),
        _ => tree.span,
    }
}
