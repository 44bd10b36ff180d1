//! The workload in this project's formats: `workload corpus JSON DIR`.

use std::path::PathBuf;

use anyhow::Result;
use clap::{Parser, Subcommand};
use coverdict_benches::workload::{convert::convert, folder, json};

/// Converts the workload, and checks what is found by it.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Write the corpus of the workload as a folder
    Corpus {
        /// The corpus as its generator writes it, version 2
        json: PathBuf,
        /// The folder to write
        folder: PathBuf,
    },
}

fn main() -> Result<()> {
    match Arguments::parse().task {
        Task::Corpus { json, folder } => folder::write(&convert(&json::read(&json)?)?, &folder),
    }
}
