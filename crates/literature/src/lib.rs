//! Citations of the literature: a line of a reference list read into fields, its identifiers held against their forms,
//! and titles, names and journals made comparable.
//!
//! Nothing is looked up, and nothing corrected: what is malformed stays as it stands.

mod citation;
mod design;
mod identifiers;
pub mod words;

pub use citation::{Citation, citation};
pub use design::{Design, design};
pub use identifiers::{Fault, Identifier, comparable_doi};
