//! `cargo xtask corpus-mutants`: whether it would be noticed if somebody broke the shipped corpus.

use anyhow::Result;

use crate::process;

/// Options of `cargo xtask corpus-mutants`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Options of the tool itself; `-- --help` lists them
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

/// Breaks the shipped corpus in every way, prints the score, and fails where too much would go unnoticed.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let mut mutants = process::cargo(["run", "--release", "--quiet"]);
    mutants.args([
        "--package",
        "coverdict-benches",
        "--bin",
        "corpus-mutants",
        "--",
    ]);
    mutants.args(&arguments.rest);
    process::run(&mut mutants)
}
