//! The workload of generated claim lines and policies, version 2, in this project's formats.
//!
//! Its corpus is plain JSON ([`json`]). [`convert`] makes a [`Corpus`](coverdict_model::corpus::Corpus)
//! of it that says the same, and [`folder`] writes that as files.

mod catalogue;
pub mod convert;
mod criteria;
pub mod folder;
pub mod json;
mod precedence;
