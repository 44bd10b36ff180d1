//! What the sources of a step say in a complete case.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_model::{
    grant::Grant,
    id::Id,
    position::{Basis, Holding, Kind, Position},
    profile::Step,
    source::{Edition, EditionId, Otherwise, Rule, Service, SourceKind, Status},
    well_known,
};

use super::{
    criterion::{Path, Scope},
    world::World,
};

/// What the editions on file say on a step.
pub(crate) struct StepView<'a> {
    /// Whether the step's own condition holds.
    pub(crate) when: bool,
    /// The editions on file, with what each says.
    pub(crate) editions: Vec<EditionView<'a>>,
    /// The sources of which an edition that is not on file stands at this time.
    pub(crate) unknown_editions: Vec<Id>,
}

/// An edition in a complete case.
pub(crate) struct EditionView<'a> {
    pub(crate) edition: &'a Edition,
    pub(crate) in_force: bool,
    pub(crate) speaks: bool,
    /// For each service that the line is for, its rules.
    pub(crate) services: Vec<ServiceView<'a>>,
}

/// An edition's rules tried for one service.
pub(crate) struct ServiceView<'a> {
    pub(crate) service: &'a Id,
    pub(crate) rules: Vec<RuleView<'a>>,
}

/// A rule, or an `otherwise` that holds something, tried for one service.
pub(crate) struct RuleView<'a> {
    /// The rule; none: the `otherwise`.
    pub(crate) rule: Option<&'a Id>,
    pub(crate) holding: &'a Holding,
    pub(crate) applies: bool,
    pub(crate) stands: bool,
    pub(crate) criteria: Vec<(Path, bool)>,
}

/// Someone who takes a position: a rule on file for a service, or a source not on file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Voice {
    /// Whose it is; none: a source that is not on file.
    pub(crate) by: Option<By>,
    pub(crate) holding: Holding,
}

/// A rule of an edition tried for a service; no rule: the `otherwise`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct By {
    pub(crate) edition: EditionId,
    pub(crate) rule: Option<Id>,
    pub(crate) service: Id,
}

/// Whether a step below holds a position against the service.
pub(crate) type PositionOf<'s> = &'s dyn Fn(SourceKind, Option<Basis>) -> bool;

impl<'a> StepView<'a> {
    /// What the editions on file say when some of them are taken as not on file.
    pub(crate) fn new(
        world: World<'a>,
        step: &'a Step,
        removed: &BTreeSet<EditionId>,
        position_of: PositionOf<'_>,
    ) -> Self {
        let when = step
            .when
            .as_ref()
            .is_none_or(|when| Scope::alone().holds(when, &world));
        let mut view = Self {
            when,
            editions: Vec::new(),
            unknown_editions: Vec::new(),
        };
        for (name, source) in &world.on_file.sources {
            if !step.kinds.contains(&source.kind) {
                continue;
            }
            let standing = world.standing(source, step, removed);
            if standing.another {
                view.unknown_editions.push(name.clone());
            }
            for edition in &source.editions {
                let in_force = standing.edition.is_some_and(|one| one.id == edition.id);
                let services = world.services(edition);
                let speaks = in_force
                    && edition.status == Status::Active
                    && !services.is_empty()
                    && world.applies(edition, step);
                let services = services
                    .into_iter()
                    .map(|(name, service)| rules(world, edition, name, service, position_of))
                    .collect();
                view.editions.push(EditionView {
                    edition,
                    in_force,
                    speaks,
                    services,
                });
            }
        }
        view
    }

    /// The editions that speak.
    pub(crate) fn speaking(&self) -> impl Iterator<Item = &EditionView<'a>> {
        self.editions.iter().filter(|edition| edition.speaks)
    }

    /// The rules on file that stand and decide: a confirmed benefit decides nothing.
    pub(crate) fn voices(&self) -> Vec<Voice> {
        let mut voices = Vec::new();
        for edition in self.speaking() {
            for service in &edition.services {
                let deciding = service.rules.iter().filter(|rule| {
                    rule.stands && rule.holding.position() != Position::BenefitConfirmed
                });
                voices.extend(deciding.map(|rule| Voice {
                    by: Some(By {
                        edition: edition.edition.id.clone(),
                        rule: rule.rule.cloned(),
                        service: service.service.clone(),
                    }),
                    holding: rule.holding.clone(),
                }));
            }
        }
        voices
    }
}

fn rules<'a>(
    world: World<'a>,
    edition: &'a Edition,
    name: &'a Id,
    service: &'a Service,
    position_of: PositionOf<'_>,
) -> ServiceView<'a> {
    let mut tried = Vec::new();
    let mut applying = BTreeMap::new();
    for (id, rule) in &edition.rules {
        let scope = Scope {
            rule: Some((edition, name)),
            position_of,
            seen: Default::default(),
        };
        let when = scope.holds(&rule.when, &world);
        let applies = when && world.is_running(edition, rule) && is_in_phase(rule, world);
        if applies {
            applying.insert(id, rule);
        }
        tried.push((id, rule, applies, scope.seen.into_inner()));
    }
    let mut rules: Vec<RuleView<'a>> = tried
        .into_iter()
        .map(|(id, rule, applies, criteria)| RuleView {
            rule: Some(id),
            holding: &rule.holding,
            applies,
            stands: applies && stands(id, &applying),
            criteria,
        })
        .collect();
    if let Otherwise::Holds { holding, .. } = &service.otherwise {
        rules.push(RuleView {
            rule: None,
            holding,
            applies: applying.is_empty(),
            stands: applying.is_empty(),
            criteria: Vec::new(),
        });
    }
    ServiceView {
        service: name,
        rules,
    }
}

pub(crate) fn is_in_phase(rule: &Rule, world: World<'_>) -> bool {
    let phase = || world.facts.name(well_known::PHASE);
    rule.phases.is_empty() || phase().is_some_and(|phase| rule.phases.contains(&phase))
}

/// Whether no applying rule that itself stands overrides this one.
fn stands(id: &Id, applying: &BTreeMap<&Id, &Rule>) -> bool {
    !applying
        .iter()
        .any(|(other, rule)| rule.overrides.contains(id) && stands(other, applying))
}

/// What a source that is not on file may say on a step; `None`: nothing that decides.
///
/// A grant of everything and a grant of nothing stand for all grants, one basis that no criterion
/// asks for stands for all such, and one source stands for several: what they could bring about
/// together differs from silence no more than one of them does.
pub(crate) fn possible_holdings(
    step: &Step,
    bases: &BTreeMap<SourceKind, BTreeSet<Basis>>,
) -> Vec<Option<Holding>> {
    let asked: BTreeSet<Basis> = step
        .kinds
        .iter()
        .filter_map(|kind| bases.get(kind))
        .flatten()
        .copied()
        .collect();
    let unasked = Basis::ALL
        .iter()
        .find(|basis| !asked.contains(basis))
        .copied();
    let mut holdings = vec![None];
    for position in &step.positions {
        match position {
            Position::Supported => {
                let nothing = Grant {
                    items: Some(BTreeSet::new()),
                    ..Grant::default()
                };
                let grants = [Grant::default(), nothing];
                holdings.extend(grants.map(|grant| Some(Holding::Supported { grant })));
            }
            Position::BenefitConfirmed => {}
            Position::NotSupported => {
                for kind in Kind::ALL.iter().copied() {
                    for basis in asked.iter().copied().chain(unasked) {
                        holdings.push(Some(Holding::NotSupported { kind, basis }));
                    }
                }
            }
            Position::LeftToDiscretion => holdings.push(Some(Holding::LeftToDiscretion)),
        }
    }
    holdings
}
