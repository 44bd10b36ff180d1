//! From the workload's corpus to one of ours that says the same.
//!
//! Nothing but the facts of a line is open in it: every source of every kind is attested to be on
//! file, as is every edition, all of them published and recorded before the first claim.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result};
use coverdict_model::{
    attestation::{Attestation, OnFile, Subject},
    code::Code,
    corpus::Corpus,
    criterion::{Criterion, Test},
    date::{Date, PartialDate},
    grant::Grant,
    id::Id,
    position::{Basis, Holding, Kind as UnfavourableKind},
    source::{
        Applies, Edition, EditionId, Facet, GoverningDate, Open, Otherwise, PriorAuthorization,
        Provenance, Rule, Service, Status,
    },
};

use super::{
    catalogue::catalogue,
    criteria::ValueSets,
    json::{Kind, Scope, Source, Verdict, Version, Workload},
    precedence::{cite, kind, profile},
};

/// Converts a corpus.
///
/// A source `POL00001` with the version 2 becomes the edition `POL00001@2`, so that findings name
/// sources as the workload's answers do.
///
/// # Errors
/// When a name, a code or a verdict is none that ours can state.
pub fn convert(workload: &Workload) -> Result<Corpus> {
    let mut sets = ValueSets::default();
    let mut editions = BTreeMap::new();
    for source in &workload.sources {
        for version in &source.versions {
            let edition = edition(source, version, &mut sets)
                .with_context(|| format!("version {} of {}", version.version, source.id))?;
            editions.insert(edition.id.clone(), edition);
        }
    }
    let profile = profile()?;
    let attestations = [sources_on_file()?, successions(workload)?];
    Ok(Corpus {
        catalogue: catalogue()?,
        value_sets: sets.into_map(),
        mappings: BTreeMap::new(),
        profiles: BTreeMap::from([(profile.id.clone(), profile)]),
        editions,
        attestations: attestations.map(|one| (one.id.clone(), one)).into(),
        references: BTreeMap::new(),
    })
}

fn edition(source: &Source, version: &Version, sets: &mut ValueSets) -> Result<Edition> {
    let name = id(&source.id)?;
    let codes = version.codes.iter().map(|code| Code::detect(code));
    let (rules, otherwise) = rules(&name, version, sets)?;
    let service = Service {
        codes: codes.collect::<Result<_, _>>()?,
        provenance: Provenance::Stated,
        agents: BTreeSet::new(),
        otherwise,
    };
    Ok(Edition {
        id: EditionId {
            source: name.clone(),
            edition: id(&version.version.to_string())?,
        },
        kind: kind(source.kind),
        title: format!("{}, version {}", source.id, version.version),
        publisher: id("workload")?,
        author: None,
        effective: PartialDate::Day(version.from),
        ended: version.to.map(PartialDate::Day),
        published: Some(PartialDate::Day(long_ago())),
        recorded: long_ago(),
        status: Status::Active,
        supersedes: None,
        governing_date: GoverningDate::DateOfService,
        document: None,
        excerpt: false,
        applies: applies(&source.scope)?,
        services: BTreeMap::from([(name, service)]),
        rules,
        readings: BTreeMap::new(),
        prior_authorization: PriorAuthorization::NotStated,
        documentation: None,
        considerations: BTreeMap::new(),
        notes: BTreeMap::new(),
        references: BTreeSet::new(),
    })
}

/// The rules of a version: `met`, and what holds where it does not apply. Where the version concerns
/// some diagnoses alone it is silent on others, so that the latter is a rule, too, which `met` defeats.
fn rules(
    service: &Id,
    version: &Version,
    sets: &mut ValueSets,
) -> Result<(BTreeMap<Id, Rule>, Otherwise)> {
    let met = holding(version.on_met).context("it says nothing where its criteria are met")?;
    let unmet = version.criteria.as_ref().and(holding(version.on_unmet));
    let mut concerned = vec![Criterion::new(Test::Service(service.clone()))];
    if let Some(prefixes) = &version.dx_prefixes {
        concerned.push(sets.diagnosed(prefixes)?);
    }
    let mut criteria = concerned.clone();
    if let Some(tree) = &version.criteria {
        criteria.push(sets.criterion(tree)?);
    }
    let met = rule(criteria, met);
    match unmet {
        None => Ok((BTreeMap::from([(id("met")?, met)]), Otherwise::Silent)),
        Some(unmet) if version.dx_prefixes.is_none() => {
            let otherwise = Otherwise::Holds {
                holding: unmet,
                label: None,
                cite: cite(),
            };
            Ok((BTreeMap::from([(id("met")?, met)]), otherwise))
        }
        Some(unmet) => {
            let met = Rule {
                overrides: BTreeSet::from([id("unmet")?]),
                ..met
            };
            let rules = [(id("met")?, met), (id("unmet")?, rule(concerned, unmet))];
            Ok((rules.into(), Otherwise::Silent))
        }
    }
}

fn rule(mut criteria: Vec<Criterion>, holding: Holding) -> Rule {
    let when = match criteria.pop() {
        Some(only) if criteria.is_empty() => only,
        last => Criterion::new(Test::All(criteria.into_iter().chain(last).collect())),
    };
    Rule {
        when,
        holding,
        label: None,
        cite: cite(),
        from: None,
        until: None,
        phases: BTreeSet::new(),
        overrides: BTreeSet::new(),
    }
}

/// What a verdict holds. The workload knows one way of not being covered, and so do the findings:
/// were the kinds to differ by source, one verdict would be two.
fn holding(verdict: Verdict) -> Option<Holding> {
    match verdict {
        Verdict::Covered => Some(Holding::Supported {
            grant: Grant::default(),
        }),
        Verdict::NotCovered => Some(Holding::NotSupported {
            kind: UnfavourableKind::Clinical,
            basis: Basis::CriteriaNotMet,
        }),
        Verdict::PriorAuth => Some(Holding::LeftToDiscretion),
        Verdict::Pass => None,
    }
}

fn applies(scope: &Scope) -> Result<Applies> {
    Ok(Applies {
        payers: facet(scope.payer.as_deref())?,
        plans: facet(scope.plan_id.as_deref())?,
        lines_of_business: facet(scope.line_of_business.as_deref())?,
        funding: None,
        states: facet(scope.state.as_deref())?,
    })
}

fn facet(value: Option<&str>) -> Result<Option<Facet>> {
    let facet = |within| Facet {
        within: BTreeSet::from([within]),
        open: Open::default(),
        provenance: Provenance::Stated,
    };
    Ok(value.map(id).transpose()?.map(facet))
}

fn sources_on_file() -> Result<Attestation> {
    attestation(
        "sources",
        Subject::Sources {
            kinds: Kind::ALL.map(kind).into(),
            status: OnFile::Complete,
            applies: Box::default(),
            codes: None,
            services: None,
        },
    )
}

fn successions(workload: &Workload) -> Result<Attestation> {
    let sources = workload.sources.iter().map(|source| id(&source.id));
    attestation(
        "successions",
        Subject::Succession {
            sources: sources.collect::<Result<_>>()?,
        },
    )
}

fn attestation(name: &str, subject: Subject) -> Result<Attestation> {
    Ok(Attestation {
        id: id(name)?,
        recorded: long_ago(),
        by: "generated".to_owned(),
        subject,
    })
}

/// A day before every claim, on which all was published, reviewed and recorded.
pub(super) fn long_ago() -> Date {
    PartialDate::Year(2000).earliest()
}

/// A name.
pub(super) fn id(text: &str) -> Result<Id> {
    Id::new(text).with_context(|| format!("`{text}` is no name"))
}
