//! Values of facts as a finding describes them.

use coverdict_logic::{Cells, Exact, Kind, Value, VarId};
use coverdict_model::finding::Possible;
use coverdict_program::{cells::Shape, members::MemberCells};

use crate::facts::Facts;

/// A description of a fact's value.
pub(crate) fn describe<E: Exact>(facts: &Facts<'_>, algebra: &E, value: Value) -> Option<Possible> {
    describe_any(facts, algebra, value.var, &[value.code])
}

/// A description of several values of a fact, as short as they allow.
pub(crate) fn describe_any<E: Exact>(
    facts: &Facts<'_>,
    algebra: &E,
    var: VarId,
    codes: &[u32],
) -> Option<Possible> {
    let fact = facts.program.facts.get(var.0 as usize)?;
    let declared = facts.program.catalogue.facts.get(&fact.id)?;
    let variable = algebra.space().variable(var)?;
    if let (Kind::Set { .. }, Shape::Members(members)) = (&variable.kind, &fact.cells.shape) {
        let mut sets = Vec::new();
        for set in joined(codes, variable.bits) {
            sets.push(set.describe(members, &variable.cells));
        }
        return match sets.len() {
            1 => sets.pop(),
            _ => Some(Possible::AnyOf(sets)),
        };
    }
    let mut all = Cells::empty();
    for code in codes {
        all = all.union(variable.cells.get(*code as usize)?);
    }
    Some(fact.cells.describe(&all, &declared.kind))
}

/// Values of a set that agree on some of its groups: those of the mask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Sets {
    mask: u32,
    has: u32,
}

impl Sets {
    fn describe(self, members: &MemberCells, groups: &[Cells]) -> Possible {
        let (mut has, mut lacks) = (Vec::new(), Vec::new());
        for (place, cells) in groups.iter().enumerate() {
            match (self.mask >> place & 1, self.has >> place & 1) {
                (0, _) => {}
                (_, 0) => lacks.push(members.label(cells)),
                _ => has.push(members.label(cells)),
            }
        }
        Possible::Set { has, lacks }
    }

    /// Both as one, when they differ in one group only.
    fn joined(self, other: Self) -> Option<Self> {
        let differs = self.has ^ other.has;
        (self.mask == other.mask && differs.is_power_of_two()).then_some(Self {
            mask: self.mask & !differs,
            has: self.has & !differs,
        })
    }
}

/// The values in as few descriptions as joining two by two leaves, each value in one of them.
fn joined(codes: &[u32], bits: u32) -> Vec<Sets> {
    let mask = 1_u32.checked_shl(bits).map_or(u32::MAX, |end| end - 1);
    let mut sets: Vec<Sets> = codes.iter().map(|&has| Sets { mask, has }).collect();
    while let Some((at, other, both)) = pair(&sets) {
        sets.remove(other);
        if let Some(one) = sets.get_mut(at) {
            *one = both;
        }
    }
    sets
}

/// The first two that can be joined: their places, the earlier first, and both as one.
fn pair(sets: &[Sets]) -> Option<(usize, usize, Sets)> {
    sets.iter().enumerate().find_map(|(at, one)| {
        let later = sets.iter().enumerate().skip(at + 1);
        let mut joined = later.filter_map(|(other, set)| Some((at, other, one.joined(*set)?)));
        joined.next()
    })
}

#[cfg(test)]
mod tests {
    use super::{Sets, joined};

    #[test]
    fn values_that_differ_in_a_group_that_does_not_matter_are_joined() {
        let set = |mask, has| Sets { mask, has };
        assert_eq!(joined(&[0b01, 0b11], 2), [set(0b01, 0b01)]);
        assert_eq!(joined(&[0b00, 0b01, 0b10, 0b11], 2), [set(0, 0)]);
        assert_eq!(joined(&[0b00, 0b11], 2), [set(0b11, 0b00), set(0b11, 0b11)]);
        assert_eq!(
            joined(&[0b01, 0b10, 0b11], 2),
            [set(0b01, 0b01), set(0b11, 0b10)]
        );
        assert_eq!(joined(&[5], 32), [set(u32::MAX, 5)]);
    }
}
