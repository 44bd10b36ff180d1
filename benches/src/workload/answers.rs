//! Files of answers: a row a line, written as Parquet, and the digest by which two of them compare.

use std::{
    collections::BTreeMap,
    fs::File,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context as _, Result};
use arrow_array::{
    Int32Array, Int64Array, RecordBatch, StringArray,
    builder::{Int32Builder, Int64Builder, StringBuilder},
};
use arrow_schema::{DataType, Field, Schema};
use parquet::{
    arrow::{ArrowWriter, arrow_reader::ParquetRecordBatchReaderBuilder},
    basic::Compression,
    file::properties::WriterProperties,
};
use sha2::{Digest as _, Sha256};

use super::{
    answer::{Missing, Outcome},
    lines::column,
};

/// The file of a part of the answers in a folder.
#[must_use]
pub fn part(folder: &Path, part: usize) -> PathBuf {
    folder.join(format!("part{part}.parquet"))
}

/// Creates a Parquet file, compressed with Snappy.
///
/// # Errors
/// When it cannot be created.
pub fn create(path: &Path, schema: Arc<Schema>) -> Result<ArrowWriter<File>> {
    let file =
        File::create(path).with_context(|| format!("{} cannot be written", path.display()))?;
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY);
    Ok(ArrowWriter::try_new(
        file,
        schema,
        Some(properties.build()),
    )?)
}

/// Answers of one batch, put together.
#[derive(Debug, Default)]
pub struct Answers {
    claim: Int64Builder,
    number: Int32Builder,
    outcome: StringBuilder,
    sources: StringBuilder,
    missing: StringBuilder,
    joined: String,
}

impl Answers {
    /// The columns of an answer file.
    #[must_use]
    pub fn schema() -> Arc<Schema> {
        let field = |name: &str, kind| Field::new(name, kind, false);
        Arc::new(Schema::new(vec![
            field("claim_id", DataType::Int64),
            field("line_no", DataType::Int32),
            field("outcome", DataType::Utf8),
            field("sources", DataType::Utf8),
            field("missing", DataType::Utf8),
        ]))
    }

    /// Adds the answer of a line.
    pub fn push<'s>(
        &mut self,
        (claim, number): (i64, i32),
        outcome: Outcome,
        sources: impl Iterator<Item = &'s str>,
        missing: Missing,
    ) {
        self.joined.clear();
        for source in sources {
            if !self.joined.is_empty() {
                self.joined.push(';');
            }
            self.joined.push_str(source);
        }
        self.claim.append_value(claim);
        self.number.append_value(number);
        self.outcome.append_value(outcome.name());
        self.sources.append_value(&self.joined);
        self.missing.append_value(missing.name());
    }

    /// The answers since the last batch.
    ///
    /// # Errors
    /// Never: all columns are equally long.
    pub fn batch(&mut self) -> Result<RecordBatch> {
        Ok(RecordBatch::try_new(
            Self::schema(),
            vec![
                Arc::new(self.claim.finish()),
                Arc::new(self.number.finish()),
                Arc::new(self.outcome.finish()),
                Arc::new(self.sources.finish()),
                Arc::new(self.missing.finish()),
            ],
        )?)
    }
}

/// What answer files say together, whatever the order of their rows.
#[derive(Debug, PartialEq, Eq)]
pub struct Summary {
    /// How many lines there are.
    pub lines: usize,
    /// SHA-256 in hexadecimal of the rows by claim and line, fields joined by `|`, a newline behind each.
    pub digest: String,
    /// How many lines have each outcome.
    pub outcomes: BTreeMap<String, usize>,
}

/// Reads answer files, or the files of a folder.
///
/// # Errors
/// When one cannot be read or is no file of answers.
pub fn summary(path: &Path) -> Result<Summary> {
    let mut files = vec![path.to_owned()];
    if path.is_dir() {
        let entries = path
            .read_dir()?
            .map(|entry| entry.map(|entry| entry.path()));
        files = entries.collect::<std::io::Result<_>>()?;
        files.retain(|file| {
            file.extension()
                .is_some_and(|extension| extension == "parquet")
        });
    }
    let mut rows = Vec::new();
    let mut outcomes = BTreeMap::new();
    for file in files {
        read(&file, &mut rows, &mut outcomes).with_context(|| file.display().to_string())?;
    }
    rows.sort_unstable();
    let mut hash = Sha256::new();
    for (_, row) in &rows {
        hash.update(row);
        hash.update("\n");
    }
    let digest = hash
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Ok(Summary {
        lines: rows.len(),
        digest,
        outcomes,
    })
}

fn read(
    path: &Path,
    rows: &mut Vec<((i64, i32), String)>,
    outcomes: &mut BTreeMap<String, usize>,
) -> Result<()> {
    for batch in ParquetRecordBatchReaderBuilder::try_new(File::open(path)?)?.build()? {
        let batch = batch?;
        let claims: Int64Array = column(&batch, "claim_id")?;
        let numbers: Int32Array = column(&batch, "line_no")?;
        let outcome: StringArray = column(&batch, "outcome")?;
        let sources: StringArray = column(&batch, "sources")?;
        let missing: StringArray = column(&batch, "missing")?;
        for at in 0..batch.num_rows() {
            let (claim, number) = (claims.value(at), numbers.value(at));
            let row = format!(
                "{claim}|{number}|{}|{}|{}",
                outcome.value(at),
                sources.value(at),
                missing.value(at)
            );
            rows.push(((claim, number), row));
            *outcomes.entry(outcome.value(at).to_owned()).or_default() += 1;
        }
    }
    Ok(())
}
