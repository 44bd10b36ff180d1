//! What a walk comes to: every step, edition and rule with where it holds.

use super::{Class, Held};

/// What a walk comes to.
#[derive(Debug)]
pub(crate) struct Walked<S> {
    /// Where each answer is given; together everywhere, no two at the same place.
    pub(crate) classes: Vec<(Class, S)>,
    /// Each profile's walk.
    pub(crate) profiles: Vec<ProfileWalk<S>>,
    /// Where no profile serves the member.
    pub(crate) unserved: S,
}

/// The walk down one profile.
#[derive(Debug)]
pub(crate) struct ProfileWalk<S> {
    /// The profile's place.
    pub(crate) profile: usize,
    /// Where it serves the member.
    pub(crate) serves: S,
    /// Its steps, as far as the walk can reach.
    pub(crate) steps: Vec<StepWalk<S>>,
}

/// A step that the walk can reach.
#[derive(Debug)]
pub(crate) struct StepWalk<S> {
    /// The step's place.
    pub(crate) step: usize,
    /// Where the walk reaches it.
    pub(crate) reached: S,
    /// What comes of it there; no two at the same place.
    pub(crate) comes: Comes<S>,
    /// What its sources hold.
    pub(crate) held: Held<S>,
}

/// Where a step that is reached decides, conflicts, supports a part as a floor, or leaves it to the
/// next.
#[derive(Debug, Clone)]
pub(crate) struct Comes<S> {
    pub(crate) decides: S,
    pub(crate) conflicts: S,
    pub(crate) in_part: S,
    pub(crate) silent: S,
}

/// An edition that may be in force.
#[derive(Debug, Clone)]
pub(crate) struct EditionWalk<S> {
    /// The candidate's place, and the edition's in its source.
    pub(crate) candidate: usize,
    pub(crate) edition: u32,
    pub(crate) in_force: S,
    pub(crate) applies: S,
    pub(crate) speaks: S,
    pub(crate) rules: Vec<RuleWalk<S>>,
}

/// A rule, or an `otherwise`, for one service of an edition.
#[derive(Debug, Clone)]
pub(crate) struct RuleWalk<S> {
    /// The service's place.
    pub(crate) service: u32,
    /// The rule's place among the service's; none: the `otherwise`.
    pub(crate) rule: Option<u32>,
    pub(crate) applies: S,
    pub(crate) stands: S,
    pub(crate) governs: S,
    /// Each criterion of a rule that rests on what another step holds, those above before those
    /// below; of any other rule none, since they can be told without the walk.
    pub(crate) criteria: Vec<S>,
}

/// Where a rule stands in a walk: profile, step, candidate, edition, service and rule.
pub(crate) type Place = (usize, usize, usize, u32, u32, Option<u32>);

impl<S> Walked<S> {
    /// Every rule of the walk with its place.
    pub(crate) fn rules(&self) -> Vec<(Place, &RuleWalk<S>)> {
        let mut rules = Vec::new();
        for profile in &self.profiles {
            for step in &profile.steps {
                for edition in &step.held.editions {
                    let place = |rule: &RuleWalk<S>| {
                        (
                            profile.profile,
                            step.step,
                            edition.candidate,
                            edition.edition,
                            rule.service,
                            rule.rule,
                        )
                    };
                    rules.extend(edition.rules.iter().map(|rule| (place(rule), rule)));
                }
            }
        }
        rules
    }

    /// The same, to be changed.
    pub(crate) fn rules_mut(&mut self) -> Vec<(Place, &mut RuleWalk<S>)> {
        let mut rules = Vec::new();
        for profile in &mut self.profiles {
            for step in &mut profile.steps {
                for edition in &mut step.held.editions {
                    let (candidate, at) = (edition.candidate, edition.edition);
                    for rule in &mut edition.rules {
                        rules.push((
                            (
                                profile.profile,
                                step.step,
                                candidate,
                                at,
                                rule.service,
                                rule.rule,
                            ),
                            rule,
                        ));
                    }
                }
            }
        }
        rules
    }
}
