//! The finding on a case by enumeration of everything that is not known.

mod beside;
pub(crate) mod choices;
pub(crate) mod criterion;
pub(crate) mod datum;
mod derive;
mod domain;
mod enumerate;
pub(crate) mod facts;
mod grants;
pub(crate) mod knowledge;
mod mention;
pub(crate) mod on_file;
mod possible;
mod quantify;
mod reading;
pub(crate) mod step;
mod trace;
mod walk;
pub(crate) mod world;

#[cfg(test)]
mod tests;

pub use choices::OpenQuestion;
pub use criterion::Path;
pub use datum::Datum;
pub use enumerate::{Assessment, LIMIT, assess};
pub use possible::possible;
pub use trace::{NaiveRule, NaiveTrace, NaiveWalk};
