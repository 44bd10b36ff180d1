//! Segments put together to events.

use std::collections::VecDeque;

use crate::claim::record::ClaimRecord;
use crate::claim::{Claim, ClaimKind};
use crate::counts::Counts;
use crate::envelope::{Closed, Content, Envelope};
use crate::event::{Event, SetAside, UnreadTransaction};
use crate::levels::Levels;
use crate::limits::Limits;
use crate::problem::{Defect, Fault, Problem};
use crate::segment::Segment;
use crate::text::Span;

/// What was read so far of what is open.
#[derive(Default)]
pub(crate) struct Machine {
    limits: Limits,
    envelope: Envelope,
    levels: Levels,
    claim: ClaimRecord,
    /// The guide of the open claim.
    open: Option<ClaimKind>,
    /// `LX` segments of the claim.
    lines: u64,
    /// Whether it was told that segments stand outside of transactions, since the last that did not.
    outside_told: bool,
    notices: VecDeque<Notice>,
    counts: Counts,
}

/// What can be told without borrowing anything.
pub(crate) enum Notice {
    Problem(Problem),
    Unread(UnreadTransaction),
}

/// The claim that has just been closed, with its guide.
#[derive(Clone, Copy)]
pub(crate) struct ClosedClaim(ClaimKind);

impl Machine {
    pub(crate) fn new(limits: Limits) -> Self {
        Self {
            limits,
            ..Self::default()
        }
    }

    pub(crate) fn counts(&self) -> Counts {
        self.counts
    }

    pub(crate) fn next_notice(&mut self) -> Option<Notice> {
        self.notices.pop_front()
    }

    /// Closes the open claim when a segment does not belong to it any more.
    pub(crate) fn close_before(&mut self, segment: &Segment<'_>) -> Option<ClosedClaim> {
        let kind = self.open?;
        match segment.id() {
            b"CLM" | b"HL" | b"SE" => Some(self.close(kind)),
            b"ISA" | b"GS" | b"ST" | b"GE" | b"IEA" => Some(self.break_off(kind)),
            _ => None,
        }
    }

    /// Closes the open claim because nothing more of it can be read.
    pub(crate) fn close_at_end(&mut self) -> Option<ClosedClaim> {
        let kind = self.open?;
        Some(self.break_off(kind))
    }

