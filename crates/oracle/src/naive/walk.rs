//! The walk down a precedence profile in a complete case.

use std::{cell::OnceCell, collections::BTreeSet};

use coverdict_model::{
    finding::{Answer, Part},
    grant::Grant,
    id::Id,
    position::{Basis, Holding, Kind},
    profile::{Profile, Step},
    source::{EditionId, SourceKind},
    value::Value,
    well_known,
};

use super::{
    choices::Unknown,
    datum::Datum,
    grants,
    step::{StepView, Voice, possible_holdings},
    world::World,
};

/// The walk down a profile when some editions are taken as not on file.
pub(crate) struct Walk<'a> {
    world: World<'a>,
    profile: &'a Profile,
    removed: BTreeSet<EditionId>,
    views: Vec<OnceCell<StepView<'a>>>,
}

/// Where a walk ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Walked {
    /// The answer.
    pub(crate) answer: Answer,
    /// Those who govern it.
    pub(crate) governing: BTreeSet<Voice>,
    /// The indices of the steps that were reached.
    pub(crate) reached: BTreeSet<usize>,
    /// Whether editions published late make it a conflict.
    pub(crate) published_late: bool,
}

/// What comes of a step: those who decide, and in what they agree.
struct Outcome {
    held: Held,
    voices: Vec<Voice>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Held {
    Nothing,
    Supported,
    NotSupported,
    LeftToDiscretion,
    Conflict,
}

impl<'a> Walk<'a> {
    /// The walk with all that is on file.
    pub(crate) fn new(world: World<'a>, profile: &'a Profile) -> Self {
        Self::without(world, profile, BTreeSet::new())
    }

    fn without(world: World<'a>, profile: &'a Profile, removed: BTreeSet<EditionId>) -> Self {
        Self {
            world,
            profile,
            removed,
            views: profile.steps.iter().map(|_| OnceCell::new()).collect(),
        }
    }

    /// The steps with what is said on each.
    pub(crate) fn steps(&self) -> impl Iterator<Item = (&'a Step, &StepView<'a>)> {
        let steps = self.profile.steps.iter().enumerate();
        steps.filter_map(|(index, step)| Some((step, self.view(index)?)))
    }

    /// The finding on coverage: where the walk ends, or a conflict when editions published late
    /// make it end less favourably than without some of them.
    pub(crate) fn finding(&self) -> Walked {
        let mut with_all = self.down();
        let mut better = Vec::new();
        for removed in subsets(&self.late()) {
            let without = Walk::without(self.world, self.profile, removed).down();
            if with_all.answer.is_worse_than(&without.answer)
                || self.has_lost_terms(&with_all, &without)
            {
                better.push(without);
            }
        }
        if !better.is_empty() {
            with_all.answer = Answer::Conflict;
            with_all.published_late = true;
            let others = better.into_iter().flat_map(|walked| walked.governing);
            with_all.governing.extend(others);
        }
        with_all
    }

    /// Whether both walks support the same, and a requested part is no longer granted on terms as wide
    /// as in the other.
    fn has_lost_terms(&self, mine: &Walked, other: &Walked) -> bool {
        let support =
            |answer: &Answer| matches!(answer, Answer::Supported | Answer::SupportedInPart { .. });
        if !(support(&mine.answer) && support(&other.answer))
            || other.answer.is_worse_than(&mine.answer)
        {
            return false;
        }
        let (mine, other) = (grants::of(&mine.governing), grants::of(&other.governing));
        requested(self.world).iter().any(|part| {
            let here = |grant: &&&Grant| self.covers(grant, part);
            other.iter().filter(here).any(|wanted| {
                !mine
                    .iter()
                    .filter(here)
                    .any(|kept| grants::terms_are_within(wanted, kept))
            })
        })
    }

