//! Counts certificates, and keeps the smallest.

use std::cmp::Reverse;

use crate::certificate::{Certificate, Undecided};
use crate::cubes::{Axis, Tensor};
use crate::settle::Asked;
use crate::word::{ANSWERED, STRIDES};

/// By number of questions, then the ids, then the class: bit i of a mask is the question at position i.
type Rank = (u32, Reverse<u32>, usize);

fn rank(questions: u32, class: usize) -> Rank {
    (
        questions.count_ones(),
        Reverse(questions.reverse_bits()),
        class,
    )
}

/// The certificates found so far.
#[derive(Default)]
pub(crate) struct Tally {
    total: u64,
    relevant: u32,
    /// The size of the smallest certificates, and how many of them each question is in.
    smallest: Option<u32>,
    votes: [u32; 32],
    shown: Vec<(Rank, Certificate)>,
}

impl Tally {
    pub(crate) fn add(
        &mut self,
        tensor: &Tensor,
        asked: &[&Asked<'_>],
        class: usize,
        cubes: &[u32],
    ) {
        let mut present = vec![0; 1 << tensor.axes.len()];
        answered_axes(
            &tensor.axes,
            cubes,
            &mut vec![0; tensor.axes.iter().map(|axis| axis.stride).sum()],
            &mut present,
        );
        let mut found: Vec<Rank> = Vec::new();
        for (choice, word) in present.iter().enumerate().filter(|(_, word)| **word != 0) {
            let on_axes = tensor
                .axes
                .iter()
                .enumerate()
                .filter(|(place, _)| choice >> place & 1 == 1)
                .fold(0_u32, |questions, (_, axis)| questions | 1 << axis.question);
            for (choice, _) in ANSWERED
                .iter()
                .enumerate()
                .filter(|(_, cubes)| *cubes & word != 0)
            {
                let in_word = tensor
                    .shared
                    .iter()
                    .enumerate()
                    .filter(|(place, _)| choice >> place & 1 == 1);
                let questions = in_word
                    .filter_map(|(_, question)| *question)
                    .fold(on_axes, |all, at| all | 1 << at);
                self.count(questions);
                found.push(rank(questions, class));
            }
        }
        self.show(tensor, asked, cubes, found);
    }

    fn count(&mut self, questions: u32) {
        self.total += 1;
        self.relevant |= questions;
        let size = questions.count_ones();
        if self.smallest.is_none_or(|smallest| size < smallest) {
            self.smallest = Some(size);
            self.votes = [0; 32];
        }
        if self.smallest == Some(size) {
            self.votes
                .iter_mut()
                .enumerate()
                .for_each(|(place, votes)| *votes += questions >> place & 1);
        }
    }

    /// Keeps the certificates that are among the smallest so far.
    fn show(&mut self, tensor: &Tensor, asked: &[&Asked<'_>], cubes: &[u32], mut found: Vec<Rank>) {
        if found.len() > Undecided::SHOWN {
            found.select_nth_unstable(Undecided::SHOWN);
            found.truncate(Undecided::SHOWN);
        }
        if self.shown.len() == Undecided::SHOWN
            && let Some((last, _)) = self.shown.last()
        {
            found.retain(|rank| rank < last);
        }
        self.shown.extend(
            found
                .into_iter()
                .map(|rank| (rank, certificate(tensor, asked, rank, cubes))),
        );
        self.shown.sort_unstable_by_key(|(rank, _)| *rank);
        self.shown.truncate(Undecided::SHOWN);
    }

    pub(crate) fn finish(self, asked: &[&Asked<'_>], possible: Vec<usize>) -> Undecided {
        let relevant = asked
            .iter()
            .enumerate()
            .filter(|(place, _)| self.relevant >> place & 1 == 1);
        let votes = asked.iter().zip(self.votes).filter(|(_, votes)| *votes > 0);
        Undecided {
            possible,
            total: self.total,
            shown: self
                .shown
                .into_iter()
                .map(|(_, certificate)| certificate)
                .collect(),
            relevant: relevant.map(|(_, asked)| asked.id).collect(),
            first: votes
                .min_by_key(|(asked, votes)| (Reverse(*votes), asked.id))
                .map(|(asked, _)| asked.id),
        }
    }
}

/// Collects the answers that make up a certificate.
fn certificate(
    tensor: &Tensor,
    asked: &[&Asked<'_>],
    (_, questions, class): Rank,
    cubes: &[u32],
) -> Certificate {
    let questions = questions.0.reverse_bits();
    let mut word = 0;
    let mut bit = 0;
    let mut steps: Vec<Step<'_>> = Vec::new();
    for (place, asked) in asked.iter().enumerate() {
        let step = tensor.step(place, asked);
        if questions >> place & 1 == 1 {
            steps.push(step);
        } else {
            word += step.word * step.star;
            bit += step.bit * step.star;
        }
    }
    // A shared place without a question keeps its star.
    bit += STRIDES
        .iter()
        .zip(tensor.shared)
        .filter(|(_, question)| question.is_none())
        .map(|(stride, _)| 2 * stride)
        .sum::<usize>();
    let ids = steps.iter().map(|step| step.asked.id).collect();
    let variables = steps
        .iter()
        .flat_map(|step| step.asked.variables)
        .map(|variable| variable.id)
        .collect();
    let mut certificate = Certificate::new(ids, class, variables);
    collect(&steps, cubes, word, bit, &mut Vec::new(), &mut certificate);
    certificate
}

/// How to step from one answer of a question to the next.
struct Step<'a> {
    asked: &'a Asked<'a>,
    /// The codes of its answers; those of a question that shares the word are 0 and 1.
    answers: &'a [u32],
    word: usize,
    bit: usize,
    star: usize,
}

impl Tensor {
    fn step<'a>(&'a self, place: usize, asked: &'a Asked<'a>) -> Step<'a> {
        let axis = self.axes.iter().find(|axis| axis.question == place);
        let shared = STRIDES
            .iter()
            .zip(self.shared)
            .find(|(_, shared)| *shared == Some(place));
        let answers = axis.map_or(&[0, 1][..], |axis| &axis.answers);
        Step {
            asked,
            answers,
            word: axis.map_or(0, |axis| axis.stride),
            bit: shared.map_or(0, |(stride, _)| *stride),
            star: answers.len(),
        }
    }
}

/// Tries every combination of answers; `chosen` holds those to the first questions.
fn collect(
    steps: &[Step<'_>],
    cubes: &[u32],
    word: usize,
    bit: usize,
    chosen: &mut Vec<u32>,
    out: &mut Certificate,
) {
    let Some(step) = steps.get(chosen.len()) else {
        if cubes.get(word).is_some_and(|cubes| cubes >> bit & 1 == 1) {
            out.add(steps.iter().zip(&*chosen).flat_map(|(step, answer)| {
                step.asked
                    .variables
                    .iter()
                    .map(|variable| step.asked.code_of(variable, *answer))
            }));
        }
        return;
    };
    for (place, answer) in step.answers.iter().enumerate() {
        chosen.push(*answer);
        collect(
            steps,
            cubes,
            word + place * step.word,
            bit + place * step.bit,
            chosen,
            out,
        );
        chosen.pop();
    }
}

/// Which questions are answered in some of the partial assignments: a word for each choice of axes, of which
/// only the shared questions remain. `out` is empty before.
fn answered_axes(axes: &[Axis], cubes: &[u32], scratch: &mut [u32], out: &mut [u32]) {
    let Some((axis, inner)) = axes.split_last() else {
        out.iter_mut()
            .zip(cubes)
            .for_each(|(out, word)| *out = *word);
        return;
    };
    if cubes.iter().all(|word| *word == 0) {
        return;
    }
    let (answered, starred) = cubes.split_at(axis.answers.len() * axis.stride);
    let (merged, scratch) = scratch.split_at_mut(axis.stride);
    let mut blocks = answered.chunks_exact(axis.stride);
    if let Some(first) = blocks.next() {
        merged.copy_from_slice(first);
    }
    for block in blocks {
        merged
            .iter_mut()
            .zip(block)
            .for_each(|(merged, word)| *merged |= word);
    }
    let (without, with) = out.split_at_mut(out.len() / 2);
    answered_axes(inner, starred, scratch, without);
    answered_axes(inner, merged, scratch, with);
}
