//! An edition as the only source there is: what it holds of a case, answered by the engine.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_engine::Assessor;
use coverdict_model::{
    attestation::{Attestation, OnFile, Subject},
    case::Case,
    corpus::Corpus,
    date::{Date, PartialDate},
    fact::FactType,
    finding::{Coverage, Finding},
    id::Id,
    position::Position,
    profile::{Binding, Profile, Step},
    source::{Applies, Cite, Edition, EditionId, PriorAuthorization},
    trace::Truth,
    value::{Reading, Statement, Value},
    well_known,
};
use coverdict_program::{Problem, Program, compile};

use crate::witness::rules;

/// An edition compiled by itself, for everybody.
pub(super) struct Alone {
    program: Program,
    /// A line of business that is served.
    line_of_business: Option<Id>,
}

impl Alone {
    /// An edition under its own name, in force on some days, without what it applies to: that is compared as scope.
    pub(super) fn new(
        corpus: &Corpus,
        edition: &Edition,
        name: &EditionId,
        days: [Date; 2],
    ) -> Result<Self, Problem> {
        let day = days[0].min(days[1]);
        let business = corpus.catalogue.facts.get(well_known::LINE_OF_BUSINESS);
        let lines: BTreeSet<Id> = match business.map(|fact| &fact.kind) {
            Some(FactType::Choice { values }) => values.clone(),
            _ => BTreeSet::new(),
        };
        let line_of_business = lines.first().cloned();
        let mut edition = edition.clone();
        edition.id = name.clone();
        edition.applies = Applies::default();
        edition.effective = PartialDate::Day(day);
        edition.ended = None;
        edition.published = None;
        edition.prior_authorization = PriorAuthorization::NotStated;
        edition.recorded = day;
        let mut corpus = Corpus {
            catalogue: corpus.catalogue.clone(),
            value_sets: corpus.value_sets.clone(),
            mappings: corpus.mappings.clone(),
            ..Corpus::default()
        };
        let kind = edition.kind;
        let positions: &[Position] = match kind.is_floor() {
            true => &[Position::Supported],
            false => Position::ALL,
        };
        if let (Some(profile), Some(sources), Some(succession)) = ids() {
            corpus.profiles.insert(
                profile.clone(),
                Profile {
                    id: profile.clone(),
                    title: String::new(),
                    payer: None,
                    lines_of_business: lines,
                    funding: None,
                    steps: vec![Step {
                        id: profile,
                        kinds: [kind].into(),
                        positions: positions.iter().copied().collect(),
                        when: None,
                        binding: Binding::AsApplied,
                        cite: Cite::default(),
                    }],
                    cite: Cite::default(),
                },
            );
            let subjects = [
                (
                    sources,
                    Subject::Sources {
                        kinds: [kind].into(),
                        status: OnFile::Complete,
                        applies: Box::default(),
                        codes: None,
                        services: None,
                    },
                ),
                (
                    succession,
                    Subject::Succession {
                        sources: [edition.id.source.clone()].into(),
                    },
                ),
            ];
            for (id, subject) in subjects {
                corpus.attestations.insert(
                    id.clone(),
                    Attestation {
                        id,
                        recorded: day,
                        by: String::new(),
                        subject,
                    },
                );
            }
        }
        corpus.editions.insert(edition.id.clone(), edition);
        Ok(Self {
            program: compile(&corpus, "")?,
            line_of_business,
        })
    }

    /// What it holds of a case on its own, and whether it confirms the benefit; `None` where the case is not possible.
    pub(super) fn holds(&self, case: &Case) -> Option<(Coverage, bool)> {
        let mut case = case.clone();
        let served = Id::new(well_known::LINE_OF_BUSINESS).ok();
        if let (Some(fact), Some(line)) = (served, &self.line_of_business) {
            let reading = Reading::Known(Value::Name(line.clone()));
            let served: BTreeMap<Id, Vec<Statement>> = [(fact, vec![reading.into()])].into();
            for (fact, statements) in served {
                case.facts.entry(fact).or_insert(statements);
            }
        }
        let finding: Finding = Assessor::new(&self.program).assess(case);
        let confirms = rules(&finding).any(|rule| {
            rule.stands == Truth::Met && rule.holding.position() == Position::BenefitConfirmed
        });
        match finding.coverage {
            Coverage::InvalidInput { .. } => None,
            coverage => Some((coverage, confirms)),
        }
    }
}

fn ids() -> (Option<Id>, Option<Id>, Option<Id>) {
    let id = |text: &str| Id::new(text).ok();
    (id("alone"), id("sources"), id("succession"))
}
