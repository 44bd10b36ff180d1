//! The kinds of file, one reader each: from a tree to the types of the model, every problem collected.
//!
//! What a fact's type decides (comparisons, units, bounds) is checked on the way, so the catalogue is read first.

mod applies;
pub(crate) mod attestation;
pub(crate) mod case;
pub(crate) mod catalogue;
mod common;
mod context;
mod criterion;
mod derivation;
pub(crate) mod edition;
pub(crate) mod expectation;
mod fact;
mod file_kind;
mod holding;
pub(crate) mod mapping;
mod note;
pub(crate) mod profile;
pub(crate) mod references;
mod rule;
mod service;
mod statement;
mod value;
pub(crate) mod value_set;

pub(crate) use common::is_sha256;
pub(crate) use context::{Context, Unread};
pub(crate) use file_kind::FileKind;
