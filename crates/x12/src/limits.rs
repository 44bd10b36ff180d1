//! How much is held at a time.

/// The most bytes that a reader holds of one thing; its memory is bounded by them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a segment. A longer one ends the reading: it is damage, or no X12.
    pub segment: usize,
    /// Bytes of a claim, and of a subscriber's or patient's level. A longer one is set aside.
    pub claim: usize,
}

impl Default for Limits {
    /// 64 KiB a segment, and 4 MiB a claim: an institutional claim of 999 lines has less than 1 MiB.
    fn default() -> Self {
        Self {
            segment: 64 * 1024,
            claim: 4 * 1024 * 1024,
        }
    }
}
