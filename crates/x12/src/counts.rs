//! What was read and what was not.

/// Totals of a reading: every claim of the input is among those read or those set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Interchanges opened by `ISA`.
    pub interchanges: u64,
    /// Functional groups opened by `GS`.
    pub groups: u64,
    /// Transactions opened by `ST`, of any kind.
    pub transactions: u64,
    /// Transactions whose claims were not read, because they are no claims or were refused.
    pub unread_transactions: u64,
    /// Claims handed out.
    pub claims: u64,
    /// Service lines of the claims handed out.
    pub lines: u64,
    /// Claims set aside, those of refused transactions among them.
    pub claims_set_aside: u64,
    /// `LX` segments of the claims set aside.
    pub lines_set_aside: u64,
}
