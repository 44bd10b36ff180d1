//! The laws of this crate, against evaluation of every completion one by one.

mod algebras;
mod cells;
mod certificates;
mod conditions;
mod diagrams;
mod families;
mod kleene;
mod naive;
mod oracle;
mod room;
mod scenario;
mod space;
mod tables;

use proptest::test_runner::Config;

/// A thousand cases, or as many as `PROPTEST_CASES` says.
fn cases() -> Config {
    let cases = std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok());
    Config {
        cases: cases.unwrap_or(1000),
        failure_persistence: None,
        ..Config::default()
    }
}
