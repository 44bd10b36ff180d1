//! What is on file for a case: the sources with the editions that count at the known-as-of date.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_model::{
    attestation::{Attestation, OnFile as Status, Subject},
    case::Case,
    corpus::Corpus,
    criterion::{Criterion, Test},
    date::Date,
    id::Id,
    position::Basis,
    profile::Profile,
    source::{Edition, GoverningDate, Open, SourceKind, Status as InUse},
    well_known,
};

use super::facts::Facts;

/// The corpus as of a date.
pub(crate) struct OnFile<'a> {
    /// The corpus.
    pub(crate) corpus: &'a Corpus,
    /// The sources by name.
    pub(crate) sources: BTreeMap<Id, Source<'a>>,
    /// The bases that some criterion asks for in the position of a kind of source.
    pub(crate) bases: BTreeMap<SourceKind, BTreeSet<Basis>>,
    known_as_of: Date,
}

/// A source with those of its editions that count.
pub(crate) struct Source<'a> {
    /// Its kind.
    pub(crate) kind: SourceKind,
    /// The date that decides which edition is in force.
    pub(crate) governing_date: GoverningDate,
    /// Its editions.
    pub(crate) editions: Vec<&'a Edition>,
    /// Whether every edition that there ever was is attested to be on file.
    pub(crate) complete: bool,
}

/// The edition that another one corrects.
fn corrected<'a>(corpus: &'a Corpus, edition: &Edition) -> Option<&'a Edition> {
    let name = edition.supersedes.as_ref()?;
    corpus
        .editions
        .values()
        .find(|other| other.id.source == edition.id.source && other.id.edition == *name)
}

impl<'a> OnFile<'a> {
    /// The corpus as of the case's known-as-of date; drafts and corrected editions are left out.
    pub(crate) fn new(corpus: &'a Corpus, case: &Case) -> Self {
        let known_as_of = case.known_as_of.unwrap_or(Date::MAX);
        let recorded: Vec<&Edition> = corpus
            .editions
            .values()
            .filter(|edition| edition.status != InUse::Draft && edition.recorded <= known_as_of)
            .collect();
        let is_superseded = |edition: &Edition| {
            recorded.iter().any(|other| {
                let mut corrected = corrected(corpus, other);
                while let Some(earlier) = corrected {
                    if earlier.id == edition.id {
                        return true;
                    }
                    corrected = self::corrected(corpus, earlier);
                }
                false
            })
        };
        let mut on_file = Self {
            corpus,
            sources: BTreeMap::new(),
            bases: asked_bases(corpus),
            known_as_of,
        };
        for edition in recorded.iter().filter(|edition| !is_superseded(edition)) {
            let complete = on_file.is_succession_complete(&edition.id.source);
            let source = on_file
                .sources
                .entry(edition.id.source.clone())
                .or_insert_with(|| Source {
                    kind: edition.kind,
                    governing_date: edition.governing_date,
                    editions: Vec::new(),
                    complete,
                });
            source.editions.push(edition);
        }
        on_file
    }

    /// Whether an edition has surely begun by the known-as-of date, or may have.
    pub(crate) fn has_begun(&self, edition: &Edition) -> bool {
        edition.effective.earliest() <= self.known_as_of
    }

    /// The profile that serves the member: the payer's own before a general one.
    pub(crate) fn serving(&self, facts: &Facts<'_>) -> Option<&'a Profile> {
        let payer = facts.name(well_known::PAYER);
        let line_of_business = facts.name(well_known::LINE_OF_BUSINESS)?;
        let funding = facts.name(well_known::FUNDING);
        let serves = |profile: &&Profile| {
            profile.lines_of_business.contains(&line_of_business)
                && profile.funding.as_ref().is_none_or(|serves| {
                    funding
                        .as_ref()
                        .is_some_and(|funding| serves.contains(funding))
                })
                && (profile.payer.is_none() || profile.payer == payer)
        };
        let profiles = self.corpus.profiles.values();
        profiles
            .filter(serves)
            .min_by_key(|profile| profile.payer.is_none())
    }

    fn attestations(&self) -> impl Iterator<Item = &'a Attestation> {
        let known_as_of = self.known_as_of;
        let all = self.corpus.attestations.values();
        all.filter(move |attestation| attestation.recorded <= known_as_of)
    }

    fn is_succession_complete(&self, source: &Id) -> bool {
        self.attestations().any(|attestation| {
            matches!(&attestation.subject, Subject::Succession { sources } if sources.contains(source))
        })
    }

    /// Whether all sources of a kind that concern this line are on file, or assumed silent.
    pub(crate) fn is_attested(&self, kind: SourceKind, facts: &Facts<'_>) -> bool {
        self.attestations()
            .any(|attestation| covers(&attestation.subject, kind, facts))
    }
}

fn covers(subject: &Subject, kind: SourceKind, facts: &Facts<'_>) -> bool {
    let Subject::Sources {
        kinds,
        status: Status::Complete | Status::AssumedSilent,
        applies,
        codes,
        services,
    } = subject
    else {
        return false;
    };
    let members = applies.facets().all(|(fact, facet)| {
        let name = facts.name(fact);
        name.is_some_and(|name| facet.within.contains(&name))
    });
    let line_codes = facts.get(well_known::CODE).members();
    let line_services = facts.get(well_known::SERVICE).members();
    // An attestation that names codes or services speaks of these alone.
    let names_any = codes.is_some() || services.is_some();
    let listed = |code: &Id| {
        let mut listed = codes.iter().flatten();
        listed.any(|one| one.as_str() == code.as_str())
    };
    let named = |service: &Id| services.iter().flatten().any(|one| one == service);
    let codes_fit = !names_any || line_codes.iter().all(listed);
    let services_fit = !names_any || line_services.iter().all(named);
    kinds.contains(&kind) && members && codes_fit && services_fit
}

/// Whether a value lies where a facet is uncertain.
pub(crate) fn is_open(open: &Open, name: &Id) -> bool {
    match open {
        Open::Values(values) => values.contains(name),
        Open::Rest => true,
    }
}

fn asked_bases(corpus: &Corpus) -> BTreeMap<SourceKind, BTreeSet<Basis>> {
    let mut bases = BTreeMap::new();
    let rules = corpus
        .editions
        .values()
        .flat_map(|edition| edition.rules.values());
    rules.for_each(|rule| collect_bases(&rule.when, &mut bases));
    bases
}

fn collect_bases(criterion: &Criterion, bases: &mut BTreeMap<SourceKind, BTreeSet<Basis>>) {
    if let Test::PositionOf {
        source,
        basis: Some(basis),
    } = &criterion.test
    {
        bases.entry(*source).or_default().insert(*basis);
    }
    criterion
        .children()
        .for_each(|child| collect_bases(child, bases));
}
