use proptest::prelude::*;

use super::cases;
use super::scenario::{Facts, Scenario, State, Tree, Variable, scenario};
use crate::{
    Algebra, BrokenPool, Cells, CondId, Conditions, Kleene, Memo, Node, SpaceBuilder, Tables,
    Truth, VarId, evaluate,
};

fn atoms<const N: usize>(pool: &mut Conditions) -> [CondId; N] {
    std::array::from_fn(|at| pool.within(VarId(u32::try_from(at).unwrap()), &Cells::single(1)))
}

#[test]
fn constants_are_absorbed() {
    let mut pool = Conditions::new();
    let [a, b] = atoms(&mut pool);
    let (yes, no) = (CondId::TRUE, CondId::FALSE);
    assert_eq!(pool.all([]), yes);
    assert_eq!(pool.any([]), no);
    assert_eq!(pool.all([a, yes]), a);
    assert_eq!(pool.all([a, no, b]), no);
    assert_eq!(pool.any([a, no]), a);
    assert_eq!(pool.any([a, yes, b]), yes);
    assert_eq!((pool.not(yes), pool.not(no)), (no, yes));
    assert_eq!(pool.within(VarId(0), &Cells::empty()), no);
    assert_eq!(pool.some(VarId(0), &Cells::empty()), no);
    assert_eq!(pool.len(), 4);
}

#[test]
fn what_is_forgotten_can_be_put_together_again() {
    let mut pool = Conditions::new();
    let [a, b, c] = atoms(&mut pool);
    let kept = pool.all([a, b]);
    let before = pool.clone();
    let first = pool.any([kept, c]);
    let second = pool.not(first);
    pool.truncate(before.len());
    assert_eq!(pool, before);
    assert!(!pool.contains(first) && !pool.contains(second));
    assert_eq!(pool.all([b, a]), kept);
    assert_eq!(pool.any([a, c]), first);
    assert_eq!(pool.node(first), &Node::Any([a, c].into()));
    pool.truncate(0);
    assert_eq!(pool, Conditions::new());
}

#[test]
fn groups_are_flat_sorted_and_without_repetition() {
    let mut pool = Conditions::new();
    let [a, b, c] = atoms(&mut pool);
    let inner = pool.all([c, b]);
    let nested = pool.all([inner, a, b]);
    assert_eq!(pool.node(nested), &Node::All([a, b, c].into()));
    assert_eq!(pool.all([c, b, a]), nested);
    let inner = pool.any([c, b]);
    let nested = pool.any([inner, a, b]);
    assert_eq!(pool.node(nested), &Node::Any([a, b, c].into()));
    let mixed = pool.all([inner, a]);
    assert_eq!(pool.node(mixed).children().len(), 2);
    assert_eq!(pool.all([a, a]), a);
}

#[test]
fn negation_cancels_and_contradicts() {
    let mut pool = Conditions::new();
    let [a, b] = atoms(&mut pool);
    let not_a = pool.not(a);
    assert_eq!(pool.not(not_a), a);
    assert_eq!(pool.all([a, b, not_a]), CondId::FALSE);
    assert_eq!(pool.any([a, b, not_a]), CondId::TRUE);
    assert_ne!(pool.all([b, not_a]), CondId::FALSE);
}

#[test]
fn counts_fall_back_on_groups() {
    let mut pool = Conditions::new();
    let [a, b, c] = atoms(&mut pool);
    let (all, any) = (pool.all([a, b, c]), pool.any([a, b, c]));
    assert_eq!(pool.at_least(0, [a, b]), CondId::TRUE);
    assert_eq!(pool.at_least(0, []), CondId::TRUE);
    assert_eq!(pool.at_least(1, []), CondId::FALSE);
    assert_eq!(pool.at_least(4, [a, b, c]), CondId::FALSE);
    assert_eq!(pool.at_least(3, [a, b, c]), all);
    assert_eq!(pool.at_least(1, [a, b, c]), any);
    assert_eq!(pool.at_least(u32::MAX, [a, b, c]), CondId::FALSE);
    assert_eq!(
        pool.at_least(2, [CondId::TRUE, a, b, c, CondId::FALSE]),
        any
    );
    assert_eq!(pool.at_least(2, [CondId::TRUE, CondId::TRUE]), CondId::TRUE);
    let two = pool.at_least(2, [c, a, b]);
    assert_eq!(pool.node(two), &Node::AtLeast(2, [a, b, c].into()));
    let twice = pool.at_least(2, [a, b, a]);
    assert_eq!(pool.node(twice), &Node::AtLeast(2, [a, a, b].into()));
}

#[test]
fn equal_conditions_have_one_id() {
    let mut pool = Conditions::new();
    let cells = Cells::range(2, 5);
    let within = pool.within(VarId(1), &cells);
    assert_eq!(pool.within(VarId(1), &cells), within);
    assert_ne!(pool.within(VarId(2), &cells), within);
    assert_ne!(pool.some(VarId(1), &cells), within);
    assert_ne!(pool.within(VarId(1), &Cells::range(2, 6)), within);
    assert_eq!(pool.given(3), pool.given(3));
    assert_ne!(pool.given(3), pool.given(4));
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn law_building_again_finds_what_is_there(scenario in scenario()) {
        let (mut pool, roots, ..) = scenario.prepare();
        let before = pool.len();
        let trees = || std::iter::once(&scenario.permitted).chain(&scenario.conditions);
        for (tree, root) in trees().zip(&roots) {
            prop_assert_eq!(tree.build(&scenario, &mut pool), *root);
            prop_assert_eq!(tree.mirrored().build(&scenario, &mut pool), *root);
        }
        prop_assert_eq!(pool.len(), before);
    }

    #[test]
    fn law_a_stored_pool_loads_and_grows(scenario in scenario()) {
        let (pool, roots, ..) = scenario.prepare();
        let stored = serde_json::to_string(&pool).unwrap();
        let mut loaded: Conditions = serde_json::from_str(&stored).unwrap();
        prop_assert_eq!(&loaded, &pool);
        for (tree, root) in std::iter::once(&scenario.permitted).chain(&scenario.conditions).zip(&roots) {
            prop_assert_eq!(tree.build(&scenario, &mut loaded), *root);
        }
        prop_assert_eq!(&loaded, &pool);
    }
}

