//! Several lists, and whether a code is valid on a day.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use coverdict_model::{
    code::{Code, CodeSystem},
    code_list::{CodeListId, NotValid, list_year},
    date::Date,
};

use crate::{CptDescriptors, HcpcsList, Icd10CmList, hcpcs::HcpcsCode};

/// Whether a code is valid on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Validity {
    /// It is.
    Valid,
    /// It is valid only later.
    NotYet {
        /// The first day on which it is.
        from: Date,
    },
    /// It was valid only earlier.
    Ended {
        /// The last day on which it was.
        on: Date,
    },
    /// It is a heading over codes that may be billed.
    NotBillable,
    /// The list of the year does not have it.
    Unknown,
    /// There is no list by which to tell.
    NoList {
        /// The year of the list that would be needed.
        year: i16,
    },
}

/// Two lists of one system for one year.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{first} and {second} are both named as the {system} list of {year}: name the newer file alone"
)]
pub struct TwoLists {
    /// The system.
    pub system: CodeSystem,
    /// The year.
    pub year: i16,
    /// The file that was named first.
    pub first: String,
    /// The file that was named second.
    pub second: String,
}

/// Lists of codes, at most one for each system and year.
#[derive(Debug, Clone, Default)]
pub struct CodeLists {
    hcpcs: BTreeMap<i16, Arc<HcpcsList>>,
    icd_10_cm: BTreeMap<i16, Arc<Icd10CmList>>,
    cpt: BTreeMap<i16, Arc<CptDescriptors>>,
}

impl CodeLists {
    /// No lists.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            hcpcs: BTreeMap::new(),
            icd_10_cm: BTreeMap::new(),
            cpt: BTreeMap::new(),
        }
    }

    /// Adds a list of HCPCS Level II.
    ///
    /// # Errors
    /// When there is one of that year.
    pub fn add_hcpcs(&mut self, list: HcpcsList) -> Result<(), TwoLists> {
        let (year, file) = (list.id.year, list.file.clone());
        match self.hcpcs.insert(year, Arc::new(list)) {
            None => Ok(()),
            Some(first) => Err(two(CodeSystem::HcpcsLevelII, year, &first.file, file)),
        }
    }

    /// Adds a list of ICD-10-CM.
    ///
    /// # Errors
    /// When there is one of that year.
    pub fn add_icd_10_cm(&mut self, list: Icd10CmList) -> Result<(), TwoLists> {
        let (year, file) = (list.id.year, list.file.clone());
        match self.icd_10_cm.insert(year, Arc::new(list)) {
            None => Ok(()),
            Some(first) => Err(two(CodeSystem::Icd10Cm, year, &first.file, file)),
        }
    }

    /// Adds descriptors of CPT.
    ///
    /// # Errors
    /// When there are some of that year.
    pub fn add_cpt(&mut self, descriptors: CptDescriptors) -> Result<(), TwoLists> {
        let (year, file) = (descriptors.year, descriptors.file.clone());
        match self.cpt.insert(year, Arc::new(descriptors)) {
            None => Ok(()),
            Some(first) => Err(two(CodeSystem::Cpt, year, &first.file, file)),
        }
    }

    /// Whether a code is valid on a day. Of CPT, CDT and the systems that are no procedure or
    /// diagnosis, there never is a list to tell by.
    #[must_use]
    pub fn validity(&self, code: &Code, day: Date) -> Validity {
        let year = list_year(code.system(), day);
        let (listed, not_valid) = match code.system() {
            CodeSystem::HcpcsLevelII => match self.hcpcs.get(&year) {
                Some(list) => {
                    let found = list.codes.get(code.as_str());
                    (found.is_some(), found.and_then(|code| code.not_valid(day)))
                }
                None => return Validity::NoList { year },
            },
            CodeSystem::Icd10Cm => match self.icd_10_cm.get(&year) {
                Some(list) => {
                    let found = list.codes.get(code.as_str());
                    let not_valid = found.and_then(crate::Icd10CmCode::not_valid);
                    (found.is_some(), not_valid)
                }
                None => return Validity::NoList { year },
            },
            _ => return Validity::NoList { year },
        };
        match not_valid {
            None if listed => Validity::Valid,
            None | Some(NotValid::Unknown) => Validity::Unknown,
            Some(NotValid::NotYet { from }) => Validity::NotYet { from },
            Some(NotValid::Ended { on }) => Validity::Ended { on },
            Some(NotValid::NotBillable) => Validity::NotBillable,
        }
    }

    /// The list by which codes of a system are checked on a day.
    #[must_use]
    pub fn list(&self, system: CodeSystem, day: Date) -> Option<&CodeListId> {
        let year = list_year(system, day);
        match system {
            CodeSystem::HcpcsLevelII => self.hcpcs.get(&year).map(|list| &list.id),
            CodeSystem::Icd10Cm => self.icd_10_cm.get(&year).map(|list| &list.id),
            _ => None,
        }
    }

    /// What the list of the day's year says of a HCPCS Level II code.
    #[must_use]
    pub fn hcpcs(&self, code: &Code, day: Date) -> Option<&HcpcsCode> {
        let year = list_year(code.system(), day);
        let list = (code.system() == CodeSystem::HcpcsLevelII)
            .then(|| self.hcpcs.get(&year))
            .flatten()?;
        list.codes.get(code.as_str())
    }

    /// The long description of a code, by the list of the day's year.
    #[must_use]
    pub fn descriptor(&self, code: &Code, day: Date) -> Option<&str> {
        let year = list_year(code.system(), day);
        match code.system() {
            CodeSystem::HcpcsLevelII => self.hcpcs(code, day).map(|code| code.long.as_str()),
            CodeSystem::Icd10Cm => {
                let found = self.icd_10_cm.get(&year)?.codes.get(code.as_str())?;
                Some(&found.long)
            }
            CodeSystem::Cpt => {
                let found = self.cpt.get(&year)?.codes.get(code.as_str())?;
                Some(found)
            }
            _ => None,
        }
    }

    /// These lists and no others.
    ///
    /// # Errors
    /// With the lists that are not here, or whose file is another one here.
    pub fn only(&self, ids: &BTreeSet<CodeListId>) -> Result<Self, BTreeSet<CodeListId>> {
        let mut only = Self::new();
        let mut missing = BTreeSet::new();
        for id in ids {
            let hcpcs = self.hcpcs.get(&id.year).filter(|list| list.id == *id);
            let icd_10_cm = self.icd_10_cm.get(&id.year).filter(|list| list.id == *id);
            match (hcpcs, icd_10_cm) {
                (Some(list), _) => {
                    only.hcpcs.insert(id.year, Arc::clone(list));
                }
                (_, Some(list)) => {
                    only.icd_10_cm.insert(id.year, Arc::clone(list));
                }
                (None, None) => {
                    missing.insert(id.clone());
                }
            }
        }
        match missing.is_empty() {
            true => Ok(only),
            false => Err(missing),
        }
    }
}

fn two(system: CodeSystem, year: i16, first: &str, second: String) -> TwoLists {
    TwoLists {
        system,
        year,
        first: first.to_owned(),
        second,
    }
}
