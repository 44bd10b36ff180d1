//! One case over a program: a finding with its trace.
//!
//! [`Assessor::assess`] answers a case by the sources in force on its date, in the order of the
//! precedence profile, over every permitted completion of what is not known. [`replay`] answers a
//! stored finding's case again and compares.

mod aside;
mod assess;
mod certificates;
mod codes;
mod conditional;
mod days;
mod describe;
mod facts;
#[cfg(test)]
mod floors;
mod grants;
mod known;
mod limits;
mod outcome;
mod replay;
mod setting;
mod settle;
mod standing;
mod succession;
mod trace;
mod truths;
mod walk;

pub use assess::{Assessor, VERSION};
pub use facts::State;
pub use known::FactReader;
pub use replay::{Replay, replay};
pub use standing::{Standing, timeline};
