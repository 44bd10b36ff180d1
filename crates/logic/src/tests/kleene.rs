use std::collections::BTreeMap;

use super::scenario::{Facts, cells};
use crate::{
    Algebra, Atom, Cells, CondId, Conditions, Kleene, Knowledge, Known, Memo, Truth, VarId,
    evaluate,
};

/// Every combination of no, either and yes for so many yes-or-no variables.
fn states(variables: u32) -> impl Iterator<Item = Vec<u32>> {
    (0..3_usize.pow(variables)).map(move |state| {
        (0..variables)
            .map(|var| [0b01, 0b11, 0b10][state / 3_usize.pow(var) % 3])
            .collect()
    })
}

/// What a truth table comes to over the worlds that a state permits.
fn exact(table: &[bool], state: &[u32]) -> Truth {
    let permitted = |world: &usize| {
        state
            .iter()
            .enumerate()
            .all(|(var, cells)| cells >> (world >> var & 1) & 1 == 1)
    };
    let mut results = (0..table.len()).filter(permitted).map(|world| table[world]);
    let first = results.next().unwrap();
    match (results.all(|result| result == first), first) {
        (true, true) => Truth::True,
        (true, false) => Truth::False,
        (false, _) => Truth::Unknown,
    }
}

/// Conditions by their number of leaves, each with its truth table over three variables.
#[derive(Default)]
struct Shared {
    pool: Conditions,
    tables: BTreeMap<CondId, u8>,
}

impl Shared {
    /// Normalising must not change the meaning: whatever gets the same id has the same table.
    fn add(&mut self, condition: CondId, table: u8) -> (CondId, u8) {
        assert_eq!(
            *self.tables.entry(condition).or_insert(table),
            table,
            "{:?}",
            self.pool.node(condition)
        );
        (condition, table)
    }

    fn denied(&mut self, conditions: &mut Vec<(CondId, u8)>) {
        for (condition, table) in conditions.clone() {
            let denied = self.pool.not(condition);
            conditions.push(self.add(denied, !table));
        }
        conditions.sort_unstable();
        conditions.dedup();
    }

    fn joined(&mut self, parts: [&[(CondId, u8)]; 2], out: &mut Vec<(CondId, u8)>) {
        for (a, a_table) in parts[0] {
            for (b, b_table) in parts[1] {
                let all = self.pool.all([*a, *b]);
                out.push(self.add(all, a_table & b_table));
                let any = self.pool.any([*a, *b]);
                out.push(self.add(any, a_table | b_table));
            }
        }
    }

    fn counted(&mut self, parts: [&[(CondId, u8)]; 3], out: &mut Vec<(CondId, u8)>) {
        for (a, x) in parts[0] {
            for (b, y) in parts[1] {
                for (c, z) in parts[2] {
                    let two = self.pool.at_least(2, [*a, *b, *c]);
                    out.push(self.add(two, x & y | x & z | y & z));
                }
            }
        }
    }
}

#[test]
fn kleene_never_contradicts_on_any_tree_of_five_leaves() {
    let mut shared = Shared::default();
    let mut one = Vec::new();
    for (var, table) in (0..3).zip([0xaa, 0xcc, 0xf0]) {
        let atom = shared.pool.within(VarId(var), &Cells::single(1));
        one.push(shared.add(atom, table));
    }
    shared.denied(&mut one);
    let mut two = Vec::new();
    shared.joined([&one, &one], &mut two);
    shared.denied(&mut two);
    let mut three = Vec::new();
    shared.joined([&one, &two], &mut three);
    shared.counted([&one, &one, &one], &mut three);
    shared.denied(&mut three);
    let mut four = Vec::new();
    shared.joined([&one, &three], &mut four);
    shared.joined([&two, &two], &mut four);
    shared.counted([&one, &one, &two], &mut four);
    four.sort_unstable();
    four.dedup();
    let mut five = Vec::new();
    shared.joined([&one, &four], &mut five);
    shared.joined([&two, &three], &mut five);
    shared.counted([&one, &two, &two], &mut five);
    shared.counted([&one, &one, &three], &mut five);
    assert!(shared.tables.len() > 100_000);

    for state in states(3) {
        let permitted = (0..8)
            .filter(|world| {
                state
                    .iter()
                    .enumerate()
                    .all(|(var, cells)| cells >> (world >> var & 1) & 1 == 1)
            })
            .fold(0_u8, |permitted, world| permitted | 1 << world);
        let facts = Facts::scalars(state);
        let mut kleene = Kleene::new(&facts);
        let mut memo = Memo::new();
        for (condition, table) in &shared.tables {
            match evaluate(&shared.pool, *condition, &mut kleene, &mut memo) {
                Truth::True => assert_eq!(table & permitted, permitted),
                Truth::False => assert_eq!(table & permitted, 0),
                Truth::Unknown => {}
            }
        }
    }
}

/// A tree whose leaves are all different.
#[derive(Clone)]
enum Shape {
    Leaf,
    All(Vec<Shape>),
    Any(Vec<Shape>),
    Two(Vec<Shape>),
}

