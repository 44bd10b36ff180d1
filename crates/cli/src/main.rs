//! The `coverdict` binary, one verb a file.

mod case;
mod claims;
mod codes;
mod documents;
mod input;
mod listing;
mod load;
mod outline;
mod output;
mod render;
mod verb;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// A finding is made of many small pieces (docs/decisions/0019).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Coverage policies as versioned, checked, computable sources.
///
/// A finding says what the sources in force say about a case. It denies no one: an adverse
/// determination is the act of a licensed person.
#[derive(Debug, Parser)]
#[command(name = "coverdict", version, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Assess(verb::assess::Args),
    Screen(Box<verb::screen::Args>),
    Impact(Box<verb::impact::Args>),
    Test(verb::test::Args),
    Ingest(verb::ingest::Args),
    Compile(verb::compile::Args),
    Check(verb::check::Args),
    Diff(verb::diff::Args),
    Compare(verb::compare::Args),
    Replay(verb::replay::Args),
    Codes(verb::codes::Args),
    Sources(verb::sources::Args),
    Evidence(verb::evidence::Args),
    Show(verb::show::Args),
    Schema(verb::schema::Args),
    Completions(verb::completions::Args),
}

/// Exit codes: 0 done; 1 done, and the answer is a failure; 2 the command could not run.
fn main() -> ExitCode {
    let done = match Cli::parse().verb {
        Verb::Assess(args) => verb::assess::run(&args),
        Verb::Screen(args) => verb::screen::run(&args),
        Verb::Impact(args) => verb::impact::run(&args),
        Verb::Test(args) => verb::test::run(&args),
        Verb::Ingest(args) => verb::ingest::run(&args),
        Verb::Compile(args) => verb::compile::run(&args),
        Verb::Check(args) => verb::check::run(&args),
        Verb::Diff(args) => verb::diff::run(&args),
        Verb::Compare(args) => verb::compare::run(&args),
        Verb::Replay(args) => verb::replay::run(&args),
        Verb::Codes(args) => verb::codes::run(&args),
        Verb::Sources(args) => verb::sources::run(&args),
        Verb::Evidence(args) => verb::evidence::run(&args),
        Verb::Show(args) => verb::show::run(&args),
        Verb::Schema(args) => verb::schema::run(&args),
        Verb::Completions(args) => verb::completions::run(&args),
    };
    match done {
        Ok(Done::Well) => ExitCode::SUCCESS,
        Ok(Done::Failing) => ExitCode::from(1),
        Err(error) => {
            output::error(&error);
            ExitCode::from(2)
        }
    }
}

/// How a verb ended that could run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Done {
    /// Well.
    Well,
    /// Its answer is a failure, such as a case that differs.
    Failing,
}
