//! HCPCS Level II, by the contractor file that CMS publishes for each calendar year.

mod read;
mod words;

use std::collections::BTreeMap;

use coverdict_model::{
    code_list::{CodeListId, NotValid},
    date::Date,
};

pub use read::read_hcpcs;
pub use words::{Action, Coverage};

/// The HCPCS Level II codes and modifiers of a calendar year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HcpcsList {
    /// The list's system, year and digest.
    pub id: CodeListId,
    /// The name of its file.
    pub file: String,
    /// How many records the file has; a long description takes several.
    pub records: u64,
    /// The procedure codes.
    pub codes: BTreeMap<Box<str>, HcpcsCode>,
    /// The modifiers, which are two characters each.
    pub modifiers: BTreeMap<Box<str>, HcpcsCode>,
}

/// What the list says of a code or modifier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HcpcsCode {
    /// The long description, its lines joined.
    pub long: String,
    /// The short description.
    pub short: String,
    /// Medicare's coverage flag.
    pub coverage: Coverage,
    /// The last change.
    pub action: Action,
    /// The day on which the code was added.
    pub added: Date,
    /// The day on which the last change took effect.
    pub effective: Option<Date>,
    /// The last day on which the code may be used.
    pub terminated: Option<Date>,
    /// Sections of the old coverage issues manual, such as `35-13`, as they stand in the file.
    pub coverage_issues: Vec<String>,
    /// Sections of the old carriers manual, such as `2049`, as they stand in the file.
    pub carriers_manual: Vec<String>,
    /// The provision of a statute, such as `1862A7`, as it stands in the file.
    pub statute: Option<String>,
    /// Codes or ranges of codes that are valid instead.
    pub instead: Vec<String>,
}

impl HcpcsCode {
    /// The first day on which the code may be used. Of a code that was re-activated the list does not
    /// tell from when to when it was valid before.
    #[must_use]
    pub fn first_day(&self) -> Date {
        match (self.action, self.effective) {
            (Action::Reactivate, Some(again)) => again,
            _ => self.added,
        }
    }

    /// The last day on which the code may be used, when it has one.
    #[must_use]
    pub fn last_day(&self) -> Option<Date> {
        // A day before the first is the end of what was re-activated since.
        self.terminated.filter(|last| *last >= self.first_day())
    }

    /// Why the code may not be used on a day; none: it may.
    #[must_use]
    pub fn not_valid(&self, day: Date) -> Option<NotValid> {
        let from = self.first_day();
        if day < from {
            return Some(NotValid::NotYet { from });
        }
        let ended = self.last_day().filter(|last| day > *last);
        ended.map(|on| NotValid::Ended { on })
    }
}

impl HcpcsList {
    /// The codes that the list ties to a section of the coverage issues manual, written as there.
    pub fn tied_to<'l>(
        &'l self,
        section: &'l str,
    ) -> impl Iterator<Item = (&'l str, &'l HcpcsCode)> {
        let tied = move |code: &HcpcsCode| code.coverage_issues.iter().any(|one| one == section);
        self.codes
            .iter()
            .filter(move |(_, code)| tied(code))
            .map(|(text, code)| (&**text, code))
    }
}
