//! Assessment with full trace, by how many of a policy's facts are missing.

use coverdict_benches::{cases::cases, corpus::corpus};
use coverdict_engine::Assessor;
use coverdict_program::compile;

fn main() {
    divan::main();
}

#[divan::bench(args = [0, 1, 2, 4, 8, 12])]
#[expect(clippy::expect_used, reason = "a generated corpus compiles")]
fn assess_with_missing(bencher: divan::Bencher<'_, '_>, missing: u64) {
    let corpus = corpus(500);
    let program = compile(&corpus, "generated").expect("a generated corpus compiles");
    let cases = cases(&corpus, 500, missing, 11);
    let mut assessor = Assessor::new(&program);
    let mut next = 0;
    bencher.bench_local(move || {
        next = (next + 1) % cases.len();
        cases.get(next).map(|case| assessor.assess(case.clone()))
    });
}
