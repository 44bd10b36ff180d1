//! How fast lines are screened that are in memory already: the kernel alone. With `--check=N` it compares what it says of the first lines with what the engine says of each.

use std::{
    collections::BTreeMap,
    fs::File,
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, anyhow, bail};
use arrow_array::RecordBatch;
use arrow_schema::{DataType, Schema};
use clap::Parser;
// For its allocator.
use coverdict_benches as _;
use coverdict_program::Program;
use coverdict_screen::{Binding, Kernel, Lanes, Screener, Verdict};
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReaderBuilder};

/// Screens lines that are in memory already.
#[derive(Parser)]
struct Arguments {
    /// A program made by `coverdict compile`
    program: PathBuf,
    /// The lines, a Parquet file
    lines: PathBuf,
    /// Which columns say which facts
    #[arg(value_name = "COLUMN=FACT")]
    map: Vec<String>,
    /// Compare so many lines with the engine's findings, and measure nothing
    #[arg(long, value_name = "LINES")]
    check: Option<usize>,
    /// With how many threads, in turn
    #[arg(long, value_delimiter = ',', default_value = "1")]
    threads: Vec<usize>,
    /// How often each is measured
    #[arg(long, default_value_t = 5)]
    runs: usize,
    /// How many lines a batch has
    #[arg(long, default_value_t = 1 << 14)]
    batch: usize,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let bytes = std::fs::read(&arguments.program)
        .with_context(|| arguments.program.display().to_string())?;
    let program = Program::from_bytes(&bytes)?;
    let batches = read(&arguments.lines, arguments.batch)?;
    let schema = batches.first().context("no lines")?.schema();
    let map = arguments.map.iter();
    let map = map.map(|pair| {
        let (column, fact) = pair.split_once('=').context("COLUMN=FACT is wanted")?;
        Ok((column.to_owned(), fact.to_owned()))
    });
    let map: BTreeMap<String, String> = map.collect::<Result<_>>()?;
    let binding = Binding::new(&program, &schema, &map).map_err(|errors| anyhow!("{errors:?}"))?;
    if let Some(lines) = arguments.check {
        let kernel = Kernel::new(&program, &binding, None);
        return compare(&mut kernel.screener(), &batches, lines);
    }
    for _ in 0..arguments.runs {
        for threads in &arguments.threads {
            measure(&program, &binding, &batches, *threads)?;
        }
    }
    Ok(())
}

/// Screens all lines, dealt out to so many threads batch by batch, and tells how long it took.
#[expect(
    clippy::print_stdout,
    reason = "a program that prints its measurements"
)]
fn measure(
    program: &Program,
    binding: &Binding,
    batches: &[RecordBatch],
    threads: usize,
) -> Result<()> {
    let start = Instant::now();
    let kernel = Kernel::new(program, binding, None);
    let made = start.elapsed();
    let counted: Vec<Counted> = thread::scope(|scope| {
        let share = |first: usize| {
            let batches = batches.iter().skip(first).step_by(threads.max(1));
            let kernel = &kernel;
            scope.spawn(move || Counted::of(kernel, batches))
        };
        let running: Vec<_> = (0..threads).map(share).collect();
        let counted = running.into_iter().map(|thread| thread.join());
        counted.collect::<Result<_, _>>()
    })
    .map_err(|_| anyhow!("a thread failed"))?;
    // What is counted is not part of it: the time is that of the thread that took longest.
    let took = counted.iter().map(|one| one.screening).max();
    let took = took.unwrap_or_default();
    let mut outcomes: BTreeMap<&str, u64> = BTreeMap::new();
    for (name, lines) in counted.iter().flat_map(|one| &one.outcomes) {
        *outcomes.entry(*name).or_default() += lines;
    }
    let rows: usize = batches.iter().map(RecordBatch::num_rows).sum();
    println!(
        "{threads} threads; made in {:.0} ms; {rows} lines in {:.0} ms, {:.2} million a second; {:?}; {outcomes:?}",
        made.as_secs_f64() * 1e3,
        took.as_secs_f64() * 1e3,
        rows as f64 / took.as_secs_f64() / 1e6,
        counted.iter().map(|one| one.lanes).collect::<Vec<_>>(),
    );
    Ok(())
}

/// What came of the lines of a thread.
struct Counted {
    screening: Duration,
    outcomes: BTreeMap<&'static str, u64>,
    lanes: Lanes,
}

impl Counted {
    fn of<'b>(kernel: &Kernel<'_>, batches: impl Iterator<Item = &'b RecordBatch>) -> Self {
        let mut screener = kernel.screener();
        let mut outcomes: BTreeMap<&str, u64> = BTreeMap::new();
        let mut screening = Duration::ZERO;
        for batch in batches {
            let start = Instant::now();
            let numbers = screener.screen(batch);
            screening += start.elapsed();
            for number in numbers {
                let verdict = screener.verdict(number);
                let name = verdict.map_or("", |verdict| verdict.outcome.name());
                *outcomes.entry(name).or_default() += 1;
            }
        }
        Self {
            screening,
            outcomes,
            lanes: screener.lanes(),
        }
    }
}

/// Compares verdicts on the first lines with the engine's findings.
#[expect(clippy::print_stdout, reason = "a program that prints what it found")]
fn compare(screener: &mut Screener<'_>, batches: &[RecordBatch], lines: usize) -> Result<()> {
    let (mut same, mut left) = (0_usize, lines);
    for batch in batches {
        let verdicts = screener.screen(batch);
        for (row, number) in verdicts.into_iter().enumerate().take(left) {
            let verdict = screener.verdict(number).cloned();
            let finding = screener
                .explain(batch, row)
                .map_err(|error| anyhow!(error))?;
            if verdict.as_deref() != Some(&Verdict::of(&finding)) {
                bail!("line {} differs: {verdict:?}", lines - left + row + 1);
            }
            same += 1;
        }
        left = left.saturating_sub(batch.num_rows());
    }
    println!("{same} lines are the same; {:?}", screener.lanes());
    Ok(())
}

/// All lines, texts as numbers into dictionaries.
fn read(path: &Path, batch: usize) -> Result<Vec<RecordBatch>> {
    let file = || File::open(path).with_context(|| path.display().to_string());
    let opened = ParquetRecordBatchReaderBuilder::try_new(file()?)?;
    let fields = opened.schema().fields().iter().map(|field| {
        let numbered = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
        match field.data_type() {
            DataType::Utf8 => Arc::new(field.as_ref().clone().with_data_type(numbered)),
            _ => Arc::clone(field),
        }
    });
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let options = ArrowReaderOptions::new().with_schema(schema);
    let reader = ParquetRecordBatchReaderBuilder::try_new_with_options(file()?, options)?;
    let batches = reader.with_batch_size(batch).build()?;
    Ok(batches.collect::<Result<_, _>>()?)
}
