//! The workload answered by a plain program, as a measure for the engines.

use std::{
    path::{Path, PathBuf},
    thread,
};

use anyhow::{Result, anyhow};
use clap::Parser;
use coverdict_benches::workload::{
    answers::{self, Answers},
    json,
    lines::{self, Lines, Share},
    plain::{Plain, Scratch},
};

/// Answers the workload's lines with a hash index and an interpreter, and nothing of the engines.
#[derive(Parser)]
struct Arguments {
    /// The corpus as its generator writes it, version 2
    corpus: PathBuf,
    /// The lines, a Parquet file
    lines: PathBuf,
    /// The folder for the answers, a file for each thread
    output: PathBuf,
    /// How many threads share the row groups
    #[arg(long, default_value_t = 1)]
    threads: usize,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let plain = Plain::new(json::read(&arguments.corpus)?);
    std::fs::create_dir_all(&arguments.output)?;
    let of = arguments.threads.max(1);
    thread::scope(|scope| {
        let parts = (0..of).map(|part| {
            let (plain, arguments) = (&plain, &arguments);
            let output = answers::part(&arguments.output, part);
            scope.spawn(move || answer(plain, &arguments.lines, Share { part, of }, &output))
        });
        let parts: Vec<_> = parts.collect();
        let mut results = parts.into_iter().map(|part| part.join());
        results.try_for_each(|result| result.map_err(|_| anyhow!("a thread failed"))?)
    })
}

fn answer(plain: &Plain, input: &Path, share: Share, output: &Path) -> Result<()> {
    let mut file = answers::create(output, Answers::schema())?;
    let (mut answers, mut scratch) = (Answers::default(), Scratch::default());
    for batch in lines::open(input, share)? {
        for line in Lines::of(&batch?)?.iter() {
            let (outcome, missing) = plain.decide(line, &mut scratch);
            answers.push(line.key(), outcome, plain.sources(&scratch), missing);
        }
        file.write(&answers.batch()?)?;
    }
    file.close()?;
    Ok(())
}
