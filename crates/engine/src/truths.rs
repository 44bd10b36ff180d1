//! Walks with their sets turned into truths over all permitted completions.

use coverdict_logic::{Algebra, Exact, Truth};

use crate::{
    outcome::{Weighed, Without},
    walk::{Comes, EditionWalk, Held, ProfileWalk, RuleWalk, StepWalk, Walked},
};

/// Tells the truth of a set over all permitted completions.
pub(crate) trait Judge {
    type Set: Clone;

    fn truth(&mut self, set: &Self::Set) -> Truth;
}

/// Kleene's truths are what they are.
pub(crate) struct AsTheyAre;

impl Judge for AsTheyAre {
    type Set = Truth;

    fn truth(&mut self, set: &Truth) -> Truth {
        *set
    }
}

/// Exact sets, against the permitted completions.
pub(crate) struct Against<'a, E: Exact> {
    pub(crate) algebra: &'a mut E,
    pub(crate) permitted: E::Set,
}

impl<E: Exact> Judge for Against<'_, E> {
    type Set = E::Set;

    fn truth(&mut self, set: &E::Set) -> Truth {
        truth(self.algebra, &self.permitted, set)
    }
}

/// The truth of an exact set over the permitted completions.
pub(crate) fn truth<E: Algebra>(algebra: &mut E, permitted: &E::Set, set: &E::Set) -> Truth {
    if algebra.is_never(set) {
        return Truth::False;
    }
    let inside = algebra.and(permitted, set);
    if algebra.is_never(&inside) {
        return Truth::False;
    }
    let outside = algebra.and_not(permitted, set);
    match algebra.is_never(&outside) {
        true => Truth::True,
        false => Truth::Unknown,
    }
}

/// A weighed walk, its sets as truths.
pub(crate) fn judged<J: Judge>(weighed: &Weighed<J::Set>, judge: &mut J) -> Weighed<Truth> {
    Weighed {
        classes: weighed
            .classes
            .iter()
            .map(|(class, set)| (*class, judge.truth(set)))
            .collect(),
        walked: walked(&weighed.walked, judge),
        late: judge.truth(&weighed.late),
        governing: weighed
            .governing
            .iter()
            .map(|(voice, set)| (*voice, judge.truth(set)))
            .collect(),
        grants: weighed
            .grants
            .iter()
            .map(|(grant, set)| (grant.clone(), judge.truth(set)))
            .collect(),
        without: weighed
            .without
            .iter()
            .map(|without| Without {
                removed: without.removed.clone(),
                walked: walked(&without.walked, judge),
                tightened: judge.truth(&without.tightened),
            })
            .collect(),
    }
}

fn walked<J: Judge>(of: &Walked<J::Set>, judge: &mut J) -> Walked<Truth> {
    Walked {
        classes: of
            .classes
            .iter()
            .map(|(class, set)| (*class, judge.truth(set)))
            .collect(),
        profiles: of
            .profiles
            .iter()
            .map(|profile| self::profile(profile, judge))
            .collect(),
        unserved: judge.truth(&of.unserved),
    }
}

fn profile<J: Judge>(of: &ProfileWalk<J::Set>, judge: &mut J) -> ProfileWalk<Truth> {
    ProfileWalk {
        profile: of.profile,
        serves: judge.truth(&of.serves),
        steps: of
            .steps
            .iter()
            .map(|step| self::step(step, judge))
            .collect(),
    }
}

fn step<J: Judge>(of: &StepWalk<J::Set>, judge: &mut J) -> StepWalk<Truth> {
    StepWalk {
        step: of.step,
        reached: judge.truth(&of.reached),
        comes: Comes {
            decides: judge.truth(&of.comes.decides),
            conflicts: judge.truth(&of.comes.conflicts),
            in_part: judge.truth(&of.comes.in_part),
            silent: judge.truth(&of.comes.silent),
        },
        held: held(&of.held, judge),
    }
}

fn held<J: Judge>(of: &Held<J::Set>, judge: &mut J) -> Held<Truth> {
    of.map(&mut |set| judge.truth(set), |edition, truth| EditionWalk {
        candidate: edition.candidate,
        edition: edition.edition,
        in_force: truth(&edition.in_force),
        applies: truth(&edition.applies),
        speaks: truth(&edition.speaks),
        rules: edition
            .rules
            .iter()
            .map(|rule| RuleWalk {
                service: rule.service,
                rule: rule.rule,
                applies: truth(&rule.applies),
                stands: truth(&rule.stands),
                governs: truth(&rule.governs),
                criteria: rule.criteria.iter().map(&mut *truth).collect(),
            })
            .collect(),
    })
}

impl Weighed<Truth> {
    /// Whether nothing is left unknown.
    pub(crate) fn is_settled(&self) -> bool {
        let known = |truth: &Truth| *truth != Truth::Unknown;
        self.classes.iter().all(|(_, truth)| known(truth))
            && known(&self.late)
            && self.governing.iter().all(|(_, truth)| known(truth))
            && self.walked.is_settled()
            && self
                .without
                .iter()
                .all(|without| known(&without.tightened) && without.walked.is_settled())
    }
}

impl Walked<Truth> {
    /// Whether nothing of the steps is left unknown.
    fn is_settled(&self) -> bool {
        let known = |truth: &Truth| *truth != Truth::Unknown;
        let rules = |edition: &EditionWalk<Truth>| {
            [edition.in_force, edition.applies, edition.speaks]
                .iter()
                .all(known)
                && edition.rules.iter().all(|rule| {
                    [rule.applies, rule.stands, rule.governs].iter().all(known)
                        && rule.criteria.iter().all(known)
                })
        };
        let step = |step: &StepWalk<Truth>| {
            [
                step.reached,
                step.comes.decides,
                step.comes.conflicts,
                step.comes.in_part,
                step.comes.silent,
            ]
            .iter()
            .all(known)
                && step.held.hidden.iter().all(known)
                && step.held.unknown.iter().all(|(_, truth)| known(truth))
                && step.held.editions.iter().all(rules)
        };
        self.profiles
            .iter()
            .all(|profile| known(&profile.serves) && profile.steps.iter().all(step))
    }
}
