//! Certificates, found without listing partial assignments.
//!
//! A partial assignment is a set of numbers: one for each question that it answers, and one for each bit that
//! is set in an answer. Those that are certificates of a class make up a family, which is built question by
//! question: either the question has its star, and the rest is a certificate of what holds whatever the answer;
//! or it has an answer, and the rest is a certificate of what then holds, but not of what holds anyway.

use rustc_hash::FxHashMap;

use crate::decisions::Decisions;
use crate::families::{Families, Family};
use crate::nodes::Branch;
use crate::settle::Asked;
use crate::space::Kind;
use crate::word::Star;
use crate::{Diagram, Space};

/// The search for certificates, with its own diagrams: what it takes does not depend on how the sets were
/// arrived at.
#[derive(Clone, Debug)]
pub(crate) struct Primes<'a> {
    /// All questions of the space.
    pub(crate) asked: Vec<Asked<'a>>,
    /// The question that each bit belongs to.
    owners: Vec<usize>,
    question_bits: u32,
    /// How many bits of answers may still be told apart.
    left: usize,
    sets: Decisions,
    pub(crate) families: Families,
    /// What was taken over.
    imported: FxHashMap<(Diagram, Star), Diagram>,
    /// The certificates, by what has to hold and what is permitted.
    certificates: FxHashMap<(Diagram, Diagram), Family>,
    joined: FxHashMap<(Diagram, u32, Star), Diagram>,
    questions: FxHashMap<Family, Family>,
}

/// The number that stands for the question having an answer.
const fn answered(asked: &Asked<'_>) -> u32 {
    2 * asked.first_bit
}

/// The number that stands for the bit being set in an answer.
const fn set_in_answer(bit: u32) -> u32 {
    2 * bit + 1
}

/// What a number stands for.
pub(crate) enum Meaning {
    /// The question at this place has an answer.
    Answered(usize),
    /// The bit at this place of its question is set.
    Bit(u32),
}

impl<'a> Primes<'a> {
    /// A search in the space that takes up to so many nodes and intermediate results.
    pub(crate) fn new(space: &'a Space, limit: usize) -> Self {
        let asked: Vec<Asked<'a>> = Asked::all(space).collect();
        let owners = asked
            .iter()
            .enumerate()
            .flat_map(|(place, asked)| (0..asked.bits).map(move |_| place))
            .collect();
        Self {
            asked,
            owners,
            question_bits: space.question_bits(),
            left: limit,
            sets: Decisions::new(limit),
            families: Families::new(limit),
            imported: FxHashMap::default(),
            certificates: FxHashMap::default(),
            joined: FxHashMap::default(),
            questions: FxHashMap::default(),
        }
    }

    /// The same search for another task, with as much room as a new one: it keeps what it found, unless that
    /// is as much again.
    pub(crate) fn renewed(mut self, space: &'a Space, limit: usize) -> Self {
        if self.overflowed() || self.sets.used().max(self.families.used()) >= limit {
            return Self::new(space, limit);
        }
        self.left = limit;
        self.sets.allow(limit);
        self.families.allow(limit);
        self
    }

    pub(crate) const fn overflowed(&self) -> bool {
        self.left == 0 || self.sets.overflowed() || self.families.overflowed()
    }

    /// Takes a set over, with the background quantified away. It is tested last: what still turns on it holds
    /// for some of its values, and not for all. All sets are taken over from the same diagrams.
    pub(crate) fn import(&mut self, from: &Decisions, set: Diagram, star: Star) -> Diagram {
        if set == Diagram::NEVER || set == Diagram::ALWAYS {
            return set;
        }
        let branch = from.branch(set);
        if branch.bit >= self.question_bits {
            return match star {
                Star::EveryAnswer => Diagram::NEVER,
                Star::AnyAnswer => Diagram::ALWAYS,
            };
        }
        if let Some(known) = self.imported.get(&(set, star)) {
            return *known;
        }
        let clear = self.import(from, branch.clear, star);
        let other = self.import(from, branch.set, star);
        let result = self.sets.make(branch.bit, clear, other);
        self.imported.insert((set, star), result);
        result
    }

    /// The permitted completions in which no scalar stands on a code beyond its last cell.
    pub(crate) fn with_own_codes(&mut self, permitted: Diagram) -> Diagram {
        let mut permitted = permitted;
        for variable in self
            .asked
            .iter()
            .flat_map(|asked| asked.variables)
            .filter(|variable| variable.kind == Kind::Scalar)
        {
            let last = variable.cells.len().saturating_sub(1);
            // From the lowest bit up: whether the code so far is at most the last one.
            let mut within = Diagram::ALWAYS;
            for place in 0..variable.bits {
                let (clear, set) = match last >> place & 1 {
                    1 => (Diagram::ALWAYS, within),
                    _ => (within, Diagram::NEVER),
                };
                let bit = variable.first_bit + place;
                let test = self.sets.make(bit, Diagram::NEVER, Diagram::ALWAYS);
                within = self.sets.choose(test, set, clear);
            }
            permitted = self.sets.and(permitted, within);
        }
        permitted
    }

