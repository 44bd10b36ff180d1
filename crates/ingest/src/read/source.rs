//! The text of a file or of a part of it, as it was decoded, with the bytes that each of its parts stands for.

use std::{borrow::Cow, ops::Range};

use encoding_rs::{CoderResult, Encoding};
use memchr::memchr;

use super::entity;
use crate::document::{Place, Text};

/// A text with the places of its parts.
#[derive(Debug)]
pub(super) struct Source<'b> {
    text: Cow<'b, str>,
    runs: Vec<Run>,
}

/// A stretch of a text, which ends where the next starts.
#[derive(Debug, Clone, Copy)]
struct Run {
    /// Where it starts in the text.
    at: usize,
    /// The first byte of the file that it stands for.
    from: u64,
    /// The one after the last.
    to: u64,
    /// Whether its bytes are those of the file, so that a part of it has a place of its own.
    is_verbatim: bool,
}

impl<'b> Source<'b> {
    /// A text that stands so in the file, from a byte of it on.
    pub(super) fn verbatim(text: &'b str, from: u64) -> Self {
        let run = Run {
            at: 0,
            from,
            to: from + text.len() as u64,
            is_verbatim: true,
        };
        Self {
            text: Cow::Borrowed(text),
            runs: vec![run],
        }
    }

    /// Nothing, to which the parts of a text are added.
    pub(super) fn empty() -> Source<'static> {
        Source {
            text: Cow::Owned(String::new()),
            runs: Vec::new(),
        }
    }

    /// The text of bytes in an encoding, from a byte of the file on. What the encoding does not know is U+FFFD.
    pub(super) fn decoded(bytes: &[u8], from: u64, encoding: &'static Encoding) -> Source<'static> {
        let mut source = Self::empty();
        let mut decoder = encoding.new_decoder_without_bom_handling();
        // A character is known when its last byte is: what was read since the one before it is its place.
        let (mut start, mut buffer) = (0, [0; 16]);
        for at in 0..=bytes.len() {
            let byte = bytes.get(at..at + 1).unwrap_or_default();
            if start == at && encoding.is_single_byte() && byte.first().is_some_and(u8::is_ascii) {
                let ascii = std::str::from_utf8(byte).unwrap_or_default();
                source.add(ascii, from + at as u64..from + at as u64 + 1, true);
                start = at + 1;
                continue;
            }
            let (result, _, written, _) =
                decoder.decode_to_utf8(byte, &mut buffer, byte.is_empty());
            let text = buffer.get(..written).unwrap_or_default();
            let text = std::str::from_utf8(text).unwrap_or_default();
            let end = (at + 1).min(bytes.len());
            if !text.is_empty() && result == CoderResult::InputEmpty {
                source.add(text, from + start as u64..from + end as u64, false);
                start = at + 1;
            }
        }
        source
    }

    /// What it says.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// A part of it, by bytes of the text.
    pub(super) fn part(&self, part: Range<usize>) -> &str {
        self.text.get(part).unwrap_or_default()
    }

    /// Adds a text that stands for bytes of the file.
    pub(super) fn add(&mut self, text: &str, place: Range<u64>, is_verbatim: bool) {
        let at = self.text.len();
        match self.runs.last_mut() {
            Some(last) if last.is_verbatim && is_verbatim && last.to == place.start => {
                last.to = place.end;
            }
            _ => self.runs.push(Run {
                at,
                from: place.start,
                to: place.end,
                is_verbatim,
            }),
        }
        self.text.to_mut().push_str(text);
    }

    /// Adds a part of another text.
    pub(super) fn add_part(&mut self, other: &Source<'_>, part: Range<usize>) {
        for (run, part) in other.runs_of(part) {
            let place = run.place(&part);
            self.add(other.part(part), place, run.is_verbatim);
        }
    }

    /// The bytes of the file that a part of it stands for.
    pub(super) fn bytes(&self, part: Range<usize>) -> Range<u64> {
        let places = self.runs_of(part).map(|(run, part)| run.place(&part));
        let whole = places.reduce(|one, other| one.start.min(other.start)..one.end.max(other.end));
        whole.unwrap_or_default()
    }

    /// The place of a part of it.
    pub(super) fn place(&self, part: Range<usize>) -> Place {
        let bytes = self.bytes(part);
        Place::Bytes {
            from: bytes.start,
            to: bytes.end,
        }
    }

    /// Adds the words of a part of it to a text: references to characters as what they stand for, white space as one
    /// space, marks that are not seen left out.
    pub(super) fn push(&self, part: Range<usize>, text: &mut Text) {
        let mut at = part.start;
        while at < part.end {
            let rest = self.part(at..part.end);
            let next = memchr(b'&', rest.as_bytes()).unwrap_or(rest.len());
            self.push_plain(at..at + next, text);
            at += next;
            if at >= part.end {
                break;
            }
            match entity::reference(self.part(at..part.end)) {
                Some((length, said)) => {
                    let place = self.place(at..at + length);
                    push_words(&said, text, |word, _, text| text.push(word, place));
                    at += length;
                }
                None => {
                    self.push_plain(at..at + 1, text);
                    at += 1;
                }
            }
        }
    }

    /// Adds the words of a part that has no references.
    pub(super) fn push_plain(&self, part: Range<usize>, text: &mut Text) {
        push_words(self.part(part.clone()), text, |word, at, text| {
            let start = part.start + at;
            for (run, part) in self.runs_of(start..start + word.len()) {
                let place = run.place(&part);
                match run.is_verbatim {
                    true => text.push_verbatim(self.part(part), place.start),
                    false => text.push(
                        self.part(part),
                        Place::Bytes {
                            from: place.start,
                            to: place.end,
                        },
                    ),
                }
            }
        });
    }

    /// The runs of a part of it, each with what it has of the part.
    fn runs_of(&self, part: Range<usize>) -> impl Iterator<Item = (Run, Range<usize>)> {
        let first = self.runs.partition_point(|run| run.at <= part.start);
        let first = first.saturating_sub(1);
        let own = self.runs.get(first..).unwrap_or_default();
        let ends = own.iter().skip(1).map(|run| run.at);
        let runs = own.iter().copied().zip(ends.chain([self.text.len()]));
        let (start, end) = (part.start, part.end);
        runs.take_while(move |(run, _)| run.at < end)
            .map(move |(run, next)| (run, run.at.max(start)..next.min(end)))
            .filter(|(_, part)| part.start < part.end)
    }
}

impl Run {
    /// The bytes of the file for a part of the text that lies within the run.
    fn place(&self, part: &Range<usize>) -> Range<u64> {
        match self.is_verbatim {
            true => {
                let from = self.from + (part.start - self.at) as u64;
                from..from + (part.end - part.start) as u64
            }
            false => self.from..self.to,
        }
    }
}

/// Adds the words of a text one by one, each with the byte at which it starts.
fn push_words(said: &str, text: &mut Text, add: impl Fn(&str, usize, &mut Text)) {
    let mut at = 0;
    for piece in said.split_inclusive(|mark: char| mark.is_whitespace() || is_unseen(mark)) {
        let word = piece.trim_end_matches(|mark: char| mark.is_whitespace() || is_unseen(mark));
        if !word.is_empty() {
            add(word, at, text);
        }
        if piece.ends_with(char::is_whitespace) {
            text.push_space();
        }
        at += piece.len();
    }
}

/// What takes no room and parts no words: the soft hyphen, the space without width, the mark of byte order.
fn is_unseen(mark: char) -> bool {
    matches!(mark, '\u{ad}' | '\u{200b}' | '\u{feff}')
}
