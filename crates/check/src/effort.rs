//! How much an examination may take.

use std::num::NonZeroUsize;

/// How much an examination may take. What is past it is told as not settled, never as fine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// How many threads ask. It changes no answer.
    pub threads: NonZeroUsize,
    /// How many conditions a thread may put together about one edition, one pair of sources, or the sources of one
    /// line, each rule on each line and day counted as one. A condition takes about a hundred bytes.
    pub conditions: usize,
    /// How many codes and services that two sources share are looked at, counted for each pair of sources. Each takes
    /// about sixteen bytes.
    pub shared: usize,
}

impl Default for Effort {
    fn default() -> Self {
        Self {
            threads: NonZeroUsize::MIN,
            conditions: 2_000_000,
            shared: 20_000_000,
        }
    }
}
