//! What a reader hands out.

use crate::claim::Claim;
use crate::problem::Problem;
use crate::text::{Span, Text};

/// What comes next in the input.
pub enum Event<'a> {
    /// A complete claim.
    Claim(Claim<'a>),
    /// A claim with a problem: nothing of it is to be relied on.
    SetAside(SetAside<'a>),
    /// A transaction ended whose claims were not read.
    Unread(UnreadTransaction),
    /// Something is wrong outside of claims. Claims of the same transaction may have been handed out.
    Problem(Problem),
}

/// A claim that is not handed out because something is wrong with it.
#[derive(Debug, Clone, Copy)]
pub struct SetAside<'a> {
    /// The first problem that concerns it; it may stand before the claim, in its subscriber's level.
    pub problem: &'a Problem,
    /// Its identifier (`CLM01`), as far as it can be told.
    pub id: Option<Text<'a>>,
    /// From its `CLM` segment to the end of its last.
    pub span: Span,
    /// The bytes of that span; none when the claim is longer than the limit.
    pub bytes: Option<&'a [u8]>,
    /// How many `LX` segments it has.
    pub lines: u64,
}

/// The names of a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transaction {
    /// The number of its kind (`ST01`), such as `835`.
    pub kind: Box<str>,
    /// Its control number (`ST02`).
    pub control: Box<str>,
}

/// A transaction that was passed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadTransaction {
    /// Which one.
    pub transaction: Transaction,
    /// Why its claims are refused; none when it is a transaction of another kind, which is no fault.
    pub refused: Option<Problem>,
    /// From `ST` to the end of `SE`, or to where it breaks off.
    pub span: Span,
    /// How many `CLM` segments it has.
    pub claims: u64,
    /// How many `LX` segments its claims have.
    pub lines: u64,
}
