//! One segment of the input.

use std::fmt;

use crate::problem::{Defect, Fault};
use crate::separators::Separators;
use crate::text::{Span, Text};

/// What a segment is, as far as a message names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SegmentName {
    id: [u8; 3],
    /// Its number in its transaction, `ST` being the first; none outside of transactions.
    pub number: Option<u64>,
}

impl SegmentName {
    fn new(id: &[u8], number: Option<u64>) -> Self {
        let mut name = [b' '; 3];
        // Damage can leave a piece of a value where an id should stand, and messages tell no values.
        let is_id = (2..=3).contains(&id.len())
            && id
                .iter()
                .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        let shown = if is_id { id } else { b"???" };
        for (place, byte) in name.iter_mut().zip(shown) {
            *place = *byte;
        }
        Self { id: name, number }
    }

    /// The id, such as `SV1`; `???` when what stands there has not the form of one.
    #[must_use]
    pub fn id(&self) -> &str {
        std::str::from_utf8(&self.id).unwrap_or("???").trim_end()
    }
}

impl fmt::Display for SegmentName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.number {
            Some(number) => write!(f, "segment {number} ({})", self.id()),
            None => write!(f, "segment {}", self.id()),
        }
    }
}

/// A segment, borrowed from the input.
#[derive(Clone, Copy)]
pub(crate) struct Segment<'a> {
    /// What stands before the first element separator.
    id: &'a [u8],
    /// Without its terminator.
    pub(crate) text: Text<'a>,
    /// With the line ends before it and its terminator.
    pub(crate) whole: &'a [u8],
    pub(crate) separators: Separators,
    number: Option<u64>,
}

impl<'a> Segment<'a> {
    pub(crate) fn new(text: Text<'a>, whole: &'a [u8], separators: Separators) -> Self {
        let bytes = text.bytes();
        // An id has three characters at most; what is longer is none, however it goes on.
        let length = bytes
            .iter()
            .take(4)
            .position(|byte| *byte == separators.element);
        Self {
            id: bytes.get(..length.unwrap_or(bytes.len())).unwrap_or(bytes),
            text,
            whole,
            separators,
            number: None,
        }
    }

    /// The same segment with its number in its transaction.
    pub(crate) fn numbered(self, number: Option<u64>) -> Self {
        Self { number, ..self }
    }

    pub(crate) fn id(&self) -> &'a [u8] {
        self.id
    }

    /// The first elements after the id; those that are not written are empty.
    pub(crate) fn elements<const N: usize>(&self) -> [Text<'a>; N] {
        self.after_id().parts(self.separators.element)
    }

    /// All the elements after the id.
    pub(crate) fn all_elements(&self) -> impl Iterator<Item = Text<'a>> {
        self.after_id().split(self.separators.element)
    }

    /// Checks that nothing stands after so many elements, as where the next segment runs into it.
    pub(crate) fn ends_after(&self, elements: usize) -> Result<(), Defect> {
        match self
            .all_elements()
            .skip(elements)
            .find(|one| !one.is_empty())
        {
            Some(more) => Err(Defect::new(Fault::TooManyElements, more.span())),
            None => Ok(()),
        }
    }

    fn after_id(&self) -> Text<'a> {
        let bytes = self.text.bytes();
        let skipped = bytes.len().min(self.id.len() + 1);
        let start = self.text.span().start.saturating_add(skipped as u64);
        Text::new(bytes.get(skipped..).unwrap_or_default(), start)
    }

    /// The first components of an element; those that are not written are empty.
    pub(crate) fn components<const N: usize>(&self, element: Text<'a>) -> [Text<'a>; N] {
        element.parts(self.separators.component)
    }

    pub(crate) fn name(&self) -> SegmentName {
        SegmentName::new(self.id(), self.number)
    }

    /// From its first byte to its terminator.
    pub(crate) fn span(&self) -> Span {
        let Span { start, end } = self.text.span();
        Span {
            start,
            end: end.saturating_add(1),
        }
    }
}
