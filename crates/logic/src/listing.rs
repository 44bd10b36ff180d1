//! The answers that make up a certificate.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::families::Family;
use crate::primes::{Meaning, Primes};

/// Combinations of answers.
#[derive(Debug, Default)]
pub(crate) struct Listed {
    /// How many there are, or `u64::MAX` if more.
    pub(crate) total: u64,
    /// The first of them, ascending: an answer for each question.
    pub(crate) first: Vec<Vec<u32>>,
}

impl Listed {
    fn either(a: &Self, b: &Self, most: usize) -> Self {
        let mut first = [a.first.as_slice(), b.first.as_slice()].concat();
        first.sort_unstable();
        first.truncate(most);
        Self {
            total: a.total.saturating_add(b.total),
            first,
        }
    }
}

/// Lists the partial assignments that answer certain questions and no others.
pub(crate) struct Listing<'p, 'a> {
    pub(crate) primes: &'p Primes<'a>,
    /// The most that are listed.
    pub(crate) most: usize,
    known: FxHashMap<(Family, usize), Rc<Listed>>,
}

impl<'p, 'a> Listing<'p, 'a> {
    pub(crate) fn new(primes: &'p Primes<'a>, most: usize) -> Self {
        Self {
            primes,
            most,
            known: FxHashMap::default(),
        }
    }

    /// Those that answer the questions at just these places, ascending.
    pub(crate) fn of(&mut self, cubes: Family, questions: &[u32]) -> Rc<Listed> {
        let key = (cubes, questions.len());
        if let Some(known) = self.known.get(&key) {
            return Rc::clone(known);
        }
        let branch = self.primes.families.branch(cubes);
        let listed = match (self.primes.meaning(branch.bit), questions.split_first()) {
            (None, None) if cubes == Family::EMPTY_SET => Rc::new(Listed {
                total: 1,
                first: vec![Vec::new()],
            }),
            (Some(Meaning::Answered(place)), Some((first, rest))) if place == *first as usize => {
                self.answers(branch.set, rest)
            }
            (Some(Meaning::Answered(_)), _) => self.of(branch.clear, questions),
            _ => Rc::default(),
        };
        self.known.insert(key, Rc::clone(&listed));
        listed
    }

    /// Those with an answer to a question, of which the lowest bits are behind, and to the rest.
    fn answers(&mut self, cubes: Family, rest: &[u32]) -> Rc<Listed> {
        let branch = self.primes.families.branch(cubes);
        let Some(Meaning::Bit(place)) = self.primes.meaning(branch.bit) else {
            let listed = self.of(cubes, rest);
            let with_answer =
                |rest: &Vec<u32>| std::iter::once(0).chain(rest.iter().copied()).collect();
            return Rc::new(Listed {
                total: listed.total,
                first: listed.first.iter().map(with_answer).collect(),
            });
        };
        let key = (cubes, rest.len());
        if let Some(known) = self.known.get(&key) {
            return Rc::clone(known);
        }
        let clear = self.answers(branch.clear, rest);
        let set = self.answers(branch.set, rest);
        let with_bit = |answers: &Vec<u32>| {
            let mut answers = answers.clone();
            if let Some(answer) = answers.first_mut() {
                *answer += 1 << place;
            }
            answers
        };
        let set = Listed {
            total: set.total,
            first: set.first.iter().map(with_bit).collect(),
        };
        let listed = Rc::new(Listed::either(&clear, &set, self.most));
        self.known.insert(key, Rc::clone(&listed));
        listed
    }
}
