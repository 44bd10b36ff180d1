//! Tables in, findings out.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod cases;
mod faults;
mod formats;
mod joins;
mod proposals;
mod support;
mod x12;
