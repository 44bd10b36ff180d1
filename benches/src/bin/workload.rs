//! The workload in this project's formats, and what the engine finds by it.

use std::{
    fs::File,
    path::{Path, PathBuf},
};

use anyhow::Result;
use arrow_array::BooleanArray;
use arrow_select::filter::filter_record_batch;
use clap::{Parser, Subcommand};
use coverdict_benches::{
    folder,
    workload::{
        answers,
        comparison::Comparison,
        convert::convert,
        entangle::entangle,
        json,
        lines::{self, Lines, Share},
        plain::{Plain, Scratch},
        screened,
    },
};
use parquet::arrow::ArrowWriter;

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
    /// Write the lines to which so many sources apply, to measure what a larger corpus costs them
    Select {
        /// The corpus as its generator writes it, version 2
        json: PathBuf,
        /// The lines, a Parquet file
        parquet: PathBuf,
        /// The file to write, with the columns that rules look at
        output: PathBuf,
        /// How many sources
        #[arg(long, default_value_t = 1)]
        applicable: usize,
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
        Task::Select {
            json,
            parquet,
            output,
            applicable,
        } => select(&json, &parquet, &output, applicable),
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
fn select(json: &Path, parquet: &Path, output: &Path, applicable: usize) -> Result<()> {
    let plain = Plain::new(json::read(json)?);
    let mut scratch = Scratch::default();
    let mut file: Option<ArrowWriter<File>> = None;
    let mut count = 0;
    for batch in lines::open(parquet, Share::WHOLE)? {
        let batch = batch?;
        let lines = Lines::of(&batch)?;
        let is_meant = lines
            .iter()
            .map(|line| plain.count(line, &mut scratch) == applicable);
        let meant: BooleanArray = is_meant.map(Some).collect();
        let chosen = filter_record_batch(&batch, &meant)?;
        count += chosen.num_rows();
        let file = match &mut file {
            Some(file) => file,
            None => file.insert(answers::create(output, batch.schema())?),
        };
        file.write(&chosen)?;
    }
    if let Some(file) = file {
        file.close()?;
    }
    println!("{count} lines");
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
