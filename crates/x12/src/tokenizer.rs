//! The input cut into segments, through a buffer of bounded size.

use std::io::{self, Read};

use crate::problem::{Defect, Error, Fault, Problem};
use crate::segment::Segment;
use crate::separators::{ISA_LENGTH, Separators};
use crate::text::{Span, Text};

/// How many bytes are asked of the input at once.
const CHUNK: usize = 64 * 1024;
/// What some programs put before text in UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Cuts an input into segments; holds no more than the longest segment and a chunk.
pub(crate) struct Tokenizer<R> {
    input: R,
    buffer: Vec<u8>,
    /// The first byte of the buffer that was not handed out.
    start: usize,
    /// The byte after the last that was read.
    end: usize,
    /// The offset in the input of the buffer's first byte.
    origin: u64,
    limit: usize,
    /// Those of the interchange that was begun last.
    separators: Separators,
    /// Whether an interchange is open.
    inside: bool,
    /// Whether an interchange was begun.
    begun: bool,
    /// Whether the input has no more bytes.
    drained: bool,
}

/// Where a segment lies in the buffer until the next is asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token {
    lead: usize,
    start: usize,
    end: usize,
}

/// How the input ends.
#[derive(Debug)]
pub(crate) enum Ending {
    /// After a segment, or after an interchange.
    Clean {
        /// The length of the input.
        offset: u64,
    },
    /// Inside a segment.
    Inside(Span),
    /// Reading cannot go on.
    Failed(Box<Error>),
}

impl<R: Read> Tokenizer<R> {
    pub(crate) fn new(input: R, limit: usize) -> Self {
        let limit = limit.max(ISA_LENGTH);
        Self {
            input,
            buffer: vec![0; limit.saturating_add(CHUNK)],
            start: 0,
            end: 0,
            origin: 0,
            limit,
            separators: Separators::default(),
            inside: false,
            begun: false,
            drained: false,
        }
    }

    /// The next segment, or how the input ends.
    pub(crate) fn advance(&mut self) -> Result<Token, Ending> {
        if !self.inside {
            return self.first_header();
        }
        let mut searched = 0;
        loop {
            let window = self.window();
            let lead = line_ends(window);
            let rest = window.get(lead..).unwrap_or_default();
            // Four bytes tell a header, whose separators may differ, from another segment.
            if rest.len() >= 4 || self.drained {
                if is_header(rest) {
                    return self.header(lead);
                }
                let unsearched = rest.get(searched..).unwrap_or_default();
                if let Some(found) = memchr::memchr(self.separators.terminator, unsearched) {
                    let length = searched + found;
                    return match lead + length < self.limit {
                        true => Ok(self.take(lead, length)),
                        false => Err(self.too_long(lead)),
                    };
                }
                searched = rest.len();
            }
            if self.drained {
                return Err(self.ended(lead));
            }
            if window.len() >= self.limit {
                return Err(self.too_long(lead));
            }
            self.fill()?;
        }
    }

