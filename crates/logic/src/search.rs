//! What could decide between sets of completions that are too many to list.

use std::collections::{BTreeMap, BTreeSet};

use crate::certificate::{Certificate, Undecided};
use crate::decisions::Decisions;
use crate::families::Family;
use crate::listing::Listing;
use crate::primes::Primes;
use crate::smallest::Sizes;
use crate::word::Star;
use crate::{Diagram, QuestionId};

/// The most bits of a question that is in some certificate.
const MAX_ANSWER_BITS: u32 = 31;

/// A certificate by number of questions, their places, and class.
type Rank = (usize, Vec<u32>, usize);

/// The most questions whose sets a `u64` counts whatever they are, in up to 2^16 classes.
const ALWAYS_COUNTED: usize = 48;

/// The certificates by which questions decide between classes; none past the limit on nodes and intermediate
/// results.
///
/// `valid` says for each possible class which completions are in it or not permitted.
pub(crate) fn certificates(
    primes: &mut Primes<'_>,
    diagrams: &Decisions,
    permitted: Diagram,
    valid: &[(usize, Diagram)],
) -> Option<Undecided> {
    let cubes = families(primes, diagrams, permitted, valid)?;
    let mut found = Found::default();
    for (class, family) in &cubes {
        let questions = primes.questions(*family);
        if primes.overflowed() {
            return None;
        }
        found.add(&Sizes::of(&primes.families, questions)?, questions, *class)?;
    }
    let primes = &*primes;
    if found
        .relevant
        .iter()
        .any(|place| is_wide(primes, *place as usize))
    {
        return None;
    }
    let id = |place: u32| primes.asked.get(place as usize).map(|asked| asked.id);
    Some(Undecided {
        possible: valid.iter().map(|(class, _)| *class).collect(),
        total: found.total,
        first: found.most_voted().and_then(id),
        relevant: found.relevant.into_iter().filter_map(id).collect(),
        shown: found
            .shown
            .into_iter()
            .filter_map(|(_, questions, class)| {
                let (_, cubes) = cubes.iter().find(|(other, _)| *other == class)?;
                Some(certificate(primes, *cubes, &questions, class))
            })
            .collect(),
    })
}

/// The questions that are in some certificate, ascending; none past the limit, as for all of them.
pub(crate) fn relevant(
    primes: &mut Primes<'_>,
    diagrams: &Decisions,
    permitted: Diagram,
    valid: &[(usize, Diagram)],
) -> Option<Vec<QuestionId>> {
    if primes.asked.len() > ALWAYS_COUNTED {
        return certificates(primes, diagrams, permitted, valid).map(|found| found.relevant);
    }
    let cubes = families(primes, diagrams, permitted, valid)?;
    let places = primes.answered(cubes.into_iter().map(|(_, family)| family));
    if places.iter().any(|place| is_wide(primes, *place)) {
        return None;
    }
    let asked = places
        .into_iter()
        .filter_map(|place| primes.asked.get(place));
    Some(asked.map(|asked| asked.id).collect())
}

/// The certificates of each class.
fn families(
    primes: &mut Primes<'_>,
    diagrams: &Decisions,
    permitted: Diagram,
    valid: &[(usize, Diagram)],
) -> Option<Vec<(usize, Family)>> {
    let permitted = primes.import(diagrams, permitted, Star::AnyAnswer);
    let permitted = primes.with_own_codes(permitted);
    let mut families = Vec::with_capacity(valid.len());
    for (class, valid) in valid {
        let valid = primes.import(diagrams, *valid, Star::EveryAnswer);
        families.push((*class, primes.certificates(valid, permitted)));
    }
    (!primes.overflowed()).then_some(families)
}

/// Whether an answer to the question at a place takes more bits than can be told.
fn is_wide(primes: &Primes<'_>, place: usize) -> bool {
    let asked = primes.asked.get(place);
    asked.is_none_or(|asked| asked.bits > MAX_ANSWER_BITS)
}

/// The certificates of the classes seen so far.
#[derive(Default)]
struct Found {
    total: u64,
    relevant: BTreeSet<u32>,
    /// The size of the smallest certificates, and how many of them each question is in.
    smallest: Option<usize>,
    votes: BTreeMap<u32, u64>,
    shown: Vec<Rank>,
}

impl Found {
    /// Adds the certificates of a class; none if they are too many to be counted.
    fn add(&mut self, sizes: &Sizes<'_>, questions: Family, class: usize) -> Option<()> {
        for count in sizes.counts(questions) {
            self.total = self.total.checked_add(*count)?;
        }
        self.relevant.extend(sizes.numbers());
        self.shown.extend(
            sizes
                .first(questions, Undecided::SHOWN)
                .into_iter()
                .map(|questions| (questions.len(), questions, class)),
        );
        self.shown.sort_unstable();
        self.shown.truncate(Undecided::SHOWN);
        let Some(smallest) = sizes.counts(questions).iter().position(|count| *count != 0) else {
            return Some(());
        };
        if self.smallest.is_none_or(|known| smallest < known) {
            self.smallest = Some(smallest);
            self.votes.clear();
        }
        if self.smallest == Some(smallest) {
            // INVARIANT: no sum is above the total.
            for (question, votes) in sizes.votes(questions, smallest) {
                let all = self.votes.entry(question).or_default();
                *all = all.saturating_add(votes);
            }
        }
        Some(())
    }

    /// The question in most certificates of the smallest size, the lowest of several.
    fn most_voted(&self) -> Option<u32> {
        let most = *self.votes.values().max()?;
        self.votes
            .iter()
            .find(|(_, votes)| **votes == most)
            .map(|(question, _)| *question)
    }
}

/// A certificate with the answers that make it up.
fn certificate(primes: &Primes<'_>, cubes: Family, questions: &[u32], class: usize) -> Certificate {
    let listed = Listing::new(primes, Certificate::ASSIGNMENTS).of(cubes, questions);
    let asked: Vec<_> = questions
        .iter()
        .filter_map(|place| primes.asked.get(*place as usize))
        .collect();
    let variables = asked
        .iter()
        .flat_map(|asked| asked.variables)
        .map(|variable| variable.id)
        .collect();
    let ids = asked.iter().map(|asked| asked.id).collect();
    let mut certificate = Certificate::new(ids, class, variables);
    for answers in listed.first() {
        certificate.add(asked.iter().zip(answers).flat_map(|(asked, answer)| {
            asked
                .variables
                .iter()
                .map(|variable| asked.code_of(variable, *answer))
        }));
    }
    certificate.total = listed.total;
    certificate
}
