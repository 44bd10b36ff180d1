//! What a whole corpus changes against another.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_model::{
    corpus::Corpus,
    id::Id,
    source::{Edition, EditionId, Status},
};
use serde::Serialize;

use super::{DiffError, EditionDiff, Side, editions};

/// What one corpus changes against another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct CorpusDiff {
    /// What is added, removed or written differently beside the editions: facts, value sets, mappings, profiles,
    /// attestations, references.
    pub changes: Vec<CorpusChange>,
    /// The sources that only the new corpus has, each with its editions.
    pub added: BTreeMap<Id, BTreeSet<EditionId>>,
    /// The sources that only the old corpus has.
    pub removed: BTreeMap<Id, BTreeSet<EditionId>>,
    /// Editions of sources that both have, and that only the old one has.
    pub withdrawn: BTreeSet<EditionId>,
    /// Editions that both have and that are not the same. A published edition is never edited: this is a correction
    /// that was not made as one.
    pub edited: Vec<EditionDiff>,
    /// New editions of sources that both have, each against the one before it.
    pub succeeded: Vec<EditionDiff>,
    /// The editions that could not be compared, each with the reason.
    pub not_compared: BTreeMap<EditionId, String>,
}

/// A part of a corpus beside its editions that is different.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct CorpusChange {
    /// What kind of part: `fact`, `constraint`, `value-set`, `mapping`, `profile`, `attestation`, `reference`.
    pub part: String,
    /// Its name.
    pub id: Id,
    /// `added`, `removed` or `changed`.
    pub change: String,
    /// What is different in it, as far as that can be listed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<String>,
}

impl CorpusDiff {
    /// Whether nothing is different.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
            && self.added.is_empty()
            && self.removed.is_empty()
            && self.withdrawn.is_empty()
            && self.edited.is_empty()
            && self.succeeded.is_empty()
            && self.not_compared.is_empty()
    }
}

/// What a corpus changes against another.
#[must_use]
pub fn corpora(old: &Corpus, new: &Corpus) -> CorpusDiff {
    let mut diff = CorpusDiff {
        changes: parts(old, new),
        added: BTreeMap::new(),
        removed: BTreeMap::new(),
        withdrawn: BTreeSet::new(),
        edited: Vec::new(),
        succeeded: Vec::new(),
        not_compared: BTreeMap::new(),
    };
    let (before, after) = (by_source(old), by_source(new));
    let nothing = Vec::new();
    for source in before.keys().chain(after.keys()).collect::<BTreeSet<_>>() {
        let was = before.get(source).unwrap_or(&nothing);
        let is = after.get(source).unwrap_or(&nothing);
        let ids = |editions: &[&Edition]| editions.iter().map(|one| one.id.clone()).collect();
        match (was.is_empty(), is.is_empty()) {
            (true, _) => _ = diff.added.insert((*source).clone(), ids(is)),
            (_, true) => _ = diff.removed.insert((*source).clone(), ids(was)),
            _ => of_source(&mut diff, [old, new], was, is),
        }
    }
    diff
}

/// The editions of each source, ascending by their start.
fn by_source(corpus: &Corpus) -> BTreeMap<&Id, Vec<&Edition>> {
    let mut sources: BTreeMap<&Id, Vec<&Edition>> = BTreeMap::new();
    for edition in corpus.editions.values() {
        sources.entry(&edition.id.source).or_default().push(edition);
    }
    for editions in sources.values_mut() {
        editions.sort_by_key(|edition| (edition.effective.earliest(), edition.id.clone()));
    }
    sources
}

