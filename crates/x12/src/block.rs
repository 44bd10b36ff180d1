//! A copy of consecutive segments.

use crate::segment::Segment;
use crate::text::{Span, Text};

/// Consecutive segments of the input, copied as they stand; its memory is used again and again.
#[derive(Default)]
pub(crate) struct Block {
    bytes: Vec<u8>,
    start: u64,
    end: u64,
    overflown: bool,
}

impl Block {
    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
        self.overflown = false;
        self.start = 0;
        self.end = 0;
    }

    /// Adds the next segment, if it fits within a limit; otherwise nothing more is kept.
    pub(crate) fn push(&mut self, segment: &Segment<'_>, limit: usize) {
        let span = segment.span();
        let mut bytes = segment.whole;
        if self.end == 0 {
            self.start = span.start;
            let lead = bytes.len().saturating_sub(segment.text.bytes().len() + 1);
            bytes = bytes.get(lead..).unwrap_or_default();
        }
        self.end = span.end;
        match self.overflown || self.bytes.len() + bytes.len() > limit {
            true => self.overflown = true,
            false => self.bytes.extend_from_slice(bytes),
        }
    }

    /// Whether segments were left out because of the limit.
    pub(crate) fn is_overflown(&self) -> bool {
        self.overflown
    }

    /// Where its segments stand, those left out included.
    pub(crate) fn span(&self) -> Span {
        Span {
            start: self.start,
            end: self.end,
        }
    }

    /// All the bytes; none when some were left out.
    pub(crate) fn bytes(&self) -> Option<&[u8]> {
        (!self.overflown).then_some(&*self.bytes)
    }

    /// What stands at a span of it; none when the span is empty.
    pub(crate) fn text(&self, span: Span) -> Option<Text<'_>> {
        let place = |offset: u64| usize::try_from(offset.checked_sub(self.start)?).ok();
        let bytes = self.bytes.get(place(span.start)?..place(span.end)?)?;
        (!bytes.is_empty()).then_some(Text::new(bytes, span.start))
    }
}
