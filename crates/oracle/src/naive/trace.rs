//! The truths that a trace tells of, over all permitted completions.

use std::collections::BTreeMap;

use coverdict_model::{id::Id, profile::Profile, source::EditionId, trace::Truth};

use super::{
    criterion::Path,
    step::{By, EditionView, RuleView},
    walk::{Walk, Walked},
};

/// The truths of the walk down each profile that may serve the member, over all permitted
/// completions. Where another profile serves, no step is reached and no rule governs; what the
/// editions say is told all the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NaiveTrace {
    /// By profile.
    pub walks: BTreeMap<Id, NaiveWalk>,
}

/// The truths of the walk down one profile.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NaiveWalk {
    /// Whether the profile serves the member.
    pub serves: Option<Truth>,
    /// Whether each step is reached.
    pub reached: BTreeMap<Id, Truth>,
    /// Whether each edition is in force.
    pub in_force: BTreeMap<EditionId, Truth>,
    /// Whether each edition speaks.
    pub speaks: BTreeMap<EditionId, Truth>,
    /// Each rule tried for a service; no rule: an `otherwise` that holds something.
    pub rules: BTreeMap<(EditionId, Option<Id>, Id), NaiveRule>,
    /// Each criterion of a rule tried for a service, by the indices that lead to it.
    pub criteria: BTreeMap<(EditionId, Id, Id, Path), Truth>,
}

/// The truths of a rule tried for a service. In a completion in which its edition does not speak, it
/// does not apply, whatever its criteria say there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NaiveRule {
    /// Whether its edition speaks and it applies.
    pub applies: Truth,
    /// Whether it applies and is not overridden.
    pub stands: Truth,
    /// Whether it governs the finding.
    pub governs: Truth,
}

impl NaiveTrace {
    /// Adds the walk down a profile in one completion, and where it ends if the profile serves.
    pub(crate) fn add(&mut self, profile: &Profile, walk: &Walk<'_>, end: Option<&Walked>) {
        let told = self.walks.entry(profile.id.clone()).or_default();
        told.serves = Some(after(told.serves, end.is_some()));
        for (index, (step, view)) in walk.steps().enumerate() {
            let reached = end.is_some_and(|end| end.reached.contains(&index));
            note(&mut told.reached, &step.id, reached);
            for edition in &view.editions {
                told.edition(edition, end);
            }
        }
    }
}

impl NaiveWalk {
    fn edition(&mut self, view: &EditionView<'_>, end: Option<&Walked>) {
        let id = &view.edition.id;
        note(&mut self.in_force, id, view.in_force);
        note(&mut self.speaks, id, view.speaks);
        for service in &view.services {
            for rule in &service.rules {
                let by = By {
                    edition: id.clone(),
                    rule: rule.rule.cloned(),
                    service: service.service.clone(),
                };
                let governs = end.is_some_and(|end| {
                    end.governing
                        .iter()
                        .any(|voice| voice.by.as_ref() == Some(&by))
                });
                self.rule(by, rule, view.speaks, governs);
            }
        }
    }

    fn rule(&mut self, by: By, rule: &RuleView<'_>, speaks: bool, governs: bool) {
        if let Some(name) = &by.rule {
            for (path, truth) in &rule.criteria {
                let key = (
                    by.edition.clone(),
                    name.clone(),
                    by.service.clone(),
                    path.clone(),
                );
                note(&mut self.criteria, &key, *truth);
            }
        }
        // Whether the edition speaks and whether its criteria are met can hang on the same facts, so that
        // the two are put together in each completion: from their truths over all it cannot be told.
        let (applies, stands) = (speaks && rule.applies, speaks && rule.stands);
        let told = self.rules.entry((by.edition, by.rule, by.service));
        told.and_modify(|told| {
            *told = NaiveRule {
                applies: after(Some(told.applies), applies),
                stands: after(Some(told.stands), stands),
                governs: after(Some(told.governs), governs),
            };
        })
        .or_insert_with(|| NaiveRule {
            applies: after(None, applies),
            stands: after(None, stands),
            governs: after(None, governs),
        });
    }
}

fn note<K: Ord + Clone>(truths: &mut BTreeMap<K, Truth>, key: &K, truth: bool) {
    match truths.get_mut(key) {
        Some(told) => *told = after(Some(*told), truth),
        None => {
            truths.insert(key.clone(), after(None, truth));
        }
    }
}

/// The truth over the completions so far and one more.
fn after(told: Option<Truth>, truth: bool) -> Truth {
    let one = if truth { Truth::Met } else { Truth::NotMet };
    match told {
        Some(told) if told != one => Truth::Unknown,
        _ => one,
    }
}
