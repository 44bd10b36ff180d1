use std::collections::BTreeSet;

use proptest::collection::{btree_set, vec};
use proptest::prelude::*;

use super::cases;
use crate::Cells;

fn any_cells() -> impl Strategy<Value = BTreeSet<u32>> {
    btree_set(0_u32..16, 0..12)
}

fn of(members: &BTreeSet<u32>) -> Cells {
    members.iter().copied().collect()
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn law_operations_are_those_of_sets(a in any_cells(), b in any_cells(), size in 0_u32..20) {
        let (left, right) = (of(&a), of(&b));
        prop_assert!(left.iter().eq(a.iter().copied()));
        prop_assert!(left.intersection(&right).iter().eq(a.intersection(&b).copied()));
        prop_assert!(left.union(&right).iter().eq(a.union(&b).copied()));
        prop_assert!(left.difference(&right).iter().eq(a.difference(&b).copied()));
        prop_assert!(left.complement(size).iter().eq((0..size).filter(|cell| !a.contains(cell))));
        prop_assert_eq!(left.is_subset(&right), a.is_subset(&b));
        prop_assert_eq!(left.intersects(&right), !a.is_disjoint(&b));
        prop_assert_eq!(left.is_empty(), a.is_empty());
        prop_assert_eq!(left.count(), a.len() as u64);
        prop_assert_eq!(left.first(), a.first().copied());
        prop_assert_eq!(left == right, a == b);
        for cell in 0..17 {
            prop_assert_eq!(left.contains(cell), a.contains(&cell));
        }
    }

    #[test]
    fn law_every_result_is_in_normal_form(a in any_cells(), b in any_cells()) {
        let (left, right) = (of(&a), of(&b));
        for set in [left.union(&right), left.intersection(&right), left.difference(&right), left.complement(16)] {
            prop_assert!(set.ranges().iter().all(|(start, end)| start < end));
            prop_assert!(set.ranges().windows(2).all(|pair| pair[0].1 < pair[1].0));
        }
    }

    #[test]
    fn law_ranges_may_come_in_any_form(ranges in vec((0_u32..16, 0_u32..16), 0..8)) {
        let members: BTreeSet<u32> = ranges.iter().flat_map(|(start, end)| *start..*end).collect();
        prop_assert_eq!(Cells::from_ranges(ranges), of(&members));
    }

    #[test]
    fn law_what_is_stored_loads_again(a in any_cells()) {
        let stored = serde_json::to_string(&of(&a)).unwrap();
        prop_assert_eq!(serde_json::from_str::<Cells>(&stored).unwrap(), of(&a));
    }
}

#[test]
fn the_largest_index_is_never_a_member() {
    assert!(Cells::single(u32::MAX).is_empty());
    assert_eq!(Cells::from_iter([u32::MAX]), Cells::empty());
    assert!(Cells::single(u32::MAX - 1).contains(u32::MAX - 1));
    assert_eq!(Cells::range(0, u32::MAX).count(), u64::from(u32::MAX));
}

#[test]
fn a_range_that_does_not_ascend_is_empty() {
    assert_eq!(Cells::range(3, 3), Cells::empty());
    assert_eq!(Cells::range(4, 3), Cells::default());
    assert_eq!(Cells::range(3, 4), Cells::single(3));
}

#[test]
fn only_the_normal_form_is_loaded() {
    for broken in [
        "[[1,1]]",
        "[[2,1]]",
        "[[0,1],[1,2]]",
        "[[4,5],[0,1]]",
        "[[0,3],[2,4]]",
    ] {
        assert!(serde_json::from_str::<Cells>(broken).is_err(), "{broken}");
    }
    assert_eq!(
        serde_json::from_str::<Cells>("[[0,1],[2,3]]").unwrap(),
        Cells::from_iter([0, 2])
    );
}

#[test]
fn sets_are_ordered_by_their_ranges() {
    let mut sets = [
        Cells::range(1, 2),
        Cells::range(0, 9),
        Cells::from_iter([0, 2, 4, 6]),
        Cells::empty(),
    ];
    sets.sort();
    assert_eq!(
        sets,
        [
            Cells::empty(),
            Cells::from_iter([0, 2, 4, 6]),
            Cells::range(0, 9),
            Cells::range(1, 2)
        ]
    );
    assert_eq!(format!("{:?}", Cells::from_iter([0, 1, 4])), "{0..2, 4..5}");
}

#[test]
fn a_set_takes_no_more_than_three_words() {
    assert!(size_of::<Cells>() <= 24);
}
