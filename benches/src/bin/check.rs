//! How long the questions about a corpus take: read, compiled, asked.

use std::{path::PathBuf, time::Instant};

use anyhow::{Result, anyhow};
use clap::Parser;
use coverdict_check::{Subject, ask};
use coverdict_corpus::read_corpus;
use coverdict_program::compile;

/// Measures what it takes to ask everything about a corpus.
#[derive(Debug, Parser)]
struct Args {
    /// The folder of the corpus.
    corpus: PathBuf,
}

#[expect(clippy::print_stdout, reason = "its measurements are its output")]
fn main() -> Result<()> {
    let args = Args::parse();
    let start = Instant::now();
    let loaded = read_corpus(&args.corpus).map_err(|failure| anyhow!("{failure}"))?;
    let read = start.elapsed();
    let program = compile(&loaded.corpus, &loaded.digest)?;
    let compiled = start.elapsed();
    let answers = ask(&Subject::new(&loaded, &program, program.recorded));
    let asked = start.elapsed();
    println!("editions   {}", loaded.corpus.editions.len());
    println!("read       {:.3} s", read.as_secs_f64());
    println!("compiled   {:.3} s", (compiled - read).as_secs_f64());
    println!("asked      {:.3} s", (asked - compiled).as_secs_f64());
    println!("questions  {}", answers.asked);
    println!("undecided  {}", answers.undecided.len());
    let mut counts = std::collections::BTreeMap::new();
    for problem in &answers.problems {
        *counts
            .entry(problem.diagnostic.code().to_string())
            .or_insert(0_u32) += 1;
    }
    for (code, count) in counts {
        println!("{code:30} {count}");
    }
    Ok(())
}
