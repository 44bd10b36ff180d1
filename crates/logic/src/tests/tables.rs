use proptest::prelude::*;

use super::cases;
use super::scenario::{Facts, cells};
use crate::table::Table;
use crate::{Algebra, Atom, Exact, QuestionId, Settlement, SpaceBuilder, Tables, VarId};

fn table() -> impl Strategy<Value = (u32, Vec<bool>)> {
    (1_u32..9).prop_flat_map(|bits| {
        // Sparse, so that not every table depends on every bit.
        (
            Just(bits),
            prop::collection::vec(prop::bool::weighted(0.02), 1 << bits),
        )
    })
}

/// The completions of so many bits for which `holds` is true.
fn table_of(bits: u32, holds: impl Fn(usize) -> bool) -> Table {
    let mut table = Table::constant(bits, false);
    for completion in (0..1_usize << bits).filter(|completion| holds(*completion)) {
        let mut one = Table::constant(bits, true);
        for bit in 0..bits {
            let column = Table::column(bits, bit);
            one = match completion >> bit & 1 {
                1 => one.and(&column),
                _ => one.and_not(&column),
            };
        }
        table = table.or(&one);
    }
    table
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn law_a_table_depends_on_a_bit_if_flipping_it_shows((bits, holds) in table()) {
        let table = table_of(bits, |completion| holds[completion]);
        for bit in 0..bits {
            let shows = (0..holds.len()).any(|completion| holds[completion] != holds[completion ^ 1 << bit]);
            prop_assert_eq!(table.depends_on(bit), shows);
        }
    }

    #[test]
    fn law_the_highest_bit_is_joined_away((bits, holds) in table()) {
        let table = table_of(bits, |completion| holds[completion]);
        let high = 1 << (bits - 1);
        let either = table_of(bits - 1, |completion| holds[completion] || holds[completion | high]);
        let both = table_of(bits - 1, |completion| holds[completion] && holds[completion | high]);
        prop_assert_eq!(table.without_highest(bits, |a, b| a | b), either);
        prop_assert_eq!(table.without_highest(bits, |a, b| a & b), both);
    }

    #[test]
    fn law_a_column_holds_where_its_bit_is_set(bits in 1_u32..9, bit in 0_u32..10) {
        let column = Table::column(bits, bit);
        for completion in 0..1_usize << bits {
            prop_assert_eq!(column.contains(completion), bit < bits && completion >> bit & 1 == 1);
        }
    }
}

#[test]
fn a_permitted_completion_in_no_class_stays_open() {
    // The constraint alone turns on the first question, the class on the second.
    let facts = Facts::scalars([0b11; 2]);
    let atoms = [0, 1].map(|var| Atom {
        var: VarId(var),
        cells: cells(0b10),
    });
    let mut builder = SpaceBuilder::new();
    builder
        .question(QuestionId(0), VarId(0))
        .question(QuestionId(1), VarId(1));
    let space = builder.build(&facts, &atoms);
    let mut tables = Tables::new(&space, &facts).unwrap();
    let (first, second) = (tables.bit(0), tables.bit(1));
    let not_second = tables.not(&second);
    let permitted = tables.or(&first, &not_second);
    let Settlement::Undecided(undecided) = tables.settle(&permitted, &[second]) else {
        panic!("decided")
    };
    assert_eq!((undecided.total, undecided.answerable()), (1, true));
    assert_eq!(
        (undecided.possible, undecided.relevant),
        (vec![0], vec![QuestionId(1)])
    );
    assert_eq!(
        (
            undecided.shown[0].questions.as_slice(),
            undecided.shown[0].class
        ),
        (&[QuestionId(1)][..], 0)
    );
}
