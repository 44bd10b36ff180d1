//! The laws of screening, on random corpora and tables.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod equality;
mod table;
