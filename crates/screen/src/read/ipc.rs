//! Arrow IPC: a file or a stream, batch after batch.

mod messages;

use std::{
    fs::File,
    io::{BufReader, Cursor, Read},
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::Arc,
};

use arrow_array::RecordBatch;
use arrow_buffer::Buffer;
use arrow_ipc::reader::StreamDecoder;
use arrow_schema::{ArrowError, SchemaRef};

use super::{Content, HELD_PART, Part, Parts, ReadError, typed_places};
use messages::Messages;

/// Every file in IPC format begins so, and goes on as a stream does; a stream does not.
const MAGIC: &[u8] = b"ARROW1\0\0";

/// Batches that are read one after another.
pub(super) struct Ipc {
    schema: SchemaRef,
    batches: Decoded,
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
        let file = File::open(path).map_err(|error| ReadError::io(name, &error))?;
        Self::stream(Box::new(file), name)
    }

    pub(super) fn stream(input: Box<dyn Read + Send>, name: &str) -> Result<Self, ReadError> {
        let mut input = BufReader::new(input);
        let mut begin = Vec::new();
        (&mut input)
            .take(MAGIC.len() as u64)
            .read_to_end(&mut begin)
            .map_err(|error| ReadError::io(name, &error))?;
        let messages = match begin == MAGIC {
            true => Messages::new(Box::new(input), true),
            false => Messages::new(Box::new(Cursor::new(begin).chain(input)), false),
        };
        let mut batches = Decoded::new(messages);
        let schema = batches.schema().map_err(|problem| broken(name, problem))?;
        Ok(Self { schema, batches })
    }

    pub(super) fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }

    pub(super) fn parts(self, name: Arc<str>, wanted: &SchemaRef) -> Result<Parts, ReadError> {
        let places = typed_places(&name, &self.schema, wanted)?;
        let of_part = name.clone();
        let batches = self.batches.map(move |batch| {
            let batch = batch.map_err(|problem| broken(&name, problem))?;
            batch.project(&places).map_err(|error| broken(&name, error))
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

fn broken(name: &str, problem: impl std::fmt::Display) -> ReadError {
    ReadError::new(name, format!("it is no whole Arrow IPC table: {problem}"))
}

/// Decodes messages into batches.
struct Decoded {
    messages: Messages,
    decoder: StreamDecoder,
    /// What the decoder has not yet taken of the last message.
    rest: Buffer,
    /// A batch that came with the schema.
    first: Option<RecordBatch>,
    is_ended: bool,
}

impl Decoded {
    fn new(messages: Messages) -> Self {
        Self {
            messages,
            decoder: StreamDecoder::new(),
            rest: Buffer::default(),
            first: None,
            is_ended: false,
        }
    }

    /// The schema, which is the first message.
    fn schema(&mut self) -> Result<SchemaRef, String> {
        loop {
            if let Some(schema) = self.decoder.schema() {
                return Ok(schema);
            }
            if self.is_ended {
                return Err("it has no schema".to_owned());
            }
            self.first = self.step()?;
        }
    }

    /// Decodes what is left of the last message, or the next.
    fn step(&mut self) -> Result<Option<RecordBatch>, String> {
        if self.rest.is_empty() {
            self.rest = match self.messages.next()? {
                Some(message) => message,
                None => {
                    self.is_ended = true;
                    messages::end()
                }
            };
        }
        let (decoder, rest) = (&mut self.decoder, &mut self.rest);
        // A schema of types that it does not know ends the thread in the decoder.
        let decoded = catch_unwind(AssertUnwindSafe(|| decoder.decode(rest)));
        match decoded {
            Ok(decoded) => decoded.map_err(|error: ArrowError| error.to_string()),
            Err(_) => Err("a message cannot be decoded".to_owned()),
        }
    }
}

impl Iterator for Decoded {
    type Item = Result<RecordBatch, String>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(first) = self.first.take() {
            return Some(Ok(first));
        }
        while !self.is_ended || !self.rest.is_empty() {
            match self.step() {
                Ok(None) => {}
                Ok(Some(batch)) => return Some(Ok(batch)),
                Err(problem) => {
                    // What follows a message at fault is not decoded.
                    self.is_ended = true;
                    self.rest = Buffer::default();
                    return Some(Err(problem));
                }
            }
        }
        None
    }
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
