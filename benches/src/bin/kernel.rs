//! How fast lines are screened that are in memory already, on one thread: the kernel alone.

use std::{
    collections::BTreeMap,
    env,
    fs::File,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, anyhow};
use arrow_array::RecordBatch;
use arrow_schema::{DataType, Schema};
// For its allocator.
use coverdict_benches as _;
use coverdict_program::Program;
use coverdict_screen::{Binding, Screener};
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReaderBuilder};

#[expect(
    clippy::print_stdout,
    reason = "a program that prints its measurements"
)]
fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().collect();
    let [_, program, lines, map @ ..] = arguments.as_slice() else {
        return Err(anyhow!(
            "usage: kernel PROGRAM LINES.parquet [COLUMN=FACT]…"
        ));
    };
    let bytes = std::fs::read(program).with_context(|| program.clone())?;
    let program = Program::from_bytes(&bytes)?;
    let batches = read(Path::new(lines))?;
    let schema = batches.first().context("no lines")?.schema();
    let map: BTreeMap<String, String> = map
        .iter()
        .filter_map(|pair| pair.split_once('='))
        .map(|(column, fact)| (column.to_owned(), fact.to_owned()))
        .collect();
    let binding = Binding::new(&program, &schema, &map).map_err(|errors| anyhow!("{errors:?}"))?;
    let rows: usize = batches.iter().map(RecordBatch::num_rows).sum();
    for _ in 0..5 {
        let start = Instant::now();
        let mut screener = Screener::new(&program, &binding, None);
        let made = start.elapsed();
        let mut outcomes: BTreeMap<&str, u64> = BTreeMap::new();
        let mut screening = Duration::ZERO;
        for batch in &batches {
            let start = Instant::now();
            let verdicts = screener.screen(batch);
            screening += start.elapsed();
            for number in verdicts {
                let outcome = screener
                    .verdict(number)
                    .map_or("", |verdict| verdict.outcome.name());
                *outcomes.entry(outcome).or_default() += 1;
            }
        }
        println!(
            "made in {:.0} ms; {rows} lines in {:.0} ms, {:.2} million a second; {:?}; {outcomes:?}",
            made.as_secs_f64() * 1e3,
            screening.as_secs_f64() * 1e3,
            rows as f64 / screening.as_secs_f64() / 1e6,
            screener.lanes(),
        );
    }
    Ok(())
}

/// All lines, texts as numbers into dictionaries.
fn read(path: &Path) -> Result<Vec<RecordBatch>> {
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
    let batches = reader.with_batch_size(1 << 16).build()?;
    Ok(batches.collect::<Result<_, _>>()?)
}
