//! Columns say what the engine says.

use std::collections::BTreeMap;

use coverdict_engine::Assessor;
use coverdict_program::compile;
use coverdict_screen::{Binding, Lanes, Screener, Verdict};
use proptest::{
    prelude::{ProptestConfig, prop_assert_eq},
    proptest,
    test_runner::TestRunner,
};

use crate::table::{corpus_and_tape, table};

proptest! {
    #![proptest_config(ProptestConfig::default())]

    #[test]
    fn every_line_has_the_verdict_of_its_finding((corpus, tape) in corpus_and_tape()) {
        let Ok(program) = compile(&corpus, "random") else { return Ok(()) };
        let batch = table(tape.get(1..).unwrap_or_default());
        let binding = Binding::new(&program, &batch.schema(), &BTreeMap::new()).unwrap();
        let mut screener = Screener::new(&program, &binding, None);
        let numbers = screener.screen(&batch);
        prop_assert_eq!(numbers.len(), batch.num_rows());
        let mut assessor = Assessor::new(&program);
        for (row, number) in numbers.into_iter().enumerate() {
            let case = screener.case(&batch, row).unwrap();
            let finding = assessor.assess(case.clone());
            let verdict = screener.verdict(number).unwrap();
            prop_assert_eq!(verdict, &Verdict::of(&finding), "row {}: {:#?}", row, case);
        }
    }
}

#[test]
fn every_lane_is_taken() {
    let mut runner = TestRunner::deterministic();
    let mut all = Lanes::default();
    for _ in 0..200 {
        use proptest::strategy::{Strategy as _, ValueTree as _};
        let (corpus, tape) = corpus_and_tape().new_tree(&mut runner).unwrap().current();
        let Ok(program) = compile(&corpus, "random") else {
            continue;
        };
        let batch = table(tape.get(1..).unwrap_or_default());
        let binding = Binding::new(&program, &batch.schema(), &BTreeMap::new()).unwrap();
        let mut screener = Screener::new(&program, &binding, None);
        screener.screen(&batch);
        let lanes = screener.lanes();
        all.plain += lanes.plain;
        all.words += lanes.words;
        all.remembered += lanes.remembered;
        all.engine += lanes.engine;
    }
    let lines = all.plain + all.words + all.remembered + all.engine;
    let share = |lane: u64| lane * 100 / lines;
    assert!(share(all.plain) >= 10, "{all:?}");
    assert!(share(all.words) >= 3, "{all:?}");
    assert!(share(all.engine) >= 5, "{all:?}");
    assert!(all.remembered > 0, "{all:?}");
}
