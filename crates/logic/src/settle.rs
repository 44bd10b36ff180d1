//! Which class the permitted completions lie in, or what could decide it.

use crate::certificate::Undecided;
use crate::table::Table;
use crate::{QuestionId, Space, Variable, cubes};

/// What quantifying over all permitted completions comes to; `U` tells what is undecided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settlement<U = Undecided> {
    /// No completion is permitted.
    Impossible,
    /// Every permitted completion lies in this class.
    Decided(usize),
    /// The permitted completions do not all lie in one class.
    Undecided(U),
    /// Past the stated budget: what could decide it cannot be told.
    TooComplex,
}

pub(crate) fn settle_tables(space: &Space, permitted: &Table, classes: &[Table]) -> Settlement {
    settle_by(space, permitted, classes, cubes::certificates)
}

/// The same, with no more than the questions in some certificate of what is undecided.
pub(crate) fn outline_tables(
    space: &Space,
    permitted: &Table,
    classes: &[Table],
) -> Settlement<Vec<QuestionId>> {
    settle_by(space, permitted, classes, cubes::relevant)
}

fn settle_by<U>(
    space: &Space,
    permitted: &Table,
    classes: &[Table],
    search: impl Fn(&[Asked<'_>], &Table, &[(usize, Table)]) -> U,
) -> Settlement<U> {
    if permitted.is_never() {
        return Settlement::Impossible;
    }
    if let Some(class) = classes
        .iter()
        .position(|class| permitted.and_not(class).is_never())
    {
        return Settlement::Decided(class);
    }
    let allowed = without_background(space, permitted.clone(), |a, b| a | b);
    let valid: Vec<(usize, Table)> = classes
        .iter()
        .enumerate()
        .filter(|(_, class)| permitted.intersects(class))
        .map(|(at, class)| {
            (
                at,
                without_background(space, permitted.implies(class), |a, b| a & b),
            )
        })
        .collect();
    let asked: Vec<Asked<'_>> = Asked::all(space).collect();
    Settlement::Undecided(search(&asked, &allowed, &valid))
}

/// Joins the completions that differ in the background alone.
fn without_background(space: &Space, table: Table, join: fn(u64, u64) -> u64) -> Table {
    (space.question_bits() + 1..=space.bits())
        .rev()
        .fold(table, |table, bits| table.without_highest(bits, join))
}

/// A question, and where its bits stand in a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked<'a> {
    pub(crate) id: QuestionId,
    pub(crate) variables: &'a [Variable],
    /// The place of its first bit in the table; its bits are contiguous there, as in the space.
    pub(crate) first_bit: u32,
    pub(crate) bits: u32,
}

impl<'a> Asked<'a> {
    /// All questions, for a table over the space.
    pub(crate) fn all(space: &'a Space) -> impl Iterator<Item = Self> {
        space.questions().map(|(id, variables)| {
            let bits = variables.iter().map(|variable| variable.bits).sum();
            let mut asked = Self {
                id,
                variables,
                first_bit: 0,
                bits,
            };
            asked.first_bit = asked.space_bit();
            asked
        })
    }

    /// The place of its first bit in the space.
    pub(crate) fn space_bit(&self) -> u32 {
        self.variables
            .first()
            .map_or(0, |variable| variable.first_bit)
    }

    /// A variable's part of an answer.
    pub(crate) fn code_of(&self, variable: &Variable, answer: u32) -> u32 {
        answer >> (variable.first_bit - self.space_bit()) & ((1 << variable.bits) - 1)
    }
}
