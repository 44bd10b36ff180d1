//! The compiled corpus: interned, indexed, its conditions shared over cells.
//!
//! A [`Program`] is made from a [`Corpus`](coverdict_model::corpus::Corpus) by [`compile`], written
//! by [`Program::to_bytes`] and read back by [`Program::from_bytes`], which checks its digest. The
//! engines evaluate programs, never the trees of the corpus.

pub mod cells;
mod compile;
mod example;
mod file;
pub mod members;
mod program;
mod stored;

pub use compile::{Problem, compile, texts::test as criterion_text};
pub use file::{FORMAT, LoadError};
pub use program::*;
