use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::cases;
use super::oracle::{Expected, differs, expected};
use super::scenario::{Scenario, State, Tree, Variable, mixed, scenario, wide, yes_or_no};
use crate::{
    Budget, CondId, Conditions, Diagrams, Exact, Kind, Memo, QuestionId, Settlement, Tables,
    Undecided, Value, evaluate,
};

/// The permitted set, and a class for each condition that is the first to hold, and for none.
fn sets<A: Exact>(pool: &Conditions, roots: &[CondId], algebra: &mut A) -> (A::Set, Vec<A::Set>) {
    let mut memo = Memo::new();
    let (permitted, conditions) = roots.split_first().unwrap();
    let permitted = evaluate(pool, *permitted, algebra, &mut memo);
    let mut rest = algebra.always();
    let mut classes = Vec::new();
    for condition in conditions {
        let holds = evaluate(pool, *condition, algebra, &mut memo);
        classes.push(algebra.and(&rest, &holds));
        let fails = algebra.not(&holds);
        rest = algebra.and(&rest, &fails);
    }
    classes.push(rest);
    (permitted, classes)
}

fn settle<A: Exact>(pool: &Conditions, roots: &[CondId], algebra: &mut A) -> Settlement {
    let (permitted, classes) = sets(pool, roots, algebra);
    algebra.settle(&permitted, &classes)
}

fn settle_by_tables(scenario: &Scenario) -> Option<Settlement> {
    let (pool, roots, facts, space) = scenario.prepare();
    Some(settle(&pool, &roots, &mut Tables::new(&space, &facts)?))
}

/// What every completion with the first assignment of each certificate leads to.
fn outcomes<A: Exact>(
    pool: &Conditions,
    roots: &[CondId],
    algebra: &mut A,
    undecided: &Undecided,
) -> Vec<Settlement> {
    let (permitted, classes) = sets(pool, roots, algebra);
    let space = algebra.space().clone();
    let mut outcomes = Vec::new();
    for assignment in undecided
        .shown
        .iter()
        .filter_map(|shown| shown.assignments().next())
    {
        let mut narrowed = permitted.clone();
        for value in assignment {
            let variable = space.variable(value.var).unwrap();
            for place in 0..variable.cells.len() {
                let set = algebra.assigned(value.var, place);
                let part = match variable.kind {
                    Kind::Scalar if value.code as usize == place => set,
                    Kind::Scalar => continue,
                    Kind::Set { .. } if value.code >> place & 1 == 1 => set,
                    Kind::Set { .. } => algebra.not(&set),
                };
                narrowed = algebra.and(&narrowed, &part);
            }
        }
        outcomes.push(algebra.settle(&narrowed, &classes));
    }
    outcomes
}

/// The permitted completions and classes, as they are and with each of the first answers to each variable.
fn assumed<A: Exact>(
    pool: &Conditions,
    roots: &[CondId],
    algebra: &mut A,
) -> Vec<(A::Set, Vec<A::Set>)> {
    let (permitted, classes) = sets(pool, roots, algebra);
    let variables = algebra.space().variables().to_vec();
    let mut assumed = vec![(permitted.clone(), classes.clone())];
    for (variable, code) in variables
        .iter()
        .flat_map(|variable| [(variable, 0), (variable, 1)])
    {
        let value = Value {
            var: variable.id,
            code,
        };
        let permitted = algebra.assuming(&permitted, value);
        let classes = classes.iter().map(|class| algebra.assuming(class, value));
        assumed.push((permitted, classes.collect()));
    }
    assumed
}

