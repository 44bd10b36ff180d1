//! Which class the permitted completions lie in, or what could decide it.

use crate::certificate::Undecided;
use crate::table::Table;
use crate::{Space, cubes};

/// What quantifying over all permitted completions comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settlement {
    /// No completion is permitted.
    Impossible,
    /// Every permitted completion lies in this class.
    Decided(usize),
    /// The permitted completions lie in different classes.
    Undecided(Undecided),
    /// Past the stated budget: neither decided nor known to be undecided in a way that can be told.
    TooComplex,
}

/// A question whose answer may matter, and where its variables' bits stand in the quantified tables.
#[derive(Debug)]
pub(crate) struct Asked<'a> {
    pub(crate) id: crate::QuestionId,
    pub(crate) variables: &'a [crate::Variable],
    /// The place of its first bit; its bits are contiguous.
    pub(crate) first_bit: u32,
    pub(crate) bits: u32,
}

pub(crate) fn settle_tables(space: &Space, permitted: &Table, classes: &[Table]) -> Settlement {
    if permitted.is_never() {
        return Settlement::Impossible;
    }
    if let Some(class) = classes
        .iter()
        .position(|class| permitted.and_not(class).is_never())
    {
        return Settlement::Decided(class);
    }
    let possible: Vec<usize> = classes
        .iter()
        .enumerate()
        .filter(|(_, class)| permitted.intersects(class))
        .map(|(at, _)| at)
        .collect();
    let mut allowed = permitted.clone();
    for bits in (space.question_bits() + 1..=space.bits()).rev() {
        allowed = allowed.without_highest(bits, |a, b| a | b);
    }
    let valid: Vec<(usize, Table)> = possible
        .iter()
        .filter_map(|&at| {
            let mut valid = permitted.implies(classes.get(at)?);
            for bits in (space.question_bits() + 1..=space.bits()).rev() {
                valid = valid.without_highest(bits, |a, b| a & b);
            }
            Some((at, valid))
        })
        .collect();
    let asked: Vec<Asked<'_>> = space
        .questions()
        .filter_map(|(id, variables)| {
            let first_bit = variables.first()?.first_bit;
            let bits = variables.iter().map(|variable| variable.bits).sum();
            Some(Asked {
                id,
                variables,
                first_bit,
                bits,
            })
        })
        .collect();
    Settlement::Undecided(cubes::certificates(&asked, possible, &allowed, &valid))
}
