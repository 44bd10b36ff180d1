//! Values of facts as a finding describes them.

use coverdict_logic::{Cells, Exact, Kind, Value, VarId};
use coverdict_model::finding::Possible;
use coverdict_program::cells::Shape;
use rustc_hash::FxHashMap;

use crate::facts::Facts;

/// Describes values of the facts of a case.
pub(crate) struct Describer<'d, 'p> {
    facts: &'d Facts<'p>,
    /// The labels of the groups of each set of codes or names that was described.
    labels: FxHashMap<VarId, Vec<String>>,
}

impl<'d, 'p> Describer<'d, 'p> {
    pub(crate) fn new(facts: &'d Facts<'p>) -> Self {
        Self {
            facts,
            labels: FxHashMap::default(),
        }
    }

    /// A description of a fact's value.
    pub(crate) fn describe<E: Exact>(&mut self, algebra: &E, value: Value) -> Option<Possible> {
        self.describe_any(algebra, value.var, &[value.code])
    }

    /// A description of several values of a fact, as short as they allow.
    pub(crate) fn describe_any<E: Exact>(
        &mut self,
        algebra: &E,
        var: VarId,
        codes: &[u32],
    ) -> Option<Possible> {
        let fact = self.facts.program.facts.get(var.0 as usize)?;
        let variable = algebra.space().variable(var)?;
        if let (Kind::Set { .. }, Shape::Members(members)) = (&variable.kind, &fact.cells.shape) {
            let groups = variable.cells.iter();
            let labels = self
                .labels
                .entry(var)
                .or_insert_with(|| groups.map(|cells| members.label(cells)).collect());
            let mut sets: Vec<Possible> = joined(codes, variable.bits)
                .into_iter()
                .map(|set| set.describe(labels))
                .collect();
            return match sets.len() {
                1 => sets.pop(),
                _ => Some(Possible::AnyOf(sets)),
            };
        }
        let mut all = Cells::empty();
        for code in codes {
            all = all.union(variable.cells.get(*code as usize)?);
        }
        let declared = self.facts.declared(var.0)?;
        Some(fact.cells.describe(&all, &declared.kind))
    }
}

/// Values of a set that agree on some of its groups: those of the mask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Sets {
    mask: u32,
    has: u32,
}

impl Sets {
    fn describe(self, labels: &[String]) -> Possible {
        let (mut has, mut lacks) = (Vec::new(), Vec::new());
        for (place, label) in labels.iter().enumerate() {
            match (self.mask >> place & 1, self.has >> place & 1) {
                (0, _) => {}
                (_, 0) => lacks.push(label.clone()),
                _ => has.push(label.clone()),
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