/// Whether an outline tells in brief what a settlement does, however many outlines were made before.
fn outlines_agree<A: Exact>(pool: &Conditions, roots: &[CondId], algebra: &mut A) -> bool {
    let assumed = assumed(pool, roots, algebra);
    let outlines: Vec<_> = assumed
        .iter()
        .map(|(permitted, classes)| algebra.outline(permitted, classes))
        .collect();
    assumed
        .iter()
        .zip(outlines)
        .all(|((permitted, classes), outline)| {
            outline
                == match algebra.settle(permitted, classes) {
                    Settlement::Impossible => Settlement::Impossible,
                    Settlement::Decided(class) => Settlement::Decided(class),
                    Settlement::TooComplex => Settlement::TooComplex,
                    Settlement::Undecided(undecided) => {
                        assert_eq!(undecided.answerable(), !undecided.relevant.is_empty());
                        Settlement::Undecided(undecided.relevant)
                    }
                }
        })
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn law_tables_find_the_certificates_of_mixed_variables(scenario in mixed()) {
        let (pool, roots, facts, space) = scenario.prepare();
        if let Some(mut tables) = Tables::new(&space, &facts) {
            let settlement = settle(&pool, &roots, &mut tables);
            prop_assert_eq!(differs(&settlement, &expected(&scenario, &space)), None, "{:?}", settlement);
        }
    }

    #[test]
    fn law_tables_find_the_certificates_of_yes_or_no_variables(scenario in yes_or_no()) {
        let (pool, roots, facts, space) = scenario.prepare();
        let settlement = settle(&pool, &roots, &mut Tables::new(&space, &facts).unwrap());
        prop_assert_eq!(differs(&settlement, &expected(&scenario, &space)), None, "{:?}", settlement);
    }

    #[test]
    fn law_diagrams_settle_as_tables_do(scenario in scenario()) {
        let (pool, roots, facts, space) = scenario.prepare();
        if let Some(mut tables) = Tables::new(&space, &facts) {
            let mut diagrams = Diagrams::new(&space, &facts, Budget::default());
            prop_assert_eq!(settle(&pool, &roots, &mut tables), settle(&pool, &roots, &mut diagrams));
        }
    }

    #[test]
    fn law_diagrams_find_the_certificates(scenario in scenario()) {
        let (pool, roots, facts, space) = scenario.prepare();
        let settlement = settle(&pool, &roots, &mut Diagrams::new(&space, &facts, Budget::default()));
        prop_assert_eq!(differs(&settlement, &expected(&scenario, &space)), None, "{:?}", settlement);
    }

    #[test]
    fn law_diagrams_settle_as_tables_do_up_to_sixteen_bits(scenario in wide()) {
        let (pool, roots, facts, space) = scenario.prepare();
        if space.bits() <= 16 {
            let mut tables = Tables::of_any_size(&space, &facts);
            let mut diagrams = Diagrams::new(&space, &facts, Budget::default());
            prop_assert_eq!(settle(&pool, &roots, &mut tables), settle(&pool, &roots, &mut diagrams));
        }
    }

    #[test]
    fn law_an_outline_is_a_settlement_in_brief(scenario in scenario()) {
        let (pool, roots, facts, space) = scenario.prepare();
        if let Some(mut tables) = Tables::new(&space, &facts) {
            prop_assert!(outlines_agree(&pool, &roots, &mut tables));
        }
        let mut diagrams = Diagrams::new(&space, &facts, Budget::default());
        prop_assert!(outlines_agree(&pool, &roots, &mut diagrams));
    }

    #[test]
    fn law_a_certificates_values_give_its_class(scenario in scenario()) {
        let (pool, roots, facts, space) = scenario.prepare();
        let mut diagrams = Diagrams::new(&space, &facts, Budget::default());
        if let Settlement::Undecided(undecided) = settle(&pool, &roots, &mut diagrams) {
            let classes = undecided.shown.iter().map(|shown| Settlement::Decided(shown.class));
            prop_assert!(outcomes(&pool, &roots, &mut diagrams, &undecided).into_iter().eq(classes));
        }
    }

    #[test]
    fn law_order_does_not_matter(scenario in scenario()) {
        let mirrored = Scenario {
            permitted: scenario.permitted.mirrored(),
            conditions: scenario.conditions.iter().map(Tree::mirrored).collect(),
            ..scenario.clone()
        };
        prop_assert_eq!(settle_by_tables(&scenario), settle_by_tables(&mirrored));
    }
}

