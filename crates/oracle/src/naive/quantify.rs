//! From the answers of all permitted completions to the finding on coverage.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_model::{
    finding::{Answer, Certificate, Coverage, Decided, Governing, Missing},
    grant::Grant,
    id::Id,
    position::{Basis, Holding},
};

use super::{datum::Datum, grants, step::Voice, walk::Walked};

/// What is found in the completions so far.
#[derive(Default)]
pub(crate) struct Answers {
    /// The answers in the completions of each permitted choice of facts.
    pub(crate) by_facts: BTreeMap<Vec<usize>, BTreeSet<Answer>>,
    governing: BTreeSet<Voice>,
    /// What every completion grants, as alternatives.
    granted: Option<BTreeSet<Grant>>,
    published_late: bool,
}

impl Answers {
    /// Adds a completion. The facts are given by the index of the value chosen for each.
    pub(crate) fn add(&mut self, facts: &[usize], walked: Walked) {
        let answers = self.by_facts.entry(facts.to_vec()).or_default();
        answers.insert(walked.answer);
        self.published_late |= walked.published_late;
        let grants = grants::of(&walked.governing).into_iter().cloned().collect();
        self.granted = Some(match self.granted.take() {
            None => grants,
            Some(before) => grants::in_all(&before, &grants),
        });
        self.governing.extend(walked.governing);
    }

    /// The finding on coverage; the facts that were chosen stand in the order of their indices.
    pub(crate) fn coverage(&self, facts: &[(&Id, &[Datum])]) -> Coverage {
        let answers: BTreeSet<&Answer> = self.by_facts.values().flatten().collect();
        let mut all = answers.iter();
        if let (Some(answer), None) = (all.next(), all.next()) {
            return Coverage::Decided(self.decided((*answer).clone()));
        }
        let certificates = certificates(&self.by_facts, facts.len());
        missing(certificates, facts).map_or(
            Coverage::NeedsSource {
                conditional: Vec::new(),
                total: 0,
            },
            Coverage::NeedsInformation,
        )
    }

    fn decided(&self, answer: Answer) -> Decided {
        let is_grant = matches!(answer, Answer::Supported | Answer::SupportedInPart { .. });
        let is_refusal = matches!(answer, Answer::NotSupported { .. });
        let on_file = |voice: &&Voice| voice.by.is_some();
        let grants = match (&self.granted, is_grant) {
            (Some(granted), true) => grants::without_narrower(granted),
            _ => BTreeSet::new(),
        };
        let bases: BTreeSet<Basis> = self
            .governing
            .iter()
            .filter(on_file)
            .filter_map(|voice| match voice.holding {
                Holding::NotSupported { basis, .. } if is_refusal => Some(basis),
                _ => None,
            })
            .collect();
        Decided {
            answer,
            governing: self.governing.iter().filter_map(governing).collect(),
            grants,
            bases,
            published_late: self.published_late,
        }
    }
}

fn governing(voice: &Voice) -> Option<Governing> {
    let by = voice.by.as_ref()?;
    Some(Governing {
        edition: by.edition.clone(),
        rule: by.rule.clone(),
    })
}

/// The sets of facts, by index, some values of which settle the case, each with the answers that
/// they settle it to, and from which no fact can be dropped. The empty set is none.
fn certificates(
    worlds: &BTreeMap<Vec<usize>, BTreeSet<Answer>>,
    facts: usize,
) -> BTreeSet<(Vec<usize>, Answer)> {
    let mut settled: BTreeMap<Vec<usize>, BTreeMap<Vec<usize>, Answer>> = BTreeMap::new();
    let mut certificates = BTreeSet::new();
    let mut subsets: Vec<Vec<usize>> = (0..1_u32 << facts)
        .map(|bits| indices(bits, facts))
        .collect();
    subsets.sort_by_key(Vec::len);
    for subset in subsets {
        let settling = settling(worlds, &subset);
        for (values, answer) in &settling {
            let can_drop = |position: usize| {
                let (fewer, rest) = (without(&subset, position), without(values, position));
                settled
                    .get(&fewer)
                    .is_some_and(|settled| settled.contains_key(&rest))
            };
            if !subset.is_empty() && !(0..subset.len()).any(can_drop) {
                certificates.insert((subset.clone(), answer.clone()));
            }
        }
        settled.insert(subset, settling);
    }
    certificates
}

/// The permitted values of a set of facts under which all completions agree, with their answer.
fn settling(
    worlds: &BTreeMap<Vec<usize>, BTreeSet<Answer>>,
    subset: &[usize],
) -> BTreeMap<Vec<usize>, Answer> {
    let mut found: BTreeMap<Vec<usize>, Option<&Answer>> = BTreeMap::new();
    for (world, answers) in worlds {
        let values: Vec<usize> = subset
            .iter()
            .filter_map(|fact| world.get(*fact).copied())
            .collect();
        let mut all = answers.iter();
        let one = all.next().filter(|_| all.next().is_none());
        let agreed = found.entry(values).or_insert(one);
        if *agreed != one {
            *agreed = None;
        }
    }
    let settled = found.into_iter();
    settled
        .filter_map(|(values, answer)| Some((values, answer?.clone())))
        .collect()
}

fn indices(bits: u32, facts: usize) -> Vec<usize> {
    (0..facts).filter(|fact| bits >> fact & 1 == 1).collect()
}

fn without(list: &[usize], position: usize) -> Vec<usize> {
    let others = list
        .iter()
        .enumerate()
        .filter(|(index, _)| *index != position);
    others.map(|(_, value)| *value).collect()
}

/// What is missing; `None` when no facts settle the case.
fn missing(
    certificates: BTreeSet<(Vec<usize>, Answer)>,
    facts: &[(&Id, &[Datum])],
) -> Option<Missing> {
    let name = |index: &usize| facts.get(*index).map(|(id, _)| (*id).clone());
    let mut named: Vec<(Vec<Id>, Answer)> = certificates
        .into_iter()
        .map(|(subset, answer)| (subset.iter().filter_map(name).collect(), answer))
        .collect();
    named.sort_by(|(a, x), (b, y)| (a.len(), a, x).cmp(&(b.len(), b, y)));
    let smallest = named.first()?.0.len();
    let mut in_smallest: BTreeMap<&Id, usize> = BTreeMap::new();
    for id in named
        .iter()
        .filter(|(ids, _)| ids.len() == smallest)
        .flat_map(|(ids, _)| ids)
    {
        *in_smallest.entry(id).or_default() += 1;
    }
    let most = in_smallest.values().copied().max()?;
    let first = in_smallest.iter().find(|(_, count)| **count == most)?;
    let first = (*first.0).clone();
    let relevant: BTreeSet<Id> = named
        .iter()
        .flat_map(|(ids, _)| ids.iter().cloned())
        .collect();
    let total = u64::try_from(named.len()).ok()?;
    let shown = named
        .into_iter()
        .take(10)
        .map(|(facts, answer)| Certificate {
            facts,
            values: Vec::new(),
            answer,
        });
    Some(Missing {
        certificates: shown.collect(),
        total,
        relevant,
        first,
        leads: Vec::new(),
        unfollowed: 0,
    })
}
