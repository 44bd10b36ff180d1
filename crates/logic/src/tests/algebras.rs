use biodivine_lib_bdd::{Bdd, BddValuation, BddVariable, BddVariableSet};
use proptest::prelude::*;

use super::cases;
use super::naive::{World, holds, worlds};
use super::scenario::{Scenario, Tree, mask, scenario};
use crate::{
    Algebra, Budget, CondId, Conditions, Diagrams, Exact, Kind, Kleene, Knowledge, Memo, Space,
    Tables, Truth, Value, VarId, Variable, evaluate,
};

/// The completion that a world is, as a set.
fn point<A: Exact>(algebra: &mut A, world: &World) -> A::Set {
    let space = algebra.space().clone();
    let mut point = algebra.always();
    for variable in space.variables() {
        for (place, cells) in variable.cells.iter().enumerate() {
            let set = algebra.assigned(variable.id, place);
            let occupied = world[variable.id.0 as usize] & mask(cells) != 0;
            let part = match (occupied, &variable.kind) {
                (true, _) => set,
                (false, Kind::Set { .. }) => algebra.not(&set),
                (false, Kind::Scalar) => continue,
            };
            point = algebra.and(&point, &part);
        }
    }
    point
}

fn trees(scenario: &Scenario) -> impl Iterator<Item = &Tree> {
    std::iter::once(&scenario.permitted).chain(&scenario.conditions)
}

fn agrees_with_naive<A: Exact>(
    scenario: &Scenario,
    pool: &Conditions,
    roots: &[CondId],
    algebra: &mut A,
) -> Result<(), TestCaseError> {
    let mut memo = Memo::new();
    for (root, tree) in roots.iter().zip(trees(scenario)) {
        let set = evaluate(pool, *root, algebra, &mut memo);
        let complement = algebra.not(&set);
        prop_assert!(!algebra.is_open(&set));
        for world in worlds(scenario) {
            let point = point(algebra, &world);
            let inside = algebra.and(&point, &set);
            let outside = algebra.and(&point, &complement);
            prop_assert_eq!(algebra.is_never(&inside), !holds(tree, &world));
            prop_assert_eq!(algebra.is_never(&outside), holds(tree, &world));
        }
        let all = worlds(scenario).iter().all(|world| holds(tree, world));
        prop_assert_eq!(algebra.is_always(&set), all);
    }
    Ok(())
}

/// The tree over the space's bits, built without this crate's conditions or algebras.
fn bdd(
    tree: &Tree,
    scenario: &Scenario,
    space: &Space,
    knowledge: &impl Knowledge,
    bits: &BddVariableSet,
) -> Bdd {
    let constant = |holds| {
        if holds {
            bits.mk_true()
        } else {
            bits.mk_false()
        }
    };
    let below = |child: &Tree| bdd(child, scenario, space, knowledge, bits);
    match tree {
        Tree::Constant(holds) => constant(*holds),
        Tree::Touches(var, cells) => {
            let id = VarId(u32::try_from(var % scenario.variables.len()).unwrap());
            match space.variable(id) {
                Some(variable) => touches(variable, *cells, bits),
                None => {
                    constant(knowledge.truth(id, &super::scenario::cells(*cells)) == Truth::True)
                }
            }
        }
        Tree::Not(inner) => below(inner).not(),
        Tree::All(children) => children
            .iter()
            .fold(bits.mk_true(), |all, child| all.and(&below(child))),
        Tree::Any(children) => children
            .iter()
            .fold(bits.mk_false(), |any, child| any.or(&below(child))),
        Tree::AtLeast(count, children) => {
            // reached[n]: at least n of the children so far.
            let mut reached = vec![bits.mk_true()];
            reached.resize(*count as usize + 1, bits.mk_false());
            for child in children {
                let child = below(child);
                for n in (1..reached.len()).rev() {
                    reached[n] = reached[n].or(&reached[n - 1].and(&child));
                }
            }
            reached[*count as usize].clone()
        }
    }
}

