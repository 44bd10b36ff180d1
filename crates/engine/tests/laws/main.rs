//! The laws of the semantics, on random corpora and cases.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod certificates;
mod information;
mod naive;
mod open;
mod order;
mod possible;
