//! How the values of facts fall into cells.
//!
//! The criteria of a corpus cut each fact's values into cells: all values of a cell make the same
//! comparisons true. Value cells come first, then a cell for `absent` and one for `not-performed`
//! where the fact can be so.

use coverdict_logic::Cells;
use coverdict_model::{
    date::day_number,
    fact::{Fact, FactType},
    finding::{Bound, Possible},
    id::Id,
    quantity::Decimal,
    value::{SpecialState, Value},
};
use serde::{Deserialize, Serialize};

use crate::members::MemberCells;

/// The cells of one fact.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FactCells {
    /// How its values are cut.
    pub shape: Shape,
    /// How many cells hold values.
    pub values: u32,
    /// The cell of the absent fact, if it can be absent.
    pub absent: Option<u32>,
    /// The cell of the measurement not made, if that can be.
    pub not_performed: Option<u32>,
}

/// How a fact's values are cut into cells.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Shape {
    /// Cell 0 is false, cell 1 true.
    Boolean,
    /// Cells between cuts, in ascending order.
    Ordered(Axis),
    /// A cell for each word that matters, ascending, then one for all others if there are others.
    Words {
        /// The words, ascending.
        words: Vec<Id>,
        /// Whether there are other words.
        others: bool,
    },
    /// Cells of codes or names of which any number is present.
    Members(MemberCells),
    /// Dates of events: counted, never compared.
    Events,
}

/// An ordered range of values with its cuts.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Axis {
    /// The cuts, ascending; each has values on both its sides.
    pub cuts: Vec<Cut>,
    /// Whether the values are whole numbers or days.
    pub whole: bool,
    /// The least value.
    pub min: Option<Decimal>,
    /// The greatest value.
    pub max: Option<Decimal>,
}

/// A place between values: just before one, or just after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Cut {
    /// The value.
    pub value: Decimal,
    /// Whether the cut is after it.
    pub after: bool,
}

/// An ordered value as a number: a date is its day number.
#[must_use]
pub fn number(value: &Value) -> Option<Decimal> {
    match value {
        Value::Integer(value) => Some(Decimal::from(*value)),
        Value::Decimal(quantity) => Some(quantity.value),
        Value::Date(day) => Some(Decimal::from(day_number(*day))),
        Value::Boolean(_) | Value::Name(_) => None,
    }
}

impl Axis {
    /// The cut before a value, where "at least" begins.
    #[must_use]
    pub fn before(value: Decimal) -> Cut {
        Cut {
            value,
            after: false,
        }
    }

    /// The cut after a value, where "above" begins.
    #[must_use]
    pub fn after(&self, value: Decimal) -> Cut {
        match self.whole {
            true => Cut {
                value: value + Decimal::ONE,
                after: false,
            },
            false => Cut { value, after: true },
        }
    }

    /// Whether there are values on both sides of a cut.
    #[must_use]
    pub fn divides(&self, cut: Cut) -> bool {
        !self.is_below_all(cut) && !self.is_above_all(cut)
    }

    fn is_below_all(&self, cut: Cut) -> bool {
        self.min.is_some_and(|min| {
            if cut.after {
                cut.value < min
            } else {
                cut.value <= min
            }
        })
    }

    fn is_above_all(&self, cut: Cut) -> bool {
        self.max.is_some_and(|max| {
            if cut.after {
                cut.value >= max
            } else {
                cut.value > max
            }
        })
    }

    /// How many cells there are.
    #[must_use]
    pub fn len(&self) -> u32 {
        u32::try_from(self.cuts.len())
            .unwrap_or(u32::MAX)
            .saturating_add(1)
    }

