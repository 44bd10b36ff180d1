//! Lines of a fixed-width file, one at a time, with the digest of all that was read.

use std::io::{self, BufRead as _, BufReader, Read};

use sha2::{Digest as _, Sha256};

use crate::fault::{FaultCode, Faults, ReadError};

/// The longest line that is read, in bytes without its end.
pub const MAX_LINE_BYTES: usize = 4096;

/// A file that was read to its end, or to a line that is too long.
pub(crate) struct Whole {
    sha256: String,
    too_long: Option<u64>,
}

/// Gives every line of a list's file to a reader.
///
/// # Errors
/// When the file cannot be read.
pub(crate) fn read(
    file: &str,
    from: impl Read,
    mut reader: impl FnMut(&Line),
) -> Result<Whole, ReadError> {
    let mut lines = Lines::new(from);
    let too_long = loop {
        let next = lines.next().map_err(|error| ReadError::Unreadable {
            file: file.to_owned(),
            error,
        })?;
        match next {
            Next::Line(line) => reader(&line),
            Next::TooLong(line) => break Some(line),
            Next::End => break None,
        }
    };
    Ok(Whole {
        sha256: lines.sha256(),
        too_long,
    })
}

impl Whole {
    /// The SHA-256 of what was read, in hexadecimal; a line that is too long becomes a fault.
    pub(crate) fn sha256(self, faults: &mut Faults, help: &str) -> String {
        if let Some(line) = self.too_long {
            faults.at(
                line,
                MAX_LINE_BYTES + 1,
                FaultCode::LONG_LINE,
                format!("the line is longer than {MAX_LINE_BYTES} bytes"),
                help,
            );
        }
        self.sha256
    }
}

/// Reads lines and never holds more than one of them.
struct Lines<R> {
    from: BufReader<R>,
    digest: Sha256,
    number: u64,
    bytes: Vec<u8>,
}

/// What a file goes on with.
enum Next {
    /// A line.
    Line(Line),
    /// A line that is too long, with its number; what follows cannot be read.
    TooLong(u64),
    /// Nothing.
    End,
}

/// A line, whose columns are counted in characters from one.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) number: u64,
    /// Whether it has an end: the last line of a file may lack it.
    pub(crate) ended: bool,
    text: String,
}

impl<R: Read> Lines<R> {
    fn new(from: R) -> Self {
        Self {
            from: BufReader::with_capacity(1 << 16, from),
            digest: Sha256::new(),
            number: 0,
            bytes: Vec::new(),
        }
    }

    fn next(&mut self) -> io::Result<Next> {
        self.bytes.clear();
        // Two bytes beyond the longest line, for its end.
        let most = MAX_LINE_BYTES as u64 + 2;
        let read = (&mut self.from)
            .take(most)
            .read_until(b'\n', &mut self.bytes)?;
        if read == 0 {
            return Ok(Next::End);
        }
        self.number += 1;
        self.digest.update(&self.bytes);
        let bytes = self.bytes.as_slice();
        let (bytes, ended) = match bytes.strip_suffix(b"\n") {
            Some(line) => (line.strip_suffix(b"\r").unwrap_or(line), true),
            None => (bytes, false),
        };
        if bytes.len() > MAX_LINE_BYTES {
            return Ok(Next::TooLong(self.number));
        }
        Ok(Next::Line(Line {
            number: self.number,
            ended,
            text: decode(bytes),
        }))
    }

    /// The SHA-256 of what was read, in hexadecimal.
    fn sha256(self) -> String {
        let digest = self.digest.finalize();
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// A line that is not UTF-8 is Latin-1, where a byte is a character; the bytes that mean no printed
/// character there are replaced.
fn decode(bytes: &[u8]) -> String {
    let latin = |byte: &u8| match byte {
        0x80..=0x9f => char::REPLACEMENT_CHARACTER,
        byte => char::from(*byte),
    };
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(latin).collect(),
    }
}

impl Line {
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// How many columns it has.
    pub(crate) fn width(&self) -> usize {
        match self.text.is_ascii() {
            true => self.text.len(),
            false => self.text.chars().count(),
        }
    }

    /// The columns from one to another, both counted from one and included; less where the line is
    /// shorter.
    pub(crate) fn columns(&self, from: usize, through: usize) -> &str {
        let begin = self.offset(from.saturating_sub(1));
        let end = self.offset(through);
        self.text.get(begin..end).unwrap_or_default()
    }

    /// The byte at which the column after so many begins.
    fn offset(&self, columns: usize) -> usize {
        let end = self.text.len();
        match self.text.is_ascii() {
            true => columns.min(end),
            false => self
                .text
                .char_indices()
                .nth(columns)
                .map_or(end, |(at, _)| at),
        }
    }

    /// The first column, of these, with an invisible character.
    pub(crate) fn invisible(&self, from: usize, through: usize) -> Option<usize> {
        let columns = self.columns(from, through).chars();
        columns
            .zip(from..)
            .find(|(character, _)| character.is_control())
            .map(|(_, column)| column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(bytes: &[u8]) -> Vec<Line> {
        let mut lines = Lines::new(bytes);
        let mut all = Vec::new();
        while let Next::Line(line) = lines.next().unwrap() {
            all.push(line);
        }
        all
    }

    #[test]
    fn either_end_of_line_is_taken_and_a_missing_one_is_seen() {
        let read = lines(b"one\r\ntwo\nthree");
        let seen: Vec<_> = read
            .iter()
            .map(|line| (line.number, line.text(), line.ended))
            .collect();
        assert_eq!(
            seen,
            [(1, "one", true), (2, "two", true), (3, "three", false)]
        );
    }

    #[test]
    fn columns_are_characters_in_utf_8_and_in_latin_1() {
        for bytes in ["Ménière 7".as_bytes(), b"M\xe9ni\xe8re 7"] {
            let read = lines(bytes);
            let line = read.first().unwrap();
            assert_eq!(line.width(), 9);
            assert_eq!((line.columns(2, 5), line.columns(9, 20)), ("éniè", "7"));
        }
        assert_eq!(lines(b"\x92s\xff").first().unwrap().text(), "\u{fffd}sÿ");
    }

    #[test]
    fn a_line_is_read_up_to_the_longest() {
        let longest = [vec![b'x'; MAX_LINE_BYTES], b"\r\n".to_vec()].concat();
        assert_eq!(lines(&longest).len(), 1);
        let longer = vec![b'x'; MAX_LINE_BYTES + 1];
        assert!(matches!(
            Lines::new(longer.as_slice()).next().unwrap(),
            Next::TooLong(1)
        ));
        let longer = [longer, b"\n".to_vec()].concat();
        assert!(matches!(
            Lines::new(longer.as_slice()).next().unwrap(),
            Next::TooLong(1)
        ));
    }

    #[test]
    fn invisible_characters_are_found() {
        let read = lines(b"ab\x1b\tc");
        let line = read.first().unwrap();
        assert_eq!(line.invisible(1, 5), Some(3));
        assert_eq!(line.invisible(4, 5), Some(4));
        assert_eq!(line.invisible(5, 9), None);
    }
}
