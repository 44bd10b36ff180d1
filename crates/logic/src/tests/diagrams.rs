use proptest::prelude::*;

use super::cases;
use super::scenario::{Facts, cells, wide};
use crate::{
    Algebra, Atom, Budget, Cells, CondId, Conditions, Diagrams, Exact, Kleene, Memo, QuestionId,
    Settlement, Space, SpaceBuilder, Undecided, VarId, evaluate,
};

fn yes(pool: &mut Conditions, var: u32) -> CondId {
    pool.within(VarId(var), &Cells::single(1))
}

/// Yes-or-no variables, of which the first are questions.
fn space(facts: &Facts, variables: u32, questions: u32) -> Space {
    let atoms: Vec<Atom> = (0..variables)
        .map(|var| Atom {
            var: VarId(var),
            cells: cells(0b10),
        })
        .collect();
    let mut builder = SpaceBuilder::new();
    for id in 0..questions {
        builder.question(QuestionId(id), VarId(id));
    }
    builder.build(facts, &atoms)
}

/// Whether the first half of the variables equals the second, which takes a diagram of exponential size.
fn mirrored(pool: &mut Conditions, variables: u32) -> CondId {
    let half = variables / 2;
    let pairs: Vec<CondId> = (0..half)
        .map(|var| {
            let (a, b) = (yes(pool, var), yes(pool, var + half));
            let (not_a, not_b) = (pool.not(a), pool.not(b));
            let (both, neither) = (pool.all([a, b]), pool.all([not_a, not_b]));
            pool.any([both, neither])
        })
        .collect();
    pool.all(pairs)
}

fn settle(diagrams: &mut Diagrams<'_, Facts>, pool: &Conditions, condition: CondId) -> Settlement {
    let set = evaluate(pool, condition, diagrams, &mut Memo::new());
    let (always, rest) = (diagrams.always(), diagrams.not(&set));
    diagrams.settle(&always, &[set, rest])
}

#[test]
fn work_past_the_budget_is_recorded() {
    let facts = Facts::scalars([0b11; 16]);
    let space = space(&facts, 16, 0);
    let mut pool = Conditions::new();
    let condition = mirrored(&mut pool, 16);
    let mut diagrams = Diagrams::new(
        &space,
        &facts,
        Budget {
            work: 1000,
            ..Budget::default()
        },
    );
    assert!(!diagrams.overflowed());
    assert_eq!(
        settle(&mut diagrams, &pool, condition),
        Settlement::TooComplex
    );
    assert!(diagrams.overflowed());
    let mut diagrams = Diagrams::new(&space, &facts, Budget::default());
    assert!(matches!(
        settle(&mut diagrams, &pool, condition),
        Settlement::Undecided(_)
    ));
    assert!(!diagrams.overflowed());
}

#[test]
fn the_final_size_is_limited() {
    let facts = Facts::scalars([0b11; 16]);
    let space = space(&facts, 16, 0);
    let mut pool = Conditions::new();
    let condition = mirrored(&mut pool, 16);
    let mut diagrams = Diagrams::new(&space, &facts, Budget::default());
    let set = evaluate(&pool, condition, &mut diagrams, &mut Memo::new());
    let complement = diagrams.not(&set);
    let size = diagrams.size(&[set, complement]);
    // All but the two tests of the last bit are different.
    assert_eq!(diagrams.size(&[set]) * 2 - 2, size);
    for (limit, fits) in [(size, true), (size - 1, false)] {
        let mut diagrams = Diagrams::new(
            &space,
            &facts,
            Budget {
                size: limit,
                ..Budget::default()
            },
        );
        let settlement = settle(&mut diagrams, &pool, condition);
        assert_eq!(matches!(settlement, Settlement::Undecided(_)), fits);
        assert_eq!(matches!(settlement, Settlement::TooComplex), !fits);
        assert!(!diagrams.overflowed());
    }
}

fn undecided(settlement: Settlement) -> Undecided {
    match settlement {
        Settlement::Undecided(undecided) => undecided,
        other => panic!("{other:?}"),
    }
}

