//! What tables and diagrams have in common: sets of completions of a space.

use crate::space::Kind;
use crate::{
    Algebra, Cells, Knowledge, QuestionId, Settlement, Space, Truth, Value, VarId, Variable,
};

/// An algebra whose sets are exact sets of completions of a [`Space`].
pub trait Exact: Algebra<Set: PartialEq> {
    /// The space.
    fn space(&self) -> &Space;

    /// The completions with the bit set; never, beyond the last bit.
    fn bit(&mut self, bit: u32) -> Self::Set;

    /// The completions that are in the set once the bit is changed to that value: the set no longer depends on it.
    fn fixed(&mut self, set: &Self::Set, bit: u32, value: bool) -> Self::Set;

    /// The completions that are in the set once the variable is changed to that value: the set no longer depends
    /// on it. It tells what an answer would lead to.
    fn assuming(&mut self, set: &Self::Set, value: Value) -> Self::Set {
        let Some((first, bits)) = self
            .space()
            .variable(value.var)
            .map(|variable| (variable.first_bit, variable.bits))
        else {
            return set.clone();
        };
        (0..bits.min(u32::BITS)).fold(set.clone(), |set, place| {
            self.fixed(&set, first + place, value.code >> place & 1 == 1)
        })
    }

    /// Settles which class the permitted completions lie in, or what could decide it.
    ///
    /// Classes count by their position. A completion that is not permitted does not matter; a permitted one
    /// in no class keeps whatever leaves it open from being decided.
    fn settle(&mut self, permitted: &Self::Set, classes: &[Self::Set]) -> Settlement;

    /// The same in brief: of what is undecided the questions worth asking alone, ascending. There are none when
    /// answers alone cannot settle it.
    fn outline(
        &mut self,
        permitted: &Self::Set,
        classes: &[Self::Set],
    ) -> Settlement<Vec<QuestionId>>;

    /// The completions in which the variable's local cell holds, or is occupied; never, if there is no such
    /// cell.
    ///
    /// Conjoined with what is permitted, it tells what an answer would lead to.
    fn assigned(&mut self, var: VarId, local: usize) -> Self::Set {
        let Some(shape) = self.space().variable(var).map(Shape::of) else {
            return self.never();
        };
        among(self, shape, &|place| place == local)
    }
}

/// How a variable's local cells are laid out in bits.
#[derive(Clone, Copy)]
pub(crate) struct Shape {
    scalar: bool,
    cells: usize,
    first_bit: u32,
    bits: u32,
}

impl Shape {
    fn of(variable: &Variable) -> Self {
        Self {
            scalar: variable.kind == Kind::Scalar,
            cells: variable.cells.len(),
            first_bit: variable.first_bit,
            bits: variable.bits,
        }
    }
}

/// The completions in which an occupied cell of the variable lies among these.
///
/// A variable outside the space is decided by what is known of it. If it is not known, then no undecided
/// condition rests on the atom, and any answer does.
pub(crate) fn touching<A: Exact>(
    algebra: &mut A,
    space: &Space,
    knowledge: &impl Knowledge,
    var: VarId,
    cells: &Cells,
) -> A::Set {
    match space.variable(var) {
        Some(Variable {
            kind: Kind::Set { occupied },
            ..
        }) if occupied.intersects(cells) => algebra.always(),
        Some(variable) => {
            let chosen = |place: usize| {
                variable
                    .cells
                    .get(place)
                    .is_some_and(|local| local.intersects(cells))
            };
            among(algebra, Shape::of(variable), &chosen)
        }
        None if knowledge.truth(var, cells) == Truth::True => algebra.always(),
        None => algebra.never(),
    }
}

fn among<A: Exact + ?Sized>(
    algebra: &mut A,
    shape: Shape,
    chosen: &dyn Fn(usize) -> bool,
) -> A::Set {
    let part = if shape.scalar {
        scalar_among(algebra, shape, chosen, 0, shape.bits)
    } else {
        set_among(algebra, shape, chosen)
    };
    match part {
        Part::Never => algebra.never(),
        Part::Always => algebra.always(),
        Part::Some(set) => set,
    }
}

/// A set, with the constants told apart.
enum Part<S> {
    Never,
    Always,
    Some(S),
}

fn set_among<A: Exact + ?Sized>(
    algebra: &mut A,
    shape: Shape,
    chosen: &dyn Fn(usize) -> bool,
) -> Part<A::Set> {
    let mut part = Part::Never;
    for place in (0..shape.cells).filter(|place| chosen(*place)) {
        let occupied = algebra.bit(
            shape
                .first_bit
                .saturating_add(u32::try_from(place).unwrap_or(u32::MAX)),
        );
        part = Part::Some(match part {
            Part::Some(set) => algebra.or(&set, &occupied),
            Part::Never | Part::Always => occupied,
        });
    }
    part
}

/// Splits the codes from `code` on, `width` bits wide, at their highest bit.
fn scalar_among<A: Exact + ?Sized>(
    algebra: &mut A,
    shape: Shape,
    chosen: &dyn Fn(usize) -> bool,
    code: usize,
    width: u32,
) -> Part<A::Set> {
    let Some(highest) = width.checked_sub(1) else {
        let place = code.min(shape.cells.saturating_sub(1));
        return if chosen(place) {
            Part::Always
        } else {
            Part::Never
        };
    };
    let low = scalar_among(algebra, shape, chosen, code, highest);
    let high = scalar_among(algebra, shape, chosen, code | 1 << highest, highest);
    let at = shape.first_bit + highest;
    match (low, high) {
        (Part::Never, Part::Never) => Part::Never,
        (Part::Always, Part::Always) => Part::Always,
        (low, high) => {
            let set = algebra.bit(at);
            let clear = algebra.not(&set);
            let low = restricted(algebra, low, clear);
            let high = restricted(algebra, high, set);
            match (low, high) {
                (Some(low), Some(high)) => Part::Some(algebra.or(&low, &high)),
                (Some(only), None) | (None, Some(only)) => Part::Some(only),
                (None, None) => Part::Never,
            }
        }
    }
}

fn restricted<A: Exact + ?Sized>(
    algebra: &mut A,
    part: Part<A::Set>,
    to: A::Set,
) -> Option<A::Set> {
    match part {
        Part::Never => None,
        Part::Always => Some(to),
        Part::Some(set) => Some(algebra.and(&set, &to)),
    }
}
