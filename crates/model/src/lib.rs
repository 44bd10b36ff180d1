//! The domain's types: codes, dates, quantities, facts, criteria, sources, cases, findings and
//! traces, with their parsing and printing.
//!
//! Nothing here evaluates or reads files. A [`finding::Finding`] says what the sources in force say
//! about a case; no type in this crate expresses an adverse determination, which is the act of a
//! person.
//!
//! ```
//! use coverdict_model::code::{Code, CodeSystem};
//!
//! let code = Code::detect("M0076").unwrap();
//! assert_eq!(code.system(), CodeSystem::HcpcsLevelII);
//! ```

pub mod attestation;
pub mod case;
pub mod code;
pub mod code_list;
pub mod corpus;
pub mod criterion;
pub mod date;
pub mod fact;
pub mod finding;
pub mod grant;
pub mod id;
pub mod position;
pub mod profile;
pub mod quantity;
pub mod reference;
pub mod source;
pub mod trace;
pub mod value;
pub mod well_known;
