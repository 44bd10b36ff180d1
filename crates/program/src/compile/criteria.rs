//! Criteria as conditions over cells.

use std::collections::BTreeMap;

use coverdict_logic::{Cells, CondId, Node, VarId};
use coverdict_model::{
    corpus::{CodeMapping, Patterns},
    criterion::{Comparison, Criterion as Tree, Members, Test},
    fact::Derivation,
    id::Id,
    source::Provenance,
    value::{SpecialState, Value},
};

use super::{Compiler, Problem, collect, texts};
use crate::{
    Constraint, Criterion, PositionSlot,
    cells::{Axis, FactCells, Shape, number},
};

/// Where a criterion stands, which settles what it may speak of.
pub(super) struct Place<'p> {
    /// The name of the place, for problems.
    pub(super) name: &'p str,
    /// The service that the line is tried for.
    pub(super) service: Option<&'p Id>,
    /// The phrases of the edition, with their variables and readings.
    pub(super) readings: &'p BTreeMap<Id, (VarId, Vec<Id>)>,
}

impl Compiler<'_> {
    /// A criterion with its condition, and those below it.
    pub(super) fn criterion(
        &mut self,
        place: &Place<'_>,
        tree: &Tree,
    ) -> Result<Criterion, Problem> {
        let of = match &tree.test {
            Test::ByReading { reading, of } => return self.by_reading(place, tree, reading, of),
            _ => tree
                .children()
                .map(|child| self.criterion(place, child))
                .collect::<Result<Vec<_>, _>>()?,
        };
        let below = of.iter().map(|child| child.condition);
        let condition = match &tree.test {
            Test::All(_) => self.conditions.all(below),
            Test::Any(_) => self.conditions.any(below),
            Test::None(_) => {
                let any = self.conditions.any(below);
                self.conditions.not(any)
            }
            Test::AtLeast { count, .. } => self.conditions.at_least(*count, below),
            Test::Service(service) => match place.service == Some(service) {
                true => CondId::TRUE,
                false => CondId::FALSE,
            },
            Test::PositionOf { source, basis } => self.conditions.given(
                PositionSlot {
                    kind: *source,
                    basis: *basis,
                }
                .number(),
            ),
            Test::Fact { fact, comparison } => self.comparison(place.name, fact, comparison)?,
            Test::ByReading { .. } => CondId::FALSE,
        };
        Ok(Criterion {
            of,
            ..self.described(place, tree, condition)?
        })
    }

    fn by_reading(
        &mut self,
        place: &Place<'_>,
        tree: &Tree,
        phrase: &Id,
        readings: &BTreeMap<Id, Tree>,
    ) -> Result<Criterion, Problem> {
        let unknown = |name: &Id| Problem::Unknown {
            place: place.name.to_owned(),
            what: "reading",
            name: name.to_string(),
        };
        let (var, declared) = place.readings.get(phrase).ok_or_else(|| unknown(phrase))?;
        let mut of = Vec::with_capacity(readings.len());
        let mut branches = Vec::with_capacity(readings.len());
        for (reading, tree) in readings {
            let cell = (0_u32..)
                .zip(declared)
                .find(|(_, id)| *id == reading)
                .ok_or_else(|| unknown(reading))?
                .0;
            let child = self.criterion(place, tree)?;
            let read = self.conditions.within(*var, &Cells::single(cell));
            branches.push(self.conditions.all([read, child.condition]));
            of.push(child);
        }
        let condition = self.conditions.any(branches);
        Ok(Criterion {
            of,
            reading: Some(phrase.clone()),
            ..self.described(place, tree, condition)?
        })
    }

    /// The criterion without those below it.
    fn described(
        &self,
        place: &Place<'_>,
        tree: &Tree,
        condition: CondId,
    ) -> Result<Criterion, Problem> {
        let (fact, mapped) = match &tree.test {
            Test::Fact { fact, comparison } => {
                let number = self.fact(place.name, fact.as_str())?;
                (Some(number), self.mapped(comparison))
            }
            _ => (None, None),
        };
        Ok(Criterion {
            id: tree.id.clone(),
            text: texts::test(&tree.test).into(),
            condition,
            fact,
            mapped,
            reading: None,
            cite: tree.cite.clone().map(Box::new),
            of: Vec::new(),
        })
    }

    /// The value set that a comparison looks into, when it is our mapping.
    fn mapped(&self, comparison: &Comparison) -> Option<Id> {
        let (Comparison::AnyIn(members) | Comparison::NoneIn(members) | Comparison::AllIn(members)) =
            comparison
        else {
            return None;
        };
        let Members::ValueSet(id) = members else {
            return None;
        };
        let set = self.corpus.value_sets.get(id)?;
        (set.provenance == Provenance::Mapping).then(|| id.clone())
    }

    /// The condition of a comparison.
    pub(super) fn comparison(
        &mut self,
        place: &str,
        fact: &Id,
        comparison: &Comparison,
    ) -> Result<CondId, Problem> {
        let number = self.fact(place, fact.as_str())?;
        let misfit = || Problem::Type {
            place: place.to_owned(),
            fact: fact.clone(),
        };
        let cells = self
            .facts
            .get(number as usize)
            .map(|fact| &fact.cells)
            .ok_or_else(misfit)?;
        if let Shape::Members(_) = cells.shape {
            return self.members(place, fact, number, comparison);
        }
        let chosen = scalar(cells, comparison).ok_or_else(misfit)?;
        Ok(self.conditions.within(VarId(number), &chosen))
    }

    fn members(
        &mut self,
        place: &str,
        fact: &Id,
        number: u32,
        comparison: &Comparison,
    ) -> Result<CondId, Problem> {
        let all = self
            .facts
            .get(number as usize)
            .map_or(Cells::empty(), |fact| fact.cells.all());
        let (members, outside) = match comparison {
            Comparison::Is(SpecialState::Absent) => {
                let some = self.present(fact, number, &all);
                return Ok(self.conditions.not(some));
            }
            Comparison::AnyIn(members)
            | Comparison::NoneIn(members)
            | Comparison::AllIn(members) => {
                let patterns = collect::patterns(self.corpus, place, members)?;
                let cells = self
                    .members
                    .get(fact)
                    .map_or(Cells::empty(), |index| index.cells(&patterns));
                (cells.clone(), all.difference(&cells))
            }
            _ => {
                return Err(Problem::Type {
                    place: place.to_owned(),
                    fact: fact.clone(),
                });
            }
        };
        let some = self.present(fact, number, &members);
        Ok(match comparison {
            Comparison::AnyIn(_) => some,
            Comparison::NoneIn(_) => self.conditions.not(some),
            _ => {
                let other = self.present(fact, number, &outside);
                let none_other = self.conditions.not(other);
                self.conditions.all([some, none_other])
            }
        })
    }

    /// Whether the set has a member in these cells; of a mapped fact, as the case states it or as
    /// its codes mean it.
    fn present(&mut self, fact: &Id, number: u32, cells: &Cells) -> CondId {
        let own = self.conditions.some(VarId(number), cells);
        let declared = self
            .corpus
            .catalogue
            .facts
            .get(fact)
            .and_then(|fact| fact.derived.as_ref());
        let stated = self.facts.get(number as usize).and_then(|fact| fact.stated);
        let (Some(Derivation::Mapping { mapping, from }), Some(stated)) = (declared, stated) else {
            return own;
        };
        let (Some(mapping), Ok(codes)) = (
            self.corpus.mappings.get(mapping),
            self.fact("", from.as_str()),
        ) else {
            return own;
        };
        let mut meaning = Cells::empty();
        for (name, patterns) in &mapping.to {
            if self
                .name_cell(number, name)
                .is_some_and(|cell| cells.contains(cell))
            {
                meaning = meaning.union(&self.codes(from, patterns));
            }
        }
        let unknown = self.unknown_to(mapping, from);
        let codes = VarId(codes);
        let directly = self.conditions.within(stated, &Cells::single(1));
        let directly = self.conditions.all([directly, own]);
        let meant = self.conditions.some(codes, &meaning);
        let further = self.conditions.some(codes, &unknown);
        let further = self.conditions.all([further, own]);
        let by_mapping = self.conditions.any([meant, further]);
        let asked = self.conditions.within(stated, &Cells::single(0));
        let by_mapping = self.conditions.all([asked, by_mapping]);
        self.conditions.any([directly, by_mapping])
    }

    fn name_cell(&self, fact: u32, name: &Id) -> Option<u32> {
        match &self.facts.get(fact as usize)?.cells.shape {
            Shape::Members(members) => members.cell(name.as_str()),
            _ => None,
        }
    }

    fn codes(&self, fact: &Id, patterns: &Patterns) -> Cells {
        self.members
            .get(fact)
            .map_or(Cells::empty(), |index| index.cells(patterns))
    }

    /// The cells of codes that a mapping does not know.
    pub(super) fn unknown_to(&self, mapping: &CodeMapping, from: &Id) -> Cells {
        let known = self.codes(from, &collect::known(mapping));
        let all = self
            .fact("", from.as_str())
            .ok()
            .and_then(|number| self.facts.get(number as usize));
        all.map_or(Cells::empty(), |fact| fact.cells.all().difference(&known))
    }

    /// The constraints of the catalogue.
    pub(super) fn constraints(&mut self) -> Result<Vec<Constraint>, Problem> {
        let readings = BTreeMap::new();
        let mut constraints = Vec::new();
        for (id, tree) in &self.corpus.catalogue.constraints {
            let name = format!("constraint {id}");
            let condition = self
                .criterion(
                    &Place {
                        name: &name,
                        service: None,
                        readings: &readings,
                    },
                    tree,
                )?
                .condition;
            constraints.push(Constraint {
                id: id.clone(),
                condition,
                variables: self.variables(condition),
            });
        }
        Ok(constraints)
    }

    /// The variables that a condition rests on, ascending.
    fn variables(&self, condition: CondId) -> Vec<VarId> {
        let mut found = Vec::new();
        self.visit(condition, |node| {
            if let Node::Within(var, _) | Node::Some(var, _) = node {
                found.push(*var);
            }
        });
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The slots that a criterion or one below it rests on, ascending. A criterion above may not, as
    /// when its other parts are settled by the service.
    pub(super) fn slots(&self, criterion: &Criterion) -> Vec<u32> {
        let mut found = Vec::new();
        let mut pending = vec![criterion];
        while let Some(criterion) = pending.pop() {
            if let Node::Given(slot) = self.conditions.node(criterion.condition) {
                found.push(*slot);
            }
            pending.extend(&criterion.of);
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    fn visit(&self, condition: CondId, mut meet: impl FnMut(&Node)) {
        let mut seen = rustc_hash::FxHashSet::default();
        let mut pending = vec![condition];
        while let Some(at) = pending.pop() {
            if seen.insert(at) {
                let node = self.conditions.node(at);
                meet(node);
                pending.extend_from_slice(node.children());
            }
        }
    }
}

/// The cells in which a comparison of a single value is true; `None` when it does not fit the type.
fn scalar(cells: &FactCells, comparison: &Comparison) -> Option<Cells> {
    let one = |value: &Value| cells.cell(value);
    match (&cells.shape, comparison) {
        (_, Comparison::Is(state)) => {
            Some(cells.special(*state).map_or(Cells::empty(), Cells::single))
        }
        (Shape::Boolean, Comparison::IsTrue(value)) => {
            one(&Value::Boolean(*value)).map(Cells::single)
        }
        (Shape::Words { .. }, Comparison::In(values)) => Some(Cells::from_ranges(
            values.iter().filter_map(one).map(|cell| (cell, cell + 1)),
        )),
        (Shape::Ordered(axis), comparison) => ordered(axis, comparison),
        _ => None,
    }
}

fn ordered(axis: &Axis, comparison: &Comparison) -> Option<Cells> {
    Some(match comparison {
        Comparison::AtLeast(value) => axis.above(Axis::before(number(value)?)),
        Comparison::Above(value) => axis.above(axis.after(number(value)?)),
        Comparison::AtMost(value) => axis.below(axis.after(number(value)?)),
        Comparison::Below(value) => axis.below(Axis::before(number(value)?)),
        Comparison::In(values) => {
            let numbers = values.iter().map(number).collect::<Option<Vec<_>>>()?;
            let held = numbers.into_iter().filter(|value| axis.holds(*value));
            Cells::from_ranges(
                held.map(|value| axis.cell(value))
                    .map(|cell| (cell, cell + 1)),
            )
        }
        _ => return None,
    })
}
