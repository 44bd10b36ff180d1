use proptest::prelude::*;

use super::cases;
use super::scenario::{Facts, cells, scenario};
use crate::{
    Algebra, Atom, Budget, Cells, Diagrams, Exact, Kind, Kleene, Memo, QuestionId, SpaceBuilder,
    Tables, Value, VarId, evaluate,
};

fn atom(var: u32, mask: u32) -> Atom {
    Atom {
        var: VarId(var),
        cells: cells(mask),
    }
}

#[test]
fn cells_with_the_same_signature_merge() {
    let facts = Facts::scalars([0b1111_1111]);
    let space = SpaceBuilder::new().build(&facts, &[atom(0, 0b0000_1110), atom(0, 0b0011_1000)]);
    let variable = space.variable(VarId(0)).unwrap();
    assert_eq!(
        *variable.cells,
        [
            cells(0b1100_0001),
            cells(0b0000_0110),
            cells(0b0000_1000),
            cells(0b0011_0000)
        ]
    );
    assert_eq!((variable.bits, &variable.kind), (2, &Kind::Scalar));
    let value = Value {
        var: VarId(0),
        code: 2,
    };
    assert!(space.cells(value).eq([&cells(0b1000)]));
}

#[test]
fn a_set_has_a_bit_for_each_open_cell_that_is_asked_about() {
    let facts = Facts::set(0b0_0001, 0b1_1111);
    let atoms = [atom(0, 0b0_0110), atom(0, 0b0_1100), atom(0, 0b1_0001)];
    let space = SpaceBuilder::new().build(&facts, &atoms);
    let variable = space.variable(VarId(0)).unwrap();
    assert_eq!(
        *variable.cells,
        [cells(0b00010), cells(0b00100), cells(0b01000)]
    );
    assert_eq!(
        (variable.bits, &variable.kind),
        (3, &Kind::Set { occupied: cells(1) })
    );
    let value = Value {
        var: VarId(0),
        code: 0b101,
    };
    assert!(space.cells(value).eq([&cells(0b00010), &cells(0b01000)]));
}

#[test]
fn bits_go_to_the_questions_in_order_then_to_the_background() {
    let facts = Facts::scalars([0b11, 0b111, 0b11, 0b11, 0b11]);
    let mut builder = SpaceBuilder::new();
    builder
        .question(QuestionId(9), VarId(0))
        .question(QuestionId(4), VarId(3))
        .question(QuestionId(4), VarId(1));
    builder.question(QuestionId(1), VarId(4));
    let atoms = [atom(0, 1), atom(1, 1), atom(1, 2), atom(2, 1), atom(3, 1)];
    let space = builder.build(&facts, &atoms);
    let layout: Vec<_> = space
        .variables()
        .iter()
        .map(|variable| (variable.id.0, variable.first_bit, variable.bits))
        .collect();
    assert_eq!(layout, [(1, 0, 2), (3, 2, 1), (0, 3, 1), (2, 4, 1)]);
    assert_eq!((space.bits(), space.question_bits()), (5, 4));
    let questions: Vec<_> = space
        .questions()
        .map(|(id, variables)| (id.0, variables.len()))
        .collect();
    assert_eq!(questions, [(4, 2), (9, 1)]);
    assert!(
        space
            .background()
            .map(|variable| variable.id)
            .eq([VarId(2)])
    );
    assert_eq!(space.variable(VarId(4)), None);
    assert_eq!(
        space
            .cells(Value {
                var: VarId(4),
                code: 0
            })
            .count(),
        0
    );
}

#[test]
fn a_cell_that_is_not_there_is_assigned_nowhere() {
    let facts = Facts::scalars([0b111, 0b11]);
    let space = SpaceBuilder::new().build(&facts, &[atom(0, 1), atom(0, 2)]);
    let mut tables = Tables::new(&space, &facts).unwrap();
    let assigned: Vec<_> = (0..4)
        .map(|place| tables.assigned(VarId(0), place))
        .collect();
    assert!(!assigned[..3].iter().any(|set| set.is_never()));
    let two = tables.or(&assigned[0], &assigned[1]);
    assert_eq!(tables.or(&two, &assigned[2]), tables.always());
    assert!(assigned[3].is_never());
    assert!(tables.assigned(VarId(1), 0).is_never());
    assert!(tables.bit(2).is_never());
    let mut diagrams = Diagrams::new(&space, &facts, Budget::default());
    let (never, beyond) = (diagrams.never(), diagrams.bit(2));
    assert_eq!(beyond, never);
}

#[test]
fn tables_are_for_small_spaces() {
    let facts = Facts::scalars([0b11; 13]);
    let atoms: Vec<Atom> = (0..13).map(|var| atom(var, 1)).collect();
    let builder = SpaceBuilder::new();
    assert!(Tables::new(&builder.build(&facts, &atoms[..12]), &facts).is_some());
    assert!(Tables::new(&builder.build(&facts, &atoms), &facts).is_none());
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn law_the_order_in_which_atoms_were_met_does_not_matter(scenario in scenario()) {
        let (pool, roots, facts, space) = scenario.prepare();
        let mut kleene = Kleene::new(&facts);
        let mut memo = Memo::new();
        for root in roots.iter().rev() {
            evaluate(&pool, *root, &mut kleene, &mut memo);
        }
        let twice: Vec<Atom> = kleene.atoms().iter().chain(kleene.atoms().iter().rev()).cloned().collect();
        prop_assert_eq!(scenario.builder().build(&facts, &twice), space);
    }

    #[test]
    fn law_local_cells_partition_what_is_open(masks in prop::collection::vec(1_u32..256, 1..5), possible in 1_u32..256) {
        let facts = Facts::scalars([possible]);
        let atoms: Vec<Atom> = masks.iter().map(|mask| atom(0, *mask)).collect();
        let space = SpaceBuilder::new().build(&facts, &atoms);
        let signature = |cell: u32| -> Vec<bool> { masks.iter().map(|mask| mask >> cell & 1 == 1).collect() };
        let mut signatures: Vec<_> = cells(possible).iter().map(signature).collect();
        signatures.sort_unstable();
        signatures.dedup();
        match space.variable(VarId(0)) {
            None => prop_assert_eq!(signatures.len(), 1),
            Some(variable) => {
                prop_assert!(variable.bits > 0);
                prop_assert_eq!(variable.cells.len(), signatures.len());
                let all = variable.cells.iter().fold(Cells::empty(), |all, cells| all.union(cells));
                prop_assert_eq!(all, cells(possible));
                for local in &variable.cells {
                    let mut found = local.iter().map(signature);
                    let first = found.next();
                    prop_assert!(found.all(|other| Some(other) == first));
                }
            }
        }
    }
}
