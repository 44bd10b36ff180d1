//! The bibliography: publications, the sources that cite them, and what they share.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_literature::{Design, design};
use coverdict_model::{
    corpus::Corpus,
    date::Date,
    id::Id,
    reference::Reference,
    source::{Edition, EditionId, Status},
};
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    enrich::RecordsRead,
    records::Notice,
    same::{self, Clash},
    told::Told,
};

/// What the sources of a corpus rest on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Bibliography {
    /// The digest of the corpus.
    pub corpus: String,
    /// The day as on which ages are counted.
    #[schemars(with = "String")]
    pub today: Date,
    /// From how many years on a publication is stale.
    pub stale_after: u32,
    /// The publications, in the order of their references' names.
    pub publications: Vec<Publication>,
    /// The sources that cite any.
    pub sources: Vec<CitingSource>,
    /// The sources of which no edition in use cites any.
    pub sources_without: BTreeSet<Id>,
    /// How many publications each two sources share, those that share none left out; of the first 2,000 sources.
    pub shared: Vec<Shared>,
    /// The files of records, and what matched.
    pub records: RecordsRead,
    /// What was found.
    pub problems: Vec<Told>,
}

/// A publication, under each name that the corpus has for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Publication {
    /// The references that are this publication, by name.
    #[schemars(with = "BTreeMap<String, Reference>")]
    pub references: BTreeMap<Id, Reference>,
    /// The editions in use that cite it.
    pub cited_by: BTreeSet<EditionId>,
    /// The years from its year to that of the day of examination.
    pub age: Option<u32>,
    /// Whether it is older than what is asked for.
    pub stale: bool,
    /// The design of its study, where the title states it.
    pub design: Option<Design>,
    /// What records say was published about it; from a record that matches by identifier alone.
    pub notices: BTreeSet<Notice>,
}

/// A source and what it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct CitingSource {
    /// The source.
    pub source: Id,
    /// Who publishes it.
    pub publisher: Id,
    /// Its title.
    pub title: String,
    /// Its editions in use that cite publications.
    pub editions: BTreeSet<EditionId>,
    /// How many publications it cites.
    pub publications: usize,
    /// The year of the newest.
    pub newest: Option<u32>,
    /// The age of the newest, in years.
    pub age_of_newest: Option<u32>,
    /// How many of them have no year.
    pub undated: usize,
    /// The sources that rest on the very same publications.
    pub same_literature: BTreeSet<Id>,
}

/// What two sources share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Shared {
    /// The two sources, the smaller name first.
    pub sources: [Id; 2],
    /// How many publications both cite.
    pub publications: usize,
    /// How many either cites.
    pub of: usize,
}

/// Each two of so many sources are counted; the matrix grows with their square.
const MOST_SOURCES: usize = 2_000;

/// The last day on which anything of a corpus was recorded: what is counted from it is the same on every day.
#[must_use]
pub fn last_recorded(corpus: &Corpus) -> Option<Date> {
    let editions = corpus.editions.values().map(|edition| edition.recorded);
    let attestations = corpus.attestations.values().map(|one| one.recorded);
    editions.chain(attestations).max()
}

/// The publications of a corpus, and the pairs of references whose identifiers and titles contradict each other.
pub(super) fn publications(
    corpus: &Corpus,
    today: Date,
    stale_after: u32,
) -> (Vec<Publication>, Vec<Clash>) {
    let (groups, clashes) = same::groups(&corpus.references);
    let mut cited: BTreeMap<&Id, BTreeSet<EditionId>> = BTreeMap::new();
    for edition in in_use(corpus, today) {
        for reference in &edition.references {
            cited
                .entry(reference)
                .or_default()
                .insert(edition.id.clone());
        }
    }
    let publication = |group: Vec<&Id>| {
        let own = |id: &&Id| Some(((*id).clone(), corpus.references.get(*id)?.clone()));
        let references: BTreeMap<Id, Reference> = group.iter().filter_map(own).collect();
        let year = references.values().find_map(|one| one.year);
        let age = year.map(|year| {
            u32::try_from(today.year())
                .unwrap_or_default()
                .saturating_sub(year)
        });
        Publication {
            cited_by: group
                .iter()
                .filter_map(|id| cited.get(*id))
                .flatten()
                .cloned()
                .collect(),
            age,
            stale: age.is_some_and(|age| age > stale_after),
            design: references
                .values()
                .find_map(|one| design(one.title.as_deref()?)),
            notices: BTreeSet::new(),
            references,
        }
    };
    (groups.into_iter().map(publication).collect(), clashes)
}

