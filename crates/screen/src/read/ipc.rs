//! Arrow IPC: a file or a stream, batch after batch.

use std::{
    fs::File,
    io::{BufReader, Read, Seek as _},
    path::Path,
    sync::Arc,
};

use arrow_array::RecordBatch;
use arrow_ipc::reader::{FileReader, StreamReader};
use arrow_schema::{ArrowError, SchemaRef};

use super::{Content, HELD_PART, Part, Parts, ReadError, typed_places};

/// Every file in IPC format begins so; a stream does not.
const MAGIC: &[u8] = b"ARROW1";

/// Batches that are read one after another.
pub(super) struct Ipc {
    schema: SchemaRef,
    batches: Box<dyn Iterator<Item = Result<RecordBatch, ArrowError>> + Send>,
}

impl std::fmt::Debug for Ipc {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ipc")
            .field("schema", &self.schema)
            .finish_non_exhaustive()
    }
}

impl Ipc {
    pub(super) fn open(path: &Path, name: &str) -> Result<Self, ReadError> {
        let failed = |error| ReadError::io(name, &error);
        let mut file = File::open(path).map_err(failed)?;
        let mut begin = Vec::new();
        (&mut file)
            .take(MAGIC.len() as u64)
            .read_to_end(&mut begin)
            .map_err(failed)?;
        file.rewind().map_err(failed)?;
        if begin != MAGIC {
            return Self::stream(Box::new(file), name);
        }
        let reader = FileReader::try_new(BufReader::new(file), None)
            .map_err(|error| broken(name, &error))?;
        Ok(Self {
            schema: reader.schema(),
            batches: Box::new(reader),
        })
    }

    pub(super) fn stream(input: Box<dyn Read + Send>, name: &str) -> Result<Self, ReadError> {
        let reader = StreamReader::try_new(BufReader::new(input), None)
            .map_err(|error| broken(name, &error))?;
        Ok(Self {
            schema: reader.schema(),
            batches: Box::new(reader),
        })
    }

    pub(super) fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }

    pub(super) fn parts(self, name: Arc<str>, wanted: &SchemaRef) -> Result<Parts, ReadError> {
        let places = typed_places(&name, &self.schema, wanted)?;
        let of_part = name.clone();
        let batches = self.batches.map(move |batch| {
            batch
                .and_then(|batch| batch.project(&places))
                .map_err(|error| broken(&name, &error))
        });
        let mut cut = Cut {
            batches,
            rest: None,
        };
        Ok(Box::new(std::iter::from_fn(move || {
            cut.next(&of_part).transpose()
        })))
    }
}

fn broken(name: &str, error: &ArrowError) -> ReadError {
    ReadError::new(name, format!("it is no whole Arrow IPC table: {error}"))
}

/// Cuts batches into parts.
struct Cut<B> {
    batches: B,
    rest: Option<RecordBatch>,
}

impl<B: Iterator<Item = Result<RecordBatch, ReadError>>> Cut<B> {
    fn next(&mut self, name: &Arc<str>) -> Result<Option<Part>, ReadError> {
        let mut taken = Vec::new();
        let mut lines = 0;
        while lines < HELD_PART {
            let batch = match self.rest.take() {
                Some(rest) => rest,
                None => match self.batches.next() {
                    Some(batch) => batch?,
                    None => break,
                },
            };
            let fits = batch.num_rows().min(HELD_PART - lines);
            if fits < batch.num_rows() {
                self.rest = Some(batch.slice(fits, batch.num_rows() - fits));
            }
            lines += fits;
            taken.push(batch.slice(0, fits));
        }
        let bytes: usize = taken.iter().map(RecordBatch::get_array_memory_size).sum();
        Ok((lines > 0).then(|| Part {
            table: name.clone(),
            lines: lines as u64,
            bytes: bytes as u64,
            faults: Vec::new(),
            at: None,
            claims: None,
            content: Content::Batches(taken),
        }))
    }
}
