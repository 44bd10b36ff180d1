//! Files put together: first what others refer to, then the rest, on every core.

use std::collections::BTreeMap;
use std::fmt::Display;

use coverdict_model::{attestation::Attestation, id::Id, profile::Profile, source::Edition};

use super::{Draft, Place, parallel};
use crate::diagnostic::{Code, Diagnostic, FileId, Problems, Sources};
use crate::kinds::{
    Context, FileKind, Unread,
    attestation::attestation,
    catalogue::{Declared, constraints, facts},
    edition::edition,
    mapping::mapping,
    profile::profile,
    value_set::value_set,
};
use crate::read::Item;
use crate::yaml::{self, Node};

/// Reads the files, taking up every problem.
pub(super) fn assemble(sources: &Sources, files: Vec<FileId>, problems: &mut Problems) -> Draft {
    let mut draft = Draft::default();
    let parsed = parallel::map(files, |file| Tree::parse(sources, file));
    let mut trees = Vec::with_capacity(parsed.len());
    for (file, tree) in parsed {
        match tree {
            Ok(tree) => trees.push(tree),
            Err(problem) => {
                let guess = FileKind::guess(sources.file(file).text());
                draft.unread.kinds.extend(guess);
                problems.push(problem);
            }
        }
    }
    let (first, rest): (Vec<_>, Vec<_>) = trees.into_iter().partition(|tree| {
        matches!(
            tree.kind,
            FileKind::Catalogue | FileKind::ValueSet | FileKind::Mapping
        )
    });
    for tree in &first {
        read_referred(tree, &mut draft, problems);
    }
    for tree in &first {
        read_constraints(tree, &mut draft, problems);
    }
    read_referring(rest, &mut draft, problems);
    draft
}

/// A file as a tree, and what kind of file it is.
struct Tree {
    file: FileId,
    kind: FileKind,
    root: Node,
}

impl Tree {
    fn parse(sources: &Sources, file: FileId) -> (FileId, Result<Self, Diagnostic>) {
        let tree = yaml::parse(sources.file(file)).and_then(|root| {
            let kind = FileKind::of(Item::new(file, &root))?;
            Ok(Self { file, kind, root })
        });
        (file, tree)
    }

    fn item(&self) -> Item<'_> {
        Item::new(self.file, &self.root)
    }
}

fn read_referred(tree: &Tree, draft: &mut Draft, problems: &mut Problems) {
    let Draft {
        corpus,
        origins,
        unread,
    } = draft;
    let root = tree.item();
    match tree.kind {
        FileKind::Catalogue => {
            origins.catalogue.get_or_insert(tree.file);
            for Declared {
                name,
                span,
                content,
            } in facts(root, problems)
            {
                let place = Place {
                    file: tree.file,
                    span,
                };
                match content {
                    Some(fact) => {
                        let into = (&mut corpus.catalogue.facts, &mut origins.facts);
                        insert(into, name, fact, place, Code::DUPLICATE_ID, problems);
                    }
                    None => {
                        unread.names.insert((FileKind::Catalogue, name));
                    }
                }
            }
        }
        FileKind::ValueSet => {
            let into = (&mut corpus.value_sets, &mut origins.value_sets);
            let (name, set) = value_set(root, problems);
            insert_or_excuse(into, name, set, tree, unread, problems);
        }
        _ => {
            let into = (&mut corpus.mappings, &mut origins.mappings);
            let (name, read) = mapping(root, problems);
            insert_or_excuse(into, name, read, tree, unread, problems);
        }
    }
}

fn insert_or_excuse<T>(
    into: Table<'_, Id, T>,
    name: Option<Id>,
    value: Option<T>,
    tree: &Tree,
    unread: &mut Unread,
    problems: &mut Problems,
) {
    match (name, value) {
        (Some(name), Some(value)) => {
            let place = first_key(tree.item());
            insert(into, name, value, place, Code::DUPLICATE_ID, problems);
        }
        (Some(name), None) => {
            unread.names.insert((tree.kind, name));
        }
        (None, _) => {
            unread.kinds.insert(tree.kind);
        }
    }
}

