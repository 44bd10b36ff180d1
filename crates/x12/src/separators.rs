//! The separators, which each interchange declares in its first segment.

use crate::problem::{Defect, Fault};
use crate::text::Span;

/// The length in bytes of the `ISA` segment, its terminator included.
pub(crate) const ISA_LENGTH: usize = 106;

/// Where the element separators of `ISA` stand: its elements have fixed widths.
const BEFORE_ELEMENTS: [usize; 16] = [
    3, 6, 17, 20, 31, 34, 50, 53, 69, 76, 81, 83, 89, 99, 101, 103,
];
/// Where `ISA11` stands, the repetition separator since version 00402.
const REPETITION: usize = 82;
/// Where `ISA16` stands, the component separator.
const COMPONENT: usize = 104;
/// Where the segment terminator stands.
const TERMINATOR: usize = 105;

/// The characters that separate the parts of an interchange.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Separators {
    /// Between the elements of a segment.
    pub(crate) element: u8,
    /// Between the components of an element.
    pub(crate) component: u8,
    /// After each segment.
    pub(crate) terminator: u8,
}

impl Separators {
    /// The separators that an `ISA` segment, which starts at an offset, declares.
    pub(crate) fn of_header(header: &[u8], offset: u64) -> Result<Self, Defect> {
        let byte = |place: usize| header.get(place).copied().unwrap_or_default();
        let at = |place: usize, length: u64| {
            let start = offset.saturating_add(place as u64);
            Span {
                start,
                end: start.saturating_add(length),
            }
        };
        let element = byte(3);
        for (number, place) in (1_u8..).zip(BEFORE_ELEMENTS) {
            if byte(place) != element {
                let fault = Fault::HeaderLayout { element: number };
                return Err(Defect::new(fault, at(place, 1)));
            }
        }
        let separators = Self {
            element,
            component: byte(COMPONENT),
            terminator: byte(TERMINATOR),
        };
        match separators.tell_apart(byte(REPETITION)) {
            true => Ok(separators),
            false => Err(Defect::new(Fault::Separators, at(0, ISA_LENGTH as u64))),
        }
    }

    /// Whether each separator is another character, and none can stand in a value. Nothing that is read
    /// is repeated; versions before 00402 have a letter in place of the repetition separator.
    fn tell_apart(self, repetition: u8) -> bool {
        let mut all = vec![self.element, self.component, self.terminator];
        all.extend((!repetition.is_ascii_alphanumeric()).then_some(repetition));
        let usable =
            |byte: &u8| !byte.is_ascii_alphanumeric() && !matches!(byte, b' ' | b'.' | b'-');
        let allowed = all.iter().all(usable);
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        allowed && all.len() == count
    }
}
