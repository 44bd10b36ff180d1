//! Where editions, rules and facts stand in the files.

use std::{collections::BTreeMap, sync::OnceLock};

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
    files: OnceLock<Files>,
}

#[derive(Debug, Default)]
struct Files {
    trees: Vec<(FileId, Node)>,
    /// The place of each edition's tree.
    editions: BTreeMap<EditionId, usize>,
    /// The tree that holds a thing of this name: by the key that names it, or under which it is declared.
    holds: BTreeMap<(&'static str, String), usize>,
}

/// The first-level keys whose value names the file.
const NAMED: [&str; 4] = ["value-set", "mapping", "profile", "attestation"];

/// The first-level keys under which things are declared by name.
const DECLARED: [&str; 3] = ["facts", "constraints", "references"];

impl<'s> Atlas<'s> {
    /// An atlas of files that were read and in which nothing is wrong.
    #[must_use]
    pub fn new(sources: &'s Sources) -> Self {
        Self {
            sources,
            files: OnceLock::new(),
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

    /// The place of something that a file declares by name, as `["facts", "age"]`, or further down the path; the key
    /// that the path ends with is meant. Where there is none, the start of the first file.
    #[must_use]
    pub fn declared(&self, path: &[&str]) -> (FileId, Span) {
        let [section, name, ..] = path else {
            return Default::default();
        };
        self.holding(section, name)
            .map_or_else(Default::default, |(file, tree)| (file, place(tree, path)))
    }

    /// The place of something in the file of a value set, mapping, profile or attestation: the key that names the
    /// file, its name, and the path within the file; the name itself is meant where the path is empty.
    #[must_use]
    pub fn named(&self, kind: &str, name: &Id, path: &[&str]) -> (FileId, Span) {
        let Some((file, tree)) = self.holding(kind, name.as_str()) else {
            return Default::default();
        };
        let name = tree.get(kind).map_or(tree.span, |value| value.span);
        match path {
            [] => (file, name),
            path => (file, place(tree, path)),
        }
    }

    /// Every file with its tree, in the order of reading.
    pub fn trees(&self) -> impl Iterator<Item = (FileId, &Node)> {
        self.files().trees.iter().map(|(file, tree)| (*file, tree))
    }

    fn holding(&self, section: &str, name: &str) -> Option<(FileId, &Node)> {
        let mut sections = NAMED.iter().chain(&DECLARED);
        let section = sections.find(|known| **known == section)?;
        let files = self.files();
        let at = files.holds.get(&(*section, name.to_owned()))?;
        let (file, tree) = files.trees.get(*at)?;
        Some((*file, tree))
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
            files.enter(&tree);
            files.trees.push((file.id(), tree));
        }
        files
    }

    /// Enters what a file holds, which is the next one, into the index.
    fn enter(&mut self, tree: &Node) {
        let at = self.trees.len();
        if let Some(edition) = edition(tree) {
            self.editions.insert(edition, at);
            return;
        }
        for kind in NAMED {
            let name = tree.get(kind).and_then(Node::as_text);
            let name = name.map(|name| (kind, name.to_owned()));
            self.holds.extend(name.map(|name| (name, at)));
        }
        for section in DECLARED {
            let Some(Value::Mapping(entries)) = tree.get(section).map(|of| &of.value) else {
                continue;
            };
            let names = entries.iter().filter_map(|(key, _)| key.as_text());
            self.holds
                .extend(names.map(|name| ((section, name.to_owned()), at)));
        }
    }
}

/// The edition that a file holds, if it holds one.
pub(crate) fn edition(tree: &Node) -> Option<EditionId> {
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

fn next<'n>(at: &'n Node, step: &str) -> Option<(Span, &'n Node)> {
    match &at.value {
        Value::Mapping(entries) => {
            let mut entries = entries.iter();
            let (key, value) = entries.find(|(key, _)| key.as_text() == Some(step))?;
            Some((key.span, value))
        }
        Value::Sequence(items) => {
            // A list of things that have names, as notes and steps do, is entered by a name as well.
            let named = |item: &&Node| item.get("id").and_then(Node::as_text) == Some(step);
            let at = step.parse::<usize>().ok();
            let item = at
                .and_then(|at| items.get(at))
                .or_else(|| items.iter().find(named))?;
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
