//! Whether the codes of the line are valid on its days, by the lists at hand. This changes no answer.

use std::collections::BTreeSet;

use coverdict_codes::{CodeLists, Validity};
use coverdict_model::{
    case::Case,
    code::{Code, CodeSystem},
    code_list::{CodeListId, NotValid, list_year},
    date::Date,
    fact::{FactType, Section},
    finding::Limit,
    value::{Reading, Statement},
};

use crate::facts::Defaults;

/// The systems whose codes are checked: those that a year's list brings up to date.
const CHECKED: [CodeSystem; 4] = [
    CodeSystem::HcpcsLevelII,
    CodeSystem::Cpt,
    CodeSystem::Cdt,
    CodeSystem::Icd10Cm,
];

/// What the lists say of a line.
#[derive(Debug, Default)]
pub(crate) struct Checked {
    pub(crate) limits: BTreeSet<Limit>,
    /// The lists that were asked.
    pub(crate) lists: BTreeSet<CodeListId>,
}

/// Checks every code of the line on each of its days.
pub(crate) fn check(
    defaults: &Defaults<'_>,
    lists: &CodeLists,
    case: &Case,
    days: &[Date],
) -> Checked {
    let mut checked = Checked::default();
    for code in codes(defaults, case) {
        for day in days {
            checked.code(lists, &code, *day);
        }
    }
    checked
}

impl Checked {
    fn code(&mut self, lists: &CodeLists, code: &Code, day: Date) {
        let system = code.system();
        self.lists.extend(lists.list(system, day).cloned());
        let why = match lists.validity(code, day) {
            Validity::Valid => return,
            Validity::NoList { year } => {
                self.limits.insert(Limit::CodeNotChecked { system, year });
                return;
            }
            Validity::NotYet { from } => NotValid::NotYet { from },
            Validity::Ended { on } => NotValid::Ended { on },
            Validity::NotBillable => NotValid::NotBillable,
            Validity::Unknown => NotValid::Unknown,
        };
        self.limits.insert(Limit::CodeNotValid {
            code: code.clone(),
            year: list_year(system, day),
            why,
        });
    }
}

/// The procedure codes and diagnoses that the case states of its line. Codes of the history, which
/// belong to other days, are not among them.
fn codes(defaults: &Defaults<'_>, case: &Case) -> BTreeSet<Code> {
    let mut codes = BTreeSet::new();
    let is_set = |statement: &Statement| matches!(statement.reading, Reading::Members { .. });
    for (id, statements) in &case.facts {
        if !statements.iter().any(is_set) {
            continue;
        }
        let number = defaults.number(id.as_str());
        let Some(fact) = number.and_then(|number| defaults.declared(number)) else {
            continue;
        };
        let (FactType::Codes { systems }, Section::Line) = (&fact.kind, fact.section) else {
            continue;
        };
        let stated = statements
            .iter()
            .filter_map(|statement| match &statement.reading {
                Reading::Members { members, .. } => Some(members),
                _ => None,
            });
        let read = stated
            .flatten()
            .filter_map(|member| Code::parse_any(systems, member.as_str()).ok());
        codes.extend(read.filter(|code| CHECKED.contains(&code.system())));
    }
    codes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_systems_that_are_checked_are_those_of_procedures_and_diagnoses() {
        for system in CodeSystem::ALL {
            let named = CodeSystem::PROCEDURE.contains(&system) || system == CodeSystem::Icd10Cm;
            assert_eq!(CHECKED.contains(&system), named, "{system}");
        }
    }
}
