//! A corpus folder read from YAML with spans, validated, diagnosed and digested.
//!
//! [`read_corpus`] gives a checked [`Corpus`](coverdict_model::corpus::Corpus) with its digest, or every problem in
//! every file; [`read_case`] gives a case.
//!
//! ```no_run
//! use std::path::Path;
//!
//! match coverdict_corpus::read_corpus(Path::new("corpus")) {
//!     Ok(loaded) => assert_eq!(loaded.digest.len(), 64),
//!     Err(failure) => assert!(failure.to_string().contains("error")),
//! }
//! ```

mod checks;
pub mod diagnostic;
pub mod digest;
mod kinds;
mod load;
pub mod print;
pub mod read;
pub mod schema;
pub mod yaml;

pub use kinds::expectation::{
    Expectation, ExpectedConditional, ExpectedDocumentation, LIMITS, OUTCOMES, PRIOR_AUTHORIZATION,
};
pub use load::{
    Failure, Loaded, TestCase, read_case, read_case_file, read_corpus, read_corpus_from,
};
