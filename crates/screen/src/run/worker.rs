//! One thread's share of a screening.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, Int64Array, RecordBatch, StringArray};
use arrow_schema::ArrowError;
use arrow_select::concat::concat;
use coverdict_model::{finding::Finding, well_known};

use super::{Lines, Prepared, ScreenError, Screening, view::View};
use crate::{
    findings::Findings,
    kernel::{Kernel, Screener},
    layout::Layout,
    proposals::Proposer,
    read::{Aside, Part, ReadError},
    summary::{Counts, Summary},
    verdict::Outcome,
    write::{Encoded, Encoder},
};

/// Screens parts.
pub(super) struct Worker<'s> {
    screening: &'s Screening<'s>,
    screener: Screener<'s>,
    view: View<'s>,
    answers: Answers<'s>,
}

/// What is found on the lines of a part.
struct Answers<'s> {
    findings: Findings,
    proposer: Option<Proposer<'s>>,
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
    pub(super) fn new(screening: &'s Screening<'s>, kernel: &'s Kernel<'_>) -> Self {
        let program = screening.program;
        let layout = &screening.layout;
        let code = program.fact(well_known::CODE);
        let code = code.and_then(|fact| layout.binding.columns(fact).first().copied());
        Self {
            screening,
            screener: kernel.screener(),
            view: View::new(screening, &layout.read),
            answers: Answers {
                findings: Findings::new(layout.told.clone()),
                proposer: screening
                    .proposals
                    .map(|proposals| Proposer::new(proposals, program, layout.state(program))),
                codes: Counts::default(),
                code,
            },
        }
    }

    pub(super) fn screen(
        &mut self,
        first: u64,
        part: Part,
        encoder: &Encoder,
    ) -> Result<Screened, ScreenError> {
        let layout = &self.screening.layout;
        let (lines, bytes, claims) = (part.lines, part.bytes, part.claims);
        let mut numbers = Vec::new();
        let mut kept: Vec<Vec<ArrayRef>> = vec![Vec::new(); layout.kept.len()];
        let views = std::slice::from_mut(&mut self.view);
        let mut prepared = Prepared::new(views, self.screening.batch.get(), first, part)?;
        let mut authorizations = Vec::new();
        while let Some(Lines {
            numbers: lines,
            mut seen,
            ..
        }) = prepared.next_lines()?
        {
            let Some(batch) = seen.pop() else {
                continue;
            };
            let before = authorizations.len();
            self.screening.authorize(&batch, &mut authorizations);
            let authorized = authorizations.get(before..).unwrap_or_default();
            numbers.extend(lines.into_iter().map(u64::cast_signed));
            for (place, kept) in layout.kept.iter().zip(&mut kept) {
                kept.push(batch.column(*place).clone());
            }
            self.answers.append(&mut self.screener, &batch, authorized);
        }
        let aside = prepared.into_aside();
        let (found, mut summary) = self.answers.finish();
        summary.lines = lines;
        summary.claims = claims;
        summary.authorized = authorizations.iter().flatten().count() as u64;
        let mut columns: Vec<ArrayRef> = vec![Arc::new(Int64Array::from(numbers))];
        if self.screening.joins.authorizations.is_some() {
            columns.push(Arc::new(StringArray::from(authorizations)));
        }
        columns.extend(found);
        let findings = result(layout, &kept, columns)
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
        let views = std::slice::from_mut(&mut self.view);
        let mut prepared = Prepared::new(views, self.screening.batch.get(), first, part)?;
        while let Some(lines) = prepared.next_lines()? {
            if let (Ok(row), Some(batch)) = (lines.numbers.binary_search(&line), lines.seen.first())
            {
                let explained = self.screener.explain(batch, row);
                return explained
                    .map_err(|problem| ReadError::new(&format!("line {line}"), problem).into());
            }
        }
        let mut aside = prepared.into_aside().into_iter();
        let is_of = |aside: &Aside| (aside.line..aside.line + aside.fault.lines).contains(&line);
        match aside.find(is_of) {
            Some(aside) => Err(ScreenError::BadRow(Box::new(aside))),
            None => Err(ScreenError::NoLine { line, lines: first }),
        }
    }
}

impl Answers<'_> {
    /// Takes up the findings on a batch, of which some lines lie within an authorization.
    fn append(
        &mut self,
        screener: &mut Screener<'_>,
        batch: &RecordBatch,
        authorized: &[Option<String>],
    ) {
        if let Some(proposer) = &mut self.proposer {
            proposer.append(batch, authorized);
        }
        let numbers = screener.screen(batch);
        let before = self.findings.len();
        let screener = &*screener;
        self.findings
            .append(&numbers, |number| screener.verdict(number));
        if let Some(code) = self.code {
            let findings = &self.findings;
            let addressed = |row: usize| {
                let outcome = findings.outcome(before + row);
                outcome.is_some_and(|outcome| outcome != Outcome::NotAddressed)
            };
            self.codes.append(batch.column(code), addressed);
        }
    }

    /// The columns of what was taken up, and what came of it in numbers.
    fn finish(&mut self) -> (Vec<ArrayRef>, Summary) {
        let lines = match self.proposer {
            Some(_) => self.findings.places().to_vec(),
            None => Vec::new(),
        };
        let (mut found, present) = self.findings.finish();
        let mut summary = Summary {
            codes: self.codes.finish(),
            ..Summary::default()
        };
        summary.count(&present);
        if let Some(proposer) = &mut self.proposer {
            let (columns, counts) = proposer.finish(&lines, &present);
            found.extend(columns);
            summary.proposals = counts;
        }
        (found, summary)
    }
}

/// The result of a part: the columns kept and what is found.
fn result(
    layout: &Layout,
    kept: &[Vec<ArrayRef>],
    found: Vec<ArrayRef>,
) -> Result<RecordBatch, ArrowError> {
    let mut columns = Vec::new();
    for (arrays, place) in kept.iter().zip(&layout.kept) {
        let arrays: Vec<&dyn Array> = arrays.iter().map(AsRef::as_ref).collect();
        columns.push(match arrays.is_empty() {
            true => arrow_array::new_empty_array(layout.read.field(*place).data_type()),
            false => concat(&arrays)?,
        });
    }
    columns.extend(found);
    RecordBatch::try_new(layout.result.clone(), columns)
}
