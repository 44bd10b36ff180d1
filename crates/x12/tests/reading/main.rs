//! Whole inputs through the reader.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a failed test panics"
)]

mod claims;
mod envelopes;
mod faults;
mod generate;
mod oracle;
mod properties;
mod samples;
mod support;
