//! Places in the input, and what stands there.

use std::borrow::Cow;

/// A range of bytes of the input, counted from its first byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The first byte.
    pub start: u64,
    /// The byte after the last.
    pub end: u64,
}

impl Span {
    /// The number of bytes.
    #[must_use]
    pub fn len(self) -> u64 {
        self.end.saturating_sub(self.start)
    }

    /// Whether there is no byte in it.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }
}

/// A value that was understood, with its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

/// A value as it is written, with its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Text<'a> {
    bytes: &'a [u8],
    start: u64,
}

impl<'a> Text<'a> {
    pub(crate) const fn new(bytes: &'a [u8], start: u64) -> Self {
        Self { bytes, start }
    }

    /// The bytes as they are written.
    #[must_use]
    pub fn bytes(self) -> &'a [u8] {
        self.bytes
    }

    /// The text, with a mark in place of what is not UTF-8; X12 does not tell the encoding of names.
    #[must_use]
    pub fn to_str(self) -> Cow<'a, str> {
        String::from_utf8_lossy(self.bytes)
    }

    /// Where it stands.
    #[must_use]
    pub fn span(self) -> Span {
        Span {
            start: self.start,
            end: self.end(),
        }
    }

    pub(crate) fn is_empty(self) -> bool {
        self.bytes.is_empty()
    }

    fn end(self) -> u64 {
        self.start.saturating_add(self.bytes.len() as u64)
    }

    /// The first parts between separators; those that are not written are empty.
    pub(crate) fn parts<const N: usize>(self, separator: u8) -> [Self; N] {
        let mut parts = self.split(separator);
        std::array::from_fn(|_| parts.next().unwrap_or(Self::new(&[], self.end())))
    }

    /// All the parts between separators: one at least.
    pub(crate) fn split(self, separator: u8) -> impl Iterator<Item = Self> {
        let mut rest = Some(self);
        std::iter::from_fn(move || {
            let text = rest?;
            // Parts are a few bytes long: a plain loop beats what is made for long texts.
            let cut = text.bytes.iter().position(|byte| *byte == separator);
            let (part, after) = match cut.and_then(|cut| text.bytes.split_at_checked(cut)) {
                Some((part, after)) => (part, after.get(1..)),
                None => (text.bytes, None),
            };
            let start = text.start.saturating_add(part.len() as u64 + 1);
            rest = after.map(|after| Self::new(after, start));
            Some(Self::new(part, text.start))
        })
    }
}

/// A text is compared by what is written, wherever it stands.
impl PartialEq<str> for Text<'_> {
    fn eq(&self, other: &str) -> bool {
        self.bytes == other.as_bytes()
    }
}

impl PartialEq<&str> for Text<'_> {
    fn eq(&self, other: &&str) -> bool {
        self.bytes == other.as_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_know_their_places_and_missing_ones_are_empty_at_the_end() {
        let text = Text::new(b"HC:99213", 10);
        let [qualifier, code, modifier] = text.parts(b':');
        assert_eq!(qualifier, Text::new(b"HC", 10));
        assert_eq!(code.span(), Span { start: 13, end: 18 });
        assert_eq!(modifier, Text::new(b"", 18));
    }

    #[test]
    fn a_separator_at_the_end_is_followed_by_an_empty_part() {
        let parts: Vec<_> = Text::new(b"1::", 0).split(b':').collect();
        assert_eq!(
            parts,
            [Text::new(b"1", 0), Text::new(b"", 2), Text::new(b"", 3)]
        );
    }
}
