//! Code systems as documents name them.

use coverdict_model::code::{Code, CodeSystem};

use super::{find::Pattern, find::pattern, names};

/// A code system that a heading names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Named {
    Cpt,
    /// HCPCS, which is CPT and Level II together where nothing else is said.
    Hcpcs,
    HcpcsLevelII,
    Cdt,
    /// ICD-10-CM, or ICD-10 without saying which.
    Icd10,
    Icd10Pcs,
    /// Codes that are not told apart by their form.
    Other,
}

static CPT: Pattern = pattern!(r"(?i)\bCPT\b|\bcurrent procedural terminology\b");
static LEVEL_TWO: Pattern =
    pattern!(r"(?i)\bHCPCS(?:\s*[®™])?\s+level\s+(?:II|2)\b|\blevel\s+(?:II|2)\s+HCPCS\b");
static HCPCS: Pattern = pattern!(r"(?i)\bHCPCS\b");
static CDT: Pattern = pattern!(r"\bCDT\b");
static PROCEDURES: Pattern = pattern!(r"(?i)\bICD[- ]?10[- ]?PCS\b");
static DIAGNOSES: Pattern = pattern!(r"(?i)\bICD[- ]?10\b");
static OTHER: Pattern = pattern!(
    r"(?i)\bICD[- ]?9\b|\brevenue\b|\bmodifiers?\b|\bNDC\b|\bDRG\b|\bAPC\b|\bplace of service\b"
);
static PROCEDURE: Pattern = pattern!(r"^[0-9A-HJ-NP-Z]{7}$");

/// The code systems that a heading names; a misspelt name counts as the one that is meant.
pub(super) fn named(heading: &str) -> Vec<Named> {
    let mut named = Vec::new();
    let meant: Vec<&str> = names::misspelt(heading)
        .into_iter()
        .map(|(_, meant)| meant)
        .collect();
    let mut add = |is: bool, system| {
        if is {
            named.push(system);
        }
    };
    add(CPT.is_in(heading) || meant.contains(&"CPT"), Named::Cpt);
    match LEVEL_TWO.is_in(heading) {
        true => add(true, Named::HcpcsLevelII),
        false => add(
            HCPCS.is_in(heading) || meant.contains(&"HCPCS"),
            Named::Hcpcs,
        ),
    }
    add(CDT.is_in(heading), Named::Cdt);
    match PROCEDURES.is_in(heading) || meant.contains(&"ICD-10-PCS") {
        true => add(true, Named::Icd10Pcs),
        false => add(
            DIAGNOSES.is_in(heading) || meant.contains(&"ICD-10-CM"),
            Named::Icd10,
        ),
    }
    add(OTHER.is_in(heading), Named::Other);
    named
}

/// The system of a code by its form: its name, and the headings under which it belongs. None where the form does not
/// tell.
pub(super) fn system(code: &str) -> Option<(&'static str, &'static [Named])> {
    if PROCEDURE.is_in(code)
        && code.bytes().any(|byte| byte.is_ascii_alphabetic())
        && has_digits(code, 3)
    {
        return Some(("ICD-10-PCS", &[Named::Icd10Pcs, Named::Icd10]));
    }
    let code = Code::detect(code).ok()?;
    match code.system() {
        CodeSystem::HcpcsLevelII => Some(("HCPCS Level II", &[Named::Hcpcs, Named::HcpcsLevelII])),
        CodeSystem::Cpt => Some(("CPT", &[Named::Cpt, Named::Hcpcs])),
        CodeSystem::Cdt => Some(("CDT", &[Named::Cdt, Named::Hcpcs, Named::HcpcsLevelII])),
        // Without its dot a diagnosis looks like much else.
        CodeSystem::Icd10Cm if code.as_str().contains('.') => Some(("ICD-10-CM", &[Named::Icd10])),
        _ => None,
    }
}

fn has_digits(code: &str, count: usize) -> bool {
    code.bytes().filter(u8::is_ascii_digit).count() >= count
}
