//! The generator makes enough of what is hard.

use coverdict_oracle::{
    generate::{Statistics, corpus_and_case},
    naive::assess,
};
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};

#[test]
fn what_is_hard_is_frequent_enough() {
    let mut runner = TestRunner::deterministic();
    let strategy = corpus_and_case();
    let mut statistics = Statistics::default();
    for _ in 0..1000 {
        let (corpus, case) = strategy.new_tree(&mut runner).unwrap().current();
        statistics.add(&corpus, assess(&corpus, &case).as_ref());
    }
    assert!(statistics.too_rare().is_empty(), "{statistics}");
    // Printed when the test runs with `--nocapture`.
    #[expect(
        clippy::print_stdout,
        reason = "the shares are what this test is about"
    )]
    {
        println!("{statistics}");
    }
}