/// The laws above are worth little if nothing is ever undecided, or constrained, or past Kleene.
#[test]
fn scenarios_are_of_every_kind() {
    const SAMPLES: usize = 600;
    let mut runner = TestRunner::deterministic();
    let (mut undecided, mut unanswerable, mut past_kleene, mut background) = (0, 0, 0, 0);
    for _ in 0..SAMPLES {
        let scenario = scenario().new_tree(&mut runner).unwrap().current();
        let (.., space) = scenario.prepare();
        match expected(&scenario, &space) {
            Expected::Undecided(certificates) => {
                undecided += 1;
                unanswerable += usize::from(certificates.is_empty());
                background += usize::from(space.background().next().is_some());
            }
            Expected::Decided(_) => past_kleene += usize::from(space.bits() > 0),
            Expected::Impossible => {}
        }
    }
    assert!(undecided * 5 >= SAMPLES, "{undecided} undecided");
    assert!(
        past_kleene * 20 >= SAMPLES,
        "{past_kleene} decided though Kleene leaves something open"
    );
    assert!(background * 20 >= SAMPLES, "{background} with a background");
    assert!(unanswerable * 100 >= SAMPLES, "{unanswerable} unanswerable");
}

#[test]
fn the_smallest_are_shown_whichever_class_they_are_of() {
    let most = Tree::AtLeast(4, (0..6).map(|var| Tree::Touches(var, 2)).collect());
    let variables = (0..6)
        .map(|question| Variable {
            state: State::Scalar(0b11),
            question: Some(question),
        })
        .collect();
    let scenario = Scenario {
        variables,
        permitted: Tree::Constant(true),
        conditions: vec![most],
    };
    let Some(Settlement::Undecided(undecided)) = settle_by_tables(&scenario) else {
        panic!("decided")
    };
    // Four of six by a yes, three of six by a no.
    assert_eq!((undecided.total, undecided.shown.len()), (15 + 20, 10));
    assert!(
        undecided
            .shown
            .iter()
            .all(|shown| (shown.class, shown.questions.len(), shown.total) == (1, 3, 1))
    );
    assert_eq!(
        (undecided.relevant.len(), undecided.first),
        (6, Some(QuestionId(0)))
    );
}

#[test]
fn just_as_many_as_are_shown_are_all_shown() {
    let variables = (0..10)
        .map(|question| Variable {
            state: State::Scalar(0b11),
            question: Some(question),
        })
        .collect();
    let scenario = Scenario {
        variables,
        permitted: Tree::Constant(true),
        conditions: vec![Tree::Any(
            (0..10).map(|var| Tree::Touches(var, 2)).collect(),
        )],
    };
    let Some(Settlement::Undecided(undecided)) = settle_by_tables(&scenario) else {
        panic!("decided")
    };
    // One yes of ten, or ten times no.
    assert_eq!((undecided.total, undecided.shown.len()), (11, 10));
    assert!(
        undecided
            .shown
            .iter()
            .all(|shown| (shown.class, shown.questions.len()) == (0, 1))
    );
}

#[test]
fn sixteen_assignments_are_kept_and_all_are_counted() {
    // Whether two answers out of six are the same.
    let variables = vec![
        Variable {
            state: State::Scalar(0b11_1111),
            question: Some(0),
        },
        Variable {
            state: State::Scalar(0b11_1111),
            question: Some(1),
        },
    ];
    let same = (0..6)
        .map(|cell| {
            Tree::All(vec![
                Tree::Touches(0, 1 << cell),
                Tree::Touches(1, 1 << cell),
            ])
        })
        .collect();
    let scenario = Scenario {
        variables,
        permitted: Tree::Constant(true),
        conditions: vec![Tree::Any(same)],
    };
    let Some(Settlement::Undecided(undecided)) = settle_by_tables(&scenario) else {
        panic!("decided")
    };
    let kept: Vec<_> = undecided
        .shown
        .iter()
        .map(|shown| (shown.class, shown.total, shown.assignments().count()))
        .collect();
    assert_eq!(kept, [(0, 6, 6), (1, 30, 16)]);
}
