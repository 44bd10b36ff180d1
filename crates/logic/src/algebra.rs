//! What a condition is evaluated in, and the evaluation.

use crate::{Cells, CondId, Conditions, Memo, Node, VarId};

/// A Boolean algebra that conditions, and a caller's own reasoning over them, are evaluated in.
///
/// A scalar variable counts as a set with exactly one occupied cell, so [`Self::within`] and
/// [`Self::some`] both read "an occupied cell lies among these".
pub trait Algebra {
    /// A truth value: a single one, or one for every completion.
    type Set: Clone;

    /// Holds nowhere.
    fn never(&mut self) -> Self::Set;
    /// Holds everywhere.
    fn always(&mut self) -> Self::Set;
    /// Holds where both hold.
    fn and(&mut self, a: &Self::Set, b: &Self::Set) -> Self::Set;
    /// Holds where either holds.
    fn or(&mut self, a: &Self::Set, b: &Self::Set) -> Self::Set;
    /// Holds where the other does not.
    fn not(&mut self, a: &Self::Set) -> Self::Set;
    /// Holds where the first holds and the second does not.
    fn and_not(&mut self, a: &Self::Set, b: &Self::Set) -> Self::Set {
        let not = self.not(b);
        self.and(a, &not)
    }
    /// Whether it certainly holds nowhere.
    fn is_never(&self, a: &Self::Set) -> bool;
    /// Whether it certainly holds everywhere.
    fn is_always(&self, a: &Self::Set) -> bool;
    /// Whether it may hold together with its opposite, which only three-valued sets can.
    fn is_open(&self, _a: &Self::Set) -> bool {
        false
    }
    /// Where the scalar variable lies in the cells.
    fn within(&mut self, var: VarId, cells: &Cells) -> Self::Set;
    /// Where the set variable has an occupied cell among these.
    fn some(&mut self, var: VarId, cells: &Cells) -> Self::Set;
    /// What was last supplied under the slot number; never, if nothing was.
    fn given(&mut self, slot: u32) -> Self::Set;
    /// Supplies the truth of a slot; to be done before a condition on it is evaluated.
    fn supply(&mut self, slot: u32, set: Self::Set);

    /// Where at least `count` of the sets hold, by a bit-sliced counter.
    fn at_least(&mut self, count: u32, sets: &[Self::Set]) -> Self::Set {
        let mut digits: Vec<Self::Set> = Vec::new();
        for set in sets {
            let mut carry = set.clone();
            for digit in &mut digits {
                let both = self.and(digit, &carry);
                let either = self.or(digit, &carry);
                let odd = self.not(&both);
                *digit = self.and(&either, &odd);
                carry = both;
            }
            if !self.is_never(&carry) {
                digits.push(carry);
            }
        }
        if u64::from(count) >> digits.len() != 0 {
            return self.never();
        }
        // From the lowest digit up: the sum is at least as large as the count in the digits seen.
        let mut reached = self.always();
        for (place, digit) in digits.iter().enumerate() {
            reached = if count >> place & 1 == 1 {
                self.and(digit, &reached)
            } else {
                self.or(digit, &reached)
            };
        }
        reached
    }

    /// Called when a condition has been evaluated; for algebras that keep account of what was met.
    fn evaluated(&mut self, _pool: &Conditions, _root: CondId, _memo: &mut Memo<Self::Set>)
    where
        Self: Sized,
    {
    }
}

/// The condition's truth in the algebra; conditions already in the memo are not evaluated again.
///
/// Works without recursion, so the depth of the condition is not limited by the call stack.
pub fn evaluate<A: Algebra>(
    pool: &Conditions,
    root: CondId,
    algebra: &mut A,
    memo: &mut Memo<A::Set>,
) -> A::Set {
    memo.fit(pool.len());
    let set = match memo.get(root) {
        Some(known) => known.clone(),
        None => climb(pool, root, algebra, memo),
    };
    algebra.evaluated(pool, root, memo);
    set
}

/// A condition whose children up to `next` are known.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pending {
    pub(crate) condition: CondId,
    next: usize,
}

impl Pending {
    pub(crate) const fn start(condition: CondId) -> Self {
        Self { condition, next: 0 }
    }
}

enum Step<S> {
    /// The condition's truth.
    Known(S),
    /// This child, at this place, has to be known first.
    Needs(usize, CondId),
}

fn climb<A: Algebra>(
    pool: &Conditions,
    root: CondId,
    algebra: &mut A,
    memo: &mut Memo<A::Set>,
) -> A::Set {
    let mut pending = memo.take_pending();
    let mut at = Pending::start(root);
    let set = loop {
        match step(pool, at, algebra, memo) {
            Step::Needs(next, child) => {
                pending.push(Pending {
                    condition: at.condition,
                    next,
                });
                at = Pending::start(child);
            }
            Step::Known(set) => {
                let Some(parent) = pending.pop() else {
                    memo.set(at.condition, set.clone());
                    break set;
                };
                memo.set(at.condition, set);
                at = parent;
            }
        }
    };
    memo.return_pending(pending);
    set
}

fn step<A: Algebra>(
    pool: &Conditions,
    at: Pending,
    algebra: &mut A,
    memo: &mut Memo<A::Set>,
) -> Step<A::Set> {
    let known = match pool.node(at.condition) {
        Node::False => algebra.never(),
        Node::True => algebra.always(),
        Node::Within(var, cells) => algebra.within(*var, cells),
        Node::Some(var, cells) => algebra.some(*var, cells),
        Node::Given(slot) => algebra.given(*slot),
        Node::Not(child) => match memo.get(*child) {
            Some(set) => algebra.not(set),
            None => return Step::Needs(0, *child),
        },
        Node::All(children) => {
            for (place, child) in children.iter().enumerate().skip(at.next) {
                match memo.get(*child) {
                    Some(set) if algebra.is_never(set) => return Step::Known(set.clone()),
                    Some(_) => {}
                    None => return Step::Needs(place, *child),
                }
            }
            fold(children, memo, |a, b| algebra.and(a, b)).unwrap_or_else(|| algebra.always())
        }
        Node::Any(children) => {
            for (place, child) in children.iter().enumerate().skip(at.next) {
                match memo.get(*child) {
                    Some(set) if algebra.is_always(set) => return Step::Known(set.clone()),
                    Some(_) => {}
                    None => return Step::Needs(place, *child),
                }
            }
            fold(children, memo, |a, b| algebra.or(a, b)).unwrap_or_else(|| algebra.never())
        }
        Node::AtLeast(count, children) => {
            for (place, child) in children.iter().enumerate().skip(at.next) {
                if memo.get(*child).is_none() {
                    return Step::Needs(place, *child);
                }
            }
            let mut operands = memo.take_operands();
            operands.extend(
                children
                    .iter()
                    .filter_map(|child| memo.get(*child).cloned()),
            );
            let set = algebra.at_least(*count, &operands);
            memo.return_operands(operands);
            set
        }
    };
    Step::Known(known)
}

fn fold<S: Clone>(
    children: &[CondId],
    memo: &Memo<S>,
    mut join: impl FnMut(&S, &S) -> S,
) -> Option<S> {
    let mut sets = children.iter().filter_map(|child| memo.get(*child));
    let first = sets.next()?;
    let Some(second) = sets.next() else {
        return Some(first.clone());
    };
    let start = join(first, second);
    Some(sets.fold(start, |joined, set| join(&joined, set)))
}
