//! The reader of an input: one event after the other.

use std::io::Read;

use crate::counts::Counts;
use crate::event::Event;
use crate::limits::Limits;
use crate::machine::{ClosedClaim, Machine, Notice};
use crate::problem::Error;
use crate::text::Span;
use crate::tokenizer::{Ending, Token, Tokenizer};

/// Reads interchanges as a stream; holds one segment and one claim with its levels at a time.
pub struct Reader<R> {
    tokenizer: Tokenizer<R>,
    machine: Machine,
    next: Next,
}

/// What was cut from the input and not taken in yet.
enum Next {
    /// Nothing: the tokenizer is to be asked.
    Unknown,
    Segment(Token),
    End(Ending),
    /// The end was taken in, and is still to be told when it is an error.
    Ended(Option<Box<Error>>),
}

/// What the next event is made of.
enum Found {
    Claim(ClosedClaim),
    Notice(Notice),
}

impl<R: Read> Reader<R> {
    /// A reader with the default limits.
    pub fn new(input: R) -> Self {
        Self::with_limits(input, Limits::default())
    }

    /// A reader with limits of its own.
    pub fn with_limits(input: R, limits: Limits) -> Self {
        Self {
            tokenizer: Tokenizer::new(input, limits.segment),
            machine: Machine::new(limits),
            next: Next::Unknown,
        }
    }

    /// The next event; none at the end.
    ///
    /// # Errors
    /// When nothing more can be read: the input fails, is no X12, or is damaged so that its segments
    /// cannot be told apart. It is told once, after everything before it.
    pub fn next_event(&mut self) -> Result<Option<Event<'_>>, Error> {
        match self.advance()? {
            Some(Found::Claim(closed)) => Ok(Some(self.machine.closed(closed))),
            Some(Found::Notice(Notice::Problem(problem))) => Ok(Some(Event::Problem(problem))),
            Some(Found::Notice(Notice::Unread(unread))) => Ok(Some(Event::Unread(unread))),
            None => Ok(None),
        }
    }

    /// What was read until now and what was not.
    pub fn counts(&self) -> Counts {
        self.machine.counts()
    }

    fn advance(&mut self) -> Result<Option<Found>, Error> {
        loop {
            if let Some(notice) = self.machine.next_notice() {
                return Ok(Some(Found::Notice(notice)));
            }
            match std::mem::replace(&mut self.next, Next::Unknown) {
                Next::Unknown => {
                    self.next = match self.tokenizer.advance() {
                        Ok(token) => Next::Segment(token),
                        Err(ending) => Next::End(ending),
                    };
                }
                Next::Segment(token) => {
                    let segment = self.tokenizer.segment(token);
                    if let Some(closed) = self.machine.close_before(&segment) {
                        self.next = Next::Segment(token);
                        return Ok(Some(Found::Claim(closed)));
                    }
                    if self.machine.accept(&segment) {
                        self.tokenizer.close_interchange();
                    }
                }
                Next::End(ending) => {
                    if let Some(closed) = self.machine.close_at_end() {
                        self.next = Next::End(ending);
                        return Ok(Some(Found::Claim(closed)));
                    }
                    self.next = Next::Ended(self.end(ending));
                }
                Next::Ended(error) => {
                    self.next = Next::Ended(None);
                    return error.map_or(Ok(None), |error| Err(*error));
                }
            }
        }
    }

    fn end(&mut self, ending: Ending) -> Option<Box<Error>> {
        match ending {
            Ending::Clean { offset } => {
                self.machine.cut_off(Span {
                    start: offset,
                    end: offset,
                });
                None
            }
            Ending::Inside(span) => {
                self.machine.cut_off(span);
                None
            }
            Ending::Failed(error) => {
                self.machine.stop(match &*error {
                    Error::Unreadable { offset, .. } => *offset,
                    Error::Damaged(problem) => problem.span.start,
                });
                Some(error)
            }
        }
    }
}
