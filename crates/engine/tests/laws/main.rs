//! The laws of the semantics, on random corpora and cases.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod naive;