fn read_constraints(tree: &Tree, draft: &mut Draft, problems: &mut Problems) {
    if tree.kind != FileKind::Catalogue {
        return;
    }
    let context = Context {
        catalogue: &draft.corpus.catalogue,
        value_sets: &draft.corpus.value_sets,
        unread: &draft.unread,
    };
    let read = constraints(tree.item(), context, problems);
    for Declared {
        name,
        span,
        content,
    } in read
    {
        let into = (
            &mut draft.corpus.catalogue.constraints,
            &mut draft.origins.constraints,
        );
        if let Some(constraint) = content {
            let place = Place {
                file: tree.file,
                span,
            };
            insert(into, name, constraint, place, Code::DUPLICATE_ID, problems);
        }
    }
}

/// What a file that refers to others holds.
enum Part {
    Edition(Box<Edition>),
    Profile(Profile),
    Attestation(Attestation),
}

fn read_referring(trees: Vec<Tree>, draft: &mut Draft, problems: &mut Problems) {
    let context = Context {
        catalogue: &draft.corpus.catalogue,
        value_sets: &draft.corpus.value_sets,
        unread: &draft.unread,
    };
    let read = parallel::map(trees, |tree| {
        let mut problems = Problems::default();
        let root = tree.item();
        let part = match tree.kind {
            FileKind::Profile => profile(root, context, &mut problems).map(Part::Profile),
            FileKind::Attestation => {
                attestation(root, context, &mut problems).map(Part::Attestation)
            }
            _ => edition(root, context, &mut problems)
                .map(|edition| Part::Edition(Box::new(edition))),
        };
        (tree.kind, first_key(root), part, problems)
    });
    for (kind, place, part, found) in read {
        problems.extend(found);
        let (corpus, origins) = (&mut draft.corpus, &mut draft.origins);
        let same = Code::DUPLICATE_ID;
        match part {
            None => {
                draft.unread.kinds.insert(kind);
            }
            Some(Part::Edition(edition)) => {
                let into = (&mut corpus.editions, &mut origins.editions);
                let name = edition.id.clone();
                insert(
                    into,
                    name,
                    *edition,
                    place,
                    Code::DUPLICATE_EDITION,
                    problems,
                );
            }
            Some(Part::Profile(profile)) => {
                let into = (&mut corpus.profiles, &mut origins.profiles);
                insert(into, profile.id.clone(), profile, place, same, problems);
            }
            Some(Part::Attestation(attestation)) => {
                let into = (&mut corpus.attestations, &mut origins.attestations);
                insert(
                    into,
                    attestation.id.clone(),
                    attestation,
                    place,
                    same,
                    problems,
                );
            }
        }
    }
}

/// The parts of one kind, and the files that they stand in.
type Table<'d, K, T> = (&'d mut BTreeMap<K, T>, &'d mut BTreeMap<K, Place>);

/// Adds a part, unless there is one of its name.
fn insert<K: Ord + Clone + Display, T>(
    (parts, origins): Table<'_, K, T>,
    name: K,
    part: T,
    place: Place,
    code: Code,
    problems: &mut Problems,
) {
    match origins.get(&name) {
        Some(&first) => problems.push(
            Diagnostic::new(
                code,
                place.file,
                place.span,
                format!("`{name}` is on file already"),
            )
            .with_label("again here")
            .with_context(first.file, first.span, "first here")
            .with_help("delete one of the two, or give it its own name"),
        ),
        None => {
            origins.insert(name.clone(), place);
            parts.insert(name, part);
        }
    }
}

/// The first key of a file, which tells what it is.
fn first_key(root: Item<'_>) -> Place {
    Place {
        file: root.file(),
        span: root.keys().next().unwrap_or(root).span(),
    }
}
