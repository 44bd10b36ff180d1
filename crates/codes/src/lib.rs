//! The code lists that CMS publishes: which code is valid on which day.
//!
//! [`read_hcpcs`] and [`read_icd_10_cm`] read the files as they are published, line by line;
//! [`read_cpt`] reads a licensed file of the user's own. A file with any fault is not used at all, and
//! all its faults are told at once. [`CodeLists::validity`] answers for a code and a day.
//!
//! ```
//! use coverdict_codes::{CodeLists, Validity};
//! use coverdict_model::{code::Code, date::parse_day};
//!
//! let prolotherapy = Code::detect("M0076").unwrap();
//! let day = parse_day("2019-03-01").unwrap();
//! // Without a list nothing is known of a code, which is not the same as its being invalid.
//! let none = CodeLists::new().validity(&prolotherapy, day);
//! assert_eq!(none, Validity::NoList { year: 2019 });
//! ```

mod cpt;
mod fault;
pub mod hcpcs;
mod icd_10_cm;
mod lines;
mod lists;

pub use cpt::{CptDescriptors, read_cpt};
pub use fault::{Fault, FaultCode, Faults, MAX_FAULTS, ReadError};
pub use hcpcs::{HcpcsList, read_hcpcs};
pub use icd_10_cm::{Icd10CmCode, Icd10CmList, read_icd_10_cm};
pub use lines::MAX_LINE_BYTES;
pub use lists::{CodeLists, TwoLists, Validity};
