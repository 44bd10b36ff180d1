//! The levels of subscribers and of patients.

use crate::block::Block;
use crate::claim::Person;
use crate::levels::{Fate, PersonRecord, outside_of_claim, required_loop};
use crate::problem::{Defect, Fault, Problem};
use crate::segment::Segment;
use crate::text::Span;
use crate::value::{once, required};

/// A subscriber's level (2000B) with the subscriber (2010BA) and the payer (2010BB).
#[derive(Default)]
pub(crate) struct Subscriber {
    pub(crate) block: Block,
    pub(crate) fate: Fate,
    pub(crate) responsibility: Span,
    pub(crate) group_number: Span,
    pub(crate) group_name: Span,
    pub(crate) filing_code: Span,
    pub(crate) payer_name: Span,
    pub(crate) payer_qualifier: Span,
    pub(crate) payer_id: Span,
    /// `HL01`, when the level is open.
    level: Option<u64>,
    /// The `SBR` segment.
    coverage: Option<Span>,
    is_patient: bool,
    person: Option<PersonRecord>,
    payer: Option<Span>,
    nobody: PersonRecord,
    /// Whether `DMG` may follow: it tells of the person named last.
    may_describe: bool,
}

/// A patient's level (2000C) with the patient (2010CA).
#[derive(Default)]
pub(crate) struct Patient {
    block: Block,
    pub(crate) fate: Fate,
    person: Option<PersonRecord>,
    nobody: PersonRecord,
    may_describe: bool,
}

impl Subscriber {
    pub(crate) fn clear(&mut self, untold: &mut Vec<Problem>) {
        self.fate.clear(untold);
        let mut block = std::mem::take(&mut self.block);
        block.clear();
        *self = Self {
            block,
            ..Self::default()
        };
    }

    pub(crate) fn open(&mut self, level: u64, segment: &Segment<'_>, limit: usize) {
        self.level = Some(level);
        self.block.push(segment, limit);
    }

    /// The number of the level, when there is one.
    pub(crate) fn level(&self) -> Option<u64> {
        self.level
    }

    pub(crate) fn person(&self) -> Person<'_> {
        Person {
            record: self.person.as_ref().unwrap_or(&self.nobody),
            block: &self.block,
        }
    }

    pub(crate) fn add(&mut self, segment: &Segment<'_>, limit: usize) -> Result<(), Defect> {
        keep(&mut self.block, segment, limit, "subscriber's level")?;
        match segment.id() {
            b"SBR" => self.coverage(segment),
            b"NM1" => self.name(segment),
            b"DMG" => describe(self.person.as_mut(), self.may_describe, segment),
            b"N2" | b"N3" | b"N4" | b"PAT" | b"PER" | b"REF" => Ok(()),
            _ => Err(outside_of_claim(segment)),
        }
    }

    /// Whether a claim can stand here, for the subscriber or for a dependent.
    pub(crate) fn can_claim(&self, own: bool, claim: Span) -> Result<(), Defect> {
        required_loop(self.coverage.is_some(), "SBR of the subscriber", claim)?;
        required_loop(self.person.is_some(), "the subscriber (NM1*IL)", claim)?;
        required_loop(self.payer.is_some(), "the payer (NM1*PR)", claim)?;
        let what =
            "the patient: SBR02 does not say that the subscriber is (18), and HL 23 of a dependent";
        required_loop(self.is_patient || !own, what, claim)
    }

    fn coverage(&mut self, segment: &Segment<'_>) -> Result<(), Defect> {
        segment.ends_after(9)?;
        let [responsibility, relation, number, name, _, _, _, _, filing] = segment.elements();
        let span = segment.span();
        once(&mut self.coverage, span, "SBR of the subscriber", span)?;
        self.is_patient = relation == "18";
        self.responsibility = responsibility.span();
        self.group_number = number.span();
        self.group_name = name.span();
        self.filing_code = filing.span();
        Ok(())
    }

    fn name(&mut self, segment: &Segment<'_>) -> Result<(), Defect> {
        let [entity, _, name, _, _, _, _, qualifier, id] = segment.elements();
        let span = segment.span();
        self.may_describe = entity == "IL";
        match entity.bytes() {
            b"IL" => {
                let person = PersonRecord::named(segment)?;
                once(&mut self.person, person, "the subscriber (NM1*IL)", span)
            }
            b"PR" => {
                segment.ends_after(9)?;
                once(&mut self.payer, span, "the payer (NM1*PR)", span)?;
                self.payer_name = name.span();
                self.payer_qualifier = qualifier.span();
                self.payer_id = required(id, "NM109 of the payer")?.span();
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

impl Patient {
    pub(crate) fn clear(&mut self, untold: &mut Vec<Problem>) {
        self.fate.clear(untold);
        let mut block = std::mem::take(&mut self.block);
        block.clear();
        *self = Self {
            block,
            ..Self::default()
        };
    }

    pub(crate) fn open(&mut self, segment: &Segment<'_>, limit: usize) {
        self.block.push(segment, limit);
    }

    pub(crate) fn person(&self) -> Person<'_> {
        Person {
            record: self.person.as_ref().unwrap_or(&self.nobody),
            block: &self.block,
        }
    }

    pub(crate) fn add(&mut self, segment: &Segment<'_>, limit: usize) -> Result<(), Defect> {
        keep(&mut self.block, segment, limit, "patient's level")?;
        match segment.id() {
            b"NM1" => self.name(segment),
            b"DMG" => describe(self.person.as_mut(), self.may_describe, segment),
            b"N2" | b"N3" | b"N4" | b"PAT" | b"PER" | b"REF" => Ok(()),
            _ => Err(outside_of_claim(segment)),
        }
    }

    /// Whether a claim can stand here.
    pub(crate) fn can_claim(&self, claim: Span) -> Result<(), Defect> {
        required_loop(self.person.is_some(), "the patient (NM1*QC)", claim)
    }

    fn name(&mut self, segment: &Segment<'_>) -> Result<(), Defect> {
        let [entity] = segment.elements();
        self.may_describe = entity == "QC";
        match self.may_describe {
            true => once(
                &mut self.person,
                PersonRecord::named(segment)?,
                "the patient (NM1*QC)",
                segment.span(),
            ),
            false => Ok(()),
        }
    }
}

fn keep(
    block: &mut Block,
    segment: &Segment<'_>,
    limit: usize,
    what: &'static str,
) -> Result<(), Defect> {
    block.push(segment, limit);
    match block.is_overflown() {
        true => Err(Defect::new(Fault::TooLong { what, limit }, block.span())),
        false => Ok(()),
    }
}

/// `DMG`.
fn describe(
    person: Option<&mut PersonRecord>,
    may_describe: bool,
    segment: &Segment<'_>,
) -> Result<(), Defect> {
    let belongs = "after the NM1 of the subscriber or patient";
    match person.filter(|_| may_describe) {
        Some(person) => person.demographics(segment),
        None => Err(Defect::new(Fault::OutOfPlace { belongs }, segment.span())),
    }
}
