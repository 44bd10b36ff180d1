//! Certificates, found over all partial assignments at once.
//!
//! A partial assignment gives each question an answer or a star. The set of those with a property is a tensor
//! with one axis a question, as long as the question has answers, plus one for the star. Three questions with
//! one bit each share a machine word: 27 of its bits are their 27 partial assignments. A star is filled by
//! joining the answers' blocks, and a certificate is a valid partial assignment for which no answer can be
//! replaced by the star.

use std::borrow::Cow;

use crate::QuestionId;
use crate::certificate::Undecided;
use crate::settle::Asked;
use crate::space::Kind;
use crate::table::Table;
use crate::tally::Tally;
use crate::word::{STARRED, Star, minimal};

/// The certificates by which questions decide between classes.
///
/// `allowed` says which answers to all the questions leave a permitted completion, `valid` for each class which
/// leave none outside it.
pub(crate) fn certificates(
    asked: &[Asked<'_>],
    allowed: &Table,
    valid: &[(usize, Table)],
) -> Undecided {
    let asked = that_matter(asked, allowed, valid);
    let tensor = Tensor::over(&asked);
    let mut tally = Tally::default();
    for (class, cubes) in tensor.certificates(allowed, valid) {
        tally.add(&tensor, &asked, class, &cubes);
    }
    tally.finish(&asked, valid.iter().map(|(class, _)| *class).collect())
}

/// The questions that are in some certificate, ascending.
pub(crate) fn relevant(
    asked: &[Asked<'_>],
    allowed: &Table,
    valid: &[(usize, Table)],
) -> Vec<QuestionId> {
    let asked = that_matter(asked, allowed, valid);
    let tensor = Tensor::over(&asked);
    let mut answered = vec![false; asked.len()];
    for (_, cubes) in tensor.certificates(allowed, valid) {
        tensor.mark_answered(&cubes, &mut answered);
    }
    let answered = asked.iter().zip(answered).filter(|(_, answered)| *answered);
    answered.map(|(asked, _)| asked.id).collect()
}

/// The questions whose answers make a difference.
fn that_matter<'q, 'a>(
    asked: &'q [Asked<'a>],
    allowed: &Table,
    valid: &[(usize, Table)],
) -> Vec<&'q Asked<'a>> {
    let matters = |asked: &&Asked<'_>| {
        (asked.first_bit..asked.first_bit + asked.bits).any(|bit| {
            allowed.depends_on(bit) || valid.iter().any(|(_, valid)| valid.depends_on(bit))
        })
    };
    asked.iter().filter(matters).collect()
}

/// How the tensor is laid out: the last axis varies slowest.
pub(crate) struct Tensor {
    /// The questions that share the word, by position; a missing one is a question on which nothing depends.
    pub(crate) shared: [Option<usize>; 3],
    /// The completions, counted from a base, that give the shared questions each of their eight answers.
    corners: [usize; 8],
    pub(crate) axes: Vec<Axis>,
    words: usize,
}

pub(crate) struct Axis {
    /// The question's position.
    pub(crate) question: usize,
    /// Its answers, each as the code of its bits.
    pub(crate) answers: Vec<u32>,
    first_bit: u32,
    /// How many words apart two answers are.
    pub(crate) stride: usize,
}