    /// Whether there is no cell; there always is one.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        false
    }

    /// The cells above a cut.
    #[must_use]
    pub fn above(&self, cut: Cut) -> Cells {
        match self.is_above_all(cut) {
            true => Cells::empty(),
            false => Cells::range(self.position(cut), self.len()),
        }
    }

    /// The cells below a cut.
    #[must_use]
    pub fn below(&self, cut: Cut) -> Cells {
        match self.is_above_all(cut) {
            true => Cells::range(0, self.len()),
            false => Cells::range(0, self.position(cut)),
        }
    }

    /// How many cells lie wholly below a cut of this axis.
    fn position(&self, cut: Cut) -> u32 {
        u32::try_from(self.cuts.partition_point(|other| *other <= cut)).unwrap_or(u32::MAX)
    }

    /// The cell that a value lies in.
    #[must_use]
    pub fn cell(&self, value: Decimal) -> u32 {
        let below = |cut: &Cut| cut.value < value || (cut.value == value && !cut.after);
        u32::try_from(self.cuts.partition_point(below)).unwrap_or(u32::MAX)
    }

    /// The cells that have a value between two others, ends included; an end not given is the bound.
    #[must_use]
    pub fn span(&self, low: Option<Decimal>, high: Option<Decimal>) -> Cells {
        let first = low.map_or(0, |low| self.cell(low));
        let last = high.map_or(self.len() - 1, |high| self.cell(high));
        Cells::range(first, last.saturating_add(1).max(first))
    }

    /// Whether a value lies within the bounds.
    #[must_use]
    pub fn holds(&self, value: Decimal) -> bool {
        self.min.is_none_or(|min| value >= min) && self.max.is_none_or(|max| value <= max)
    }

    /// The bounds of a run of cells, first included, last not.
    fn bounds(&self, first: u32, end: u32) -> (Option<Cut>, Option<Cut>) {
        let cut = |index: u32| self.cuts.get(index as usize).copied();
        (
            first.checked_sub(1).and_then(cut),
            end.checked_sub(1).and_then(cut),
        )
    }
}

impl FactCells {
    /// The cells of a fact whose values have this shape.
    #[must_use]
    pub fn new(fact: &Fact, shape: Shape) -> Self {
        let values = match &shape {
            Shape::Boolean => 2,
            Shape::Ordered(axis) => axis.len(),
            Shape::Words { words, others } => u32::try_from(words.len())
                .unwrap_or(u32::MAX)
                .saturating_add(u32::from(*others)),
            Shape::Members(members) => members.len(),
            Shape::Events => 0,
        };
        let single = !matches!(shape, Shape::Members(_) | Shape::Events);
        let mut next = values;
        let mut special = |state| {
            (single && fact.can_be(state)).then(|| {
                next += 1;
                next - 1
            })
        };
        let absent = special(SpecialState::Absent);
        let not_performed = special(SpecialState::NotPerformed);
        Self {
            shape,
            values,
            absent,
            not_performed,
        }
    }

    /// How many cells there are in all.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.values + u32::from(self.absent.is_some()) + u32::from(self.not_performed.is_some())
    }

    /// Whether the fact has no cells, as one that is only counted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All cells: what is possible of a missing fact.
    #[must_use]
    pub fn all(&self) -> Cells {
        Cells::range(0, self.len())
    }

    /// The cell of a state without value, if the fact can be so.
    #[must_use]
    pub fn special(&self, state: SpecialState) -> Option<u32> {
        match state {
            SpecialState::Absent => self.absent,
            SpecialState::NotPerformed => self.not_performed,
        }
    }

    /// The cell of a value; `None` when the value is not one that the fact can have.
    #[must_use]
    pub fn cell(&self, value: &Value) -> Option<u32> {
        match (&self.shape, value) {
            (Shape::Boolean, Value::Boolean(value)) => Some(u32::from(*value)),
            (Shape::Ordered(axis), value) => {
                let value = number(value)?;
                axis.holds(value).then(|| axis.cell(value))
            }
            (Shape::Words { words, others }, Value::Name(name)) => {
                match words.binary_search(name) {
                    Ok(index) => u32::try_from(index).ok(),
                    Err(_) => others.then(|| self.values - 1),
                }
            }
            _ => None,
        }
    }

    /// A description of values that lie in these cells; `name` tells a group of members apart.
    #[must_use]
    pub fn describe(&self, cells: &Cells, kind: &FactType) -> Possible {
        let mut alternatives = Vec::new();
        match &self.shape {
            Shape::Boolean => {
                alternatives.extend(
                    cells
                        .iter()
                        .filter(|cell| *cell < 2)
                        .map(|cell| Possible::Truth(cell == 1)),
                );
            }
            Shape::Ordered(axis) => {
                for &(first, end) in cells.ranges() {
                    let end = end.min(self.values);
                    if first < end {
                        alternatives.push(between(axis, first, end, kind));
                    }
                }
            }
            Shape::Words { words, others } => {
                let word = |cell: &u32| words.get(*cell as usize);
                let named = cells
                    .iter()
                    .filter_map(|cell| word(&cell).cloned())
                    .collect();
                let other = self
                    .values
                    .checked_sub(1)
                    .filter(|cell| *others && cells.contains(*cell));
                alternatives.push(match other {
                    Some(_) => Possible::OtherThan(
                        (0..self.values)
                            .filter(|cell| !cells.contains(*cell))
                            .filter_map(|cell| word(&cell).cloned())
                            .collect(),
                    ),
                    None => Possible::OneOf(named),
                });
            }
            Shape::Members(_) | Shape::Events => {}
        }
        alternatives
            .retain(|possible| *possible != Possible::OneOf(std::collections::BTreeSet::new()));
        for state in [SpecialState::Absent, SpecialState::NotPerformed] {
            if self.special(state).is_some_and(|cell| cells.contains(cell)) {
                alternatives.push(Possible::Is(state));
            }
        }
        match alternatives.len() {
            1 => alternatives.swap_remove(0),
            _ => Possible::AnyOf(alternatives),
        }
    }
}

