use std::collections::BTreeSet;

use proptest::prelude::*;

use super::cases;
use crate::families::{Families, Family};
use crate::smallest::Sizes;

/// Sets of numbers below six, as bits.
type Sets = BTreeSet<u32>;

fn sets() -> impl Strategy<Value = Sets> {
    prop::collection::btree_set(0_u32..64, 0..24)
}

fn family(families: &mut Families, sets: &Sets) -> Family {
    sets.iter().fold(Family::NONE, |family, set| {
        let one = (0..6)
            .rev()
            .filter(|number| set >> number & 1 == 1)
            .fold(Family::EMPTY_SET, |rest, number| {
                families.make(number, Family::NONE, rest)
            });
        families.union(family, one)
    })
}

fn numbers(set: u32) -> Vec<u32> {
    (0..6).filter(|number| set >> number & 1 == 1).collect()
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn law_families_join_and_differ_as_sets_do(a in sets(), b in sets()) {
        let mut families = Families::new(1 << 16);
        let (left, right) = (family(&mut families, &a), family(&mut families, &b));
        let (either, rest) = (a.union(&b).copied().collect(), a.difference(&b).copied().collect());
        prop_assert_eq!(families.union(left, right), family(&mut families, &either));
        prop_assert_eq!(families.difference(left, right), family(&mut families, &rest));
        prop_assert!(!families.overflowed());
    }

    #[test]
    fn law_sizes_are_counted_and_the_smallest_found(sets in sets(), most in 1_usize..12) {
        let mut families = Families::new(1 << 16);
        let family = family(&mut families, &sets);
        let sizes = Sizes::of(&families, family).unwrap();
        let mut listed: Vec<Vec<u32>> = sets.iter().copied().map(numbers).collect();
        listed.sort_by_key(|set| (set.len(), set.clone()));
        for size in 0..8 {
            let counted = sizes.counts(family).get(size).copied().unwrap_or(0);
            let of_size: Vec<&Vec<u32>> = listed.iter().filter(|set| set.len() == size).collect();
            prop_assert_eq!(counted, of_size.len() as u64);
            let votes = sizes.votes(family, size);
            for number in 0..6 {
                let expected = of_size.iter().filter(|set| set.contains(&number)).count();
                prop_assert_eq!(votes.get(&number).copied().unwrap_or(0), expected as u64);
            }
        }
        prop_assert!(sizes.numbers().into_iter().eq(numbers(sets.iter().fold(0, |all, set| all | set))));
        listed.truncate(most);
        prop_assert_eq!(sizes.first(family, most), listed);
    }
}
