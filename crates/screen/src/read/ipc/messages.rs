//! The messages of an Arrow IPC stream, looked at before they are decoded.
//!
//! The decoder trusts lengths and places that a message states: it sets memory aside for them, and ends
//! the thread where they lead out of the message. So none is handed to it that states what cannot be.

use std::io::{self, Read};

use arrow_buffer::Buffer;
use arrow_ipc::{Message, MessageHeader, RecordBatch, root_as_message};

/// What stands before the length of a message.
const MARK: [u8; 4] = [0xff; 4];

/// How many bytes the head of a message has at most.
const MOST_HEAD: u64 = 64 << 20;

/// How many bytes a batch has at most: so much of it has to be held at once.
const MOST_BODY: u64 = 1 << 30;

/// How many lines a batch has at most.
const MOST_LINES: i64 = 1 << 31;

/// How much memory is set aside before it is known that there are so many bytes.
const TRUSTED: u64 = 16 << 20;

/// Reads messages whole.
pub(super) struct Messages {
    input: Box<dyn Read + Send>,
    /// Whether the last is followed by a mark of the end.
    is_marked: bool,
    /// Whether zeros may stand before the first, as they do behind the begin of a file.
    may_pad: bool,
    is_ended: bool,
}

/// The mark of the end, on which a decoder gives out what it holds back.
pub(super) fn end() -> Buffer {
    Buffer::from([MARK, [0; 4]].concat())
}

impl Messages {
    /// Of a file, behind its begin, or of a stream.
    pub(super) fn new(input: Box<dyn Read + Send>, is_file: bool) -> Self {
        Self {
            input,
            is_marked: is_file,
            may_pad: is_file,
            is_ended: false,
        }
    }

    /// The next message with its length and mark; none at the end.
    pub(super) fn next(&mut self) -> Result<Option<Buffer>, String> {
        if self.is_ended {
            return Ok(None);
        }
        let Some(length) = self.length()? else {
            self.is_ended = true;
            return Ok(None);
        };
        if length > MOST_HEAD {
            return Err(format!("a message states a head of {length} bytes"));
        }
        let mut bytes = MARK.to_vec();
        bytes.extend(u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes());
        let begin = bytes.len();
        self.take(length, &mut bytes)?;
        let head = bytes.get(begin..).unwrap_or_default();
        let message = root_as_message(head).map_err(|error| error.to_string())?;
        let body = body(&message)?;
        self.take(body, &mut bytes)?;
        Ok(Some(Buffer::from(bytes)))
    }

    /// The length of the next message's head.
    fn length(&mut self) -> Result<Option<u64>, String> {
        let Some(mut four) = self.four()? else {
            return match self.is_marked {
                true => Err("it is cut off".to_owned()),
                false => Ok(None),
            };
        };
        while self.may_pad && four == [0; 4] {
            four = self.four()?.ok_or("it is cut off")?;
        }
        self.may_pad = false;
        if four == MARK {
            four = self.four()?.ok_or("it is cut off")?;
        }
        match u32::from_le_bytes(four) {
            0 => Ok(None),
            length => Ok(Some(length.into())),
        }
    }

    fn four(&mut self) -> Result<Option<[u8; 4]>, String> {
        let mut bytes = Vec::new();
        let read = (&mut self.input).take(4).read_to_end(&mut bytes);
        read.map_err(told)?;
        match <[u8; 4]>::try_from(bytes) {
            Ok(four) => Ok(Some(four)),
            Err(none) if none.is_empty() => Ok(None),
            Err(_) => Err("it is cut off".to_owned()),
        }
    }

    fn take(&mut self, length: u64, bytes: &mut Vec<u8>) -> Result<(), String> {
        bytes.reserve(usize::try_from(length.min(TRUSTED)).unwrap_or_default());
        let read = (&mut self.input).take(length).read_to_end(bytes);
        match read.map_err(told)? as u64 == length {
            true => Ok(()),
            false => Err("it is cut off".to_owned()),
        }
    }
}

fn told(error: io::Error) -> String {
    error.to_string()
}

/// How long the body of a message is, all that it states being possible.
fn body(message: &Message<'_>) -> Result<u64, String> {
    let length = u64::try_from(message.bodyLength())
        .ok()
        .filter(|length| *length <= MOST_BODY)
        .ok_or_else(|| {
            format!(
                "a batch has {} MiB, and may have {}: write smaller batches",
                message.bodyLength() >> 20,
                MOST_BODY >> 20
            )
        })?;
    let batch = match message.header_type() {
        MessageHeader::RecordBatch => message.header_as_record_batch(),
        MessageHeader::DictionaryBatch => {
            let dictionary = message.header_as_dictionary_batch();
            dictionary.and_then(|dictionary| dictionary.data())
        }
        _ => return Ok(length),
    };
    if batch.is_some_and(|batch| batch.compression().is_some()) {
        return Err(
            "its batches are compressed, which is not read: write it uncompressed".to_owned(),
        );
    }
    match batch.is_some_and(|batch| is_possible(&batch, length)) {
        true => Ok(length),
        false => Err("a batch states what it does not have".to_owned()),
    }
}

/// Whether all the lengths and places of a batch lie within its body.
fn is_possible(batch: &RecordBatch<'_>, body: u64) -> bool {
    let lines = 0..=MOST_LINES;
    let mut buffers = batch.buffers().into_iter().flatten();
    let mut nodes = batch.nodes().into_iter().flatten();
    lines.contains(&batch.length())
        && nodes.all(|node| lines.contains(&node.length()) && lines.contains(&node.null_count()))
        && buffers.all(|buffer| {
            let begin = u64::try_from(buffer.offset());
            let length = u64::try_from(buffer.length());
            let end = begin.ok().zip(length.ok());
            let end = end.and_then(|(begin, length)| begin.checked_add(length));
            end.is_some_and(|end| end <= body)
        })
}
