//! What publishers hold of one service, side by side.

use std::collections::BTreeSet;

use coverdict_model::{
    corpus::Corpus,
    criterion::{Criterion, Test},
    date::{Date, PartialDate},
    id::Id,
    position::Holding,
    source::{Edition, EditionId, Otherwise, PriorAuthorization, Service, SourceKind, Status},
};
use coverdict_program::criterion_text;
use serde::Serialize;

use crate::diff::{self, Contrast, DiffError, Relation, Side};

/// What the sources on file hold of a service: the last edition of each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Comparison {
    /// The service or code that was asked for.
    pub service: String,
    /// The day by which ages are counted.
    #[schemars(with = "String")]
    pub today: Date,
    /// The edition that the others are compared with.
    pub against: EditionId,
    /// The sources, by publisher.
    pub sources: Vec<Compared>,
}

/// What one source holds of a service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Compared {
    /// Who publishes it.
    pub publisher: Id,
    /// Who wrote it, where that is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<Id>,
    /// The kind of source.
    pub kind: SourceKind,
    /// The edition.
    pub edition: EditionId,
    /// Its title.
    pub title: String,
    /// What it holds of the service, a position a rule.
    pub holds: Vec<Held>,
    /// The codes that it lists for the service.
    pub codes: BTreeSet<String>,
    /// What it says of prior authorization.
    pub prior_authorization: PriorAuthorization,
    /// The first day in effect.
    #[schemars(with = "String")]
    pub effective: PartialDate,
    /// When it was published, where it says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub published: Option<PartialDate>,
    /// When it was recorded.
    #[schemars(with = "String")]
    pub recorded: Date,
    /// Whether it is known from an excerpt only.
    pub excerpt: bool,
    /// How many publications it cites, as far as they are on file.
    pub references: usize,
    /// The year of the newest of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub newest_reference: Option<u32>,
    /// How many years old that is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence_age: Option<i64>,
    /// How it stands to the edition that all are compared with; none for that one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relation: Option<Relation>,
    /// A case that the two answer differently.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub witness: Option<Contrast>,
    /// Why they could not be compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_compared: Option<String>,
}

/// A position, and when it is held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Held {
    /// The rule; none: what holds when no rule applies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<Id>,
    /// The position with its kind and basis; `silent` where nothing is held.
    pub position: String,
    /// The publisher's own words for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The indications and other criteria, in a line.
    pub scope: String,
}

/// Why nothing can be compared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CompareError {
    /// No source claims it.
    #[error("no source on file claims `{0}`: name a service, or a code as a claim has it")]
    NobodyClaims(String),
    /// The edition to compare with is not among those that claim the service.
    #[error("`{0}` does not claim the service: compare with {1}")]
    NotAmong(String, String),
}

/// Compares what sources hold of a service or code; `against` is a source among them, the first coverage policy if
/// not stated.
///
/// # Errors
/// When no source claims the service, or the one to compare with does not.
pub fn compare(
    corpus: &Corpus,
    service: &str,
    against: Option<&str>,
    today: Date,
) -> Result<Comparison, CompareError> {
    let mut claiming: Vec<&Edition> = last_editions(corpus)
        .into_iter()
        .filter(|edition| services(edition, service).next().is_some())
        .collect();
    claiming.sort_by_key(|edition| (edition.kind, edition.publisher.clone(), edition.id.clone()));
    let known = || {
        let names: Vec<&str> = claiming
            .iter()
            .map(|edition| edition.id.source.as_str())
            .collect();
        names.join(", ")
    };
    let first = match against {
        None => {
            let policy = |edition: &&&Edition| edition.kind == SourceKind::CoveragePolicy;
            claiming.iter().find(policy).or(claiming.first())
        }
        Some(source) => {
            let found = claiming
                .iter()
                .find(|edition| edition.id.source.as_str() == source);
            let Some(found) = found else {
                return Err(CompareError::NotAmong(source.to_owned(), known()));
            };
            Some(found)
        }
    };
    let Some(first) = first.copied() else {
        return Err(CompareError::NobodyClaims(service.to_owned()));
    };
    let sources = claiming
        .iter()
        .map(|edition| compared(corpus, service, first, edition, today));
    Ok(Comparison {
        service: service.to_owned(),
        today,
        against: first.id.clone(),
        sources: sources.collect(),
    })
}

/// Of each source the edition that starts last, corrections counted and drafts not.
fn last_editions(corpus: &Corpus) -> Vec<&Edition> {
    let counted = |edition: &&Edition| {
        let corrected = corpus.editions.values().any(|other| {
            other.id.source == edition.id.source
                && other.supersedes.as_ref() == Some(&edition.id.edition)
        });
        edition.status == Status::Active && !corrected
    };
    let mut last: Vec<&Edition> = Vec::new();
    for edition in corpus.editions.values().filter(counted) {
        match last
            .iter_mut()
            .find(|known| known.id.source == edition.id.source)
        {
            Some(known) if known.effective.latest() < edition.effective.latest() => {
                *known = edition
            }
            Some(_) => {}
            None => last.push(edition),
        }
    }
    last
}

