//! The model written as the files that it is read from.
//!
//! Reading what is written gives the same again, and the same always gives the same text. Comments are not kept.

mod attestation;
mod case;
mod catalogue;
mod common;
mod criterion;
mod edition;
mod profile;
mod references;
mod value_set;

pub use attestation::attestation;
pub use case::case;
pub use catalogue::catalogue;
pub use edition::edition;
pub use profile::profile;
pub use references::references;
pub use value_set::{mapping, value_set};