/// The values of a run of cells; where it ends with the values of the fact, there is no bound to tell.
fn between(axis: &Axis, first: u32, end: u32, kind: &FactType) -> Possible {
    let (low, high) = axis.bounds(first, end);
    let value = |number: Decimal| written(number, kind);
    let step = |cut: Cut| match axis.whole {
        // A whole range ends with the number before the cut.
        true => Bound {
            value: value(cut.value - Decimal::ONE),
            included: true,
        },
        false => Bound {
            value: value(cut.value),
            included: cut.after,
        },
    };
    Possible::Between {
        low: low.map(|cut| Bound {
            value: value(cut.value),
            included: !cut.after,
        }),
        high: high.map(step),
    }
}

/// A number of an ordered fact, as its type writes it.
#[must_use]
pub fn written(number: Decimal, kind: &FactType) -> Value {
    use coverdict_model::{date::from_day_number, quantity::Quantity};
    let to_i64 = |number: Decimal| i64::try_from(number).ok();
    match kind {
        FactType::Decimal { unit, .. } => Value::Decimal(Quantity {
            value: number.normalize(),
            unit: unit.clone(),
        }),
        FactType::Date { .. } => match to_i64(number).and_then(from_day_number) {
            Some(day) => Value::Date(day),
            None => Value::Integer(to_i64(number).unwrap_or_default()),
        },
        _ => Value::Integer(to_i64(number).unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(cuts: &[(i64, bool)], whole: bool, min: i64, max: i64) -> Axis {
        let cuts = cuts
            .iter()
            .map(|&(value, after)| Cut {
                value: value.into(),
                after,
            })
            .collect();
        Axis {
            cuts,
            whole,
            min: Some(min.into()),
            max: Some(max.into()),
        }
    }

    #[test]
    fn a_decimal_lies_below_at_or_above_a_threshold() {
        let axis = axis(&[(88, false), (88, true)], false, 0, 100);
        let cell = |text: &str| axis.cell(coverdict_model::quantity::parse_decimal(text).unwrap());
        assert_eq!(
            [cell("87.9"), cell("88"), cell("88.0"), cell("88.5")],
            [0, 1, 1, 2]
        );
        assert_eq!(axis.above(Axis::before(88.into())), Cells::range(1, 3));
        assert_eq!(axis.above(axis.after(88.into())), Cells::range(2, 3));
        assert_eq!(axis.below(axis.after(88.into())), Cells::range(0, 2));
        assert_eq!(axis.span(Some(88.into()), None), Cells::range(1, 3));
    }

    #[test]
    fn thresholds_beyond_the_bounds_decide_alone() {
        let axis = axis(&[(3, false)], true, 0, 5);
        assert_eq!(axis.above(Axis::before(6.into())), Cells::empty());
        assert_eq!(axis.below(Axis::before(6.into())), Cells::range(0, 2));
        assert_eq!(axis.above(Axis::before(0.into())), Cells::range(0, 2));
        assert_eq!(axis.below(Axis::before(0.into())), Cells::empty());
        assert!(!axis.divides(Axis::before(0.into())));
        assert!(axis.divides(Axis::before(5.into())));
        assert!(!axis.divides(axis.after(5.into())));
        assert_eq!([axis.cell(2.into()), axis.cell(3.into())], [0, 1]);
    }

    #[test]
    fn ranges_are_told_as_wide_as_they_are() {
        let shape = Shape::Ordered(axis(&[(35, false), (40, false)], true, 5, 150));
        let kind = FactType::Integer {
            min: Some(5),
            max: Some(150),
        };
        let cells = FactCells {
            values: 3,
            shape,
            absent: None,
            not_performed: None,
        };
        let bound = |value| {
            Some(Bound {
                value: Value::Integer(value),
                included: true,
            })
        };
        for (first, end, low, high) in [
            (0, 1, None, bound(34)),
            (0, 2, None, bound(39)),
            (1, 2, bound(35), bound(39)),
            (1, 3, bound(35), None),
            (0, 3, None, None),
        ] {
            let told = cells.describe(&Cells::range(first, end), &kind);
            assert_eq!(told, Possible::Between { low, high });
        }
    }
}
