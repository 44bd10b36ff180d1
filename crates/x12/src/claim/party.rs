//! The persons and the payer of a claim.

use jiff::civil::Date;

use crate::block::Block;
use crate::levels::{PersonRecord, Subscriber};
use crate::text::{Placed, Text};

/// A subscriber or a patient.
#[derive(Clone, Copy)]
pub struct Person<'a> {
    pub(crate) record: &'a PersonRecord,
    pub(crate) block: &'a Block,
}

/// The sex that a claim tells (`DMG03`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sex {
    /// `F`.
    Female,
    /// `M`.
    Male,
    /// `U`: told as not known.
    Unknown,
}

impl<'a> Person<'a> {
    /// The last name, or an organisation's (`NM103`).
    #[must_use]
    pub fn last_name(&self) -> Option<Text<'a>> {
        self.block.text(self.record.last_name)
    }

    /// The first name (`NM104`).
    #[must_use]
    pub fn first_name(&self) -> Option<Text<'a>> {
        self.block.text(self.record.first_name)
    }

    /// The member's number at the payer (`NM109`); a dependent has none of their own.
    #[must_use]
    pub fn member_id(&self) -> Option<Text<'a>> {
        self.block.text(self.record.id)
    }

    /// The day of birth (`DMG02`).
    #[must_use]
    pub fn birth_date(&self) -> Option<Placed<Date>> {
        self.record.birth_date
    }

    /// The sex (`DMG03`).
    #[must_use]
    pub fn sex(&self) -> Option<Placed<Sex>> {
        self.record.sex
    }
}

/// Who is asked to pay.
#[derive(Clone, Copy)]
pub struct Payer<'a>(pub(crate) &'a Subscriber);

impl<'a> Payer<'a> {
    /// The name (`NM103`).
    #[must_use]
    pub fn name(&self) -> Option<Text<'a>> {
        self.0.block.text(self.0.payer_name)
    }

    /// What kind of number the id is (`NM108`): `PI` the payer's own, `XV` the national plan's.
    #[must_use]
    pub fn id_qualifier(&self) -> Option<Text<'a>> {
        self.0.block.text(self.0.payer_qualifier)
    }

    /// The number (`NM109`).
    #[must_use]
    pub fn id(&self) -> Option<Text<'a>> {
        self.0.block.text(self.0.payer_id)
    }
}
