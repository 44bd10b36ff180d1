//! Interchanges, groups and transactions: what is open, and whether it is closed as it was opened.

use crate::claim::ClaimKind;
use crate::event::{Transaction, UnreadTransaction};
use crate::problem::{Defect, Fault, Problem};
use crate::segment::Segment;
use crate::text::{Span, Text};

/// What is open of the envelope.
#[derive(Default)]
pub(crate) struct Envelope {
    interchange: Option<Interchange>,
    group: Option<Group>,
    transaction: Option<Open>,
}

struct Interchange {
    control: Box<[u8]>,
    groups: u64,
}

struct Group {
    control: Box<[u8]>,
    version: Box<str>,
    transactions: u64,
}

struct Open {
    control: Box<[u8]>,
    segments: u64,
    content: Content,
}

/// What becomes of the segments of a transaction.
pub(crate) enum Content {
    /// They are read as claims.
    Claims(ClaimKind),
    /// They are passed over.
    Unread(UnreadTransaction),
}

/// What an event of the envelope leaves to tell.
#[derive(Default)]
pub(crate) struct Closed {
    /// What is wrong with the envelope.
    pub(crate) problems: Vec<Problem>,
    /// The transaction that ended without its claims having been read.
    pub(crate) unread: Option<UnreadTransaction>,
}

impl Envelope {
    /// What becomes of the segments of the open transaction.
    pub(crate) fn content(&mut self) -> Option<&mut Content> {
        self.transaction.as_mut().map(|open| &mut open.content)
    }

    pub(crate) fn in_group(&self) -> bool {
        self.group.is_some()
    }

    /// Counts a segment of the open transaction and gives its number.
    pub(crate) fn next_segment(&mut self) -> Option<u64> {
        self.transaction.as_mut().map(|open| {
            open.segments += 1;
            open.segments
        })
    }

    /// `ISA`.
    pub(crate) fn open_interchange(&mut self, segment: &Segment<'_>) -> Closed {
        let mut closed = Closed::default();
        self.abandon_interchange(segment, &mut closed);
        let [.., control] = segment.elements::<13>();
        self.interchange = Some(Interchange {
            control: control.bytes().into(),
            groups: 0,
        });
        closed
    }

    /// `GS`.
    pub(crate) fn open_group(&mut self, segment: &Segment<'_>) -> Closed {
        let mut closed = Closed::default();
        self.abandon_group(segment, &mut closed);
        let [_, _, _, _, _, control, _, version] = segment.elements();
        if let Some(interchange) = &mut self.interchange {
            interchange.groups += 1;
        }
        self.group = Some(Group {
            control: control.bytes().into(),
            version: told(version),
            transactions: 0,
        });
        closed
    }

    /// `ST`.
    pub(crate) fn open_transaction(&mut self, segment: &Segment<'_>) -> Closed {
        let mut closed = Closed::default();
        self.abandon_transaction(segment, &mut closed);
        let [kind, control, version] = segment.elements();
        let group = match &mut self.group {
            Some(group) => {
                group.transactions += 1;
                Some(&*group.version)
            }
            None => {
                closed.add(Fault::Outside, segment.span(), segment);
                None
            }
        };
        let content = match content(kind, group, version) {
            Ok(kind) => Content::Claims(kind),
            Err(refused) => Content::Unread(UnreadTransaction {
                transaction: Transaction {
                    kind: told(kind),
                    control: told(control),
                },
                refused: refused.map(|fault| Problem {
                    fault,
                    span: segment.span(),
                    segment: Some(segment.name()),
                }),
                span: segment.span(),
                claims: 0,
                lines: 0,
            }),
        };
        self.transaction = Some(Open {
            control: control.bytes().into(),
            segments: 1,
            content,
        });
        closed
    }

    /// `SE`.
    pub(crate) fn close_transaction(&mut self, segment: &Segment<'_>) -> Closed {
        let mut closed = Closed::default();
        let [count, control] = segment.elements();
        let Some(open) = self.transaction.take() else {
            closed.add(Fault::NothingToClose, segment.span(), segment);
            return closed;
        };
        closed.count("SE01", "segments", count, open.segments, segment);
        closed.control("SE02", "ST02", control, &open.control, segment);
        closed.pass(open, segment.span().end);
        closed
    }

    /// `GE`.
    pub(crate) fn close_group(&mut self, segment: &Segment<'_>) -> Closed {
        let mut closed = Closed::default();
        self.abandon_transaction(segment, &mut closed);
        let [count, control] = segment.elements();
        let Some(group) = self.group.take() else {
            closed.add(Fault::NothingToClose, segment.span(), segment);
            return closed;
        };
        closed.count("GE01", "transactions", count, group.transactions, segment);
        closed.control("GE02", "GS06", control, &group.control, segment);
        closed
    }

