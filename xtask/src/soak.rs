//! `cargo xtask soak`: the laws, over many more random cases than a test run affords.
//!
//! A property test of a law is a function whose name starts with `law_`, anywhere in the workspace.

use anyhow::{Result, bail};

use crate::{process, tools};

/// The tests that are laws, as a nextest filter.
const LAWS: &str = "test(/(^|::)law_/)";

/// Options of `cargo xtask soak`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Random cases a law
    #[arg(long, default_value_t = 100_000)]
    cases: u32,
    /// Only the laws of this crate
    #[arg(long, short)]
    package: Option<String>,
}

/// Runs every law, optimised but with debug assertions and overflow checks.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    if !tools::NEXTEST.is_present() {
        bail!("cargo-nextest is absent: {}", tools::NEXTEST.hint());
    }
    let mut laws = process::cargo(["nextest", "run", "--cargo-profile", "soak"]);
    laws.args(["--no-fail-fast", "-E", LAWS]);
    match &arguments.package {
        Some(package) => laws.args(["--package", package]),
        None => laws.arg("--workspace"),
    };
    laws.env("PROPTEST_CASES", arguments.cases.to_string());
    // Other cases at each run; the seed is printed, so that a run can be repeated.
    let seed = std::env::var("PROPTEST_RNG_SEED")
        .ok()
        .filter(|seed| seed != "20260101");
    let seed = seed.unwrap_or_else(|| std::process::id().to_string());
    println!("seed {seed}: set PROPTEST_RNG_SEED to repeat this run");
    laws.env("PROPTEST_RNG_SEED", seed);
    for (name, value) in PROFILE {
        laws.env(name, value);
    }
    process::run(&mut laws)
}

/// The profile `soak`: kept apart from `release`, so that neither rebuilds the other's artefacts.
const PROFILE: [(&str, &str); 4] = [
    ("CARGO_PROFILE_SOAK_INHERITS", "release"),
    ("CARGO_PROFILE_SOAK_LTO", "off"),
    ("CARGO_PROFILE_SOAK_DEBUG_ASSERTIONS", "true"),
    ("CARGO_PROFILE_SOAK_OVERFLOW_CHECKS", "true"),
];
