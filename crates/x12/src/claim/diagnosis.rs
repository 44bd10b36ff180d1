//! The diagnoses of a claim, and the code lists of `HI`.

use crate::block::Block;
use crate::text::{Span, Text};

/// A diagnosis of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Diagnosis<'a> {
    /// What the claim tells it for.
    pub role: DiagnosisRole,
    /// The code list that the code is from.
    pub edition: IcdEdition,
    /// The code as it is written, which is without its dot.
    pub code: Text<'a>,
}

/// What a diagnosis is told for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DiagnosisRole {
    /// The principal one (`ABK`, `BK`).
    Principal,
    /// Another one (`ABF`, `BF`).
    Other,
    /// The one at admission (`ABJ`, `BJ`).
    Admitting,
    /// The patient's reason for the visit (`APR`, `PR`).
    ReasonForVisit,
    /// The external cause of an injury (`ABN`, `BN`).
    ExternalCause,
}

/// The edition of the International Classification of Diseases that a code is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IcdEdition {
    /// ICD-9-CM.
    Icd9,
    /// ICD-10-CM.
    Icd10,
}

/// A diagnosis as it is kept.
pub(crate) struct DiagnosisRecord {
    pub(crate) role: DiagnosisRole,
    pub(crate) edition: IcdEdition,
    pub(crate) code: Span,
}

/// A code list of `HI`.
pub(crate) enum CodeList {
    Diagnosis(DiagnosisRole, IcdEdition),
    /// Conditions, occurrences, values, procedures, groups: not read.
    Other,
}

impl CodeList {
    /// By the qualifier in `HI`.
    pub(crate) fn of_qualifier(qualifier: &[u8]) -> Option<Self> {
        use DiagnosisRole::{Admitting, ExternalCause, Other, Principal, ReasonForVisit};
        use IcdEdition::{Icd9, Icd10};
        Some(match qualifier {
            b"ABK" => Self::Diagnosis(Principal, Icd10),
            b"BK" => Self::Diagnosis(Principal, Icd9),
            b"ABF" => Self::Diagnosis(Other, Icd10),
            b"BF" => Self::Diagnosis(Other, Icd9),
            b"ABJ" => Self::Diagnosis(Admitting, Icd10),
            b"BJ" => Self::Diagnosis(Admitting, Icd9),
            b"APR" => Self::Diagnosis(ReasonForVisit, Icd10),
            b"PR" => Self::Diagnosis(ReasonForVisit, Icd9),
            b"ABN" => Self::Diagnosis(ExternalCause, Icd10),
            b"BN" => Self::Diagnosis(ExternalCause, Icd9),
            b"BBQ" | b"BBR" | b"BE" | b"BG" | b"BH" | b"BI" | b"BO" | b"BP" | b"BQ" | b"BR"
            | b"CAH" | b"DR" | b"TC" => Self::Other,
            _ => return None,
        })
    }
}

impl DiagnosisRecord {
    pub(crate) fn view<'a>(&self, block: &'a Block) -> Diagnosis<'a> {
        Diagnosis {
            role: self.role,
            edition: self.edition,
            code: block
                .text(self.code)
                .unwrap_or(Text::new(&[], self.code.start)),
        }
    }

    /// Whether `SV107` counts it.
    pub(crate) fn can_be_pointed_to(&self) -> bool {
        matches!(self.role, DiagnosisRole::Principal | DiagnosisRole::Other)
    }
}
