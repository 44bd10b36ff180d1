//! Readers of what no writer wrote: they read it or refuse it, and never panic, hang or overflow.
//!
//! Each target runs briefly with the tests, and longer with `cargo bolero test -p coverdict-ingest TARGET`.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a failed test panics")]

mod change;
mod docx;
mod html;
mod pdf;
mod text;
