//! The generator makes enough of what is hard for the engine.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_logic::{Kleene, Memo, Truth};
use coverdict_model::{
    case::Case,
    corpus::Corpus,
    finding::{Answer, Coverage, Limit},
};
use coverdict_oracle::generate::corpus_and_case;
use coverdict_program::{Program, compile};
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};

use crate::{
    Assessor,
    facts::{Defaults, Facts},
    setting::Setting,
    truths::{self, AsTheyAre},
    walk::Walker,
};

const CASES: u32 = 1000;

/// The least percentage of cases of each sort.
const FLOORS: [(&str, u32); 6] = [
    ("undecided", 20),
    ("decided though Kleene is not", 10),
    ("conflict", 2),
    ("open date", 2),
    ("incomplete step", 2),
    ("constraints", 2),
];

#[test]
fn law_what_is_hard_for_the_engine_is_frequent_enough() {
    let mut runner = TestRunner::deterministic();
    let strategy = corpus_and_case();
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for _ in 0..CASES {
        let (corpus, case) = strategy.new_tree(&mut runner).unwrap().current();
        for sort in sorts(&corpus, &case) {
            *counts.entry(sort).or_default() += 1;
        }
    }
    // Printed when the test runs with `--nocapture`.
    #[expect(
        clippy::print_stdout,
        reason = "the shares are what this test is about"
    )]
    for (sort, count) in &counts {
        println!(
            "{:5.1} % {sort}",
            f64::from(*count) * 100.0 / f64::from(CASES)
        );
    }
    for (sort, least) in FLOORS {
        let count = counts.get(sort).copied().unwrap_or(0);
        assert!(count * 100 >= CASES * least, "{sort}: {count} of {CASES}");
    }
}

fn sorts(corpus: &Corpus, case: &Case) -> BTreeSet<&'static str> {
    let program = compile(corpus, "random").unwrap();
    let finding = Assessor::new(&program).assess(case.clone());
    let mut sorts = BTreeSet::new();
    match &finding.coverage {
        Coverage::Decided(decided) => {
            if decided.answer == Answer::Conflict {
                sorts.insert("conflict");
            }
            if !kleene_decides(&program, case) {
                sorts.insert("decided though Kleene is not");
            }
        }
        Coverage::NeedsInformation(_) | Coverage::NeedsSource { .. } => {
            sorts.insert("undecided");
        }
        _ => {}
    }
    for limit in &finding.limits {
        match limit {
            Limit::ImpreciseDate { .. } => sorts.insert("open date"),
            Limit::SourceNotOnFile { .. } => sorts.insert("incomplete step"),
            _ => continue,
        };
    }
    if !corpus.catalogue.constraints.is_empty() {
        sorts.insert("constraints");
    }
    sorts
}

/// Whether three-valued evaluation alone finds the answer.
fn kleene_decides(program: &Program, case: &Case) -> bool {
    let defaults = Defaults::new(program);
    let day = case.date_of_service;
    let mut facts = Facts::read(program, &defaults, &case.facts, day);
    let known_as_of = case.known_as_of.unwrap_or(program.recorded);
    let setting = Setting::new(program, &mut facts, known_as_of, day);
    let mut walker = Walker {
        setting: &setting,
        facts: &facts,
        algebra: &mut Kleene::new(&facts),
        memo: &mut Memo::new(),
        atoms: Vec::new(),
    };
    let weighed = walker.weigh().unwrap();
    let judged = truths::judged(&weighed, &mut AsTheyAre);
    judged
        .classes
        .iter()
        .any(|(_, truth)| *truth == Truth::True)
}