impl Tensor {
    fn over(asked: &[&Asked<'_>]) -> Self {
        let mut single = asked
            .iter()
            .enumerate()
            .filter(|(_, asked)| asked.bits == 1)
            .map(|(place, _)| place);
        let shared = [single.next(), single.next(), single.next()];
        let steps = shared.map(|place| {
            place
                .and_then(|place| asked.get(place))
                .map_or(0, |asked| 1 << asked.first_bit)
        });
        let corners = std::array::from_fn(|corner| {
            steps
                .iter()
                .enumerate()
                .filter(|(place, _)| corner >> place & 1 == 1)
                .map(|(_, step)| *step)
                .sum()
        });
        let mut words = 1;
        let mut axes = Vec::with_capacity(asked.len());
        for (question, asked) in asked
            .iter()
            .enumerate()
            .filter(|(place, _)| !shared.contains(&Some(*place)))
        {
            let answers = answers(asked);
            let stride = words;
            words *= answers.len() + 1;
            axes.push(Axis {
                question,
                answers,
                first_bit: asked.first_bit,
                stride,
            });
        }
        Self {
            shared,
            corners,
            axes,
            words,
        }
    }

    /// The certificates of each class that has any.
    fn certificates<'t>(
        &'t self,
        allowed: &'t Table,
        valid: &'t [(usize, Table)],
    ) -> impl Iterator<Item = (usize, Vec<u32>)> + 't {
        let permitted = (!allowed.is_always()).then(|| self.fill(allowed, Star::AnyAnswer));
        let valid = valid.iter().filter(|(_, valid)| valid.intersects(allowed));
        valid.map(move |(class, valid)| {
            let mut cubes = self.fill(valid, Star::EveryAnswer);
            if let Some(permitted) = &permitted {
                cubes
                    .iter_mut()
                    .zip(permitted)
                    .for_each(|(cube, permitted)| *cube &= permitted);
            }
            keep_minimal(&self.axes, &mut cubes);
            (*class, cubes)
        })
    }

    /// Marks the questions, by position, that some partial assignment answers.
    fn mark_answered(&self, cubes: &[u32], answered: &mut [bool]) {
        let mut mark = |question: usize, so: bool| {
            if let Some(answered) = answered.get_mut(question) {
                *answered |= so;
            }
        };
        let mut left = Cow::Borrowed(cubes);
        for axis in self.axes.iter().rev() {
            // What differs on this axis alone is put together: the axes within see it as one.
            let (answered, starred) = left.split_at(axis.answers.len() * axis.stride);
            let mut merged = vec![0; axis.stride];
            let mut merge = |blocks: &[u32]| {
                for block in blocks.chunks_exact(axis.stride) {
                    let words = merged.iter_mut().zip(block);
                    words.for_each(|(merged, word)| *merged |= word);
                }
                merged.iter().any(|word| *word != 0)
            };
            mark(axis.question, merge(answered));
            merge(starred);
            left = Cow::Owned(merged);
        }
        let word = left.first().copied().unwrap_or(0);
        for (question, starred) in self.shared.iter().zip(STARRED) {
            if let Some(question) = question {
                mark(*question, word & !starred != 0);
            }
        }
    }

    fn fill(&self, table: &Table, star: Star) -> Vec<u32> {
        let mut out = vec![0; self.words];
        self.fill_block(&self.axes, table, star, 0, &mut out);
        out
    }

    fn fill_block(&self, axes: &[Axis], table: &Table, star: Star, base: usize, out: &mut [u32]) {
        let Some((axis, inner)) = axes.split_last() else {
            if let Some(word) = out.first_mut() {
                *word = star.spread(self.corner_bits(table, base));
            }
            return;
        };
        let (answered, starred) = out.split_at_mut(axis.answers.len() * axis.stride);
        for (block, answer) in answered.chunks_exact_mut(axis.stride).zip(&axis.answers) {
            self.fill_block(
                inner,
                table,
                star,
                base + ((*answer as usize) << axis.first_bit),
                block,
            );
        }
        let mut blocks = answered.chunks_exact(axis.stride);
        if let Some(first) = blocks.next() {
            starred.copy_from_slice(first);
        }
        for block in blocks {
            match star {
                Star::EveryAnswer => starred
                    .iter_mut()
                    .zip(block)
                    .for_each(|(star, word)| *star &= word),
                Star::AnyAnswer => starred
                    .iter_mut()
                    .zip(block)
                    .for_each(|(star, word)| *star |= word),
            }
        }
    }

    fn corner_bits(&self, table: &Table, base: usize) -> u8 {
        if self.corners == [0, 1, 2, 3, 4, 5, 6, 7] {
            let word = table.words().get(base / 64).copied().unwrap_or(0);
            return (word >> (base % 64)).to_le_bytes()[0];
        }
        self.corners.iter().rev().fold(0, |bits, corner| {
            bits << 1 | u8::from(table.contains(base + corner))
        })
    }
}

/// Every answer to a question: the codes of its bits at which each scalar stands on a cell of its own.
fn answers(asked: &Asked<'_>) -> Vec<u32> {
    let own = |code: &u32| {
        asked.variables.iter().all(|variable| {
            variable.kind != Kind::Scalar
                || (asked.code_of(variable, *code) as usize) < variable.cells.len()
        })
    };
    (0..1 << asked.bits).filter(own).collect()
}

/// Leaves only the partial assignments of which no answer can be replaced by the star.
///
/// One axis after the other is enough. Validity passes from a partial assignment to the permitted ones that
/// refine it. So if a cube can lose an answer, take the first axis, in the order of work, on which it can: when
/// that axis has its turn, the starred cube is still there, for had it been removed because it could lose an
/// answer on an earlier axis, the cube itself could have lost that one.
fn keep_minimal(axes: &[Axis], cubes: &mut [u32]) {
    let Some((axis, inner)) = axes.split_last() else {
        cubes.iter_mut().for_each(|word| *word = minimal(*word));
        return;
    };
    if cubes.iter().all(|word| *word == 0) {
        return;
    }
    if axis.stride >= LONG {
        clear_below_stars(axis, cubes);
        cubes
            .chunks_exact_mut(axis.stride)
            .for_each(|block| keep_minimal(inner, block));
    } else {
        axes.iter()
            .rev()
            .for_each(|axis| clear_below_stars(axis, cubes));
        keep_minimal(&[], cubes);
    }
}

/// From this stride on, a block is worth a look of its own: most are empty by the time they have their turn.
const LONG: usize = 27;

fn clear_below_stars(axis: &Axis, cubes: &mut [u32]) {
    for blocks in cubes.chunks_exact_mut((axis.answers.len() + 1) * axis.stride) {
        let (answered, starred) = blocks.split_at_mut(axis.answers.len() * axis.stride);
        match axis.stride {
            1 => clear_short::<1>(answered, starred),
            3 => clear_short::<3>(answered, starred),
            9 => clear_short::<9>(answered, starred),
            stride => answered
                .chunks_exact_mut(stride)
                .for_each(|block| clear(block, starred)),
        }
    }
}

/// Unrolled, since most of the time goes to the shortest blocks.
fn clear_short<const STRIDE: usize>(answered: &mut [u32], starred: &[u32]) {
    let Some(starred) = starred.first_chunk::<STRIDE>() else {
        return;
    };
    answered
        .as_chunks_mut::<STRIDE>()
        .0
        .iter_mut()
        .for_each(|block| clear(block, starred));
}

fn clear(block: &mut [u32], starred: &[u32]) {
    block
        .iter_mut()
        .zip(starred)
        .for_each(|(word, star)| *word &= !star);
}