/// The editions that are in use on a day or will be: neither drafts nor withdrawn, not corrected by another, and
/// neither ended nor succeeded by another before that day.
pub(super) fn in_use(corpus: &Corpus, today: Date) -> Vec<&Edition> {
    let active = |edition: &&Edition| edition.status == Status::Active;
    let mut newest: BTreeMap<&Id, Date> = BTreeMap::new();
    let mut corrected: BTreeSet<(&Id, &Id)> = BTreeSet::new();
    for edition in corpus.editions.values().filter(active) {
        corrected.extend(
            edition
                .supersedes
                .as_ref()
                .map(|one| (&edition.id.source, one)),
        );
        let start = edition.effective.latest();
        if start <= today {
            let newest = newest.entry(&edition.id.source).or_insert(start);
            *newest = start.max(*newest);
        }
    }
    let counts = |edition: &&Edition| {
        let succeeded = newest
            .get(&edition.id.source)
            .is_some_and(|newest| edition.effective.latest() < *newest);
        let ended = edition.ended.is_some_and(|ended| ended.latest() <= today);
        let corrected = corrected.contains(&(&edition.id.source, &edition.id.edition));
        !succeeded && !ended && !corrected
    };
    corpus
        .editions
        .values()
        .filter(active)
        .filter(counts)
        .collect()
}

/// The sources that cite publications, and what each two of them share.
pub(super) fn sources(
    corpus: &Corpus,
    today: Date,
    publications: &[Publication],
) -> (Vec<CitingSource>, Vec<Shared>) {
    let mut rests: BTreeMap<&Id, BTreeSet<usize>> = BTreeMap::new();
    for (at, publication) in publications.iter().enumerate() {
        for edition in &publication.cited_by {
            rests.entry(&edition.source).or_default().insert(at);
        }
    }
    let mut alike: BTreeMap<&BTreeSet<usize>, BTreeSet<&Id>> = BTreeMap::new();
    for (source, rest) in &rests {
        alike.entry(rest).or_default().insert(source);
    }
    let mut sources: BTreeMap<&Id, CitingSource> = BTreeMap::new();
    for edition in in_use(corpus, today)
        .into_iter()
        .filter(|one| !one.references.is_empty())
    {
        let source = &edition.id.source;
        let Some(rest) = rests.get(source) else {
            continue;
        };
        let years = || {
            rest.iter()
                .filter_map(|at| publications.get(*at))
                .map(Publication::year)
        };
        let newest = years().flatten().max();
        let same = alike
            .get(rest)
            .into_iter()
            .flatten()
            .filter(|one| **one != source);
        let listed = sources.entry(source).or_insert_with(|| CitingSource {
            source: source.clone(),
            publisher: edition.publisher.clone(),
            title: edition.title.clone(),
            editions: BTreeSet::new(),
            publications: rest.len(),
            newest,
            age_of_newest: newest.map(|year| {
                u32::try_from(today.year())
                    .unwrap_or_default()
                    .saturating_sub(year)
            }),
            undated: years().filter(Option::is_none).count(),
            same_literature: same.map(|one| (*one).clone()).collect(),
        });
        listed.editions.insert(edition.id.clone());
    }
    (sources.into_values().collect(), shared(&rests))
}

fn shared(rests: &BTreeMap<&Id, BTreeSet<usize>>) -> Vec<Shared> {
    let mut shared = Vec::new();
    let rests: Vec<_> = rests.iter().take(MOST_SOURCES).collect();
    for (at, (one, first)) in rests.iter().enumerate() {
        for (other, second) in rests.iter().skip(at + 1) {
            let publications = first.intersection(second).count();
            if publications > 0 {
                shared.push(Shared {
                    sources: [(**one).clone(), (**other).clone()],
                    publications,
                    of: first.union(second).count(),
                });
            }
        }
    }
    shared
}

impl Publication {
    /// The name of its first reference.
    #[must_use]
    pub fn id(&self) -> Option<&Id> {
        self.references.keys().next()
    }

    /// Its year, as the first reference that states one has it.
    #[must_use]
    pub fn year(&self) -> Option<u32> {
        self.references.values().find_map(|one| one.year)
    }

    /// A field, as the first reference that states it has it.
    #[must_use]
    pub fn stated<'p>(
        &'p self,
        field: impl Fn(&'p Reference) -> Option<&'p str>,
    ) -> Option<&'p str> {
        self.references.values().find_map(field)
    }

    /// The sources that rest on it.
    #[must_use]
    pub fn sources(&self) -> BTreeSet<&Id> {
        self.cited_by
            .iter()
            .map(|edition| &edition.source)
            .collect()
    }
}

impl Bibliography {
    /// How many publications two sources share; for one source twice, how many it cites.
    #[must_use]
    pub fn shared_by(&self, one: &Id, other: &Id) -> usize {
        if one == other {
            let own = self.sources.iter().find(|source| source.source == *one);
            return own.map_or(0, |source| source.publications);
        }
        let pair =
            |shared: &&Shared| shared.sources.contains(one) && shared.sources.contains(other);
        self.shared
            .iter()
            .find(pair)
            .map_or(0, |shared| shared.publications)
    }
}