#[test]
fn many_questions_are_searched() {
    for questions in [17, 40, 400] {
        let facts = Facts::scalars(vec![0b11; questions + 10]);
        let count = u32::try_from(questions).unwrap();
        let space = space(&facts, count + 10, count);
        let mut pool = Conditions::new();
        let leaves: Vec<CondId> = (0..count).map(|var| yes(&mut pool, var)).collect();
        let all = pool.all(leaves);
        let mut diagrams = Diagrams::new(&space, &facts, Budget::default());
        let undecided = undecided(settle(&mut diagrams, &pool, all));
        // Any question by a no, all of them by a yes.
        assert_eq!(undecided.total, questions as u64 + 1);
        assert_eq!(undecided.relevant.len(), questions);
        assert_eq!(undecided.first, Some(QuestionId(0)));
        assert_eq!(undecided.shown.len(), 10);
        for (shown, question) in undecided.shown.iter().zip(0..) {
            assert_eq!(
                (shown.class, &shown.questions),
                (1, &vec![QuestionId(question)])
            );
        }
        assert_eq!(
            settle(&mut diagrams, &pool, CondId::TRUE),
            Settlement::Decided(0)
        );
    }
}

#[test]
fn certificates_are_counted_that_nobody_could_list() {
    let facts = Facts::scalars(vec![0b11; 40]);
    let space = space(&facts, 40, 40);
    let mut pool = Conditions::new();
    let leaves: Vec<CondId> = (0..40).map(|var| yes(&mut pool, var)).collect();
    let most = pool.at_least(20, leaves);
    let mut diagrams = Diagrams::new(&space, &facts, Budget::default());
    let undecided = undecided(settle(&mut diagrams, &pool, most));
    // 20 of 40 by a yes, 21 of them by a no.
    assert_eq!(undecided.total, 137_846_528_820 + 131_282_408_400);
    assert_eq!(undecided.relevant.len(), 40);
    assert_eq!(undecided.first, Some(QuestionId(0)));
    assert!(
        undecided
            .shown
            .iter()
            .all(|shown| (shown.class, shown.questions.len(), shown.total) == (0, 20, 1))
    );
    let first = |last| (0..19).chain([last]).map(QuestionId).collect::<Vec<_>>();
    assert!(
        undecided
            .shown
            .iter()
            .map(|shown| &shown.questions)
            .eq(&(19..29).map(first).collect::<Vec<_>>())
    );
}

#[test]
fn what_is_not_permitted_is_impossible() {
    let facts = Facts::scalars([0b11; 2]);
    let space = space(&facts, 2, 2);
    let mut diagrams = Diagrams::new(&space, &facts, Budget::default());
    let (never, always) = (diagrams.never(), diagrams.always());
    assert_eq!(diagrams.settle(&never, &[always]), Settlement::Impossible);
}

#[test]
fn a_space_too_wide_for_recursion_overflows_at_once() {
    for (variables, overflows) in [(1024, false), (1025, true)] {
        let facts = Facts::scalars(vec![0b11; variables]);
        let space = space(&facts, u32::try_from(variables).unwrap(), 0);
        let mut pool = Conditions::new();
        let leaves: Vec<CondId> = (0..u32::try_from(variables).unwrap())
            .map(|var| yes(&mut pool, var))
            .collect();
        let any = pool.any(leaves);
        let mut diagrams = Diagrams::new(
            &space,
            &facts,
            Budget {
                size: 4096,
                work: 1 << 24,
                search: 1 << 24,
            },
        );
        assert_eq!(diagrams.overflowed(), overflows);
        let settlement = settle(&mut diagrams, &pool, any);
        assert_eq!(settlement == Settlement::TooComplex, overflows);
        let mut kleene = Kleene::new(&facts);
        evaluate(&pool, any, &mut kleene, &mut Memo::new());
        assert_eq!(kleene.atoms().len(), variables);
    }
}

/// Settles at-least-20-of-40 within a limit on the search, perhaps after other work.
fn settle_counted(search: usize, other_work: bool) -> Settlement {
    let facts = Facts::scalars(vec![0b11; 40]);
    let space = space(&facts, 40, 40);
    let mut pool = Conditions::new();
    let leaves: Vec<CondId> = (0..40).map(|var| yes(&mut pool, var)).collect();
    let (counted, other) = (pool.at_least(20, leaves), mirrored(&mut pool, 12));
    let budget = Budget {
        search,
        ..Budget::default()
    };
    let mut diagrams = Diagrams::new(&space, &facts, budget);
    if other_work {
        settle(&mut diagrams, &pool, other);
    }
    let settlement = settle(&mut diagrams, &pool, counted);
    assert!(!diagrams.overflowed());
    settlement
}

