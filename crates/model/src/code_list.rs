//! Lists of the codes that a system has in a year, as findings name them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{code::CodeSystem, date::Date};

/// A list of codes by which a finding was made.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct CodeListId {
    /// The system whose codes it lists.
    pub system: CodeSystem,
    /// The year of the list, see [`list_year`].
    pub year: i16,
    /// The SHA-256 of its file, in hexadecimal.
    pub sha256: String,
}

/// Why a code is not valid on a day, by the list of its year.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum NotValid {
    /// It is valid only later.
    NotYet {
        /// The first day on which it is.
        #[schemars(with = "String")]
        from: Date,
    },
    /// It was valid only earlier.
    Ended {
        /// The last day on which it was.
        #[schemars(with = "String")]
        on: Date,
    },
    /// It is a heading over the codes that may be billed.
    NotBillable,
    /// The list does not have it.
    Unknown,
}

/// The year of the list that holds on a day: for ICD-10-CM the fiscal year, which begins on 1 October
/// of the year before; for any other system the calendar year.
#[must_use]
pub fn list_year(system: CodeSystem, day: Date) -> i16 {
    match system {
        CodeSystem::Icd10Cm if day.month() >= 10 => day.year().saturating_add(1),
        _ => day.year(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::parse_day;

    #[test]
    fn the_year_of_diagnoses_begins_in_october() {
        let years = |day: &str| {
            let day = parse_day(day).unwrap();
            (
                list_year(CodeSystem::Icd10Cm, day),
                list_year(CodeSystem::HcpcsLevelII, day),
            )
        };
        assert_eq!(years("2024-09-30"), (2024, 2024));
        assert_eq!(years("2024-10-01"), (2025, 2024));
        assert_eq!(years("2025-01-01"), (2025, 2025));
        assert_eq!(years("9999-12-31"), (10000, 9999));
    }
}