    /// The segment of a token: the last that was handed out.
    pub(crate) fn segment(&self, token: Token) -> Segment<'_> {
        let bytes = |from, to| self.buffer.get(from..to).unwrap_or_default();
        let text = Text::new(bytes(token.start, token.end), self.offset(token.start));
        Segment::new(text, bytes(token.lead, token.end + 1), self.separators)
    }

    /// Ends the interchange: what follows must begin another one.
    pub(crate) fn close_interchange(&mut self) {
        self.inside = false;
    }

    /// The header of the next interchange, after any blanks and line ends.
    fn first_header(&mut self) -> Result<Token, Ending> {
        loop {
            if !self.begun && self.offset(self.start) == 0 {
                self.fill_to(BYTE_ORDER_MARK.len())?;
                if self.window().starts_with(BYTE_ORDER_MARK) {
                    self.start += BYTE_ORDER_MARK.len();
                }
            }
            let blank = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
            self.start += self.window().iter().take_while(blank).count();
            if self.start < self.end || self.drained {
                break;
            }
            self.fill()?;
        }
        self.fill_to(4)?;
        let offset = self.offset(self.start);
        let window = self.window();
        match (is_header(window), self.begun) {
            (true, _) => self.header(0),
            (false, true) if window.is_empty() => Err(Ending::Clean { offset }),
            (false, begun) => {
                let fault = match begun {
                    true => Fault::AfterInterchange,
                    false => Fault::NotX12,
                };
                let length = window.len().min(3) as u64;
                Err(self.failed(fault, offset, length))
            }
        }
    }

    /// The `ISA` segment at a place of the window.
    fn header(&mut self, lead: usize) -> Result<Token, Ending> {
        self.fill_to(lead + ISA_LENGTH)?;
        let offset = self.offset(self.start + lead);
        let rest = self.window().get(lead..).unwrap_or_default();
        let Some(header) = rest.get(..ISA_LENGTH) else {
            return Err(self.ended(lead));
        };
        let separators = Separators::of_header(header, offset)
            .map_err(|Defect { fault, span }| self.failed(fault, span.start, span.len()))?;
        self.separators = separators;
        self.inside = true;
        self.begun = true;
        Ok(self.take(lead, ISA_LENGTH - 1))
    }

    fn take(&mut self, lead: usize, length: usize) -> Token {
        let start = self.start + lead;
        let token = Token {
            lead: self.start,
            start,
            end: start + length,
        };
        self.start = token.end + 1;
        token
    }

    fn window(&self) -> &[u8] {
        self.buffer.get(self.start..self.end).unwrap_or_default()
    }

    fn offset(&self, place: usize) -> u64 {
        self.origin.saturating_add(place as u64)
    }

    /// Reads until so many bytes lie in the window, or the input ends.
    fn fill_to(&mut self, length: usize) -> Result<(), Ending> {
        while self.window().len() < length && !self.drained {
            self.fill()?;
        }
        Ok(())
    }

    /// Reads once, after what was handed out has made room.
    fn fill(&mut self) -> Result<(), Ending> {
        self.buffer.copy_within(self.start..self.end, 0);
        self.origin = self.offset(self.start);
        self.end -= self.start;
        self.start = 0;
        let room = self.buffer.get_mut(self.end..).unwrap_or_default();
        loop {
            match self.input.read(room) {
                Ok(0) => self.drained = true,
                Ok(read) => self.end = self.end.saturating_add(read).min(self.buffer.len()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(source) => {
                    let offset = self.offset(self.end);
                    return Err(Ending::Failed(Box::new(Error::Unreadable {
                        offset,
                        source,
                    })));
                }
            }
            return Ok(());
        }
    }

    fn ended(&self, lead: usize) -> Ending {
        let start = self.offset(self.start + lead);
        let end = self.offset(self.end);
        match start == end {
            true => Ending::Clean { offset: end },
            false => Ending::Inside(Span { start, end }),
        }
    }

    fn too_long(&self, lead: usize) -> Ending {
        let fault = Fault::SegmentTooLong { limit: self.limit };
        let start = self.offset(self.start + lead);
        let length = self.offset(self.end).saturating_sub(start);
        self.failed(fault, start, length)
    }

    fn failed(&self, fault: Fault, start: u64, length: u64) -> Ending {
        let span = Span {
            start,
            end: start.saturating_add(length),
        };
        Ending::Failed(Box::new(Error::Damaged(Problem {
            fault,
            span,
            segment: None,
        })))
    }
}

/// Whether a segment opens an interchange. Its separators are not known yet.
fn is_header(segment: &[u8]) -> bool {
    segment.starts_with(b"ISA")
        && segment
            .get(3)
            .is_some_and(|separator| !separator.is_ascii_alphanumeric())
}

/// How many line ends precede a segment. Programs put them there for people to read, also where the
/// terminator is one itself.
fn line_ends(window: &[u8]) -> usize {
    let is_line_end = |byte: &&u8| matches!(byte, b'\r' | b'\n');
    window.iter().take_while(is_line_end).count()
}