fn of_source(diff: &mut CorpusDiff, corpora: [&Corpus; 2], was: &[&Edition], is: &[&Edition]) {
    let [old, new] = corpora;
    // What an edition means hangs on the facts, value sets and mappings too.
    let meaning_may_differ = old.value_sets != new.value_sets
        || old.mappings != new.mappings
        || old.catalogue != new.catalogue;
    for edition in was {
        if !is.iter().any(|other| other.id == edition.id) {
            diff.withdrawn.insert(edition.id.clone());
        }
    }
    for (at, edition) in is.iter().enumerate() {
        let known = was.iter().find(|other| other.id == edition.id);
        let (before, edited) = match known {
            Some(known) if known == edition && !meaning_may_differ => continue,
            Some(known) => (Some(*known), true),
            None => {
                let earlier = is.get(..at).unwrap_or_default().iter().rev();
                let mut earlier = earlier.filter(|one| one.status != Status::Draft);
                let before = earlier.next().or(was.last());
                (before.copied(), false)
            }
        };
        let Some(before) = before else { continue };
        let corpus = match old.editions.get(&before.id) {
            Some(_) => old,
            None => new,
        };
        let sides = [(corpus, &before.id), (new, &edition.id)];
        let [old_side, new_side] = sides.map(|(corpus, edition)| Side { corpus, edition });
        match editions(old_side, new_side) {
            Ok(found)
                if edited && found.changes.is_empty() && found.class == super::Class::None => {}
            Ok(found) if edited => diff.edited.push(found),
            Ok(found) => diff.succeeded.push(found),
            Err(error) => _ = diff.not_compared.insert(edition.id.clone(), told(&error)),
        }
    }
}

fn told(error: &DiffError) -> String {
    error.to_string()
}

fn parts(old: &Corpus, new: &Corpus) -> Vec<CorpusChange> {
    let mut changes = Vec::new();
    let none = |_: &_, _: &_| Vec::new();
    compare(
        &mut changes,
        "fact",
        &old.catalogue.facts,
        &new.catalogue.facts,
        none,
    );
    let (was, is) = (&old.catalogue.constraints, &new.catalogue.constraints);
    compare(&mut changes, "constraint", was, is, |_, _| Vec::new());
    compare(
        &mut changes,
        "value-set",
        &old.value_sets,
        &new.value_sets,
        |old, new| members(&old.members, &new.members, ""),
    );
    compare(
        &mut changes,
        "mapping",
        &old.mappings,
        &new.mappings,
        |old, new| {
            let names: BTreeSet<&Id> = old.to.keys().chain(new.to.keys()).collect();
            let nothing = coverdict_model::corpus::Patterns::default();
            let of_names = names.into_iter().flat_map(|name| {
                let (was, is) = (old.to.get(name), new.to.get(name));
                members(
                    was.unwrap_or(&nothing),
                    is.unwrap_or(&nothing),
                    &format!("{name}: "),
                )
            });
            let to_none = members(&old.to_none, &new.to_none, "none: ");
            of_names.chain(to_none).collect()
        },
    );
    compare(
        &mut changes,
        "profile",
        &old.profiles,
        &new.profiles,
        |old, new| {
            let order = |profile: &coverdict_model::profile::Profile| {
                let steps = profile.steps.iter().map(|step| step.id.to_string());
                steps.collect::<Vec<_>>().join(", then ")
            };
            let (was, is) = (order(old), order(new));
            match was == is {
                true => Vec::new(),
                false => vec![format!("steps were {was}, and are {is}")],
            }
        },
    );
    compare(
        &mut changes,
        "attestation",
        &old.attestations,
        &new.attestations,
        |_, _| Vec::new(),
    );
    compare(
        &mut changes,
        "reference",
        &old.references,
        &new.references,
        |_, _| Vec::new(),
    );
    changes
}

fn compare<T: PartialEq>(
    changes: &mut Vec<CorpusChange>,
    part: &str,
    old: &BTreeMap<Id, T>,
    new: &BTreeMap<Id, T>,
    details: impl Fn(&T, &T) -> Vec<String>,
) {
    for id in old.keys().chain(new.keys()).collect::<BTreeSet<_>>() {
        let (change, details) = match (old.get(id), new.get(id)) {
            (Some(old), Some(new)) if old == new => continue,
            (Some(old), Some(new)) => ("changed", details(old, new)),
            (None, _) => ("added", Vec::new()),
            (_, None) => ("removed", Vec::new()),
        };
        changes.push(CorpusChange {
            part: part.to_owned(),
            id: id.clone(),
            change: change.to_owned(),
            details,
        });
    }
}

fn members(
    old: &coverdict_model::corpus::Patterns,
    new: &coverdict_model::corpus::Patterns,
    place: &str,
) -> Vec<String> {
    let mut details = Vec::new();
    for (kind, was, is) in [
        ("", &old.members, &new.members),
        ("codes that begin with ", &old.prefixes, &new.prefixes),
    ] {
        details.extend(
            was.difference(is)
                .map(|one| format!("{place}{kind}{one} left out")),
        );
        details.extend(
            is.difference(was)
                .map(|one| format!("{place}{kind}{one} added")),
        );
    }
    details
}
