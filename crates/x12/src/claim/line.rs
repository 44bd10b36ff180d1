//! A service line of a claim.

use crate::claim::diagnosis::{Diagnosis, DiagnosisRecord};
use crate::claim::record::LineRecord;
use crate::claim::{Claim, ClaimKind};
use crate::text::{Placed, Span, Text};
use crate::value::Period;

/// A service line, with what it takes over from its claim.
#[derive(Clone, Copy)]
pub struct Line<'a> {
    pub(crate) claim: Claim<'a>,
    pub(crate) record: &'a LineRecord,
}

/// What was done.
#[derive(Clone, Copy)]
pub struct Procedure<'a> {
    claim: Claim<'a>,
    record: &'a LineRecord,
}

/// Where the dates of a line stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DatesFrom {
    /// In the line itself (`DTP*472`).
    Line,
    /// In the statement of an institutional claim (`DTP*434`).
    Statement,
}

impl<'a> Line<'a> {
    /// The number (`LX01`).
    #[must_use]
    pub fn number(&self) -> Text<'a> {
        self.claim.record.required(self.record.number)
    }

    /// Where its `LX` segment stands, with which it begins.
    #[must_use]
    pub fn span(&self) -> Span {
        let opened = self.record.opened.map(|(_, span)| span);
        opened.unwrap_or(self.record.number)
    }

    /// The procedure (`SV101`, `SV202`); an institutional line can have none.
    #[must_use]
    pub fn procedure(&self) -> Option<Procedure<'a>> {
        (!self.record.code.is_empty()).then_some(Procedure {
            claim: self.claim,
            record: self.record,
        })
    }

    /// The revenue code of an institutional line (`SV201`).
    #[must_use]
    pub fn revenue_code(&self) -> Option<Text<'a>> {
        self.claim.record.block.text(self.record.revenue)
    }

    /// The charge (`SV102`, `SV203`), a decimal number.
    #[must_use]
    pub fn charge(&self) -> Text<'a> {
        self.claim.record.required(self.record.charge)
    }

    /// What is counted (`SV103`, `SV204`): `UN` units, `MJ` minutes, `DA` days.
    #[must_use]
    pub fn unit(&self) -> Text<'a> {
        self.claim.record.required(self.record.unit)
    }

    /// How many (`SV104`, `SV205`), a decimal number.
    #[must_use]
    pub fn units(&self) -> Text<'a> {
        self.claim.record.required(self.record.units)
    }

    /// The place of service of a professional line: its own (`SV105`), or the claim's.
    #[must_use]
    pub fn place_of_service(&self) -> Option<Text<'a>> {
        self.claim
            .record
            .block
            .text(self.record.place)
            .or_else(|| self.claim.place_of_service())
    }

    /// The days of the service.
    #[must_use]
    pub fn dates(&self) -> Option<(Placed<Period>, DatesFrom)> {
        let own = self.record.dates.map(|dates| (dates, DatesFrom::Line));
        let statement = || {
            let dates = self.claim.statement()?;
            Some((dates, DatesFrom::Statement))
        };
        own.or_else(statement)
    }

    /// The diagnoses that a professional line points to (`SV107`), the first being the one that the
    /// service is for; an institutional line points to none.
    pub fn diagnoses(&self) -> impl Iterator<Item = Diagnosis<'a>> + use<'a> {
        let claim = self.claim.record;
        let pointers = self.record.pointers.iter();
        pointers
            .take_while(|pointer| **pointer > 0)
            .filter_map(move |pointer| {
                claim
                    .diagnoses
                    .iter()
                    .filter(|diagnosis| diagnosis.can_be_pointed_to())
                    .nth(usize::from(*pointer).saturating_sub(1))
            })
            .map(|diagnosis: &DiagnosisRecord| diagnosis.view(&claim.block))
    }

    /// The number of the prior authorization: the line's own (`REF*G1`), or the claim's.
    #[must_use]
    pub fn prior_authorization(&self) -> Option<Text<'a>> {
        self.claim
            .record
            .optional(self.record.prior_authorization)
            .or_else(|| self.claim.prior_authorization())
    }

    /// The number of the referral: the line's own (`REF*9F`), or the claim's.
    #[must_use]
    pub fn referral(&self) -> Option<Text<'a>> {
        self.claim
            .record
            .optional(self.record.referral)
            .or_else(|| self.claim.referral())
    }

    /// Which guide it follows.
    #[must_use]
    pub fn kind(&self) -> ClaimKind {
        self.claim.kind
    }
}

impl<'a> Procedure<'a> {
    /// The code list of the code: `HC` for HCPCS, CPT among them.
    #[must_use]
    pub fn qualifier(&self) -> Text<'a> {
        self.claim.record.required(self.record.qualifier)
    }

    /// The code.
    #[must_use]
    pub fn code(&self) -> Text<'a> {
        self.claim.record.required(self.record.code)
    }

    /// The modifiers in their order: four at most.
    pub fn modifiers(&self) -> impl Iterator<Item = Text<'a>> + use<'a> {
        let block = &self.claim.record.block;
        let modifiers = self.record.modifiers.iter();
        modifiers.filter_map(|modifier| block.text(*modifier))
    }
}
