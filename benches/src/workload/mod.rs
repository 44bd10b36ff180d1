//! The workload of generated claim lines and policies, version 2, in this project's formats.
//!
//! Its corpus is plain JSON ([`json`]). [`convert`] makes a [`Corpus`](coverdict_model::corpus::Corpus)
//! of it that says the same, and [`case`] makes a case of a line. [`plain`] answers lines without an
//! engine: what engines answer is compared with it.

pub mod answer;
pub mod answers;
pub mod case;
mod catalogue;
pub mod comparison;
pub mod convert;
mod criteria;
pub mod entangle;
pub mod found;
pub mod json;
pub mod lines;
pub mod plain;
mod precedence;
pub mod screened;
mod truth;
