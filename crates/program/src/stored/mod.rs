//! The sources of a program as bytes: every text once, numbers short, no names of fields.
//!
//! A corpus repeats its texts in thousands of editions. Read back, equal texts share their memory, so
//! that loading costs few allocations.

mod numbers;
mod sources;
mod texts;

use coverdict_logic::Conditions;

use crate::program::{OpenQuestion, Source};
use numbers::number;
use texts::{Table, Texts};

/// The deepest nesting of lists, and so of criteria, that is read.
const MAX_DEPTH: u32 = 256;

/// Why bytes are not what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Unfit(&'static str);

/// The sources and open questions of a program as bytes.
pub(crate) fn write(sources: &Vec<Source>, open: &Vec<OpenQuestion>) -> Vec<u8> {
    let mut to = Writer::default();
    sources.write(&mut to);
    open.write(&mut to);
    let mut bytes = to.texts.into_bytes();
    bytes.append(&mut to.bytes);
    bytes
}

/// Reads sources and open questions whose conditions are in this pool.
///
/// # Errors
/// The bytes are not what was written, or name a condition that is not in the pool.
pub(crate) fn read(
    bytes: &[u8],
    conditions: &Conditions,
) -> Result<(Vec<Source>, Vec<OpenQuestion>), Unfit> {
    let mut rest = bytes;
    let texts = Texts::read(&mut rest)?;
    let mut from = Reader {
        rest,
        texts,
        conditions,
        depth: 0,
    };
    let sources = Stored::read(&mut from)?;
    let open = Stored::read(&mut from)?;
    match from.rest.is_empty() {
        true => Ok((sources, open)),
        false => Err(Unfit("something follows the last source")),
    }
}

/// A part of a program that is stored.
trait Stored: Sized {
    fn write(&self, to: &mut Writer);

    fn read(from: &mut Reader<'_>) -> Result<Self, Unfit>;
}

/// What is written so far.
#[derive(Debug, Default)]
struct Writer {
    bytes: Vec<u8>,
    texts: Table,
}

impl Writer {
    fn number(&mut self, number: u64) {
        numbers::write(&mut self.bytes, number);
    }
}

/// What is still to be read.
struct Reader<'b> {
    rest: &'b [u8],
    texts: Texts,
    conditions: &'b Conditions,
    depth: u32,
}

impl Reader<'_> {
    fn number(&mut self) -> Result<u64, Unfit> {
        number(&mut self.rest)
    }

    /// A number that is narrower than the widest.
    fn narrow<T: TryFrom<u64>>(&mut self) -> Result<T, Unfit> {
        T::try_from(self.number()?).map_err(|_| Unfit("a number is too large"))
    }

    /// Reads something that can hold itself.
    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Unfit>) -> Result<T, Unfit> {
        if self.depth == MAX_DEPTH {
            return Err(Unfit("lists are nested too deep"));
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }
}

#[cfg(test)]
mod tests;
