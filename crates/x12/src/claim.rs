//! A claim of an 837, professional or institutional.

mod diagnosis;
mod line;
mod party;
pub(crate) mod record;

pub use diagnosis::{Diagnosis, DiagnosisRole, IcdEdition};
pub use line::{DatesFrom, Line, Procedure};
pub use party::{Payer, Person, Sex};

use crate::levels::{Patient, Subscriber};
use crate::text::{Placed, Text};
use crate::value::Period;
use record::ClaimRecord;

/// Which guide a claim follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClaimKind {
    /// 837P, 005010X222.
    Professional,
    /// 837I, 005010X223.
    Institutional,
}

impl ClaimKind {
    /// By the version that `GS08` and `ST03` tell; errata (`A1`, `A2`) change nothing that is read.
    pub(crate) fn of_guide(version: &str) -> Option<Self> {
        let (guide, errata) = version.split_at_checked(10)?;
        let known = errata.is_empty() || errata.starts_with('A');
        match guide {
            "005010X222" if known => Some(Self::Professional),
            "005010X223" if known => Some(Self::Institutional),
            _ => None,
        }
    }
}

/// A complete claim, borrowed from its reader until the next event.
#[derive(Clone, Copy)]
pub struct Claim<'a> {
    pub(crate) kind: ClaimKind,
    pub(crate) record: &'a ClaimRecord,
    pub(crate) subscriber: &'a Subscriber,
    /// None when the subscriber is the patient.
    pub(crate) patient: Option<&'a Patient>,
}

impl<'a> Claim<'a> {
    /// Which guide it follows.
    #[must_use]
    pub fn kind(&self) -> ClaimKind {
        self.kind
    }

    /// The bytes of its segments as they stand in the input, from `CLM` on, with their place.
    #[must_use]
    pub fn text(&self) -> Text<'a> {
        let block = &self.record.block;
        Text::new(block.bytes().unwrap_or_default(), block.span().start)
    }

    /// The submitter's identifier of the claim (`CLM01`).
    #[must_use]
    pub fn id(&self) -> Text<'a> {
        self.record.required(self.record.id)
    }

    /// The total charge (`CLM02`), a decimal number.
    #[must_use]
    pub fn charge(&self) -> Text<'a> {
        self.record.required(self.record.charge)
    }

    /// The place of service of a professional claim (`CLM05-1`), which a line can override.
    #[must_use]
    pub fn place_of_service(&self) -> Option<Text<'a>> {
        match self.kind {
            ClaimKind::Professional => self.record.block.text(self.record.facility),
            ClaimKind::Institutional => None,
        }
    }

    /// The first two digits of an institutional claim's type of bill (`CLM05-1`); the third is the
    /// frequency.
    #[must_use]
    pub fn type_of_bill(&self) -> Option<Text<'a>> {
        match self.kind {
            ClaimKind::Professional => None,
            ClaimKind::Institutional => self.record.block.text(self.record.facility),
        }
    }

    /// Whether the claim is original, replaces or voids another (`CLM05-3`).
    #[must_use]
    pub fn frequency(&self) -> Text<'a> {
        self.record.required(self.record.frequency)
    }

    /// Who is asked to pay (loop 2010BB).
    #[must_use]
    pub fn payer(&self) -> Payer<'a> {
        Payer(self.subscriber)
    }

    /// The subscriber (loop 2010BA).
    #[must_use]
    pub fn subscriber(&self) -> Person<'a> {
        self.subscriber.person()
    }

    /// The patient: a dependent (loop 2010CA), or the subscriber.
    #[must_use]
    pub fn patient(&self) -> Person<'a> {
        match self.patient {
            Some(patient) => patient.person(),
            None => self.subscriber(),
        }
    }

    /// Whether the subscriber is the patient.
    #[must_use]
    pub fn subscriber_is_patient(&self) -> bool {
        self.patient.is_none()
    }

    /// The place of the payer among the patient's payers (`SBR01`), such as `P` for the first.
    #[must_use]
    pub fn responsibility(&self) -> Option<Text<'a>> {
        self.subscriber.block.text(self.subscriber.responsibility)
    }

    /// The number of the subscriber's group or policy (`SBR03`).
    #[must_use]
    pub fn group_number(&self) -> Option<Text<'a>> {
        self.subscriber.block.text(self.subscriber.group_number)
    }

    /// The name of the subscriber's group or plan (`SBR04`).
    #[must_use]
    pub fn group_name(&self) -> Option<Text<'a>> {
        self.subscriber.block.text(self.subscriber.group_name)
    }

    /// The kind of coverage (`SBR09`), such as `MB` for Medicare part B.
    #[must_use]
    pub fn filing_code(&self) -> Option<Text<'a>> {
        self.subscriber.block.text(self.subscriber.filing_code)
    }

    /// The number of the prior authorization (`REF*G1` of the claim).
    #[must_use]
    pub fn prior_authorization(&self) -> Option<Text<'a>> {
        self.record.optional(self.record.prior_authorization)
    }

    /// The number of the referral (`REF*9F` of the claim).
    #[must_use]
    pub fn referral(&self) -> Option<Text<'a>> {
        self.record.optional(self.record.referral)
    }

    /// The first and the last day of an institutional claim's statement (`DTP*434`).
    #[must_use]
    pub fn statement(&self) -> Option<Placed<Period>> {
        self.record.statement
    }

    /// All the diagnoses of `HI`, in their order.
    pub fn diagnoses(&self) -> impl Iterator<Item = Diagnosis<'a>> + use<'a> {
        let record = self.record;
        record
            .diagnoses
            .iter()
            .map(|diagnosis| diagnosis.view(&record.block))
    }

    /// The service lines, in their order: one at least.
    pub fn lines(&self) -> impl ExactSizeIterator<Item = Line<'a>> + use<'a> {
        let claim = *self;
        claim.record.lines.iter().map(move |line| Line {
            claim,
            record: line,
        })
    }
}