fn touches(variable: &Variable, cells: u32, bits: &BddVariableSet) -> Bdd {
    let bit = |place: u32| BddVariable::from_index((variable.first_bit + place) as usize);
    let chosen = |place: usize| mask(&variable.cells[place]) & cells != 0;
    let mut any = bits.mk_false();
    match &variable.kind {
        Kind::Set { occupied } if mask(occupied) & cells != 0 => any = bits.mk_true(),
        Kind::Set { .. } => {
            for place in (0..variable.bits).filter(|place| chosen(*place as usize)) {
                any = any.or(&bits.mk_var(bit(place)));
            }
        }
        Kind::Scalar => {
            for code in 0..1_usize << variable.bits {
                let literals = (0..variable.bits)
                    .map(|place| bits.mk_literal(bit(place), code >> place & 1 == 1));
                let code_holds = literals.fold(bits.mk_true(), |all, literal| all.and(&literal));
                if chosen(code.min(variable.cells.len() - 1)) {
                    any = any.or(&code_holds);
                }
            }
        }
    }
    any
}

/// Changing a bit keeps what had that value, and forgets the bit.
fn changes_bits<A: Exact>(
    pool: &Conditions,
    roots: &[CondId],
    algebra: &mut A,
) -> Result<(), TestCaseError> {
    let mut memo = Memo::new();
    for root in roots {
        let set = evaluate(pool, *root, algebra, &mut memo);
        for bit in 0..algebra.space().bits() {
            let holds = algebra.bit(bit);
            let not = algebra.not(&holds);
            for (value, side) in [(true, &holds), (false, &not)] {
                let everywhere = algebra.fixed(side, bit, value);
                prop_assert!(algebra.is_always(&everywhere));
                let nowhere = algebra.fixed(side, bit, !value);
                prop_assert!(algebra.is_never(&nowhere));
                let fixed = algebra.fixed(&set, bit, value);
                let again = algebra.fixed(&fixed, bit, !value);
                prop_assert!(same(algebra, &fixed, &again));
                let (there, before) = (algebra.and(&fixed, side), algebra.and(&set, side));
                prop_assert!(same(algebra, &there, &before));
            }
        }
        for variable in algebra.space().variables().to_vec() {
            for code in 0..1 << variable.bits.min(4) {
                let var = variable.id;
                let assuming = algebra.assuming(&set, Value { var, code });
                let mut there = algebra.always();
                for place in 0..variable.bits {
                    let bit = variable.first_bit + place;
                    let fixed = algebra.fixed(&assuming, bit, true);
                    prop_assert!(same(algebra, &fixed, &assuming));
                    let set = algebra.bit(bit);
                    let side = match code >> place & 1 {
                        1 => set,
                        _ => algebra.not(&set),
                    };
                    there = algebra.and(&there, &side);
                }
                let (assumed, before) = (algebra.and(&assuming, &there), algebra.and(&set, &there));
                prop_assert!(same(algebra, &assumed, &before));
            }
        }
    }
    Ok(())
}

