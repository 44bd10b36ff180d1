//! What assessing a case costs, in percentiles, and how loading grows: printed with the machine and
//! the mix of cases. An argument, `shipped` or `generated`, leaves it at one of the two parts.

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, anyhow, bail};
use coverdict_benches::{cases::cases, corpus::corpus, folder, missing::missing};
use coverdict_corpus::{diagnostic::RenderOptions, read_case_file, read_corpus};
use coverdict_engine::Assessor;
use coverdict_model::{case::Case, corpus::Corpus, finding::Coverage};
use coverdict_program::{Program, compile};

/// Up to how many open facts the bound on undecided cases is for.
const MOST_MISSING: usize = 12;

const PLAIN: RenderOptions = RenderOptions {
    color: false,
    width: 100,
};

fn main() -> Result<()> {
    machine();
    let part = std::env::args().nth(1);
    let (of_shipped, of_generated) = match part.as_deref() {
        None => (true, true),
        Some("shipped") => (true, false),
        Some("generated") => (false, true),
        Some(other) => bail!("`{other}` is neither `shipped` nor `generated`"),
    };
    if of_shipped {
        shipped()?;
    }
    if of_generated {
        generated()?;
    }
    Ok(())
}

/// Percentiles and times of loading for corpora of two sizes.
#[expect(
    clippy::print_stdout,
    reason = "a program that prints its measurements"
)]
fn generated() -> Result<()> {
    for policies in [100, 5_000] {
        let corpus = corpus(policies);
        let program = compile(&corpus, "generated")?;
        println!("\n{policies} policies, {} editions", corpus.editions.len());
        assess(&corpus, &program);
        loading(&corpus, &program)?;
    }
    Ok(())
}

/// Percentiles over the cases of the shipped corpus, with the slowest case.
#[expect(
    clippy::print_stdout,
    reason = "a program that prints its measurements"
)]
fn shipped() -> Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus");
    let loaded = read_corpus(&folder).map_err(|failure| anyhow!(failure.render(PLAIN)))?;
    let program = compile(&loaded.corpus, &loaded.digest)?;
    let mut files = Vec::new();
    case_files(&folder.join("cases"), &mut files)?;
    let mut assessor = Assessor::new(&program);
    let (mut decided, mut undecided, mut beyond) = (Vec::new(), Vec::new(), Vec::new());
    let mut slowest = (Duration::ZERO, String::new());
    for file in &files {
        let read = read_case_file(file, &loaded.corpus.catalogue)
            .map_err(|failure| anyhow!(failure.render(PLAIN)))?;
        let timed = timed(&mut assessor, &read.case);
        slowest = slowest.max((timed.best, file.display().to_string()));
        match (timed.is_decided, timed.missing) {
            (true, _) => decided.push(timed.best),
            (false, 0..=MOST_MISSING) => undecided.push(timed.best),
            (false, _) => beyond.push(timed.best),
        }
    }
    println!(
        "\nthe shipped corpus, {} editions",
        loaded.corpus.editions.len()
    );
    println!("  missing  outcome    cases     p50 µs    p90 µs    p99 µs");
    row("all", "decided", &mut decided);
    row(&format!("to {MOST_MISSING}"), "undecided", &mut undecided);
    row("more", "undecided", &mut beyond);
    println!(
        "  slowest: {:.0} µs, {}",
        slowest.0.as_secs_f64() * 1e6,
        slowest.1
    );
    Ok(())
}

fn case_files(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        match path.is_dir() {
            true => case_files(&path, files)?,
            false => files.push(path),
        }
    }
    Ok(())
}

#[expect(
    clippy::print_stdout,
    reason = "a program that prints its measurements"
)]
fn machine() {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .unwrap_or(": unknown");
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    println!("processor{model}, {cores} cores; one thread is measured");
}

/// Percentiles by number of missing facts, each case timed as the best of three.
#[expect(
    clippy::print_stdout,
    reason = "a program that prints its measurements"
)]
fn assess(corpus: &Corpus, program: &Program) {
    println!("  missing  outcome    cases     p50 µs    p90 µs    p99 µs");
    let mut all_undecided = Vec::new();
    let mut all_decided = Vec::new();
    for missing in [0, 1, 2, 4, 6, 8, 10, 12] {
        let mut assessor = Assessor::new(program);
        let (mut decided, mut undecided) = (Vec::new(), Vec::new());
        for case in cases(corpus, 2_000, missing, 7 + missing) {
            let timed = timed(&mut assessor, &case);
            match timed.is_decided {
                true => decided.push(timed.best),
                false => undecided.push(timed.best),
            }
        }
        row(&missing.to_string(), "decided", &mut decided);
        row(&missing.to_string(), "undecided", &mut undecided);
        all_decided.append(&mut decided);
        all_undecided.append(&mut undecided);
    }
    row("all", "decided", &mut all_decided);
    row("all", "undecided", &mut all_undecided);
}

/// A case that was timed.
struct Timed {
    /// The best of three.
    best: Duration,
    is_decided: bool,
    /// How many facts it leaves open.
    missing: usize,
}

fn timed(assessor: &mut Assessor<'_>, case: &Case) -> Timed {
    let mut timed = Timed {
        best: Duration::MAX,
        is_decided: false,
        missing: 0,
    };
    for _ in 0..3 {
        let case = case.clone();
        let start = Instant::now();
        let finding = assessor.assess(case);
        timed.best = timed.best.min(start.elapsed());
        timed.is_decided = matches!(finding.coverage, Coverage::Decided(_));
        timed.missing = missing(&finding);
    }
    timed
}

#[expect(
    clippy::print_stdout,
    reason = "a program that prints its measurements"
)]
fn row(missing: &str, outcome: &str, times: &mut [Duration]) {
    times.sort_unstable();
    let at = |percent: usize| {
        let place = times.len().saturating_sub(1) * percent / 100;
        times
            .get(place)
            .map_or(0.0, |time| time.as_secs_f64() * 1e6)
    };
    println!(
        "  {missing:>7}  {outcome:9} {:6} {:10.1}{:10.1}{:10.1}",
        times.len(),
        at(50),
        at(90),
        at(99)
    );
}

/// Times of loading from YAML and from a compiled file.
#[expect(
    clippy::print_stdout,
    reason = "a program that prints its measurements"
)]
fn loading(corpus: &Corpus, program: &Program) -> Result<()> {
    let folder = std::env::temp_dir().join(format!("coverdict-bench-{}", std::process::id()));
    folder::write(corpus, &folder)?;
    let start = Instant::now();
    let loaded = read_corpus(&folder).map_err(|failure| anyhow!(failure.render(PLAIN)));
    let from_yaml = start.elapsed();
    fs::remove_dir_all(&folder)?;
    let loaded = loaded?;
    let start = Instant::now();
    compile(&loaded.corpus, &loaded.digest)?;
    let compiling = start.elapsed();
    let bytes = program.to_bytes()?;
    let start = Instant::now();
    Program::from_bytes(&bytes)?;
    let from_program = start.elapsed();
    println!(
        "  from YAML {:.2} s (and compiled in {:.2} s); from {:.1} MB compiled {:.0} ms",
        from_yaml.as_secs_f64(),
        compiling.as_secs_f64(),
        bytes.len() as f64 / 1e6,
        from_program.as_secs_f64() * 1e3
    );
    Ok(())
}
