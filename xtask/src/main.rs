//! Developer tasks, run as `cargo xtask TASK`; CI runs `cargo xtask ci` and nothing else.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a developer tool reports to the terminal it runs in"
)]

mod bench;
mod ci;
mod corpus_mutants;
mod debian;
mod docs;
mod ingest_score;
mod layers;
mod marks;
mod mutants;
mod process;
mod soak;
mod steps;
mod tools;
mod workload;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Developer tasks of the Coverdict workspace.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Format, lints, tests, documentation, licences, layers: what CI runs
    Ci(ci::Arguments),
    /// Run the property tests of the laws with many more cases
    Soak(soak::Arguments),
    /// Mutation-test the logic crate and print the score
    Mutants(mutants::Arguments),
    /// Break the shipped corpus in every way and print how much of it is noticed
    CorpusMutants(corpus_mutants::Arguments),
    /// Read the documents of a folder and print how much of what they say is read right
    IngestScore(ingest_score::Arguments),
    /// Run the benchmarks and print the machine they ran on
    Bench(bench::Arguments),
    /// Build the book in docs/
    Docs,
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().task {
        Task::Ci(arguments) => ci::run(&arguments),
        Task::Soak(arguments) => soak::run(&arguments),
        Task::Mutants(arguments) => mutants::run(&arguments),
        Task::CorpusMutants(arguments) => corpus_mutants::run(&arguments),
        Task::IngestScore(arguments) => ingest_score::run(&arguments),
        Task::Bench(arguments) => bench::run(&arguments),
        Task::Docs => docs::run(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_well_formed() {
        super::Arguments::command().debug_assert();
    }
}
