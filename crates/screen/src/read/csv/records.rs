//! The records of a CSV text, in bounded memory whatever it holds.

use std::{
    fmt,
    io::{self, Read},
};

use csv_core::ReadRecordResult;

/// How many bytes the fields of a line have at most.
pub(super) const MOST_BYTES: usize = 4 << 20;

/// How many fields a line has at most.
pub(super) const MOST_FIELDS: usize = 1 << 16;

/// Reads a text record by record.
pub(super) struct Records {
    input: Box<dyn Read + Send>,
    buffer: Vec<u8>,
    /// What of the buffer is not yet taken up.
    begin: usize,
    end: usize,
    reader: csv_core::Reader,
    text: Vec<u8>,
    ends: Vec<usize>,
    /// The line of text on which the record begins.
    line: u64,
    bytes: u64,
}

/// A record.
pub(super) enum Record<'r> {
    /// Its fields.
    Fields(Fields<'r>),
    /// It is larger than any may be.
    TooLarge,
}

/// The fields of a record.
#[derive(Clone, Copy)]
pub(super) struct Fields<'r> {
    text: &'r [u8],
    ends: &'r [usize],
}

impl<'r> Fields<'r> {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// A field; an empty one where there is none.
    pub(super) fn get(&self, place: usize) -> &'r [u8] {
        let begin = match place.checked_sub(1) {
            Some(before) => self.ends.get(before).copied(),
            None => Some(0),
        };
        let end = self.ends.get(place).copied();
        match (begin, end) {
            (Some(begin), Some(end)) => self.text.get(begin..end).unwrap_or_default(),
            _ => &[],
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &'r [u8]> {
        (0..self.len()).map(|place| self.get(place))
    }
}

impl fmt::Debug for Records {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Records")
            .field("line", &self.line)
            .finish_non_exhaustive()
    }
}

impl Records {
    pub(super) fn new(input: Box<dyn Read + Send>) -> Self {
        Self {
            input,
            buffer: vec![0; 1 << 18],
            begin: 0,
            end: 0,
            reader: csv_core::Reader::new(),
            text: vec![0; 1 << 12],
            ends: vec![0; 1 << 6],
            line: 1,
            bytes: 0,
        }
    }

    /// The line of text on which the last record begins.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// How many bytes were taken up.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The next record.
    pub(super) fn next(&mut self) -> io::Result<Option<Record<'_>>> {
        self.skip_ends_of_lines()?;
        self.line = self.reader.line();
        let (mut text, mut fields) = (0, 0);
        let mut is_too_large = false;
        loop {
            if self.begin == self.end {
                self.fill()?;
            }
            let input = self.buffer.get(self.begin..self.end).unwrap_or_default();
            let room = self.text.get_mut(text..).unwrap_or_default();
            let ends = self.ends.get_mut(fields..).unwrap_or_default();
            let (result, taken, written, ended) = self.reader.read_record(input, room, ends);
            self.begin += taken;
            self.bytes += taken as u64;
            text += written;
            fields += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if text < MOST_BYTES => {
                    self.text.resize((text * 2).min(MOST_BYTES), 0);
                }
                ReadRecordResult::OutputEndsFull if fields < MOST_FIELDS => {
                    self.ends.resize((fields * 2).min(MOST_FIELDS), 0);
                }
                // What is too large is read to its end all the same, and forgotten.
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {
                    is_too_large = true;
                    (text, fields) = (0, 0);
                }
                ReadRecordResult::Record if is_too_large => return Ok(Some(Record::TooLarge)),
                ReadRecordResult::Record => {
                    return Ok(Some(Record::Fields(Fields {
                        text: self.text.get(..text).unwrap_or_default(),
                        ends: self.ends.get(..fields).unwrap_or_default(),
                    })));
                }
                ReadRecordResult::End => return Ok(None),
            }
        }
    }

    /// Goes to where a record begins, so that its line is known.
    fn skip_ends_of_lines(&mut self) -> io::Result<()> {
        loop {
            if self.begin == self.end {
                self.fill()?;
            }
            match self
                .buffer
                .get(self.begin..self.end)
                .and_then(<[u8]>::first)
            {
                Some(b'\n') => self.reader.set_line(self.reader.line() + 1),
                Some(b'\r') => {}
                _ => return Ok(()),
            }
            self.begin += 1;
            self.bytes += 1;
        }
    }

    fn fill(&mut self) -> io::Result<()> {
        self.begin = 0;
        self.end = loop {
            match self.input.read(&mut self.buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(u64, Option<Vec<String>>)> {
        let mut records = Records::new(Box::new(io::Cursor::new(text.to_owned())));
        let mut all = Vec::new();
        loop {
            let fields = match records.next().unwrap() {
                None => return all,
                Some(Record::TooLarge) => None,
                Some(Record::Fields(fields)) => {
                    let text = |field: &[u8]| String::from_utf8(field.to_vec()).unwrap();
                    Some(fields.iter().map(text).collect())
                }
            };
            all.push((records.line(), fields));
        }
    }

    fn words(words: &[&str]) -> Option<Vec<String>> {
        Some(words.iter().map(|&word| word.to_owned()).collect())
    }

    #[test]
    fn a_record_knows_its_line_whatever_ends_the_lines() {
        for end in ["\n", "\r\n"] {
            let text = ["a,b", "1,\"x", "y\"", "", "2,"].join(end);
            let quoted = format!("x{end}y");
            let expected = [
                (1, words(&["a", "b"])),
                (2, words(&["1", &quoted])),
                (5, words(&["2", ""])),
            ];
            assert_eq!(read(&text), expected, "{end:?}");
        }
    }

    #[test]
    fn a_record_may_be_as_large_as_stated_and_no_larger() {
        let fits = "x".repeat(MOST_BYTES - 1);
        let text = format!("a\n{fits}\n{fits}{fits}{fits}\nb\n");
        let read = read(&text);
        let lengths = read.iter().map(|(_, fields)| {
            let fields = fields.as_ref()?;
            fields.first().map(String::len)
        });
        let lengths: Vec<_> = lengths.collect();
        assert_eq!(lengths, [Some(1), Some(MOST_BYTES - 1), None, Some(1)]);
    }

    #[test]
    fn a_quotation_that_is_not_closed_ends_with_the_text() {
        assert_eq!(
            read("a\n\"b\nc\n"),
            [(1, words(&["a"])), (2, words(&["b\nc\n"]))]
        );
    }

    #[test]
    fn a_line_may_have_many_fields_and_not_any_number() {
        let many = vec!["x"; 10_000].join(",");
        let too_many = vec!["x"; MOST_FIELDS + 1].join(",");
        let read = read(&format!("{many}\n{too_many}\n{many}\n"));
        let numbers = read.iter().map(|(_, fields)| fields.as_ref().map(Vec::len));
        let numbers: Vec<_> = numbers.collect();
        assert_eq!(numbers, [Some(10_000), None, Some(10_000)]);
    }
}
