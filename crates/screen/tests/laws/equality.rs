//! Columns say what the engine says.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_engine::Assessor;
use coverdict_model::{
    case::Case,
    code::Code,
    corpus::Corpus,
    finding::{Coverage, Finding},
    value::Reading,
};
use coverdict_oracle::naive::{self, Assessment};
use coverdict_program::compile;
use coverdict_screen::{Binding, Kernel, Lanes, Outcome, Verdict};
use proptest::{
    prelude::{ProptestConfig, prop_assert_eq},
    proptest,
    test_runner::TestRunner,
};

use crate::table::{corpus_and_tape, table};

proptest! {
    #![proptest_config(ProptestConfig::default())]

    #[test]
    fn law_every_line_has_the_verdict_of_its_finding((corpus, tape) in corpus_and_tape()) {
        let Ok(program) = compile(&corpus, "random") else { return Ok(()) };
        let batch = table(tape.get(1..).unwrap_or_default());
        let binding = Binding::new(&program, &batch.schema(), &BTreeMap::new()).unwrap();
        let kernel = Kernel::new(&program, &binding, None);
        let mut screener = kernel.screener();
        let numbers = screener.screen(&batch);
        prop_assert_eq!(numbers.len(), batch.num_rows());
        let mut assessor = Assessor::new(&program);
        for (row, number) in numbers.into_iter().enumerate() {
            let case = screener.case(&batch, row).unwrap();
            let finding = assessor.assess(case.clone());
            let verdict = screener.verdict(number).unwrap();
            let is_impossible = matches!(finding.coverage, Coverage::InvalidInput { .. });
            if is_impossible && permits_nothing(&corpus, &case) {
                // Random constraints may contradict each other; a corpus on file with such is refused.
                continue;
            }
            prop_assert_eq!(verdict.as_ref(), &Verdict::of(&finding), "row {}: {:#?}", row, case);
        }
    }

    #[test]
    fn law_what_is_remembered_of_lines_has_no_meaning((corpus, tape) in corpus_and_tape()) {
        let Ok(program) = compile(&corpus, "random") else { return Ok(()) };
        let batch = table(tape.get(1..).unwrap_or_default());
        let binding = Binding::new(&program, &batch.schema(), &BTreeMap::new()).unwrap();
        let kernel = Kernel::new(&program, &binding, None);
        let mut screener = kernel.screener();
        let mut verdicts = |forget: bool| -> Vec<Option<Verdict>> {
            if forget {
                screener.forget();
            }
            let numbers = screener.screen(&batch).into_iter();
            numbers.map(|number| Some(screener.verdict(number)?.as_ref().clone())).collect()
        };
        let first = verdicts(false);
        prop_assert_eq!(&verdicts(false), &first);
        prop_assert_eq!(&verdicts(true), &first);
        // Each line before all others.
        for (row, expected) in first.iter().enumerate() {
            let mut alone = kernel.screener();
            let numbers = alone.screen(&batch.slice(row, 1));
            let verdict = numbers.first().and_then(|number| alone.verdict(*number));
            prop_assert_eq!(verdict.map(|verdict| verdict.as_ref()), expected.as_ref());
        }
    }
}

proptest! {
    // Every completion of a line is taken one by one: few tables, and of each the first line.
    #![proptest_config(ProptestConfig {
        cases: ProptestConfig::default().cases.div_ceil(20),
        ..ProptestConfig::default()
    })]

    /// Not by way of the engine: the naive evaluator shares no evaluation with either.
    #[test]
    fn law_every_line_has_the_verdict_that_the_naive_evaluator_comes_to((corpus, tape) in corpus_and_tape()) {
        let Ok(program) = compile(&corpus, "random") else { return Ok(()) };
        let batch = table(tape.get(1..).unwrap_or_default());
        let binding = Binding::new(&program, &batch.schema(), &BTreeMap::new()).unwrap();
        let kernel = Kernel::new(&program, &binding, None);
        let mut screener = kernel.screener();
        for (row, number) in screener.screen(&batch).into_iter().enumerate().take(1) {
            let case = screener.case(&batch, row).unwrap();
            let Some(expected) = naive::assess(&corpus, &case) else { continue };
            let verdict = screener.verdict(number).unwrap();
            if !asks(&case) {
                prop_assert_eq!(verdict.outcome, Outcome::InvalidInput);
                continue;
            }
            if verdict.outcome == Outcome::TooComplex {
                // The naive evaluator has another budget.
                continue;
            }
            let expected = Verdict::of(&finding(case.clone(), expected));
            // The naive evaluator tells no limits, and nothing beside what is impossible.
            let verdict = Verdict { limits: BTreeSet::new(), ..verdict.as_ref().clone() };
            match expected.outcome {
                // Random constraints may contradict each other; a corpus on file with such is refused.
                Outcome::InvalidInput if permits_nothing(&corpus, &case) => {}
                Outcome::InvalidInput => prop_assert_eq!(verdict.outcome, expected.outcome),
                _ => prop_assert_eq!(&verdict, &expected, "row {}: {:#?}", row, case),
            }
        }
    }
}

/// Whether the constraints of a corpus rule out every case: even one of which nothing but its line is known.
fn permits_nothing(corpus: &Corpus, case: &Case) -> bool {
    let mut bare = case.clone();
    bare.facts
        .retain(|fact, _| ["code", "service"].contains(&fact.as_str()));
    let assessed = naive::assess(corpus, &bare);
    assessed.is_some_and(|assessed| matches!(assessed.coverage, Coverage::InvalidInput { .. }))
}

/// Whether a case asks for something, by a code that fits some system if by a code: the naive evaluator
/// finds nothing addressed where it does not.
fn asks(case: &Case) -> bool {
    let codes = case.facts.get("code").into_iter().flatten();
    let mut codes = codes.filter_map(|statement| match &statement.reading {
        Reading::Members { members, .. } => Some(members),
        _ => None,
    });
    let are_codes = codes.all(|codes| codes.iter().all(|code| Code::detect(code.as_str()).is_ok()));
    let is_asked = ["code", "service"]
        .iter()
        .any(|fact| case.facts.contains_key(*fact));
    is_asked && are_codes
}

/// What the naive evaluator came to, as a finding.
fn finding(case: Case, assessed: Assessment) -> Finding {
    Finding {
        format: 0,
        engine: String::new(),
        corpus: String::new(),
        known_as_of: case.known_as_of.unwrap_or(case.date_of_service),
        case,
        coverage: assessed.coverage,
        prior_authorization: assessed.prior_authorization,
        documentation: assessed.documentation,
        limits: BTreeSet::new(),
        code_lists: BTreeSet::new(),
        trace: Vec::new(),
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
        let kernel = Kernel::new(&program, &binding, None);
        let mut screener = kernel.screener();
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