    /// `IEA`.
    pub(crate) fn close_interchange(&mut self, segment: &Segment<'_>) -> Closed {
        let mut closed = Closed::default();
        self.abandon_group(segment, &mut closed);
        let [count, control] = segment.elements();
        if let Some(interchange) = self.interchange.take() {
            closed.count("IEA01", "groups", count, interchange.groups, segment);
            closed.control("IEA02", "ISA13", control, &interchange.control, segment);
        }
        closed
    }

    /// The input ends, at its end or inside a segment that begins at the span's start.
    pub(crate) fn cut_off(&mut self, span: Span) -> Closed {
        let mut closed = Closed::default();
        let missing = match self {
            Self {
                transaction: Some(_),
                ..
            } => "SE, GE and IEA",
            Self { group: Some(_), .. } => "GE and IEA",
            Self {
                interchange: Some(_),
                ..
            } => "IEA",
            // Between interchanges an input can end, though not inside the next one's header.
            _ if span.is_empty() => return closed,
            _ => "the end of ISA",
        };
        closed.problems.push(Problem {
            fault: Fault::CutOff { missing },
            span,
            segment: None,
        });
        self.stop(span.end, &mut closed);
        closed
    }

    /// Reading cannot go on.
    pub(crate) fn stop(&mut self, offset: u64, closed: &mut Closed) {
        if let Some(open) = self.transaction.take() {
            closed.pass(open, offset);
        }
        *self = Self::default();
    }

    fn abandon_interchange(&mut self, segment: &Segment<'_>, closed: &mut Closed) {
        self.abandon_group(segment, closed);
        if let Some(interchange) = self.interchange.take() {
            closed.missing("IEA", &interchange.control, segment);
        }
    }

    fn abandon_group(&mut self, segment: &Segment<'_>, closed: &mut Closed) {
        self.abandon_transaction(segment, closed);
        if let Some(group) = self.group.take() {
            closed.missing("GE", &group.control, segment);
        }
    }

    fn abandon_transaction(&mut self, segment: &Segment<'_>, closed: &mut Closed) {
        if let Some(open) = self.transaction.take() {
            closed.missing("SE", &open.control, segment);
            closed.pass(open, segment.span().start);
        }
    }
}

impl Closed {
    fn add(&mut self, fault: Fault, span: Span, segment: &Segment<'_>) {
        self.problems
            .push(Defect::new(fault, span).in_segment(segment));
    }

    fn missing(&mut self, trailer: &'static str, control: &[u8], segment: &Segment<'_>) {
        let control = told(Text::new(control, 0));
        let fault = Fault::MissingTrailer { trailer, control };
        self.add(fault, segment.span(), segment);
    }

    fn count(
        &mut self,
        element: &'static str,
        counted: &'static str,
        stated: Text<'_>,
        found: u64,
        segment: &Segment<'_>,
    ) {
        if number(stated) != Some(found) {
            let fault = Fault::Count {
                element,
                counted,
                found,
            };
            self.add(fault, stated.span(), segment);
        }
    }

    fn control(
        &mut self,
        trailer: &'static str,
        header: &'static str,
        stated: Text<'_>,
        opened: &[u8],
        segment: &Segment<'_>,
    ) {
        if stated.bytes() != opened {
            let fault = Fault::ControlNumber { trailer, header };
            self.add(fault, stated.span(), segment);
        }
    }

    fn pass(&mut self, open: Open, end: u64) {
        if let Content::Unread(mut unread) = open.content {
            unread.span.end = end;
            self.unread = Some(unread);
        }
    }
}

/// What a transaction holds, or why it is not read: none when it is of another kind than claims.
fn content(
    kind: Text<'_>,
    group: Option<&str>,
    version: Text<'_>,
) -> Result<ClaimKind, Option<Fault>> {
    if kind != "837" {
        return Err(None);
    }
    let own = told(version);
    // Version 4010 has no ST03.
    let stated = match own.is_empty() {
        true => group.unwrap_or_default(),
        false => &own,
    };
    if let Some(group) =
        group.filter(|group| ClaimKind::of_guide(group) != ClaimKind::of_guide(stated))
    {
        return Err(Some(Fault::VersionsDiffer {
            group: group.into(),
            transaction: stated.into(),
        }));
    }
    ClaimKind::of_guide(stated).ok_or_else(|| {
        let version = stated.into();
        Some(match stated.starts_with("004010") {
            true => Fault::Version4010 { version },
            false => Fault::Version { version },
        })
    })
}

/// What a message tells of a control number or version: at most 20 characters of it, printable.
fn told(text: Text<'_>) -> Box<str> {
    let printable = |byte: &u8| match byte.is_ascii_graphic() {
        true => char::from(*byte),
        false => '?',
    };
    text.bytes().iter().take(20).map(printable).collect()
}

/// A whole number without sign.
pub(crate) fn number(text: Text<'_>) -> Option<u64> {
    let add = |number: u64, digit: &u8| {
        let digit = digit.is_ascii_digit().then(|| u64::from(digit - b'0'))?;
        number.checked_mul(10)?.checked_add(digit)
    };
    match text.is_empty() {
        true => None,
        false => text.bytes().iter().try_fold(0, add),
    }
}
