//! Three-valued evaluation: the sound short cut.

use crate::algebra::Pending;
use crate::{Algebra, Cells, CondId, Conditions, Memo, Node, VarId};

/// What three-valued evaluation says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    /// Holds in no completion.
    False,
    /// Not decided by this evaluation.
    Unknown,
    /// Holds in every completion.
    True,
}

/// What is still possible of a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known<'a> {
    /// Exactly one of these cells holds.
    Scalar(&'a Cells),
    /// The occupied cells are occupied, and nothing outside the possible ones is.
    Set {
        /// Cells known to be occupied.
        occupied: &'a Cells,
        /// Cells that may be occupied, those known to be included.
        possible: &'a Cells,
    },
}

/// Tells what is still possible of every variable.
pub trait Knowledge {
    /// What is still possible of the variable.
    fn known(&self, var: VarId) -> Known<'_>;

    /// Whether an occupied cell of the variable lies among these.
    fn truth(&self, var: VarId, cells: &Cells) -> Truth {
        match self.known(var) {
            Known::Scalar(possible) if possible.is_subset(cells) => Truth::True,
            Known::Set { occupied, .. } if occupied.intersects(cells) => Truth::True,
            Known::Scalar(possible) | Known::Set { possible, .. }
                if !possible.intersects(cells) =>
            {
                Truth::False
            }
            _ => Truth::Unknown,
        }
    }
}

impl<K: Knowledge + ?Sized> Knowledge for &K {
    fn known(&self, var: VarId) -> Known<'_> {
        (**self).known(var)
    }
}

/// A question about a variable that evaluation could not answer: has it an occupied cell among these?
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Atom {
    /// The variable.
    pub var: VarId,
    /// The cells that the condition names.
    pub cells: Cells,
}

/// The algebra of three truth values.
///
/// It collects the unknown atoms that undecided conditions rest on, and leaves out those that stand only
/// in decided ones.
#[derive(Clone, Debug)]
pub struct Kleene<K> {
    knowledge: K,
    atoms: Vec<Atom>,
    given: Vec<Truth>,
}

impl<K: Knowledge> Kleene<K> {
    /// An evaluation by what is known.
    #[must_use]
    pub const fn new(knowledge: K) -> Self {
        Self {
            knowledge,
            atoms: Vec::new(),
            given: Vec::new(),
        }
    }

    /// What is known.
    pub const fn knowledge(&self) -> &K {
        &self.knowledge
    }

    /// The unknown atoms met since the start or the last [`Self::clear`], each node's once a memo.
    #[must_use]
    pub fn atoms(&self) -> &[Atom] {
        &self.atoms
    }

    /// Forgets atoms and supplied truths, and keeps the memory.
    pub fn clear(&mut self) {
        self.atoms.clear();
        self.given.clear();
    }
}

impl<K: Knowledge> Algebra for Kleene<K> {
    type Set = Truth;

    fn never(&mut self) -> Truth {
        Truth::False
    }

    fn always(&mut self) -> Truth {
        Truth::True
    }

    fn and(&mut self, a: &Truth, b: &Truth) -> Truth {
        *a.min(b)
    }

    fn or(&mut self, a: &Truth, b: &Truth) -> Truth {
        *a.max(b)
    }

    fn not(&mut self, a: &Truth) -> Truth {
        match a {
            Truth::False => Truth::True,
            Truth::Unknown => Truth::Unknown,
            Truth::True => Truth::False,
        }
    }

    fn is_never(&self, a: &Truth) -> bool {
        *a == Truth::False
    }

    fn is_always(&self, a: &Truth) -> bool {
        *a == Truth::True
    }

    fn is_open(&self, a: &Truth) -> bool {
        *a == Truth::Unknown
    }

    fn within(&mut self, var: VarId, cells: &Cells) -> Truth {
        self.knowledge.truth(var, cells)
    }

    fn some(&mut self, var: VarId, cells: &Cells) -> Truth {
        self.knowledge.truth(var, cells)
    }

    fn given(&mut self, slot: u32) -> Truth {
        self.given
            .get(slot as usize)
            .copied()
            .unwrap_or(Truth::False)
    }

    fn supply(&mut self, slot: u32, truth: Truth) {
        let slot = slot as usize;
        if self.given.len() <= slot {
            self.given.resize(slot + 1, Truth::False);
        }
        if let Some(given) = self.given.get_mut(slot) {
            *given = truth;
        }
    }

    /// Counts directly: a bit-sliced counter would lose what is known of the sum.
    fn at_least(&mut self, count: u32, truths: &[Truth]) -> Truth {
        let certain = truths.iter().filter(|truth| **truth == Truth::True).count();
        let possible = truths
            .iter()
            .filter(|truth| **truth != Truth::False)
            .count();
        let count = count as usize;
        if certain >= count {
            Truth::True
        } else if possible < count {
            Truth::False
        } else {
            Truth::Unknown
        }
    }

    fn evaluated(&mut self, pool: &Conditions, root: CondId, memo: &mut Memo<Truth>) {
        if memo.get(root) != Some(&Truth::Unknown) {
            return;
        }
        let mut pending = memo.take_pending();
        pending.push(Pending::start(root));
        while let Some(at) = pending.pop() {
            if memo.get(at.condition) != Some(&Truth::Unknown) || !memo.follow(at.condition) {
                continue;
            }
            let node = pool.node(at.condition);
            if let Node::Within(var, cells) | Node::Some(var, cells) = node {
                self.atoms.push(Atom {
                    var: *var,
                    cells: cells.clone(),
                });
            }
            pending.extend(node.children().iter().map(|child| Pending::start(*child)));
        }
        memo.return_pending(pending);
    }
}
