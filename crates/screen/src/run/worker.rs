//! One thread's share of a screening.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, Int64Array, RecordBatch};
use arrow_schema::ArrowError;
use arrow_select::concat::concat;
use coverdict_model::{finding::Finding, well_known};

use super::{ScreenError, Screening};
use crate::{
    findings::Findings,
    kernel::Screener,
    read::{Aside, Part, ReadError},
    summary::{Counts, Summary},
    verdict::Outcome,
    write::{Encoded, Encoder},
};

/// Screens parts.
pub(super) struct Worker<'s> {
    screening: &'s Screening<'s>,
    screener: Screener<'s>,
    findings: Findings,
    codes: Counts,
    /// The column of the procedure code.
    code: Option<usize>,
}

/// A part when it is screened.
pub(super) struct Screened {
    pub(super) findings: Encoded,
    pub(super) aside: Vec<Aside>,
    pub(super) summary: Summary,
    /// About how many bytes of its table the part takes up.
    pub(super) bytes: u64,
}

impl<'s> Worker<'s> {
    pub(super) fn new(screening: &'s Screening<'_>) -> Self {
        let program = screening.program;
        let binding = &screening.layout.binding;
        let code = program.fact(well_known::CODE);
        Self {
            screening,
            screener: Screener::new(program, binding, screening.known_as_of),
            findings: Findings::default(),
            codes: Counts::default(),
            code: code.and_then(|fact| binding.columns(fact).first().copied()),
        }
    }

    pub(super) fn screen(
        &mut self,
        first: u64,
        part: Part,
        encoder: &Encoder,
    ) -> Result<Screened, ScreenError> {
        let (lines, bytes) = (part.lines, part.bytes);
        let aside = Vec::new();
        let mut numbers = Vec::new();
        let mut kept: Vec<Vec<ArrayRef>> = vec![Vec::new(); self.screening.layout.kept.len()];
        let mut line = first;
        for batch in part.batches(self.screening.batch.get())? {
            let batch = batch?;
            numbers.extend((line + 1..).take(batch.num_rows()).map(u64::cast_signed));
            line += batch.num_rows() as u64;
            for (place, kept) in self.screening.layout.kept.iter().zip(&mut kept) {
                kept.push(batch.column(*place).clone());
            }
            self.answer(&batch);
        }
        let (found, present) = self.findings.finish();
        let mut summary = Summary {
            lines,
            codes: self.codes.finish(),
            ..Summary::default()
        };
        summary.count(&present);
        let findings = self
            .result(kept, numbers, found)
            .map_err(|error| ReadError::new("the findings", error))?;
        Ok(Screened {
            findings: encoder.encode(&findings)?,
            aside,
            summary,
            bytes,
        })
    }

    pub(super) fn explain(
        &mut self,
        first: u64,
        part: Part,
        line: u64,
    ) -> Result<Finding, ScreenError> {
        let mut before = first;
        for batch in part.batches(self.screening.batch.get())? {
            let batch = batch?;
            let after = before + batch.num_rows() as u64;
            if line <= after {
                let row = usize::try_from(line - before - 1).unwrap_or(usize::MAX);
                return self
                    .screener
                    .explain(&batch, row)
                    .map_err(|problem| ReadError::new(&format!("line {line}"), problem).into());
            }
            before = after;
        }
        Err(ScreenError::NoLine {
            line,
            lines: before,
        })
    }

    /// Takes up the findings on a batch.
    fn answer(&mut self, batch: &RecordBatch) {
        let numbers = self.screener.screen(batch);
        let before = self.findings.len();
        let screener = &self.screener;
        self.findings
            .append(&numbers, |number| screener.verdict(number));
        if let Some(code) = self.code {
            let addressed = |row: usize| {
                let outcome = self.findings.outcome(before + row);
                outcome.is_some_and(|outcome| outcome != Outcome::NotAddressed)
            };
            self.codes.append(batch.column(code), addressed);
        }
    }

    fn result(
        &self,
        kept: Vec<Vec<ArrayRef>>,
        numbers: Vec<i64>,
        found: Vec<ArrayRef>,
    ) -> Result<RecordBatch, ArrowError> {
        let layout = &self.screening.layout;
        let mut columns = Vec::new();
        for (arrays, place) in kept.iter().zip(&layout.kept) {
            let arrays: Vec<&dyn Array> = arrays.iter().map(AsRef::as_ref).collect();
            columns.push(match arrays.is_empty() {
                true => arrow_array::new_empty_array(layout.read.field(*place).data_type()),
                false => concat(&arrays)?,
            });
        }
        columns.push(Arc::new(Int64Array::from(numbers)));
        columns.extend(found);
        RecordBatch::try_new(layout.result.clone(), columns)
    }
}
