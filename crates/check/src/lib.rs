//! A corpus examined before anyone is judged by it.
//!
//! Like a compiler for coverage policy: what is wrong in a corpus, where its sources disagree, what they leave open,
//! and what would change for whom. What is asked of the meaning of rules is decided exactly, over every permitted
//! case, and every answer comes with a case that shows it, put to the engine before it is told. What cannot be
//! decided within the budget is told as undecided, never as fine.

mod atlas;
mod check;
mod codes;
pub mod compare;
pub mod config;
pub mod diff;
mod effort;
pub mod evidence;
mod examine;
pub mod expected;
pub mod impact;
mod lint;
mod mend;
mod problem;
mod questions;
mod subject;
mod witness;
mod work;

pub use atlas::Atlas;
pub use check::{Checked, check};
pub use codes::CODES;
pub use config::{Config, Spans, Weight};
pub use effort::Effort;
pub use lint::lint;
pub use mend::{MendError, Mended, mend};
pub use problem::{Fix, Problem};
pub use questions::{Answers, ask};
pub use subject::Subject;
pub use witness::Witness;
