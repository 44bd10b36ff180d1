//! A year of claims over a program: Arrow record batches in, findings as columns out.
//!
//! A [`Screener`] gives every line the finding that [`Assessor`](coverdict_engine::Assessor) gives
//! its case. Columns are bound to facts by a [`Binding`]; a line is worked on by the cells that its
//! values fall into. What every fact of a line decides by plain two-valued logic is decided so; what
//! an unknown fact leaves open is settled over all completions at once, as bits of a word; and what
//! neither can say exactly, such as a source not on file, the engine itself answers.

pub mod binding;
mod encode;
pub mod findings;
pub mod join;
mod kernel;
pub mod layout;
pub mod proposals;
pub mod read;
mod row;
pub mod run;
pub mod summary;
mod texts;
pub mod verdict;
pub mod write;

pub use binding::{Binding, BindingError};
pub use join::{Joins, word};
pub use kernel::{Kernel, Lanes, Screener};
pub use layout::Layout;
pub use proposals::Proposals;
pub use run::{ScreenError, Screening};
pub use summary::Summary;
pub use verdict::{Outcome, Verdict};
