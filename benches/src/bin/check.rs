//! How long the questions about a corpus take: read, compiled, asked.

use std::{num::NonZeroUsize, path::PathBuf, time::Instant};

use anyhow::{Result, anyhow};
use clap::Parser;
use coverdict_check::{Answers, Subject, ask};
use coverdict_corpus::read_corpus;
use coverdict_program::compile;

/// Measures what it takes to ask everything about a corpus.
#[derive(Debug, Parser)]
struct Args {
    /// The folder of the corpus.
    corpus: PathBuf,
    /// With how many threads the questions are asked, once with each number.
    #[arg(long, value_delimiter = ',', default_value = "1,2")]
    threads: Vec<NonZeroUsize>,
    /// How many conditions one thing asked about may take, if not as many as usual.
    #[arg(long)]
    conditions: Option<usize>,
}

#[expect(clippy::print_stdout, reason = "its measurements are its output")]
fn main() -> Result<()> {
    let args = Args::parse();
    let start = Instant::now();
    let loaded = read_corpus(&args.corpus).map_err(|failure| anyhow!("{failure}"))?;
    let read = start.elapsed();
    let program = compile(&loaded.corpus, &loaded.digest)?;
    let compiled = start.elapsed();
    println!("editions   {}", loaded.corpus.editions.len());
    println!("read       {:.3} s", read.as_secs_f64());
    println!("compiled   {:.3} s", (compiled - read).as_secs_f64());
    let mut subject = Subject::new(&loaded, &program, program.recorded);
    if let Some(conditions) = args.conditions {
        subject.effort.conditions = conditions;
    }
    let mut told: Option<Answers> = None;
    for threads in args.threads {
        subject.effort.threads = threads;
        let start = Instant::now();
        let answers = ask(&subject);
        let asked = start.elapsed();
        println!(
            "asked      {:.3} s with {threads} threads",
            asked.as_secs_f64()
        );
        if told.is_some_and(|told| told != answers) {
            return Err(anyhow!("{threads} threads answer otherwise"));
        }
        told = Some(answers);
    }
    let answers = told.unwrap_or_default();
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
