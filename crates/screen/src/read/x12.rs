//! X12: the claims of an 837, a row a service line.

mod columns;
mod faults;

use std::{
    fs::File,
    io::Read,
    path::Path,
    sync::{Arc, LazyLock},
};

use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions};
use arrow_schema::{Schema, SchemaRef};
use coverdict_x12::{Counts, Error, Event, Reader};

use super::{At, Content, HELD_PART, Part, Parts, ReadError, typed_places};
use columns::{COLUMNS, Column};

/// How many bytes a part has at most in its columns, or one claim more: there are many columns, and
/// what is carried over is held again as it is written.
const PART_BYTES: usize = 8 << 20;

/// How many faults a part has at most.
const PART_FAULTS: usize = 1 << 14;

/// What became of the claims of 837s.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Claims {
    /// Claims that were read whole; all their lines were looked at.
    pub read: u64,
    /// Claims that were set aside, those of transactions not read among them.
    pub set_aside: u64,
    /// Transactions passed over that hold no claims, such as remittances.
    pub other_transactions: u64,
    /// Faults outside of claims: of envelopes, and where reading could not go on.
    pub faults_outside: u64,
}

impl Claims {
    /// Adds what became of others.
    pub(crate) fn add(&mut self, other: Self) {
        self.read += other.read;
        self.set_aside += other.set_aside;
        self.other_transactions += other.other_transactions;
        self.faults_outside += other.faults_outside;
    }
}

/// Interchanges that are open.
pub(super) struct X12(Box<dyn Read + Send>);

impl std::fmt::Debug for X12 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("X12").finish_non_exhaustive()
    }
}

/// The columns of every 837.
pub(super) fn schema() -> SchemaRef {
    static SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| {
        let fields = COLUMNS.iter().map(|(name, tells)| tells.field(name));
        Arc::new(Schema::new(fields.collect::<Vec<_>>()))
    });
    SCHEMA.clone()
}

/// Whether a file begins as an interchange does.
pub(super) fn begins(path: &Path, name: &str) -> Result<bool, ReadError> {
    let failed = |error| ReadError::io(name, &error);
    let mut begin = Vec::new();
    let file = File::open(path).map_err(failed)?;
    file.take(64).read_to_end(&mut begin).map_err(failed)?;
    Ok(begin.trim_ascii_start().starts_with(b"ISA"))
}

impl X12 {
    pub(super) fn new(input: Box<dyn Read + Send>) -> Self {
        Self(input)
    }

    pub(super) fn parts(self, name: Arc<str>, wanted: &SchemaRef) -> Result<Parts, ReadError> {
        let places = typed_places(&name, &schema(), wanted)?;
        let columns = places.iter().filter_map(|place| COLUMNS.get(*place));
        let mut lines = Lines {
            columns: columns.map(|(_, tells)| Column::new(*tells)).collect(),
            schema: wanted.clone(),
            reader: Reader::new(self.0),
            name,
            begin: 0,
            is_ended: false,
        };
        Ok(Box::new(std::iter::from_fn(move || {
            lines.part().transpose()
        })))
    }
}

/// Reads service lines into columns.
struct Lines {
    name: Arc<str>,
    reader: Reader<Box<dyn Read + Send>>,
    columns: Vec<Column>,
    schema: SchemaRef,
    /// The byte up to which the parts before went.
    begin: u64,
    is_ended: bool,
}

impl Lines {
    fn part(&mut self) -> Result<Option<Part>, ReadError> {
        let before = self.reader.counts();
        let (mut faults, mut at) = (Vec::new(), Vec::new());
        let mut claims = Claims::default();
        let (mut lines, mut bytes, mut end) = (0, 0, self.begin);
        while !self.is_ended
            && at.len() < HELD_PART
            && bytes < PART_BYTES
            && faults.len() < PART_FAULTS
        {
            let fault = match self.reader.next_event() {
                Ok(Some(Event::Claim(claim))) => {
                    end = claim.text().span().end;
                    for line in claim.lines() {
                        for column in &mut self.columns {
                            bytes += column.append(claim, line);
                        }
                        at.push(At::Byte(line.span().start));
                        lines += 1;
                    }
                    continue;
                }
                Ok(Some(Event::SetAside(claim))) => faults::of_claim(&claim),
                Ok(Some(Event::Unread(unread))) => match faults::of_transaction(&unread) {
                    Some(fault) => fault,
                    None => {
                        claims.other_transactions += 1;
                        continue;
                    }
                },
                Ok(Some(Event::Problem(problem))) => {
                    claims.faults_outside += 1;
                    faults::of_envelope(&problem)
                }
                Err(Error::Damaged(problem)) => {
                    claims.faults_outside += 1;
                    faults::of_rest(&problem)
                }
                Err(error) => return Err(ReadError::new(&self.name, error)),
                Ok(None) => {
                    self.is_ended = true;
                    break;
                }
            };
            end = fault.piece.as_ref().map_or(end, |piece| piece.end.max(end));
            let place = lines;
            lines += fault.lines;
            faults.push((place, fault));
        }
        let is_over = self.is_ended && lines == 0 && faults.is_empty();
        let counted = since(before, self.reader.counts());
        claims.read = counted.claims;
        claims.set_aside = counted.claims_set_aside;
        if is_over && claims == Claims::default() {
            return Ok(None);
        }
        let begin = std::mem::replace(&mut self.begin, end);
        Ok(Some(Part {
            table: self.name.clone(),
            lines,
            bytes: end.saturating_sub(begin),
            faults,
            content: Content::Batches(vec![self.batch(at.len())?]),
            at: Some(at),
            claims: Some(claims),
        }))
    }

    fn batch(&mut self, rows: usize) -> Result<RecordBatch, ReadError> {
        let columns: Vec<ArrayRef> = self.columns.iter_mut().map(Column::finish).collect();
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        RecordBatch::try_new_with_options(self.schema.clone(), columns, &options)
            .map_err(|error| ReadError::new(&self.name, error))
    }
}

/// What was counted between two moments.
fn since(before: Counts, now: Counts) -> Counts {
    Counts {
        claims: now.claims - before.claims,
        claims_set_aside: now.claims_set_aside - before.claims_set_aside,
        ..Counts::default()
    }
}
