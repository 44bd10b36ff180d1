//! `cargo xtask ingest-score`: how much of what documents say is read right.

use anyhow::Result;

use crate::process;

/// Options of `cargo xtask ingest-score`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The folder of documents, and options of the tool itself; `-- --help` lists them
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

/// Reads the documents of a folder, prints the score of each field, and fails where one is below its floor.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let mut score = process::cargo(["run", "--quiet", "--package", "coverdict-benches"]);
    score.args(["--bin", "ingest-score", "--"]);
    score.args(&arguments.rest);
    process::run(&mut score)
}
