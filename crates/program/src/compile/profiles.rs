//! Precedence profiles and attestations.

use std::collections::BTreeMap;

use coverdict_logic::CondId;
use coverdict_model::{attestation::Subject, profile as model, well_known};

use super::{Compiler, Problem, criteria::Place};
use crate::program::{Attestation, OpenQuestion, Profile, Step};

impl Compiler<'_> {
    /// The profiles, a payer's own first, each serving the members that none before it serves.
    pub(super) fn profiles(&mut self) -> Result<Vec<Profile>, Problem> {
        let corpus = self.corpus;
        let (own, general): (Vec<_>, Vec<_>) = corpus
            .profiles
            .values()
            .partition(|profile| profile.payer.is_some());
        let mut taken = CondId::FALSE;
        let mut profiles = Vec::with_capacity(corpus.profiles.len());
        for (at, profile) in (0_u32..).zip(own.into_iter().chain(general)) {
            let place = format!("profile {}", profile.id);
            let business = self.one_of(
                &place,
                well_known::LINE_OF_BUSINESS,
                &profile.lines_of_business,
            )?;
            let funding = match &profile.funding {
                Some(funding) => self.one_of(&place, well_known::FUNDING, funding)?,
                None => CondId::TRUE,
            };
            let payer = match &profile.payer {
                Some(payer) => self.one_of(&place, well_known::PAYER, &[payer.clone()].into())?,
                None => CondId::TRUE,
            };
            let serves = self.conditions.all([business, funding, payer]);
            let free = self.conditions.not(taken);
            let first = self.conditions.all([serves, free]);
            taken = self.conditions.any([taken, serves]);
            let steps = self.steps(at, &place, profile)?;
            profiles.push(Profile {
                id: profile.id.clone(),
                title: profile.title.clone(),
                serves: first,
                steps,
            });
        }
        Ok(profiles)
    }

    fn steps(
        &mut self,
        profile_at: u32,
        place: &str,
        profile: &model::Profile,
    ) -> Result<Vec<Step>, Problem> {
        let readings = BTreeMap::new();
        let mut steps = Vec::with_capacity(profile.steps.len());
        for (at, step) in (0_u32..).zip(&profile.steps) {
            let when = match &step.when {
                Some(tree) => {
                    self.criterion(
                        &Place {
                            name: place,
                            service: None,
                            readings: &readings,
                        },
                        tree,
                    )?
                    .condition
                }
                None => CondId::TRUE,
            };
            let mut kinds = Vec::with_capacity(step.kinds.len());
            for kind in &step.kinds {
                let hidden = OpenQuestion::Hidden {
                    profile: profile_at,
                    step: at,
                    kind: *kind,
                };
                kinds.push((*kind, self.ask(hidden)));
            }
            steps.push(Step {
                id: step.id.clone(),
                kinds,
                positions: step.positions.iter().copied().collect(),
                floor: step.is_floor(),
                when,
                binding_stated: step.binding == model::Binding::Stated,
            });
        }
        Ok(steps)
    }

    /// The attestations about sources on file; those about successions stand at their sources.
    pub(super) fn attestations(&mut self) -> Result<Vec<Attestation>, Problem> {
        let corpus = self.corpus;
        let mut attestations = Vec::new();
        for (id, attestation) in &corpus.attestations {
            let Subject::Sources {
                kinds,
                status,
                applies,
                codes,
                services,
            } = &attestation.subject
            else {
                continue;
            };
            let place = format!("attestation {id}");
            let mut facets = Vec::new();
            for (fact, facet) in applies.facets() {
                facets.push(self.facet(&place, fact, facet)?);
            }
            attestations.push(Attestation {
                id: id.clone(),
                recorded: attestation.recorded,
                kinds: kinds.iter().copied().collect(),
                status: *status,
                members: self.conditions.all(facets),
                codes: codes.as_ref().map(|codes| codes.iter().cloned().collect()),
                services: services
                    .as_ref()
                    .map(|services| services.iter().cloned().collect()),
            });
        }
        Ok(attestations)
    }
}
