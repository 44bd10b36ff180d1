//! What the codes of the line mean, by the lists at hand.

use std::collections::BTreeSet;

use coverdict_codes::CodeLists;
use coverdict_model::{
    code::{Code, CodeSystem},
    code_list::NotValid,
    fact::FactType,
    finding::Finding,
    value::Reading,
};
use coverdict_program::Program;

use super::Page;

/// The part of the page on codes; none where no list describes any.
pub(super) fn codes(page: &mut Page, finding: &Finding, program: &Program, lists: &CodeLists) {
    let day = finding.case.date_of_service;
    let mut described = stated(finding, program)
        .into_iter()
        .filter_map(|code| {
            let descriptor = lists.descriptor(&code, day)?;
            let flag = lists.hcpcs(&code, day).map_or(String::new(), |code| {
                let flag = code.coverage;
                format!(" ({}: {})", flag.letter(), flag.meaning())
            });
            Some((code, format!("{descriptor}{flag}")))
        })
        .peekable();
    if described.peek().is_none() {
        return;
    }
    page.title("Codes");
    for (code, text) in described {
        page.columns(2, &[(code.as_str(), 10)], &text);
    }
    page.blank();
}

/// The procedure and diagnosis codes that the case states.
fn stated(finding: &Finding, program: &Program) -> BTreeSet<Code> {
    let mut codes = BTreeSet::new();
    for (id, statements) in &finding.case.facts {
        let fact = program.catalogue.facts.get(id);
        let Some(FactType::Codes { systems }) = fact.map(|fact| &fact.kind) else {
            continue;
        };
        for statement in statements {
            if let Reading::Members { members, .. } = &statement.reading {
                let read = members
                    .iter()
                    .filter_map(|member| Code::parse_any(systems, member.as_str()).ok());
                codes.extend(read);
            }
        }
    }
    codes
}

/// Why a code is not valid on its day, in words.
pub(super) fn not_valid(code: &Code, year: i16, why: NotValid) -> String {
    let list = list(code.system(), year);
    match why {
        NotValid::NotYet { from } => {
            format!("{code} is not valid on its day: by {list} it begins on {from}")
        }
        NotValid::Ended { on } => {
            format!("{code} is not valid on its day: by {list} its last day was {on}")
        }
        NotValid::NotBillable => {
            format!("{code} is not valid: in {list} it is a heading over the codes to bill")
        }
        NotValid::Unknown => format!("{code} is not valid: it is not in {list}"),
    }
}

/// That codes of a system were not checked, in words.
pub(super) fn not_checked(system: CodeSystem, year: i16) -> String {
    match system {
        CodeSystem::HcpcsLevelII | CodeSystem::Icd10Cm => {
            format!("codes not checked: {} is not at hand", list(system, year))
        }
        _ => format!(
            "codes not checked: no public list of {} exists",
            name(system)
        ),
    }
}

fn list(system: CodeSystem, year: i16) -> String {
    match system {
        CodeSystem::Icd10Cm => format!("the ICD-10-CM list of fiscal year {year}"),
        _ => format!("the {} list of {year}", name(system)),
    }
}

fn name(system: CodeSystem) -> &'static str {
    match system {
        CodeSystem::HcpcsLevelII => "HCPCS Level II",
        CodeSystem::Icd10Cm => "ICD-10-CM",
        CodeSystem::Cpt => "CPT",
        CodeSystem::Cdt => "CDT",
        other => other.name(),
    }
}
