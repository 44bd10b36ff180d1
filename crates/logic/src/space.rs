//! The completions that are told apart: variables cut down to the cells that matter, and their bits.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::{Atom, Cells, Knowledge, Known, VarId};

/// A question that somebody can be asked, numbered by the caller; the answer fixes all its variables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct QuestionId(pub u32);

/// Which question each variable belongs to; the others are the background, which nobody can be asked for.
#[derive(Clone, Debug, Default)]
pub struct SpaceBuilder {
    questions: FxHashMap<VarId, QuestionId>,
}

impl SpaceBuilder {
    /// A builder for which every variable is background.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Says that the question's answer fixes the variable; the last question named for a variable counts.
    pub fn question(&mut self, question: QuestionId, var: VarId) -> &mut Self {
        self.questions.insert(var, question);
        self
    }

    /// The space of the variables that the atoms leave open.
    ///
    /// Depends on the set of atoms alone, not on their order or number.
    pub fn build(&self, knowledge: &impl Knowledge, atoms: &[Atom]) -> Space {
        let mut atoms: Vec<&Atom> = atoms.iter().collect();
        atoms.sort_unstable();
        atoms.dedup();
        let mut variables: Vec<Variable> = atoms
            .chunk_by(|a, b| a.var == b.var)
            .filter_map(|atoms| {
                let var = atoms.first()?.var;
                Variable::cut(
                    var,
                    self.questions.get(&var).copied(),
                    knowledge.known(var),
                    atoms,
                )
            })
            .collect();
        variables.sort_unstable_by_key(|variable| {
            (variable.question.is_none(), variable.question, variable.id)
        });
        Space::lay_out(variables)
    }
}

/// An open variable of a [`Space`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// The caller's number.
    pub id: VarId,
    /// The question that it belongs to; none in the background.
    pub question: Option<QuestionId>,
    /// Scalar or set.
    pub kind: Kind,
    /// Its local cells, ascending: global cells that no atom tells apart.
    pub cells: Box<[Cells]>,
    /// Its first, lowest bit.
    pub first_bit: u32,
    /// How many bits it takes.
    pub bits: u32,
}

/// The two kinds of variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Exactly one local cell holds; its bits spell the cell's position, lowest bit first, and the positions
    /// beyond the last local cell stand for the last.
    Scalar,
    /// Each local cell has a bit: whether one of its global cells is occupied.
    Set {
        /// Global cells known to be occupied.
        occupied: Cells,
    },
}

impl Variable {
    /// Cuts what is possible of a variable into local cells; none if nothing is left to tell apart.
    fn cut(
        id: VarId,
        question: Option<QuestionId>,
        known: Known<'_>,
        atoms: &[&Atom],
    ) -> Option<Self> {
        let (kind, open) = match known {
            Known::Scalar(possible) => (Kind::Scalar, possible.clone()),
            Known::Set { occupied, possible } => (
                Kind::Set {
                    occupied: occupied.clone(),
                },
                possible.difference(occupied),
            ),
        };
        let mut cells = vec![open];
        for atom in atoms.iter().filter(|atom| knows_nothing_of(&kind, atom)) {
            for place in 0..cells.len() {
                if let Some(whole) = cells.get_mut(place)
                    && whole.intersects(&atom.cells)
                    && !whole.is_subset(&atom.cells)
                {
                    let rest = whole.difference(&atom.cells);
                    *whole = whole.intersection(&atom.cells);
                    cells.push(rest);
                }
            }
        }
        if kind != Kind::Scalar {
            // What no atom asks about never shows.
            cells.retain(|cell| {
                atoms
                    .iter()
                    .any(|atom| knows_nothing_of(&kind, atom) && cell.intersects(&atom.cells))
            });
        }
        cells.sort_unstable();
        let bits = match kind {
            Kind::Scalar => cells.len().next_power_of_two().ilog2(),
            Kind::Set { .. } => u32::try_from(cells.len()).unwrap_or(u32::MAX),
        };
        (bits > 0).then(|| Self {
            id,
            question,
            kind,
            cells: cells.into(),
            first_bit: 0,
            bits,
        })
    }
}

/// Whether the atom is not already true of cells known to be occupied.
fn knows_nothing_of(kind: &Kind, atom: &Atom) -> bool {
    match kind {
        Kind::Scalar => true,
        Kind::Set { occupied } => !occupied.intersects(&atom.cells),
    }
}

/// A variable's value in a completion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Value {
    /// The variable.
    pub var: VarId,
    /// The position of the local cell that holds, of a scalar; one bit for each occupied local cell, lowest
    /// first, of a set.
    pub code: u32,
}

/// The open variables and their bits.
///
/// Bits go to the questions in order of their ids, then to the background, within each by variable. Every
/// combination of bits is a completion: `always` is the set that a caller narrows by its constraints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Space {
    variables: Box<[Variable]>,
    /// Positions of the variables, by id.
    by_id: Box<[(VarId, u32)]>,
    bits: u32,
    question_bits: u32,
}

impl Space {
    fn lay_out(mut variables: Vec<Variable>) -> Self {
        let mut bits = 0_u32;
        let mut question_bits = 0;
        for variable in &mut variables {
            variable.first_bit = bits;
            bits = bits.saturating_add(variable.bits);
            if variable.question.is_some() {
                question_bits = bits;
            }
        }
        let mut by_id: Box<[(VarId, u32)]> = variables
            .iter()
            .zip(0..)
            .map(|(variable, at)| (variable.id, at))
            .collect();
        by_id.sort_unstable();
        Self {
            variables: variables.into(),
            by_id,
            bits,
            question_bits,
        }
    }

    /// The number of bits that a completion takes.
    #[must_use]
    pub const fn bits(&self) -> u32 {
        self.bits
    }

    /// The number of bits of the questions; they are the lowest ones.
    #[must_use]
    pub const fn question_bits(&self) -> u32 {
        self.question_bits
    }

    /// The open variables in order of their bits.
    #[must_use]
    pub fn variables(&self) -> &[Variable] {
        &self.variables
    }

    /// The open variable of that number, if it is one.
    #[must_use]
    pub fn variable(&self, var: VarId) -> Option<&Variable> {
        let found = self.by_id.binary_search_by_key(&var, |(id, _)| *id).ok()?;
        let (_, at) = self.by_id.get(found)?;
        self.variables.get(*at as usize)
    }

    /// The questions with an open variable, ascending, each with its variables.
    pub fn questions(&self) -> impl Iterator<Item = (QuestionId, &[Variable])> {
        self.variables
            .chunk_by(|a, b| a.question.is_some() && a.question == b.question)
            .filter_map(|variables| Some((variables.first()?.question?, variables)))
    }

    /// The variables that nobody can be asked for.
    pub fn background(&self) -> impl Iterator<Item = &Variable> {
        self.variables
            .iter()
            .filter(|variable| variable.question.is_none())
    }

    /// The global cells of a value: those among which a scalar lies, or for each occupied local cell of a set
    /// those of which at least one is occupied.
    pub fn cells(&self, value: Value) -> impl Iterator<Item = &Cells> {
        self.variable(value.var)
            .into_iter()
            .flat_map(move |variable| {
                variable
                    .cells
                    .iter()
                    .zip(0_u32..)
                    .filter_map(move |(cells, place)| {
                        let holds = match variable.kind {
                            Kind::Scalar => value.code == place,
                            Kind::Set { .. } => value
                                .code
                                .checked_shr(place)
                                .is_some_and(|code| code & 1 == 1),
                        };
                        holds.then_some(cells)
                    })
            })
    }
}
