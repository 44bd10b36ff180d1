//! `cargo xtask ci`: every check that a change must pass.

use anyhow::{Result, bail};

use crate::process::{cargo, run as call};
use crate::steps::{Outcome, Steps};
use crate::{debian, layers, marks, tools};

/// Options of `cargo xtask ci`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Install what is missing: rustfmt, clippy, cargo-nextest, cargo-deny, and on Debian what PDF is compared with
    #[arg(long)]
    install: bool,
}

/// Runs the checks in order, cheap ones first, until one fails.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let mut steps = Steps::default();
    let outcome = check(arguments, &mut steps);
    println!("{}", steps.summary());
    outcome
}

fn check(arguments: &Arguments, steps: &mut Steps) -> Result<()> {
    if arguments.install {
        steps.run("install", install)?;
    }
    steps.run("marks", marks::check)?;
    steps.run("layers", layers::check)?;
    steps.run("format", || passes(&["fmt", "--all", "--check"]))?;
    steps.run("licences", licences)?;
    steps.run("lints", lints)?;
    steps.run("tests", tests)?;
    steps.run("doc tests", || passes(&["test", "--workspace", "--doc"]))?;
    steps.run("documentation", documentation)
}

fn install() -> Result<Outcome> {
    for tool in [tools::FMT, tools::CLIPPY, tools::NEXTEST, tools::DENY] {
        tool.ensure()?;
    }
    debian::ensure()?;
    Ok(Outcome::Passed)
}

fn licences() -> Result<Outcome> {
    if tools::DENY.is_present() {
        return passes(&[
            "deny",
            "--locked",
            "check",
            "--hide-inclusion-graph",
            "licenses",
            "sources",
            "bans",
        ]);
    }
    let hint = "cargo-deny is absent: cargo xtask ci --install";
    if is_ci() {
        bail!("{hint}");
    }
    println!("SKIPPED, licences and sources are NOT checked: {hint}");
    Ok(Outcome::Skipped(hint))
}

fn lints() -> Result<Outcome> {
    passes(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--all-features",
        "--",
        "-D",
        "warnings",
    ])
}

fn tests() -> Result<Outcome> {
    if tools::NEXTEST.is_present() {
        passes(&["nextest", "run", "--workspace", "--no-fail-fast"])
    } else {
        passes(&["test", "--workspace", "--lib", "--bins", "--tests"])
    }
}

fn documentation() -> Result<Outcome> {
    call(cargo(["doc", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-Dwarnings"))?;
    Ok(Outcome::Passed)
}

fn passes(arguments: &[&str]) -> Result<Outcome> {
    call(&mut cargo(arguments))?;
    Ok(Outcome::Passed)
}

fn is_ci() -> bool {
    std::env::var_os("CI").is_some_and(|value| value == "true")
}
