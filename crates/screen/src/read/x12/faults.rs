//! What is wrong in an 837, as faults of lines.

use coverdict_x12::{Problem, SetAside, Span, UnreadTransaction};

use crate::read::{At, Fault, Piece, Why};

/// A claim in which something is wrong.
pub(super) fn of_claim(claim: &SetAside<'_>) -> Fault {
    let mut fault = told(Why::ClaimAtFault, claim.problem, claim.span);
    fault.lines = claim.lines;
    if let Some(piece) = &mut fault.piece {
        piece.claims = 1;
        piece.claim = claim.id.map(|id| id.to_str().into_owned());
    }
    fault
}

/// A transaction that was passed over; none when it holds no claims and need not be told.
pub(super) fn of_transaction(unread: &UnreadTransaction) -> Option<Fault> {
    let mut fault = match &unread.refused {
        Some(problem) => told(Why::TransactionNotRead, problem, unread.span),
        None if unread.claims == 0 => return None,
        None => of_kind(&unread.transaction.kind, unread.span),
    };
    fault.lines = unread.lines;
    if let Some(piece) = &mut fault.piece {
        piece.claims = unread.claims;
    }
    Some(fault)
}

/// What is wrong outside of claims.
pub(super) fn of_envelope(problem: &Problem) -> Fault {
    told(Why::Envelope, problem, problem.span)
}

/// Damage after which segments cannot be told apart any more.
pub(super) fn of_rest(problem: &Problem) -> Fault {
    told(Why::RestNotRead, problem, problem.span)
}

fn told(why: Why, problem: &Problem, span: Span) -> Fault {
    let piece = Piece {
        code: Some(problem.fault.code().id),
        segment: problem.segment.map(|segment| segment.to_string()),
        claim: None,
        begin: span.start,
        end: span.end,
        claims: 0,
    };
    Fault {
        at: Some(At::Byte(problem.span.start)),
        lines: 0,
        piece: Some(Box::new(piece)),
        ..Fault::new(why, format!("{}. {}", problem.fault, problem.fault.help()))
    }
}

fn of_kind(kind: &str, span: Span) -> Fault {
    let piece = Piece {
        code: None,
        segment: None,
        claim: None,
        begin: span.start,
        end: span.end,
        claims: 0,
    };
    let problem = format!("the transaction is of kind {kind}, whose claims are not read");
    Fault {
        at: Some(At::Byte(span.start)),
        lines: 0,
        piece: Some(Box::new(piece)),
        ..Fault::new(Why::TransactionNotRead, problem)
    }
}
