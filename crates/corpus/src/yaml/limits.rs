//! What a file may hold, so that a hostile one costs little time and memory.

/// Lists and mappings nest at most this deep.
pub const MAX_DEPTH: usize = 64;

/// A file holds at most this many values, keys included.
pub const MAX_NODES: usize = 2_000_000;

/// A file holds at most this many of the characters `[ { , : ? ! & *`, in text too.
///
/// Each costs up to 700 bytes of memory while its bracket is open.
pub const MAX_INDICATORS: usize = 1_000_000;

/// A single value is at most this many bytes long: 1 MiB.
pub const MAX_SCALAR_BYTES: usize = 1 << 20;

pub use crate::diagnostic::MAX_FILE_BYTES;
