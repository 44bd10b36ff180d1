//! JSON Schemas of the kinds of file, for editors and for programs that write them.
//!
//! They tell the shape of a file. What a name refers to, and what a fact's type permits, is checked on reading alone.

mod attestation;
mod build;
mod case;
mod catalogue;
mod common;
mod criterion;
mod edition;
mod holding;
mod members;
mod profile;
mod references;

use serde_json::Value;

/// The schema of each kind of file, by the name of the kind.
#[must_use]
pub fn schemas() -> Vec<(&'static str, Value)> {
    vec![
        ("attestation", attestation::schema()),
        ("case", case::schema()),
        ("catalogue", catalogue::schema()),
        ("edition", edition::schema()),
        ("mapping", members::mapping()),
        ("profile", profile::schema()),
        ("references", references::schema()),
        ("value-set", members::value_set()),
    ]
}
