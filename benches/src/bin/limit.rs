//! How fast the workload could be answered at all: its columns read, its answers written, and
//! nothing decided.

use std::{
    fs::File,
    path::{Path, PathBuf},
    sync::Arc,
    thread,
};

use anyhow::{Context as _, Result, anyhow};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Schema};
use clap::Parser;
use coverdict_benches::workload::{
    answers,
    lines::{self, BATCH, Share},
};
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReaderBuilder};

/// How many batches of answers are taken from the answer file, and written over and over.
const TAKEN: usize = 8;

/// Reads the workload's columns and writes answer columns, and decides nothing.
#[derive(Parser)]
struct Arguments {
    /// The lines, a Parquet file
    lines: PathBuf,
    /// A file of answers to such lines, whose first rows are written again and again
    answers: PathBuf,
    /// The folder for what is written, a file for each thread
    output: PathBuf,
    /// How many threads share the row groups
    #[arg(long, default_value_t = 1)]
    threads: usize,
    /// Read and write texts one by one, and not as dictionaries
    #[arg(long)]
    plain: bool,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    std::fs::create_dir_all(&arguments.output)?;
    let of = arguments.threads.max(1);
    thread::scope(|scope| {
        let parts = (0..of).map(|part| {
            let arguments = &arguments;
            scope.spawn(move || pass(arguments, Share { part, of }))
        });
        let parts: Vec<_> = parts.collect();
        let mut results = parts.into_iter().map(|part| part.join());
        results.try_for_each(|result| result.map_err(|_| anyhow!("a thread failed"))?)
    })
}

fn pass(arguments: &Arguments, share: Share) -> Result<()> {
    let mut answers = open(&arguments.answers, arguments.plain)?
        .with_batch_size(BATCH)
        .with_limit(TAKEN * BATCH)
        .build()?
        .collect::<Result<Vec<RecordBatch>, _>>()?;
    // A short one would leave lines without an answer.
    answers.retain(|batch| batch.num_rows() == BATCH);
    let first = answers.first();
    let schema = first
        .context("the answer file has less than a batch of rows")?
        .schema();
    let mut file = answers::create(
        &answers::part(&arguments.output, share.part),
        Arc::clone(&schema),
    )?;
    // What an answer carries over from its line has to be read as well.
    let names: Vec<&str> = schema
        .fields()
        .iter()
        .map(|field| field.name().as_str())
        .collect();
    let lines = lines::read(open(&arguments.lines, arguments.plain)?, share, &names)?;
    for (line, answer) in lines.zip(answers.iter().cycle()) {
        let line = line?;
        let length = line.num_rows().min(answer.num_rows());
        let columns = schema.fields().iter().zip(answer.columns());
        let columns = columns.map(|(field, answer)| match line.column_by_name(field.name()) {
            Some(own) => own.slice(0, length),
            None => answer.slice(0, length),
        });
        let columns: Vec<ArrayRef> = columns.collect();
        file.write(&RecordBatch::try_new(Arc::clone(&schema), columns)?)?;
    }
    file.close()?;
    Ok(())
}

/// Opens a Parquet file. Unless they are wanted plain, texts stay what they are in the file: numbers
/// into a dictionary.
fn open(path: &Path, plain: bool) -> Result<ParquetRecordBatchReaderBuilder<File>> {
    let file = || File::open(path).with_context(|| format!("{} cannot be read", path.display()));
    let opened = ParquetRecordBatchReaderBuilder::try_new(file()?)?;
    if plain {
        return Ok(opened);
    }
    let fields = opened
        .schema()
        .fields()
        .iter()
        .map(|field| match field.data_type() {
            DataType::Utf8 => {
                let numbered =
                    DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
                Arc::new(field.as_ref().clone().with_data_type(numbered))
            }
            _ => Arc::clone(field),
        });
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let options = ArrowReaderOptions::new().with_schema(schema);
    Ok(ParquetRecordBatchReaderBuilder::try_new_with_options(
        file()?,
        options,
    )?)
}
