//! Labels: the same words of one publisher are mapped alike.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_model::{
    id::Id,
    position::{Basis, Holding, Kind, Position},
    source::{Edition, EditionId, Otherwise},
};

use super::successions::present;
use crate::{Problem, Spans, Subject, codes};

/// Words that name no ground: the context of each rule decides what its position turns on.
const WITHOUT_GROUND: [&str; 6] = [
    "covered",
    "excluded",
    "not covered",
    "non-covered",
    "noncovered",
    "not supported",
];

/// What a label is mapped to.
type Mapped = (Position, Option<(Kind, Basis)>);

/// How one source maps a label, and where it first does.
struct Use<'c> {
    mapped: BTreeSet<Mapped>,
    edition: &'c EditionId,
    path: Vec<&'c str>,
}

/// The sources of one publisher that use a label.
type Uses<'c> = BTreeMap<&'c Id, Use<'c>>;

/// Labels that a source maps to nothing that most others of the publisher map them to. A source that maps one label in
/// several ways is told of only where none of them agrees.
pub(super) fn mapped_differently(subject: &Subject<'_>, _: &Spans) -> Vec<Problem> {
    let mut labels: BTreeMap<(&Id, String), Uses<'_>> = BTreeMap::new();
    for edition in present(subject.corpus, subject.today) {
        for (label, holding, path) in labelled(edition) {
            let folded = label.split_whitespace().map(str::to_lowercase);
            let folded = folded.collect::<Vec<_>>().join(" ");
            let mapped = match WITHOUT_GROUND.contains(&folded.as_str()) {
                true => (holding.position(), None),
                false => mapped(holding),
            };
            let uses = labels.entry((&edition.publisher, folded)).or_default();
            let in_source = uses.entry(&edition.id.source).or_insert_with(|| Use {
                mapped: BTreeSet::new(),
                edition: &edition.id,
                path,
            });
            in_source.mapped.insert(mapped);
        }
    }
    let labels = labels.iter();
    labels
        .flat_map(|((publisher, label), uses)| differing(subject, publisher, label, uses))
        .collect()
}

fn differing(subject: &Subject<'_>, publisher: &Id, label: &str, uses: &Uses<'_>) -> Vec<Problem> {
    let Some(usual) = usual(uses) else {
        return Vec::new();
    };
    let others = uses
        .values()
        .filter(|other| other.mapped.is_disjoint(&usual.mapped));
    let problems = others.map(|other| {
        let message = format!(
            "`{label}` of {publisher} is mapped to {} here and to {} in {}",
            words(&other.mapped),
            words(&usual.mapped),
            usual.edition
        );
        let code = codes::LABEL_MAPPED_DIFFERENTLY;
        let beside = subject.atlas.edition(usual.edition, &usual.path);
        subject
            .in_edition(code, other.edition, &other.path, message)
            .of(usual.edition)
            .beside(beside, "mapped otherwise here")
            .helped("map both alike, or say in the citation's `note` why they differ")
    });
    problems.collect()
}

/// The use that agrees with most sources; of several the first.
fn usual<'u, 'c>(uses: &'u Uses<'c>) -> Option<&'u Use<'c>> {
    let mut counts: BTreeMap<&BTreeSet<Mapped>, usize> = BTreeMap::new();
    for one in uses.values() {
        *counts.entry(&one.mapped).or_default() += 1;
    }
    let most = counts.values().max()?;
    uses.values()
        .find(|one| counts.get(&one.mapped) == Some(most))
}

/// Every label of an edition, with what holds under it and the path to it.
fn labelled(edition: &Edition) -> Vec<(&str, &Holding, Vec<&str>)> {
    let rules = edition.rules.iter().filter_map(|(name, rule)| {
        let path = vec!["rules", name.as_str(), "label"];
        Some((rule.label.as_deref()?, &rule.holding, path))
    });
    let services = edition.services.iter().filter_map(|(name, service)| {
        let Otherwise::Holds { holding, label, .. } = &service.otherwise else {
            return None;
        };
        let path = vec!["services", name.as_str(), "otherwise", "label"];
        Some((label.as_deref()?, holding, path))
    });
    rules.chain(services).collect()
}

fn mapped(holding: &Holding) -> Mapped {
    let ground = match holding {
        Holding::NotSupported { kind, basis } => Some((*kind, *basis)),
        _ => None,
    };
    (holding.position(), ground)
}

fn words(mapped: &BTreeSet<Mapped>) -> String {
    let words = mapped.iter().map(|(position, ground)| match ground {
        Some((kind, basis)) => format!("{position} ({kind}, {basis})"),
        None => position.to_string(),
    });
    words.collect::<Vec<_>>().join(" or ")
}