/// All trees of up to so many leaves, by number of leaves; groups of one kind never stand in each other.
fn shapes(leaves: usize, with_counts: bool) -> Vec<(usize, Shape)> {
    let mut shapes = vec![(1, Shape::Leaf)];
    for size in 2..=leaves {
        let mut groups = Vec::new();
        choose(&shapes, size, shapes.len(), &mut Vec::new(), &mut groups);
        for group in groups {
            if !group.iter().any(|shape| matches!(shape, Shape::All(_))) {
                shapes.push((size, Shape::All(group.clone())));
            }
            if !group.iter().any(|shape| matches!(shape, Shape::Any(_))) {
                shapes.push((size, Shape::Any(group.clone())));
            }
            if with_counts && group.len() > 2 {
                shapes.push((size, Shape::Two(group)));
            }
        }
    }
    shapes
}

fn choose(
    shapes: &[(usize, Shape)],
    left: usize,
    below: usize,
    chosen: &mut Vec<Shape>,
    out: &mut Vec<Vec<Shape>>,
) {
    if left == 0 {
        out.push(chosen.clone());
    }
    for (place, (size, shape)) in shapes.iter().enumerate().take(below) {
        if *size <= left {
            chosen.push(shape.clone());
            choose(shapes, left - size, place + 1, chosen, out);
            chosen.pop();
        }
    }
}

/// The condition, and its truth in each world.
fn build(shape: &Shape, pool: &mut Conditions, leaves: &mut u32) -> (CondId, Vec<bool>) {
    let (Shape::All(children) | Shape::Any(children) | Shape::Two(children)) = shape else {
        let var = *leaves;
        *leaves += 1;
        let table = (0..256).map(|world| world >> var & 1 == 1).collect();
        return (pool.within(VarId(var), &Cells::single(1)), table);
    };
    let (ids, tables): (Vec<_>, Vec<_>) = children
        .iter()
        .map(|child| build(child, pool, leaves))
        .unzip();
    let (id, wanted) = match shape {
        Shape::All(_) => (pool.all(ids), children.len()),
        Shape::Any(_) => (pool.any(ids), 1),
        _ => (pool.at_least(2, ids), 2),
    };
    let holds = |world: usize| tables.iter().filter(|table| table[world]).count() >= wanted;
    (id, (0..256).map(holds).collect())
}

fn assert_exact(shapes: &[(usize, Shape)]) {
    let mut memo = Memo::new();
    for (leaves, shape) in shapes {
        let mut pool = Conditions::new();
        let (root, table) = build(shape, &mut pool, &mut 0);
        for state in states(u32::try_from(*leaves).unwrap()) {
            let expected = exact(&table[..1 << leaves], &state);
            memo.reset();
            let facts = Yes(state);
            assert_eq!(
                evaluate(&pool, root, &mut Kleene::new(&facts), &mut memo),
                expected
            );
        }
    }
}

/// Yes-or-no variables, cheaper than [`Facts`] to set up.
struct Yes(Vec<u32>);

impl Knowledge for Yes {
    fn known(&self, var: VarId) -> Known<'_> {
        static STATES: [Cells; 4] = [
            Cells::empty(),
            Cells::range(0, 1),
            Cells::range(1, 2),
            Cells::range(0, 2),
        ];
        Known::Scalar(&STATES[self.0[var.0 as usize] as usize])
    }
}

#[test]
fn kleene_is_exact_on_every_counting_tree_of_six_different_leaves() {
    assert_exact(&shapes(6, true));
}

#[test]
fn kleene_is_exact_on_every_tree_of_eight_different_leaves() {
    let shapes: Vec<_> = shapes(8, false)
        .into_iter()
        .filter(|(leaves, _)| *leaves > 6)
        .collect();
    assert_eq!(shapes.len(), 180 + 522);
    assert_exact(&shapes);
}

#[test]
fn a_set_variable_is_known_by_its_occupied_and_possible_cells() {
    let facts = Facts::set(0b001, 0b011);
    let truth = |mask| facts.truth(VarId(0), &cells(mask));
    assert_eq!(truth(0b001), Truth::True);
    assert_eq!(truth(0b010), Truth::Unknown);
    assert_eq!(truth(0b100), Truth::False);
    assert_eq!(truth(0b110), Truth::Unknown);
}

#[test]
fn only_atoms_that_matter_are_collected() {
    let facts = Facts::scalars([0b11, 0b11, 0b01]);
    let mut pool = Conditions::new();
    let [a, b, no] = [0, 1, 2].map(|var| pool.within(VarId(var), &Cells::single(1)));
    let idle = pool.all([b, no]);
    let root = pool.any([a, idle]);
    let mut kleene = Kleene::new(&facts);
    let mut memo = Memo::new();
    let atom = Atom {
        var: VarId(0),
        cells: Cells::single(1),
    };
    for _ in 0..2 {
        assert_eq!(
            evaluate(&pool, root, &mut kleene, &mut memo),
            Truth::Unknown
        );
        assert_eq!(kleene.atoms(), std::slice::from_ref(&atom));
    }
    kleene.supply(1, Truth::True);
    kleene.clear();
    assert!(kleene.atoms().is_empty());
    assert_eq!(
        (kleene.given(1), kleene.given(9)),
        (Truth::False, Truth::False)
    );
    assert_eq!(
        kleene.knowledge().truth(VarId(2), &Cells::single(0)),
        Truth::True
    );
}

#[test]
fn only_what_is_unknown_is_open() {
    let kleene = Kleene::new(Yes(Vec::new()));
    let open = [Truth::False, Truth::Unknown, Truth::True].map(|truth| kleene.is_open(&truth));
    assert_eq!(open, [false, true, false]);
}