    /// The editions of this profile's sources that were published late.
    fn late(&self) -> Vec<EditionId> {
        let steps = &self.profile.steps;
        let on_step = |kind: &SourceKind| steps.iter().any(|step| step.kinds.contains(kind));
        let sources = self.world.on_file.sources.values();
        sources
            .filter(|source| on_step(&source.kind))
            .flat_map(|source| &source.editions)
            .filter(|edition| self.world.is_late(edition))
            .map(|edition| edition.id.clone())
            .collect()
    }

    fn down(&self) -> Walked {
        let parts = requested(self.world);
        let mut mandated = BTreeSet::new();
        let mut mandates = BTreeSet::new();
        let mut reached = BTreeSet::new();
        let mut last = Outcome {
            held: Held::Nothing,
            voices: Vec::new(),
        };
        for (index, (step, view)) in self.steps().enumerate() {
            if !view.when {
                continue;
            }
            reached.insert(index);
            let outcome = self.outcome(index);
            if step.is_floor() && outcome.held == Held::Supported {
                mandated.extend(self.granted(&parts, &outcome.voices));
                mandates.extend(outcome.voices);
                if mandated == parts {
                    break;
                }
            } else if outcome.held != Held::Nothing {
                last = outcome;
                break;
            }
        }
        let answer = match last.held {
            Held::Supported => {
                mandated.extend(self.granted(&parts, &last.voices));
                in_part(mandated, &parts)
            }
            _ if !mandates.is_empty() => in_part(mandated, &parts),
            Held::NotSupported => Answer::NotSupported {
                kinds: kinds(&last.voices),
            },
            Held::LeftToDiscretion => Answer::LeftToDiscretion,
            Held::Conflict => Answer::Conflict,
            Held::Nothing => Answer::NotAddressed,
        };
        mandates.extend(last.voices);
        Walked {
            answer,
            governing: mandates,
            reached,
            published_late: false,
        }
    }

    fn view(&self, index: usize) -> Option<&StepView<'a>> {
        let step = self.profile.steps.get(index)?;
        let position_of =
            |kind: SourceKind, basis: Option<Basis>| self.position_of(index, kind, basis);
        let view = || StepView::new(self.world, step, &self.removed, &position_of);
        Some(self.views.get(index)?.get_or_init(view))
    }

    /// Whether the step of a kind of source stands below this one and holds, on that basis if one
    /// is asked for, that the service is not supported.
    fn position_of(&self, above: usize, kind: SourceKind, basis: Option<Basis>) -> bool {
        let steps = self.profile.steps.iter().enumerate();
        let below = steps.filter(|(index, step)| *index > above && step.kinds.contains(&kind));
        below.into_iter().any(|(index, _)| {
            let outcome = self.outcome(index);
            let has_basis = |voice: &Voice| match &voice.holding {
                Holding::NotSupported { basis: held, .. } => {
                    basis.is_none_or(|basis| basis == *held)
                }
                _ => false,
            };
            self.view(index).is_some_and(|view| view.when)
                && outcome.held == Held::NotSupported
                && outcome.voices.iter().any(has_basis)
        })
    }

    /// What comes of a step, with what sources that are not on file say there.
    fn outcome(&self, index: usize) -> Outcome {
        let (Some(step), Some(view)) = (self.profile.steps.get(index), self.view(index)) else {
            return Outcome {
                held: Held::Nothing,
                voices: Vec::new(),
            };
        };
        let mut voices = view.voices();
        let mut unknown: Vec<Unknown> = Vec::new();
        let sources = view.unknown_editions.iter().cloned();
        unknown.extend(sources.map(Unknown::AnotherSays));
        if view.when && self.is_incomplete(step) {
            unknown.push(Unknown::Hidden(index));
        }
        for unknown in unknown {
            let holdings = possible_holdings(step, &self.world.on_file.bases);
            let holding = self.world.choices.choose(unknown, &holdings);
            voices.extend(
                holding
                    .cloned()
                    .flatten()
                    .map(|holding| Voice { by: None, holding }),
            );
        }
        Outcome {
            held: held(&voices),
            voices,
        }
    }

