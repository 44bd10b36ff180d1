//! A person's name and demographics.

use jiff::civil::Date;

use crate::claim::Sex;
use crate::problem::Defect;
use crate::segment::Segment;
use crate::text::{Placed, Span};
use crate::value::{day, malformed};

/// What `NM1` and `DMG` tell of a person.
#[derive(Default)]
pub(crate) struct PersonRecord {
    pub(crate) last_name: Span,
    pub(crate) first_name: Span,
    pub(crate) id: Span,
    pub(crate) birth_date: Option<Placed<Date>>,
    pub(crate) sex: Option<Placed<Sex>>,
}

impl PersonRecord {
    /// By the `NM1` segment.
    pub(crate) fn named(segment: &Segment<'_>) -> Result<Self, Defect> {
        segment.ends_after(9)?;
        let [_, _, last, first, _, _, _, _, id] = segment.elements();
        Ok(Self {
            last_name: last.span(),
            first_name: first.span(),
            id: id.span(),
            ..Self::default()
        })
    }

    /// `DMG`.
    pub(crate) fn demographics(&mut self, segment: &Segment<'_>) -> Result<(), Defect> {
        let [format, born, sex] = segment.elements();
        if !born.is_empty() {
            if format != "D8" {
                return Err(malformed(format, "DMG01", "D8"));
            }
            self.birth_date = Some(day(born, "DMG02")?);
        }
        let value = match sex.bytes() {
            b"" => return Ok(()),
            b"F" => Sex::Female,
            b"M" => Sex::Male,
            b"U" => Sex::Unknown,
            _ => return Err(malformed(sex, "DMG03", "F, M or U")),
        };
        let span = sex.span();
        self.sex = Some(Placed { value, span });
        Ok(())
    }
}
