//! Generated corpora and cases for benchmarks, and corpora broken on purpose.
//!
//! All of it is a function of its size and a seed: the same numbers come out everywhere.

pub mod cases;
pub mod claims;
pub mod corpus;
pub mod draw;
pub mod folder;
pub mod missing;
pub mod mutants;
pub mod trees;
pub mod workload;

/// The allocator of the `coverdict` binary, so that what is measured is what runs.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