#[test]
fn the_search_is_limited_whatever_was_done_before() {
    // The least limit within which the search succeeds.
    let (mut fails, mut succeeds) = (0, 1 << 18);
    while succeeds - fails > 1 {
        let middle = usize::midpoint(fails, succeeds);
        match settle_counted(middle, false) {
            Settlement::TooComplex => fails = middle,
            _ => succeeds = middle,
        }
    }
    assert!(fails > 1000, "{fails}");
    assert_eq!(settle_counted(fails, true), Settlement::TooComplex);
    assert_eq!(
        settle_counted(succeeds, true),
        settle_counted(1 << 18, false)
    );
}

#[test]
fn certificates_that_no_number_counts_are_too_complex() {
    // With 67 each class can be counted, and both together cannot.
    for (variables, fits) in [(66, true), (67, false), (68, false)] {
        let facts = Facts::scalars(vec![0b11; variables as usize]);
        let space = space(&facts, variables, variables);
        let mut pool = Conditions::new();
        let leaves: Vec<CondId> = (0..variables).map(|var| yes(&mut pool, var)).collect();
        let half = pool.at_least(variables / 2, leaves);
        let mut diagrams = Diagrams::new(&space, &facts, Budget::default());
        match settle(&mut diagrams, &pool, half) {
            // 33 of 66 and 34 of 66.
            Settlement::Undecided(undecided) => {
                assert_eq!(
                    undecided.total,
                    7_219_428_434_016_265_740 + 7_007_092_303_604_022_630
                );
                assert!(fits);
            }
            settlement => assert_eq!((settlement, fits), (Settlement::TooComplex, false)),
        }
    }
}

#[test]
fn an_answer_takes_up_to_thirty_one_bits() {
    for (cells, fits) in [(31_u32, true), (32, false)] {
        let open = (1_u64 << cells) - 1;
        let facts = Facts::set(0, u32::try_from(open).unwrap());
        let atoms: Vec<Atom> = (0..cells)
            .map(|cell| Atom {
                var: VarId(0),
                cells: Cells::single(cell),
            })
            .collect();
        let mut builder = SpaceBuilder::new();
        builder.question(QuestionId(0), VarId(0));
        let space = builder.build(&facts, &atoms);
        assert_eq!(space.bits(), cells);
        let mut pool = Conditions::new();
        let some = pool.some(VarId(0), &Cells::range(0, cells));
        let mut diagrams = Diagrams::new(&space, &facts, Budget::default());
        match settle(&mut diagrams, &pool, some) {
            Settlement::Undecided(undecided) => {
                assert!(fits);
                let shown: Vec<_> = undecided
                    .shown
                    .iter()
                    .map(|shown| (shown.class, shown.total))
                    .collect();
                assert_eq!(shown, [(0, open), (1, 1)]);
                let codes: Vec<u32> = undecided.shown[0]
                    .assignments()
                    .map(|mut values| values.next().unwrap().code)
                    .collect();
                assert_eq!(codes, (1..=16).collect::<Vec<_>>());
            }
            settlement => assert_eq!((settlement, fits), (Settlement::TooComplex, false)),
        }
    }
}

proptest! {
    #![proptest_config(cases())]

    /// Work on what was asked before takes nothing from what is asked later, and never changes the answer.
    #[test]
    fn law_a_search_finds_all_or_says_that_it_is_too_complex(scenario in wide(), search in 2_usize..200) {
        let (pool, roots, facts, space) = scenario.prepare();
        let within = Budget { search, ..Budget::default() };
        let mut kept = Diagrams::new(&space, &facts, within);
        let outline = |diagrams: &mut Diagrams<'_, Facts>, root: CondId| {
            let set = evaluate(&pool, root, diagrams, &mut Memo::new());
            let (always, rest) = (diagrams.always(), diagrams.not(&set));
            diagrams.outline(&always, &[set, rest])
        };
        for root in roots.iter().chain(&roots) {
            let alone = outline(&mut Diagrams::new(&space, &facts, within), *root);
            let known = outline(&mut kept, *root);
            if alone != Settlement::TooComplex || known != Settlement::TooComplex {
                let all = outline(&mut Diagrams::new(&space, &facts, Budget::default()), *root);
                prop_assert_eq!(&known, &all);
                prop_assert!(alone == all || alone == Settlement::TooComplex);
            }
        }
    }
}