fn loaded(nodes: &[Node]) -> Result<Conditions, BrokenPool> {
    Conditions::try_from([&[Node::False, Node::True], nodes].concat())
}

#[test]
fn a_broken_pool_is_refused() {
    let atom = |var| Node::Within(VarId(var), Cells::single(0));
    let (first, second, third) = (id(2), id(3), id(4));
    let pair = || [atom(0), atom(1)];
    let with = |node: Node| [&pair()[..], &[node]].concat();
    let broken = [
        vec![Node::True],
        vec![Node::Within(VarId(0), Cells::empty())],
        vec![Node::Some(VarId(0), Cells::empty())],
        vec![Node::Not(first)],
        vec![Node::Not(CondId::TRUE)],
        with(Node::Not(third)),
        with(Node::All([].into())),
        with(Node::Any([first].into())),
        with(Node::All([second, first].into())),
        with(Node::Any([first, first].into())),
        with(Node::Any([first, third].into())),
        with(Node::AtLeast(1, [first, second].into())),
        with(Node::AtLeast(2, [first, second].into())),
        with(Node::AtLeast(2, [second, first, first].into())),
    ];
    for nodes in broken {
        assert!(loaded(&nodes).is_err(), "{nodes:?}");
    }
    for node in [
        Node::Not(second),
        Node::All([first, second].into()),
        Node::AtLeast(2, [first, first, second].into()),
    ] {
        assert!(loaded(&with(node)).is_ok());
    }
    for constants in [vec![], vec![Node::False], vec![Node::True, Node::False]] {
        assert_eq!(Conditions::try_from(constants).unwrap_err().position, 0);
    }
    let error = loaded(&with(Node::Not(third))).unwrap_err();
    assert_eq!(
        error.to_string(),
        "condition 4 of the stored pool does not come after its children"
    );
}

fn id(index: u32) -> CondId {
    serde_json::from_value(index.into()).unwrap()
}

#[test]
fn an_id_is_of_the_pool_or_not() {
    let mut pool = Conditions::default();
    let [atom] = atoms(&mut pool);
    assert!(pool.contains(atom));
    assert!(!pool.contains(id(3)));
    let at = |position| pool.at(position);
    assert_eq!(
        [at(0), at(1), at(2), at(3)],
        [Some(CondId::FALSE), Some(CondId::TRUE), Some(atom), None]
    );
}

#[test]
fn pools_are_equal_that_hold_the_same_conditions() {
    let (mut one, mut other) = (Conditions::new(), Conditions::new());
    let _: [CondId; 2] = atoms(&mut one);
    let _: [CondId; 1] = atoms(&mut other);
    assert_ne!(one, other);
    let _: [CondId; 2] = atoms(&mut other);
    assert_eq!(one, other);
}

#[test]
fn a_deep_condition_does_not_exhaust_the_stack() {
    const DEPTH: usize = 100_000;
    let scenario = Scenario {
        variables: vec![
            Variable {
                state: State::Scalar(0b11),
                question: None
            };
            3
        ],
        permitted: Tree::Constant(true),
        conditions: vec![],
    };
    let facts: Facts = scenario.facts();
    let mut pool = Conditions::new();
    let [x, y, z] = atoms(&mut pool);
    let mut chain = x;
    for depth in 0..DEPTH {
        let denied = pool.not(chain);
        chain = if depth % 2 == 0 {
            pool.all([denied, y])
        } else {
            pool.any([denied, z])
        };
    }
    assert!(pool.len() > DEPTH);
    let mut kleene = Kleene::new(&facts);
    assert_eq!(
        evaluate(&pool, chain, &mut kleene, &mut Memo::new()),
        Truth::Unknown
    );
    assert_eq!(kleene.atoms().len(), 3);
    let space = SpaceBuilder::new().build(&facts, kleene.atoms());
    let mut tables = Tables::new(&space, &facts).unwrap();
    let set = evaluate(&pool, chain, &mut tables, &mut Memo::new());
    assert!(!tables.is_never(&set) && !tables.is_always(&set));
}

#[test]
fn a_reset_memo_forgets() {
    let known = |possible| Facts::scalars([possible]);
    let mut pool = Conditions::new();
    let [atom] = atoms(&mut pool);
    let mut memo = Memo::new();
    assert_eq!(memo.get(atom), None);
    assert_eq!(
        evaluate(&pool, atom, &mut Kleene::new(&known(0b10)), &mut memo),
        Truth::True
    );
    assert_eq!(memo.get(atom), Some(&Truth::True));
    assert_eq!(
        evaluate(&pool, atom, &mut Kleene::new(&known(0b01)), &mut memo),
        Truth::True
    );
    memo.reset();
    assert_eq!(memo.get(atom), None);
    assert_eq!(
        evaluate(&pool, atom, &mut Kleene::new(&known(0b01)), &mut memo),
        Truth::False
    );
}
