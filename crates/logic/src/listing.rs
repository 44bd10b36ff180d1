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
    /// How many questions they answer.
    questions: usize,
    /// The answers of the first of them, one after the other, ascending.
    answers: Vec<u32>,
}

impl Listed {
    /// The first of them, ascending: an answer for each question.
    pub(crate) fn first(&self) -> impl Iterator<Item = &[u32]> {
        self.answers.chunks_exact(self.questions.max(1))
    }

    /// Those of both, of which none is in the other.
    fn either(a: &Self, b: &Self, most: usize) -> Self {
        let (mut left, mut right) = (a.first().peekable(), b.first().peekable());
        let next = || match (left.peek(), right.peek()) {
            (Some(one), Some(other)) if one > other => right.next(),
            (Some(_), _) => left.next(),
            (None, _) => right.next(),
        };
        let mut answers = Vec::with_capacity(a.answers.len() + b.answers.len());
        for listed in std::iter::from_fn(next).take(most) {
            answers.extend_from_slice(listed);
        }
        Self {
            total: a.total.saturating_add(b.total),
            questions: a.questions.max(b.questions),
            answers,
        }
    }

    /// The same with the answer 0 to one more question in front.
    fn with_question(&self) -> Self {
        let mut answers = Vec::with_capacity(self.answers.len() + self.answers.len().max(1));
        if self.questions == 0 && self.total > 0 {
            answers.push(0);
        }
        for listed in self.first() {
            answers.push(0);
            answers.extend_from_slice(listed);
        }
        Self {
            total: self.total,
            questions: self.questions + 1,
            answers,
        }
    }

    /// The same with a bit set in the answer to the first question.
    fn with_bit(&self, place: u32) -> Self {
        let mut answers = self.answers.clone();
        for listed in answers.chunks_exact_mut(self.questions.max(1)) {
            if let Some(answer) = listed.first_mut() {
                *answer += 1 << place;
            }
        }
        Self {
            total: self.total,
            questions: self.questions,
            answers,
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
                ..Listed::default()
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
            return Rc::new(self.of(cubes, rest).with_question());
        };
        let key = (cubes, rest.len());
        if let Some(known) = self.known.get(&key) {
            return Rc::clone(known);
        }
        let clear = self.answers(branch.clear, rest);
        let set = self.answers(branch.set, rest);
        let set = set.with_bit(place);
        let listed = Rc::new(Listed::either(&clear, &set, self.most));
        self.known.insert(key, Rc::clone(&listed));
        listed
    }
}
