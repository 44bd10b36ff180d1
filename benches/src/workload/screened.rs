//! What `coverdict screen` wrote beside the answers of the plain program, line by line.

use std::{fs::File, path::Path};

use anyhow::{Context as _, Result, bail};
use arrow_array::{Array as _, Int32Array, Int64Array, RecordBatch, StringArray};
use parquet::arrow::arrow_reader::{
    ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};

use super::{
    answer::{Missing, Outcome},
    catalogue::{IMAGING_DONE, PRIOR_THERAPY_WEEKS},
    comparison::{Comparison, Told},
    lines::column,
};

/// How many lines are read at once: the same of both files.
const BATCH: usize = 1 << 14;

/// Compares all lines of a file of answers with those of a file of findings, which stand in the same
/// order.
///
/// # Errors
/// When a file cannot be read, has other lines than the other, or says what the workload has no word for.
pub fn compare(answers: &Path, findings: &Path) -> Result<Comparison> {
    let mut compared = Comparison::default();
    let (mut answers, mut findings) = (open(answers)?, open(findings)?);
    loop {
        let (answered, found) = match (answers.next(), findings.next()) {
            (None, None) => return Ok(compared),
            (Some(answered), Some(found)) => (answered?, found?),
            _ => bail!("one of the files has more lines"),
        };
        let (answered, found) = (Rows::of(&answered)?, Rows::of(&found)?);
        if answered.len() != found.len() {
            bail!("one of the files has more lines");
        }
        for at in 0..answered.len() {
            let key = answered.key(at);
            if key != found.key(at) {
                bail!("line {key:?} stands beside line {:?}", found.key(at));
            }
            let (answered, found) = (answered.told(at), found.told(at));
            compared.add(
                key,
                answered.with_context(|| format!("the answer of line {key:?}"))?,
                found.with_context(|| format!("the finding of line {key:?}"))?,
            );
        }
    }
}

/// Opens a file of which texts are read as such.
fn open(path: &Path) -> Result<ParquetRecordBatchReader> {
    let file = File::open(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    let builder = ParquetRecordBatchReaderBuilder::try_new_with_options(file, options)?;
    Ok(builder.with_batch_size(BATCH).build()?)
}

/// The columns that both kinds of file have.
struct Rows {
    claim: Int64Array,
    number: Int32Array,
    outcome: StringArray,
    sources: StringArray,
    missing: StringArray,
}

impl Rows {
    fn of(batch: &RecordBatch) -> Result<Self> {
        Ok(Self {
            claim: column(batch, "claim_id")?,
            number: column(batch, "line_no")?,
            outcome: column(batch, "outcome")?,
            sources: column(batch, "sources")?,
            missing: column(batch, "missing")?,
        })
    }

    fn len(&self) -> usize {
        self.claim.len()
    }

    fn key(&self, at: usize) -> (i64, i32) {
        (self.claim.value(at), self.number.value(at))
    }

    fn told(&self, at: usize) -> Result<Told> {
        let mut missing = Missing::default();
        for fact in entries(&self.missing, at) {
            // Findings name the fact, answers its column.
            match fact.replace('_', "-").as_str() {
                IMAGING_DONE => missing.imaging = true,
                PRIOR_THERAPY_WEEKS => missing.therapy = true,
                other => bail!("no line leaves out {other}"),
            }
        }
        let sources = entries(&self.sources, at).map(str::to_owned);
        Ok((outcome(self.outcome.value(at))?, sources.collect(), missing))
    }
}

/// What stands in a row with semicolons between; nothing in an empty one.
fn entries(array: &StringArray, at: usize) -> impl Iterator<Item = &str> {
    let text = array.is_valid(at).then(|| array.value(at));
    text.into_iter()
        .flat_map(|text| text.split(';'))
        .filter(|entry| !entry.is_empty())
}

/// The outcome that a word of either kind of file means.
fn outcome(word: &str) -> Result<Outcome> {
    Ok(match word {
        "covered" | "supported" => Outcome::Covered,
        "not_covered" | "not-supported" => Outcome::NotCovered,
        "prior_auth" | "left-to-discretion" => Outcome::PriorAuth,
        "conflict" => Outcome::Conflict,
        "no_policy" | "not-addressed" => Outcome::NoPolicy,
        "needs_information" | "needs-information" => Outcome::NeedsInformation,
        other => bail!("the workload has no word for {other}"),
    })
}