fn same<A: Exact>(algebra: &mut A, a: &A::Set, b: &A::Set) -> bool {
    let (not_a, not_b) = (algebra.not(a), algebra.not(b));
    let (only_a, only_b) = (algebra.and(a, &not_b), algebra.and(b, &not_a));
    algebra.is_never(&only_a) && algebra.is_never(&only_b)
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn law_assuming_a_value_forgets_the_variable(scenario in scenario()) {
        let (pool, roots, facts, space) = scenario.prepare();
        if let Some(mut tables) = Tables::new(&space, &facts) {
            changes_bits(&pool, &roots, &mut tables)?;
        }
        changes_bits(&pool, &roots, &mut Diagrams::new(&space, &facts, Budget::default()))?;
    }

    #[test]
    fn law_tables_agree_with_every_completion(scenario in scenario()) {
        let (pool, roots, facts, space) = scenario.prepare();
        if let Some(mut tables) = Tables::new(&space, &facts) {
            agrees_with_naive(&scenario, &pool, &roots, &mut tables)?;
        }
    }

    #[test]
    fn law_diagrams_agree_with_every_completion(scenario in scenario()) {
        let (pool, roots, facts, space) = scenario.prepare();
        let mut diagrams = Diagrams::new(&space, &facts, Budget::default());
        agrees_with_naive(&scenario, &pool, &roots, &mut diagrams)?;
        prop_assert!(!diagrams.overflowed());
    }

    #[test]
    fn law_tables_and_diagrams_agree_with_another_library(scenario in scenario()) {
        let (pool, roots, facts, space) = scenario.prepare();
        let Some(mut tables) = Tables::new(&space, &facts) else { return Ok(()) };
        let mut diagrams = Diagrams::new(&space, &facts, Budget::default());
        let bits = BddVariableSet::new_anonymous(u16::try_from(space.bits()).unwrap());
        let (mut tables_memo, mut diagrams_memo) = (Memo::new(), Memo::new());
        for (root, tree) in roots.iter().zip(trees(&scenario)) {
            let expected = bdd(tree, &scenario, &space, &facts, &bits);
            let table = evaluate(&pool, *root, &mut tables, &mut tables_memo);
            for completion in 0..1_usize << space.bits() {
                let valuation = BddValuation::new((0..space.bits()).map(|bit| completion >> bit & 1 == 1).collect());
                prop_assert_eq!(table.contains(completion), expected.eval_in(&valuation));
            }
            let diagram = evaluate(&pool, *root, &mut diagrams, &mut diagrams_memo);
            let constants = if expected.is_false() { 1 } else { 2 };
            prop_assert_eq!(diagrams.size(&[diagram]), expected.size() - constants);
        }
    }

    #[test]
    fn law_what_kleene_decides_is_so_in_every_completion(scenario in scenario()) {
        let (pool, roots, facts, _) = scenario.prepare();
        let mut kleene = Kleene::new(&facts);
        let mut memo = Memo::new();
        let worlds = worlds(&scenario);
        for (root, tree) in roots.iter().zip(trees(&scenario)) {
            match evaluate(&pool, *root, &mut kleene, &mut memo) {
                Truth::True => prop_assert!(worlds.iter().all(|world| holds(tree, world))),
                Truth::False => prop_assert!(!worlds.iter().any(|world| holds(tree, world))),
                Truth::Unknown => {}
            }
        }
    }

    #[test]
    fn law_a_supplied_truth_counts_like_the_condition_it_stands_for(scenario in scenario(), count in 0_u32..5) {
        let (mut pool, roots, facts, space) = scenario.prepare();
        let Some(mut tables) = Tables::new(&space, &facts) else { return Ok(()) };
        let mut diagrams = Diagrams::new(&space, &facts, Budget::default());
        let mut kleene = Kleene::new(&facts);
        let slots: Vec<_> = (0..).zip(&roots).map(|(slot, _)| pool.given(2 * slot)).collect();
        let (direct, supplied) = (pool.at_least(count, roots.clone()), pool.at_least(count, slots));
        supplies(&pool, &roots, direct, supplied, &mut tables, PartialEq::eq)?;
        supplies(&pool, &roots, direct, supplied, &mut diagrams, PartialEq::eq)?;
        supplies(&pool, &roots, direct, supplied, &mut kleene, |direct, supplied| {
            *supplied == Truth::Unknown || direct == supplied || *direct == Truth::Unknown
        })?;
    }
}

fn supplies<A: Algebra>(
    pool: &Conditions,
    roots: &[CondId],
    direct: CondId,
    supplied: CondId,
    algebra: &mut A,
    agree: impl Fn(&A::Set, &A::Set) -> bool,
) -> Result<(), TestCaseError> {
    let mut memo = Memo::new();
    for (slot, root) in (0..).zip(roots) {
        let set = evaluate(pool, *root, algebra, &mut memo);
        algebra.supply(2 * slot, set);
    }
    let unsupplied = algebra.given(1);
    prop_assert!(algebra.is_never(&unsupplied));
    let direct = evaluate(pool, direct, algebra, &mut memo);
    let supplied = evaluate(pool, supplied, algebra, &mut memo);
    prop_assert!(agree(&direct, &supplied));
    Ok(())
}
