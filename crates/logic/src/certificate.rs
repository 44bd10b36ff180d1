//! What could decide an undecided question.

use crate::{QuestionId, Value, VarId};

/// What could decide between several classes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undecided {
    /// The classes in which permitted completions lie, ascending.
    pub possible: Vec<usize>,
    /// How many certificates there are; those with the same questions and class count as one.
    pub total: u64,
    /// The smallest certificates: by number of questions, then question ids, then class; at most
    /// [`Self::SHOWN`].
    pub shown: Vec<Certificate>,
    /// The questions that are in some certificate, ascending; no other is worth asking.
    pub relevant: Vec<QuestionId>,
    /// The question in most certificates of the smallest size, the lowest id of several.
    pub first: Option<QuestionId>,
}

impl Undecided {
    /// The most certificates that are shown.
    pub const SHOWN: usize = 10;

    /// Whether answers alone can settle it.
    #[must_use]
    pub const fn answerable(&self) -> bool {
        self.total > 0
    }
}

/// Answers to some questions under which all permitted completions lie in one class, and of which none can be
/// spared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// The questions, ascending.
    pub questions: Vec<QuestionId>,
    /// The class.
    pub class: usize,
    /// How many combinations of answers there are.
    pub total: u64,
    variables: Vec<VarId>,
    /// The codes of all assignments, one after the other.
    codes: Vec<u32>,
}

impl Certificate {
    /// The most assignments that are kept.
    pub const ASSIGNMENTS: usize = 16;

    pub(crate) const fn new(
        questions: Vec<QuestionId>,
        class: usize,
        variables: Vec<VarId>,
    ) -> Self {
        Self {
            questions,
            class,
            total: 0,
            variables,
            codes: Vec::new(),
        }
    }

    /// Counts an assignment and keeps it while there is room.
    pub(crate) fn add(&mut self, codes: impl IntoIterator<Item = u32>) {
        if self.total < Self::ASSIGNMENTS as u64 {
            self.codes.extend(codes);
        }
        self.total += 1;
    }

    /// The first combinations of answers, ascending: a value for every variable of the questions.
    pub fn assignments(&self) -> impl Iterator<Item = impl Iterator<Item = Value>> {
        self.codes.chunks(self.variables.len().max(1)).map(|codes| {
            self.variables.iter().zip(codes).map(|(var, code)| Value {
                var: *var,
                code: *code,
            })
        })
    }
}
