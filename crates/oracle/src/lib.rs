//! A naive reference evaluator of findings, and a generator of random corpora and cases.
//!
//! Both are for tests only. The evaluator is the independent oracle of the engine's laws: it
//! enumerates every permitted completion of a case and of what the corpus leaves open, computes
//! each complete one by plain two-valued logic, and compares the answers. It shares no evaluation
//! code with the engine and knows no short cuts.

pub mod exhaustive;
pub mod generate;
pub mod naive;