    /// Whether sources of a step may exist that are not on file.
    pub(crate) fn is_incomplete(&self, step: &Step) -> bool {
        let mut kinds = step.kinds.iter();
        kinds.any(|kind| !self.world.on_file.is_attested(*kind, self.world.facts))
    }

    /// The requested parts that lie within one of the grants.
    fn granted(&self, parts: &BTreeSet<Part>, voices: &[Voice]) -> BTreeSet<Part> {
        let grants: Vec<&Grant> = voices
            .iter()
            .filter_map(|voice| match &voice.holding {
                Holding::Supported { grant } => Some(grant),
                _ => None,
            })
            .collect();
        let is_granted = |part: &&Part| grants.iter().any(|grant| self.covers(grant, part));
        parts.iter().filter(is_granted).cloned().collect()
    }

    fn covers(&self, grant: &Grant, part: &Part) -> bool {
        let lies_in = |name: &Option<Id>, limit: &Option<BTreeSet<Id>>| match (name, limit) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(name), Some(limit)) => limit.contains(name),
        };
        let within_quantity = grant.quantity.as_ref().is_none_or(|limit| {
            match self.world.facts.get(limit.count.as_str()).as_ref() {
                Datum::Value(Value::Integer(count)) => *count <= limit.at_most,
                _ => false,
            }
        });
        lies_in(&part.item, &grant.items) && lies_in(&part.scope, &grant.scopes) && within_quantity
    }
}

/// The parts of the request: each item in each part of the scope.
fn requested(world: World<'_>) -> BTreeSet<Part> {
    let or_one = |fact: &str| -> Vec<Option<Id>> {
        let members = world.facts.get(fact).members();
        match members.is_empty() {
            true => vec![None],
            false => members.into_iter().map(Some).collect(),
        }
    };
    let scopes = or_one(well_known::SCOPES);
    let items = or_one(well_known::ITEMS).into_iter();
    items
        .flat_map(|item| {
            scopes.iter().map(move |scope| Part {
                item: item.clone(),
                scope: scope.clone(),
            })
        })
        .collect()
}

fn in_part(granted: BTreeSet<Part>, parts: &BTreeSet<Part>) -> Answer {
    match granted == *parts {
        true => Answer::Supported,
        false => Answer::SupportedInPart { granted },
    }
}

fn held(voices: &[Voice]) -> Held {
    let mut held = voices.iter().filter_map(|voice| match voice.holding {
        Holding::Supported { .. } => Some(Held::Supported),
        Holding::BenefitConfirmed => None,
        Holding::NotSupported { .. } => Some(Held::NotSupported),
        Holding::LeftToDiscretion => Some(Held::LeftToDiscretion),
    });
    match held.next() {
        None => Held::Nothing,
        Some(first) if held.all(|other| other == first) => first,
        Some(_) => Held::Conflict,
    }
}

/// What agreeing unfavourable positions turn on: clinical if any does, otherwise all their kinds.
fn kinds(voices: &[Voice]) -> BTreeSet<Kind> {
    let kinds: BTreeSet<Kind> = voices
        .iter()
        .filter_map(|voice| match voice.holding {
            Holding::NotSupported { kind, .. } => Some(kind),
            _ => None,
        })
        .collect();
    match kinds.contains(&Kind::Clinical) {
        true => BTreeSet::from([Kind::Clinical]),
        false => kinds,
    }
}

/// Every set of one or more of these.
fn subsets(editions: &[EditionId]) -> Vec<BTreeSet<EditionId>> {
    let mut subsets = vec![BTreeSet::new()];
    for edition in editions {
        let with = subsets.clone().into_iter().map(|mut set: BTreeSet<_>| {
            set.insert(edition.clone());
            set
        });
        subsets.extend(with.collect::<Vec<_>>());
    }
    subsets.retain(|set| !set.is_empty());
    subsets
}
