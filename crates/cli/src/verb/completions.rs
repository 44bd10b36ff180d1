//! `coverdict completions`: completions for a shell.

use anyhow::Result;
use clap::CommandFactory as _;
use clap_complete::{Shell, generate};

use crate::{Cli, Done, output};

/// Print completions for a shell.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

/// Runs the verb.
pub(crate) fn run(args: &Args) -> Result<Done> {
    let mut text = Vec::new();
    generate(args.shell, &mut Cli::command(), "coverdict", &mut text);
    output::print(&String::from_utf8_lossy(&text))?;
    Ok(Done::Well)
}