    /// The claim that has just been closed.
    pub(crate) fn closed(&self, closed: ClosedClaim) -> Event<'_> {
        match &self.claim.problem {
            Some(problem) => Event::SetAside(SetAside {
                problem,
                id: self.claim.block.text(self.claim.id),
                span: self.claim.block.span(),
                bytes: self.claim.block.bytes(),
                lines: self.lines,
            }),
            None => Event::Claim(Claim {
                kind: closed.0,
                record: &self.claim,
                subscriber: &self.levels.subscriber,
                patient: self.levels.dependent(),
            }),
        }
    }

    /// Takes in a segment that continues the open claim, if there is one. True when it ends its
    /// interchange.
    pub(crate) fn accept(&mut self, segment: &Segment<'_>) -> bool {
        let id = segment.id();
        let segment = &segment.numbered(match id {
            b"ISA" | b"GS" | b"GE" | b"IEA" => None,
            b"ST" => Some(1),
            _ => self.envelope.next_segment(),
        });
        let closed = match id {
            b"ISA" => {
                self.counts.interchanges += 1;
                self.envelope.open_interchange(segment)
            }
            b"GS" => {
                self.counts.groups += 1;
                self.envelope.open_group(segment)
            }
            b"ST" => {
                self.counts.transactions += 1;
                self.envelope.open_transaction(segment)
            }
            b"SE" => self.envelope.close_transaction(segment),
            b"GE" => self.envelope.close_group(segment),
            b"IEA" => self.envelope.close_interchange(segment),
            _ => {
                self.content(segment);
                return false;
            }
        };
        self.outside_told = false;
        self.restart_levels();
        self.tell(closed);
        id == b"IEA"
    }

    /// The input ends at a place, or inside a segment.
    pub(crate) fn cut_off(&mut self, span: Span) {
        let closed = self.envelope.cut_off(span);
        self.restart_levels();
        self.tell(closed);
    }

    /// Reading cannot go on at a place.
    pub(crate) fn stop(&mut self, offset: u64) {
        let mut closed = Closed::default();
        self.envelope.stop(offset, &mut closed);
        self.restart_levels();
        self.tell(closed);
    }

    fn content(&mut self, segment: &Segment<'_>) {
        match self.envelope.content() {
            Some(Content::Claims(kind)) => {
                let kind = *kind;
                self.read(kind, segment);
            }
            Some(Content::Unread(unread)) => match segment.id() {
                b"CLM" => unread.claims += 1,
                b"LX" if unread.claims > 0 => unread.lines += 1,
                _ => {}
            },
            None => self.outside(segment),
        }
    }

    fn read(&mut self, kind: ClaimKind, segment: &Segment<'_>) {
        match (segment.id(), self.open) {
            (b"HL", _) => {
                let mut untold = Vec::new();
                self.levels.open(segment, self.limits.claim, &mut untold);
                self.tell_problems(untold);
            }
            (b"CLM", _) => {
                let problem = self.levels.problem_of_claim(segment);
                self.open_claim(kind, segment, problem);
            }
            (_, Some(kind)) => self.add_to_claim(kind, segment),
            (_, None) => self.levels.add(segment, self.limits.claim),
        }
    }

    /// Outside of transactions nothing is read, but claims are counted and set aside.
    fn outside(&mut self, segment: &Segment<'_>) {
        let problem = Defect::new(Fault::Outside, segment.span()).in_segment(segment);
        match (segment.id(), self.open) {
            // An acknowledgement, which may stand between ISA and the first GS.
            (b"TA1", None) if !self.envelope.in_group() => return,
            (b"CLM", _) => {
                self.open_claim(ClaimKind::Professional, segment, Some(problem.clone()));
            }
            (_, Some(kind)) => self.add_to_claim(kind, segment),
            (_, None) => {}
        }
        if !self.outside_told {
            self.outside_told = true;
            self.notices.push_back(Notice::Problem(problem));
        }
    }

    fn open_claim(&mut self, kind: ClaimKind, segment: &Segment<'_>, problem: Option<Problem>) {
        self.open = Some(kind);
        self.lines = 0;
        self.claim.open(segment, self.limits.claim, problem);
    }

    fn add_to_claim(&mut self, kind: ClaimKind, segment: &Segment<'_>) {
        if segment.id() == b"LX" {
            self.lines += 1;
        }
        if let Some(foreign) = self.claim.add(kind, segment, self.limits.claim) {
            self.levels.spoil_after_claim(foreign);
        }
    }

    fn break_off(&mut self, kind: ClaimKind) -> ClosedClaim {
        self.claim.set_problem_of_claim(Fault::ClaimCutOff);
        self.close(kind)
    }

    fn close(&mut self, kind: ClaimKind) -> ClosedClaim {
        self.open = None;
        if let Some(foreign) = self.claim.finish(kind, self.limits.claim) {
            self.levels.spoil_after_claim(foreign);
        }
        match self.claim.problem {
            Some(_) => {
                self.counts.claims_set_aside += 1;
                self.counts.lines_set_aside += self.lines;
            }
            None => {
                self.counts.claims += 1;
                self.counts.lines += self.lines;
            }
        }
        ClosedClaim(kind)
    }

    fn restart_levels(&mut self) {
        let mut untold = Vec::new();
        self.levels.restart(&mut untold);
        self.tell_problems(untold);
    }

    fn tell(&mut self, closed: Closed) {
        if let Some(unread) = closed.unread {
            self.counts.unread_transactions += 1;
            self.counts.claims_set_aside += unread.claims;
            self.counts.lines_set_aside += unread.lines;
            self.notices.push_back(Notice::Unread(unread));
        }
        self.tell_problems(closed.problems);
    }

    fn tell_problems(&mut self, problems: Vec<Problem>) {
        self.notices
            .extend(problems.into_iter().map(Notice::Problem));
    }
}
