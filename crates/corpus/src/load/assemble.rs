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
    references::references,
    value_set::value_set,
};
use crate::read::Item;
use crate::yaml::{self, Node};

/// Reads the files, taking up every problem.
///
/// Of most files the text tells that nothing refers to them: their trees need not be kept until the rest is read.
pub(super) fn assemble(sources: &Sources, files: Vec<FileId>, problems: &mut Problems) -> Draft {
    let referring = |file: &FileId| {
        let guess = FileKind::guess(sources.file(*file).text());
        guess.is_some_and(|kind| !is_referred(kind))
    };
    let (late, early): (Vec<_>, Vec<_>) = files.iter().partition(|file| referring(file));
    let read =
        attempt(sources, early, late).or_else(|Misjudged| attempt(sources, files, Vec::new()));
    // INVARIANT: where nothing was left for later, nothing was misjudged.
    let (draft, found) = read.unwrap_or_default();
    problems.extend(found);
    draft
}

/// A file to which others refer was left for later.
struct Misjudged;

fn attempt(
    sources: &Sources,
    early: Vec<FileId>,
    late: Vec<FileId>,
) -> Result<(Draft, Problems), Misjudged> {
    let mut draft = Draft::default();
    let mut problems = Problems::default();
    let parsed = parallel::map(early, |file| Tree::parse(sources, file));
    let trees: Vec<Tree> = parsed
        .into_iter()
        .filter_map(|tree| taken_up(sources, tree, &mut draft.unread, &mut problems))
        .collect();
    let (first, rest): (Vec<_>, Vec<_>) =
        trees.into_iter().partition(|tree| is_referred(tree.kind));
    for tree in &first {
        read_referred(tree, &mut draft, &mut problems);
    }
    for tree in &first {
        read_constraints(tree, &mut draft, &mut problems);
    }
    let context = Context {
        catalogue: &draft.corpus.catalogue,
        value_sets: &draft.corpus.value_sets,
        references: &draft.corpus.references,
        unread: &draft.unread,
    };
    let mut read = parallel::map(rest, |tree| Ok(Referring::read(&tree, context)));
    read.extend(parallel::map(late, |file| {
        Tree::parse(sources, file).map(|tree| Referring::read(&tree, context))
    }));
    for one in read {
        let Some(one) = taken_up(sources, one, &mut draft.unread, &mut problems) else {
            continue;
        };
        if is_referred(one.kind) {
            return Err(Misjudged);
        }
        one.add_to(&mut draft, &mut problems);
    }
    Ok((draft, problems))
}

fn is_referred(kind: FileKind) -> bool {
    matches!(
        kind,
        FileKind::Catalogue | FileKind::ValueSet | FileKind::Mapping | FileKind::References
    )
}

/// What was read, or its problem taken up, with what else the file may have held.
fn taken_up<T>(
    sources: &Sources,
    read: Result<T, Diagnostic>,
    unread: &mut Unread,
    problems: &mut Problems,
) -> Option<T> {
    if let Err(problem) = &read {
        let file = sources.file(problem.primary().file);
        unread.kinds.extend(FileKind::guess(file.text()));
    }
    problems.ok(read)
}

/// A file as a tree, and what kind of file it is.
struct Tree {
    file: FileId,
    kind: FileKind,
    root: Node,
}

impl Tree {
    fn parse(sources: &Sources, file: FileId) -> Result<Self, Diagnostic> {
        let root = yaml::parse(sources.file(file))?;
        let kind = FileKind::of(Item::new(file, &root))?;
        Ok(Self { file, kind, root })
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
            let into = (&mut corpus.catalogue.facts, &mut origins.facts);
            insert_declared(into, facts(root, problems), tree, unread, problems);
        }
        FileKind::ValueSet => {
            let into = (&mut corpus.value_sets, &mut origins.value_sets);
            let (name, set) = value_set(root, problems);
            insert_or_excuse(into, name, set, tree, unread, problems);
        }
        FileKind::References => {
            let into = (&mut corpus.references, &mut origins.references);
            insert_declared(into, references(root, problems), tree, unread, problems);
        }
        _ => {
            let into = (&mut corpus.mappings, &mut origins.mappings);
            let (name, read) = mapping(root, problems);
            insert_or_excuse(into, name, read, tree, unread, problems);
        }
    }
}

/// Adds each of what a file declares under a name; what could not be read is no reason to doubt references to it.
fn insert_declared<T>(
    (parts, origins): Table<'_, Id, T>,
    declared: Vec<Declared<T>>,
    tree: &Tree,
    unread: &mut Unread,
    problems: &mut Problems,
) {
    for Declared {
        name,
        span,
        content,
    } in declared
    {
        let Some(content) = content else {
            unread.names.insert((tree.kind, name));
            continue;
        };
        let place = Place {
            file: tree.file,
            span,
        };
        let into = (&mut *parts, &mut *origins);
        insert(into, name, content, place, Code::DUPLICATE_ID, problems);
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
        references: &draft.corpus.references,
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

/// A file to which no other refers by what it holds, read.
struct Referring {
    kind: FileKind,
    place: Place,
    part: Option<Part>,
    problems: Problems,
}

impl Referring {
    fn read(tree: &Tree, context: Context<'_>) -> Self {
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
        Self {
            kind: tree.kind,
            place: first_key(root),
            part,
            problems,
        }
    }

    fn add_to(self, draft: &mut Draft, problems: &mut Problems) {
        problems.extend(self.problems);
        let (corpus, origins) = (&mut draft.corpus, &mut draft.origins);
        let (place, same) = (self.place, Code::DUPLICATE_ID);
        match self.part {
            None => {
                draft.unread.kinds.insert(self.kind);
            }
            Some(Part::Edition(edition)) => {
                let into = (&mut corpus.editions, &mut origins.editions);
                let (name, same) = (edition.id.clone(), Code::DUPLICATE_EDITION);
                insert(into, name, *edition, place, same, problems);
            }
            Some(Part::Profile(profile)) => {
                let into = (&mut corpus.profiles, &mut origins.profiles);
                insert(into, profile.id.clone(), profile, place, same, problems);
            }
            Some(Part::Attestation(attestation)) => {
                let into = (&mut corpus.attestations, &mut origins.attestations);
                let name = attestation.id.clone();
                insert(into, name, attestation, place, same, problems);
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
