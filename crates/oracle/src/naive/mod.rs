//! The finding on a case by enumeration of everything that is not known.

mod beside;
mod choices;
mod criterion;
mod datum;
mod derive;
mod domain;
mod enumerate;
mod facts;
mod grants;
mod knowledge;
mod mention;
mod on_file;
mod possible;
mod quantify;
mod reading;
mod step;
mod trace;
mod walk;
mod world;

#[cfg(test)]
mod tests;

pub use choices::OpenQuestion;
pub use criterion::Path;
pub use datum::Datum;
pub use enumerate::{Assessment, LIMIT, assess};
pub use possible::possible;
pub use trace::{NaiveRule, NaiveTrace, NaiveWalk};