/// The services of an edition of this name, or that list this code.
fn services<'e>(
    edition: &'e Edition,
    wanted: &'e str,
) -> impl Iterator<Item = (&'e Id, &'e Service)> {
    edition.services.iter().filter(move |(name, service)| {
        name.as_str() == wanted || service.codes.iter().any(|code| code.as_str() == wanted)
    })
}

fn compared(
    corpus: &Corpus,
    service: &str,
    first: &Edition,
    edition: &Edition,
    today: Date,
) -> Compared {
    let names: BTreeSet<&Id> = services(edition, service).map(|(name, _)| name).collect();
    let mut holds: Vec<Held> = edition
        .rules
        .iter()
        .filter(|(_, rule)| may_be_for(&rule.when, &names))
        .map(|(name, rule)| Held {
            rule: Some(name.clone()),
            position: position(&rule.holding),
            label: rule.label.as_ref().map(ToString::to_string),
            scope: scope(&rule.when),
        })
        .collect();
    for (_, service) in services(edition, service) {
        if let Otherwise::Holds { holding, label, .. } = &service.otherwise {
            holds.push(Held {
                rule: None,
                position: position(holding),
                label: label.as_ref().map(ToString::to_string),
                scope: "where no rule applies".to_owned(),
            });
        }
    }
    let codes = services(edition, service).flat_map(|(_, service)| &service.codes);
    let years = edition
        .references
        .iter()
        .filter_map(|id| corpus.references.get(id)?.year);
    let newest = years.max();
    let mut compared = Compared {
        publisher: edition.publisher.clone(),
        author: edition.author.clone(),
        kind: edition.kind,
        edition: edition.id.clone(),
        title: edition.title.clone(),
        holds,
        codes: codes.map(|code| code.as_str().to_owned()).collect(),
        prior_authorization: edition.prior_authorization,
        effective: edition.effective,
        published: edition.published,
        recorded: edition.recorded,
        excerpt: edition.excerpt,
        references: edition.references.len(),
        newest_reference: newest,
        evidence_age: newest.map(|year| i64::from(today.year()) - i64::from(year)),
        relation: None,
        witness: None,
        not_compared: None,
    };
    if edition.id != first.id {
        let side = |edition| Side { corpus, edition };
        match diff::editions(side(&first.id), side(&edition.id)) {
            Ok(found) => take(&mut compared, found),
            Err(error) => compared.not_compared = Some(told(&error)),
        }
    }
    compared
}

fn take(compared: &mut Compared, found: diff::EditionDiff) {
    if found.lines.is_empty() {
        let why = "no code and no name of the service is common to both";
        compared.not_compared = Some(why.to_owned());
        return;
    }
    compared.relation = Some(found.relation);
    let mut lines = found.lines.into_iter();
    compared.witness = lines.find_map(|line| line.wider.or(line.narrower).or(line.otherwise));
    if found.relation == Relation::Undecided {
        compared.not_compared = Some(found.undecided.join("; "));
    }
}

fn told(error: &DiffError) -> String {
    error.to_string()
}

fn position(holding: &Holding) -> String {
    match holding {
        Holding::NotSupported { kind, basis } => format!("not-supported ({kind}, {basis})"),
        Holding::Supported { grant } if !grant.is_unlimited() => {
            "supported, within limits".to_owned()
        }
        other => other.position().to_string(),
    }
}

/// Whether a rule can be for one of these services: it names one of them, or none at all.
fn may_be_for(criterion: &Criterion, services: &BTreeSet<&Id>) -> bool {
    let mut named = BTreeSet::new();
    collect(criterion, &mut named);
    named.is_empty() || named.iter().any(|name| services.contains(name))
}

fn collect<'c>(criterion: &'c Criterion, named: &mut BTreeSet<&'c Id>) {
    if let Test::Service(name) = &criterion.test {
        named.insert(name);
    }
    criterion.children().for_each(|child| collect(child, named));
}

/// A rule's criteria in a line, without the service.
fn scope(criterion: &Criterion) -> String {
    let text = in_a_line(criterion);
    match text.is_empty() {
        true => "any indication".to_owned(),
        false => text,
    }
}

fn in_a_line(criterion: &Criterion) -> String {
    let below: Vec<String> = criterion
        .children()
        .map(in_a_line)
        .filter(|text| !text.is_empty())
        .collect();
    match (&criterion.test, below.as_slice()) {
        (Test::Service(_), _) => String::new(),
        (Test::Fact { .. } | Test::PositionOf { .. }, _) => criterion_text(&criterion.test),
        (_, []) => String::new(),
        (Test::All(_) | Test::Any(_), [only]) => only.clone(),
        (test, _) => format!("{} ({})", criterion_text(test), below.join("; ")),
    }
}
