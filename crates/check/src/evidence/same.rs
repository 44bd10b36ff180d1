//! Which references are the same publication.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_literature::comparable_doi;
use coverdict_literature::words::{alike, folded, surname};
use coverdict_model::{id::Id, reference::Reference};

/// Two references of which an identifier says that they are one publication, and something else that they are not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Clash {
    pub(super) references: [Id; 2],
    /// What they have in common.
    pub(super) common: &'static str,
    /// In what they contradict each other.
    pub(super) against: &'static str,
}

/// What references are known by.
#[derive(Debug, Default)]
struct Known {
    pmids: BTreeSet<String>,
    dois: BTreeSet<String>,
    title: Option<String>,
}

/// The references of each publication, in the order of the first one's name.
///
/// The same: one PubMed number, or one DOI; failing these one trial with year and first author, or one title with
/// year and first author. Different PubMed numbers or DOIs are different publications.
pub(super) fn groups(references: &BTreeMap<Id, Reference>) -> (Vec<Vec<&Id>>, Vec<Clash>) {
    let mut groups = Groups::new(references);
    let mut clashes = BTreeSet::new();
    for (common, key) in KEYS {
        let mut first: BTreeMap<String, usize> = BTreeMap::new();
        for (at, (id, reference)) in references.iter().enumerate() {
            let Some(key) = key(reference) else { continue };
            let Some(&other) = first.get(&key) else {
                first.insert(key, at);
                continue;
            };
            let by_identifier = matches!(common, "PubMed number" | "DOI");
            match groups.against(other, at, by_identifier) {
                None => groups.join(other, at),
                Some(against) if by_identifier => {
                    let other = references.keys().nth(other).unwrap_or(id);
                    let references = [other.clone(), id.clone()];
                    clashes.insert(Clash {
                        references,
                        common,
                        against,
                    });
                }
                Some(_) => {}
            }
        }
    }
    (groups.into_lists(references), clashes.into_iter().collect())
}

type Key = fn(&Reference) -> Option<String>;

const KEYS: [(&str, Key); 4] = [
    ("PubMed number", |one| one.pmid.clone()),
    ("DOI", |one| one.doi.as_deref().map(comparable_doi)),
    ("trial", |one| {
        Some(format!("{}|{}", one.trial.as_ref()?, year_and_author(one)?))
    }),
    ("title", |one| {
        let title = folded(one.title.as_ref()?);
        Some(format!("{title}|{}", year_and_author(one)?))
    }),
];

fn year_and_author(reference: &Reference) -> Option<String> {
    Some(format!(
        "{}|{}",
        reference.year?,
        surname(reference.authors.first()?)
    ))
}

/// Groups of references that are one, each known by its first member.
struct Groups {
    first: Vec<usize>,
    known: Vec<Known>,
}

impl Groups {
    fn new(references: &BTreeMap<Id, Reference>) -> Self {
        let known = references.values().map(|one| Known {
            pmids: one.pmid.iter().cloned().collect(),
            dois: one.doi.as_deref().map(comparable_doi).into_iter().collect(),
            title: one.title.as_deref().map(folded),
        });
        Self {
            first: (0..references.len()).collect(),
            known: known.collect(),
        }
    }

    fn find(&self, mut at: usize) -> usize {
        while let Some(&first) = self.first.get(at) {
            if first == at {
                break;
            }
            at = first;
        }
        at
    }

    /// What says that two are not one.
    fn against(&self, one: usize, other: usize, titles: bool) -> Option<&'static str> {
        let (one, other) = (
            self.known.get(self.find(one))?,
            self.known.get(self.find(other))?,
        );
        let differ = |one: &BTreeSet<String>, other: &BTreeSet<String>| {
            !one.is_empty() && !other.is_empty() && one.is_disjoint(other)
        };
        let unlike = match (&one.title, &other.title) {
            (Some(one), Some(other)) => titles && !alike(one, other),
            _ => false,
        };
        match (
            differ(&one.pmids, &other.pmids),
            differ(&one.dois, &other.dois),
            unlike,
        ) {
            (true, ..) => Some("PubMed numbers"),
            (_, true, _) => Some("DOIs"),
            (.., true) => Some("titles"),
            _ => None,
        }
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.find(one), self.find(other));
        let (first, second) = (one.min(other), one.max(other));
        if first == second {
            return;
        }
        if let Some(entry) = self.first.get_mut(second) {
            *entry = first;
        }
        let second = self
            .known
            .get_mut(second)
            .map(std::mem::take)
            .unwrap_or_default();
        if let Some(known) = self.known.get_mut(first) {
            known.pmids.extend(second.pmids);
            known.dois.extend(second.dois);
            known.title = known.title.take().or(second.title);
        }
    }

    fn into_lists(self, references: &BTreeMap<Id, Reference>) -> Vec<Vec<&Id>> {
        let mut lists: BTreeMap<usize, Vec<&Id>> = BTreeMap::new();
        for (at, id) in references.keys().enumerate() {
            lists.entry(self.find(at)).or_default().push(id);
        }
        lists.into_values().collect()
    }
}
