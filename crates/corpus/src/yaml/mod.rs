//! YAML as this project reads and writes it: a small tree with byte spans, no guessed types.
//!
//! Scalars stay the text that was written: `00100` is not a hundred, `12E45` not a number. What makes YAML surprising
//! or dangerous is refused with its own code: anchors and aliases, tags, merge keys, duplicate keys, keys that are not
//! text, several documents in a file, and anything beyond the limits in [`limits`]. JSON is YAML, and read likewise.

mod emit;
mod keys;
pub mod limits;
mod node;
mod parse;
mod plain;
mod position;
mod screen;
mod surrogates;
mod syntax;

pub use emit::Doc;
pub use node::{Node, Style, Value};
pub use parse::parse;
pub use plain::is_ambiguous;
pub(crate) use plain::looks_like;

pub use crate::diagnostic::Span;
