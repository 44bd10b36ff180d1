//! What is used of the room that sets and families have.

use std::collections::BTreeSet;

use crate::{
    decisions::Decisions,
    diagrams::Diagram,
    families::{Families, Family},
};

#[test]
fn sets_count_what_they_use_and_take_no_more_than_their_room() {
    let mut sets = Decisions::new(3);
    let make = |sets: &mut Decisions, bit| sets.make(bit, Diagram::NEVER, Diagram::ALWAYS);
    assert_eq!(sets.used(), 2);
    make(&mut sets, 0);
    assert_eq!(sets.used(), 3);
    sets.allow(2);
    make(&mut sets, 1);
    make(&mut sets, 2);
    assert!(!sets.overflowed());
    make(&mut sets, 3);
    assert!(sets.overflowed());
}

#[test]
fn families_count_what_they_use_and_take_no_more_than_their_room() {
    let mut families = Families::new(3);
    let make =
        |families: &mut Families, number| families.make(number, Family::NONE, Family::EMPTY_SET);
    assert_eq!(families.used(), 2);
    make(&mut families, 0);
    assert_eq!(families.used(), 3);
    families.allow(2);
    make(&mut families, 1);
    make(&mut families, 2);
    assert!(!families.overflowed());
    make(&mut families, 3);
    assert!(families.overflowed());
}

#[test]
fn the_numbers_of_families_are_those_of_their_sets() {
    let mut families = Families::new(100);
    let four = families.make(4, Family::EMPTY_SET, Family::EMPTY_SET);
    let both = families.make(1, Family::NONE, four);
    assert_eq!(families.numbers([both]), BTreeSet::from([1, 4]));
    assert_eq!(families.numbers([Family::EMPTY_SET]), BTreeSet::new());
}