    /// The minimal partial assignments that permit a completion, and only such for which it holds.
    pub(crate) fn certificates(&mut self, holds: Diagram, permitted: Diagram) -> Family {
        if holds == Diagram::NEVER || permitted == Diagram::NEVER || self.overflowed() {
            return Family::NONE;
        }
        if holds == Diagram::ALWAYS {
            return Family::EMPTY_SET;
        }
        let bit = self.sets.branch(holds).bit;
        let Some((first, end, number)) = self.owner(bit).map(|(_, asked)| {
            (
                asked.first_bit,
                asked.first_bit + asked.bits,
                answered(asked),
            )
        }) else {
            return Family::NONE;
        };
        let permitted = self.joined(permitted, first, Star::AnyAnswer);
        let key = (holds, permitted);
        if let Some(known) = self.certificates.get(&key) {
            return *known;
        }
        let anyway = self.joined(holds, end, Star::EveryAnswer);
        let ever = self.joined(permitted, end, Star::AnyAnswer);
        let starred = self.certificates(anyway, ever);
        let answers = Answers {
            first,
            end,
            starred,
        };
        let with = self.answers(&answers, first, holds, permitted, &mut FxHashMap::default());
        let result = self.families.make(number, starred, with);
        self.certificates.insert(key, result);
        result
    }

    /// The certificates in which the bits of a question, from `bit` on, have an answer.
    fn answers(
        &mut self,
        answers: &Answers,
        bit: u32,
        holds: Diagram,
        permitted: Diagram,
        known: &mut FxHashMap<(u32, Diagram, Diagram), Family>,
    ) -> Family {
        if bit == answers.end {
            let rest = self.certificates(holds, permitted);
            return self.families.difference(rest, answers.starred);
        }
        let key = (bit, holds, permitted);
        if let Some(known) = known.get(&key) {
            return *known;
        }
        let Some(left) = self.left.checked_sub(1) else {
            return Family::NONE;
        };
        self.left = left;
        let (holds_clear, holds_set) = self.sets.at(holds, bit);
        let (permitted_clear, permitted_set) = self.sets.at(permitted, bit);
        let clear = self.answers(answers, bit + 1, holds_clear, permitted_clear, known);
        let set = self.answers(answers, bit + 1, holds_set, permitted_set, known);
        let result = self.families.make(set_in_answer(bit), clear, set);
        // The first bit is come to once.
        if bit != answers.first {
            known.insert(key, result);
        }
        result
    }

    /// The places of the questions that are answered in some of the partial assignments, ascending.
    pub(crate) fn answered(&self, cubes: impl IntoIterator<Item = Family>) -> Vec<usize> {
        let numbers = self.families.numbers(cubes).into_iter();
        let meanings = numbers.filter_map(|number| self.meaning(number));
        meanings
            .filter_map(|meaning| match meaning {
                Meaning::Answered(place) => Some(place),
                Meaning::Bit(_) => None,
            })
            .collect()
    }

    /// The set with the bits before `end` quantified away.
    fn joined(&mut self, set: Diagram, end: u32, star: Star) -> Diagram {
        let branch = self.sets.branch(set);
        if branch.bit >= end {
            return set;
        }
        let key = (set, end, star);
        if let Some(known) = self.joined.get(&key) {
            return *known;
        }
        let clear = self.joined(branch.clear, end, star);
        let other = self.joined(branch.set, end, star);
        let result = match star {
            Star::EveryAnswer => self.sets.and(clear, other),
            Star::AnyAnswer => self.sets.or(clear, other),
        };
        self.joined.insert(key, result);
        result
    }

    /// The sets of questions, by place, that are answered in some of the partial assignments.
    pub(crate) fn questions(&mut self, cubes: Family) -> Family {
        let branch = self.families.branch(cubes);
        if branch.bit == Branch::<Family>::END {
            return cubes;
        }
        if let Some(known) = self.questions.get(&cubes) {
            return *known;
        }
        let without = self.questions(branch.clear);
        let with = self.questions(branch.set);
        let result = match self.meaning(branch.bit) {
            Some(Meaning::Answered(place)) => {
                let number = u32::try_from(place).unwrap_or(u32::MAX);
                self.families.make(number, without, with)
            }
            Some(Meaning::Bit(_)) | None => self.families.union(without, with),
        };
        self.questions.insert(cubes, result);
        result
    }

    /// What a number of a partial assignment stands for; nothing, at the end.
    pub(crate) fn meaning(&self, number: u32) -> Option<Meaning> {
        let (place, asked) = self.owner(number / 2)?;
        Some(match number % 2 {
            0 => Meaning::Answered(place),
            _ => Meaning::Bit(number / 2 - asked.first_bit),
        })
    }

    fn owner(&self, bit: u32) -> Option<(usize, &Asked<'a>)> {
        let place = *self.owners.get(bit as usize)?;
        self.asked.get(place).map(|asked| (place, asked))
    }
}

/// The answers to a question.
struct Answers {
    /// The first bit of the question.
    first: u32,
    /// The bit behind those of the question.
    end: u32,
    /// The certificates that do without the question.
    starred: Family,
}
