//! Publications held against the records that the user has downloaded.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use coverdict_literature::comparable_doi;
use coverdict_literature::words::{folded, surname};
use coverdict_model::id::Id;
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    bibliography::Publication,
    records::{Record, RecordError, RecordFile, RecordKind},
};

/// More records of one publication are not kept: the database of Retraction Watch has at most a handful.
const MOST_KEPT: usize = 64;

/// Titles of fewer words are too common to be matched by.
const FEWEST_WORDS: usize = 4;

/// The files of records that were read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct RecordsRead {
    /// The files.
    pub files: Vec<FileRead>,
    /// The publications of which no file has a record.
    pub without: BTreeSet<Id>,
}

/// A file of records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct FileRead {
    /// Its name.
    pub file: String,
    /// What it is.
    pub kind: RecordKind,
    /// How many records it holds.
    pub records: u64,
    /// How many of them match a publication.
    pub matched: u64,
}

/// By what a record was matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum By {
    Pmid,
    Doi,
    /// The title, with year and first author where both state them.
    Title,
}

/// A record of a publication.
#[derive(Debug)]
pub(super) struct Matched {
    pub(super) by: By,
    pub(super) file: String,
    pub(super) kind: RecordKind,
    pub(super) record: Record,
}

/// The records of each publication, in the order of the publications.
pub(super) type ByPublication = Vec<Vec<Matched>>;

/// Reads the files. Those that identify publications come before those that only tell of notices, so that a notice
/// can be found by an identifier that the corpus does not have.
pub(super) fn enrich(
    publications: &[Publication],
    files: &[RecordFile],
) -> Result<(ByPublication, RecordsRead), RecordError> {
    let mut wanted = Wanted::new(publications);
    let mut order: Vec<&RecordFile> = files.iter().collect();
    order.sort_by_key(|file| (file.kind, &file.path));
    let mut read = RecordsRead::default();
    for file in order {
        let name = file.path.display().to_string();
        let mut matched = 0;
        let records =
            file.read(&mut |record| matched += u64::from(wanted.take(&name, file.kind, record)))?;
        read.files.push(FileRead {
            file: name,
            kind: file.kind,
            records,
            matched,
        });
    }
    if !files.is_empty() {
        let without = publications
            .iter()
            .zip(&wanted.kept)
            .filter(|(_, kept)| kept.is_empty());
        read.without = without.filter_map(|(one, _)| one.id().cloned()).collect();
    }
    Ok((wanted.kept, read))
}

/// What the publications of a corpus are found by.
struct Wanted {
    pmids: HashMap<String, usize>,
    dois: HashMap<String, usize>,
    titles: BTreeMap<String, Vec<usize>>,
    keys: Vec<Key>,
    kept: ByPublication,
}

/// What a record of a publication must not contradict.
struct Key {
    pmids: BTreeSet<String>,
    dois: BTreeSet<String>,
    year: Option<u32>,
    author: Option<String>,
}

impl Wanted {
    fn new(publications: &[Publication]) -> Self {
        let mut wanted = Self {
            pmids: HashMap::new(),
            dois: HashMap::new(),
            titles: BTreeMap::new(),
            keys: Vec::new(),
            kept: publications.iter().map(|_| Vec::new()).collect(),
        };
        for (at, publication) in publications.iter().enumerate() {
            let references = || publication.references.values();
            let key = Key {
                pmids: references().filter_map(|one| one.pmid.clone()).collect(),
                dois: references()
                    .filter_map(|one| one.doi.as_deref().map(comparable_doi))
                    .collect(),
                year: publication.year(),
                author: references().find_map(|one| one.authors.first().map(|one| surname(one))),
            };
            wanted
                .pmids
                .extend(key.pmids.iter().map(|one| (one.clone(), at)));
            wanted
                .dois
                .extend(key.dois.iter().map(|one| (one.clone(), at)));
            let titles: BTreeSet<String> = references()
                .filter_map(|one| one.title.as_deref().map(folded))
                .collect();
            for title in titles
                .into_iter()
                .filter(|title| title.split(' ').count() >= FEWEST_WORDS)
            {
                wanted.titles.entry(title).or_default().push(at);
            }
            wanted.keys.push(key);
        }
        wanted
    }

    /// Keeps a record of a publication. Tells whether it is one.
    fn take(&mut self, file: &str, kind: RecordKind, record: Record) -> bool {
        let Some((at, by)) = self.publication(&record) else {
            return false;
        };
        if by != By::Title {
            self.pmids
                .extend(record.pmid.iter().map(|one| (one.clone(), at)));
            self.dois
                .extend(record.doi.as_deref().map(|one| (comparable_doi(one), at)));
        }
        if let Some(kept) = self.kept.get_mut(at).filter(|kept| kept.len() < MOST_KEPT) {
            kept.push(Matched {
                by,
                file: file.to_owned(),
                kind,
                record,
            });
        }
        true
    }

    fn publication(&self, record: &Record) -> Option<(usize, By)> {
        let by_pmid = record.pmid.as_ref().and_then(|one| self.pmids.get(one));
        if let Some(at) = by_pmid {
            return Some((*at, By::Pmid));
        }
        let doi = record.doi.as_deref().map(comparable_doi);
        if let Some(at) = doi.as_ref().and_then(|one| self.dois.get(one)) {
            return Some((*at, By::Doi));
        }
        let candidates = self.titles.get(&folded(record.title.as_deref()?))?;
        let author = record.authors.first().map(|one| surname(one));
        let fits = |at: &&usize| {
            self.keys
                .get(**at)
                .is_some_and(|key| key.fits(record, doi.as_ref(), author.as_ref()))
        };
        Some((*candidates.iter().find(fits)?, By::Title))
    }
}

impl Key {
    /// Whether nothing in a record of the same title contradicts it; a year can be that of the print before it.
    fn fits(&self, record: &Record, doi: Option<&String>, author: Option<&String>) -> bool {
        let other = |own: &BTreeSet<String>, one: Option<&String>| {
            one.is_some_and(|one| !own.is_empty() && !own.contains(one))
        };
        let years = self
            .year
            .zip(record.year)
            .is_none_or(|(own, year)| own.abs_diff(year) <= 1);
        let authors = self
            .author
            .as_ref()
            .zip(author)
            .is_none_or(|(own, author)| own == author);
        years && authors && !other(&self.pmids, record.pmid.as_ref()) && !other(&self.dois, doi)
    }
}
