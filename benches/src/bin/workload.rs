//! The workload in this project's formats, and what the engine finds by it.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::{Parser, Subcommand};
use coverdict_benches::{
    folder,
    workload::{
        answers, comparison::Comparison, convert::convert, entangle::entangle, json, screened,
    },
};

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
        /// Let every source ask for the two facts that lines leave out most
        #[arg(long)]
        entangled: bool,
    },
    /// Compare findings with the answers of the plain program, line by line
    Check {
        /// The corpus as its generator writes it, version 2
        json: PathBuf,
        /// The lines, a Parquet file
        parquet: PathBuf,
        /// How many lines, from the first
        #[arg(long, default_value_t = 20_000)]
        lines: usize,
    },
    /// Compare what `coverdict screen` wrote of all lines with the answers of the plain program
    Compare {
        /// The file of answers
        answers: PathBuf,
        /// The file of findings, with the columns of answers
        findings: PathBuf,
    },
    /// Print the digest of answers and how many lines have which outcome
    Digest {
        /// A file of answers, or a folder of such files
        answers: PathBuf,
    },
}

fn main() -> Result<()> {
    match Arguments::parse().task {
        Task::Corpus {
            json,
            folder,
            entangled,
        } => {
            let corpus = convert(&json::read(&json)?)?;
            let corpus = match entangled {
                true => entangle(corpus)?,
                false => corpus,
            };
            folder::write(&corpus, &folder)
        }
        Task::Check {
            json,
            parquet,
            lines,
        } => told(&Comparison::run(json::read(&json)?, &parquet, lines)?),
        Task::Compare { answers, findings } => told(&screened::compare(&answers, &findings)?),
        Task::Digest { answers } => digest(&answers),
    }
}

#[expect(clippy::print_stdout, reason = "a program that prints what it found")]
fn told(compared: &Comparison) -> Result<()> {
    println!("{compared}");
    if compared.differs() {
        anyhow::bail!("findings differ from the answers");
    }
    Ok(())
}

#[expect(clippy::print_stdout, reason = "a program that prints what it found")]
fn digest(answers: &Path) -> Result<()> {
    let summary = answers::summary(answers)?;
    println!("{} lines {}", summary.lines, summary.digest);
    for (outcome, lines) in summary.outcomes {
        println!("{lines:>10} {outcome}");
    }
    Ok(())
}
