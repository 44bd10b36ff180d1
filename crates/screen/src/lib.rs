//! A year of claims over a program: Arrow record batches in, findings as columns out.
//!
//! A [`Screener`] gives every line the finding that [`Assessor`](coverdict_engine::Assessor) gives
//! its case. Columns are bound to facts by a [`Binding`]; a line is worked on by the cells that its
//! values fall into. What every fact of a line decides by plain two-valued logic is decided so; what
//! an unknown fact leaves open is settled over all completions at once, as bits of a word; and what
//! neither can say exactly, such as a source not on file, the engine itself answers.

pub mod binding;
mod encode;
mod kernel;
mod row;
mod texts;
pub mod verdict;

pub use binding::{Binding, BindingError};
pub use kernel::{Lanes, Screener};
pub use verdict::Verdict;
