//! The hierarchical levels of an 837 above its claims: whose claims they are.

mod person;
mod subscriber;

pub(crate) use person::PersonRecord;
pub(crate) use subscriber::{Patient, Subscriber};

use crate::envelope::number;
use crate::problem::{Defect, Fault, Problem};
use crate::segment::Segment;
use crate::text::Span;
use crate::value::missing;

/// The levels that are open.
#[derive(Default)]
pub(crate) struct Levels {
    pub(crate) subscriber: Subscriber,
    pub(crate) patient: Patient,
    at: At,
    /// The last `HL01`.
    last: u64,
    /// What is wrong with the current level where it has no subscriber or patient to bear it.
    broken: Fate,
}

/// The problem of a level: it is that of each of its claims, and told by itself if it has none.
#[derive(Default)]
pub(crate) struct Fate {
    problem: Option<Problem>,
    told: bool,
}

/// Which level the next segment is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum At {
    /// Before the first level.
    #[default]
    Header,
    /// 2000A.
    Provider,
    /// 2000B.
    Subscriber,
    /// 2000C.
    Patient,
    /// A level that does not fit the hierarchy.
    Broken,
}

impl Levels {
    /// Begins a transaction; gives the problems that no claim told.
    pub(crate) fn restart(&mut self, untold: &mut Vec<Problem>) {
        self.subscriber.clear(untold);
        self.patient.clear(untold);
        self.broken.clear(untold);
        self.at = At::Header;
        self.last = 0;
    }

    /// `HL`.
    pub(crate) fn open(&mut self, segment: &Segment<'_>, limit: usize, untold: &mut Vec<Problem>) {
        let [own, parent, level] = segment.elements();
        self.broken.clear(untold);
        self.patient.clear(untold);
        let expected = self.last + 1;
        let own = number(own);
        if own != Some(expected) {
            let what =
                "HL01 does not follow the number of the level before, so a level may be missing";
            untold.push(hierarchy(what, segment));
        }
        self.last = own.unwrap_or(expected);
        self.at = match level.bytes() {
            b"20" => {
                self.subscriber.clear(untold);
                At::Provider
            }
            b"22" => {
                self.subscriber.clear(untold);
                self.subscriber.open(self.last, segment, limit);
                At::Subscriber
            }
            b"23"
                if self
                    .subscriber
                    .level()
                    .is_some_and(|own| number(parent) == Some(own)) =>
            {
                self.patient.open(segment, limit);
                At::Patient
            }
            b"23" => self.broken(
                "HL02 of the patient is not the number of the subscriber above",
                segment,
            ),
            _ => self.broken("HL03 is not 20, 22 or 23", segment),
        };
    }

    /// Any other segment of a level.
    pub(crate) fn add(&mut self, segment: &Segment<'_>, limit: usize) {
        let read = match self.at {
            At::Subscriber => self.subscriber.add(segment, limit),
            At::Patient => self.patient.add(segment, limit),
            At::Header | At::Provider => above_subscribers(segment),
            At::Broken => Ok(()),
        };
        if let Err(defect) = read {
            self.fate().set(defect.in_segment(segment));
        }
    }

    /// Sets aside the claims to come of the level, because of a problem that a claim told.
    pub(crate) fn spoil_after_claim(&mut self, problem: Problem) {
        let fate = self.fate();
        fate.set(problem);
        fate.told = true;
    }

    /// What is wrong with a claim that begins here because of where it stands.
    pub(crate) fn problem_of_claim(&mut self, claim: &Segment<'_>) -> Option<Problem> {
        let inherited = self
            .broken
            .tell()
            .or_else(|| self.subscriber.fate.tell())
            .or_else(|| self.patient.fate.tell());
        inherited.or_else(|| Some(self.can_claim(claim).err()?.in_segment(claim)))
    }

    /// The patient, when the claims are a dependent's.
    pub(crate) fn dependent(&self) -> Option<&Patient> {
        (self.at == At::Patient).then_some(&self.patient)
    }

    fn can_claim(&self, claim: &Segment<'_>) -> Result<(), Defect> {
        let span = claim.span();
        match self.at {
            At::Subscriber => self.subscriber.can_claim(true, span),
            At::Patient => {
                self.subscriber.can_claim(false, span)?;
                self.patient.can_claim(span)
            }
            At::Header | At::Provider | At::Broken => {
                let belongs = "to a subscriber (HL 22) or a patient (HL 23)";
                Err(Defect::new(Fault::OutOfPlace { belongs }, span))
            }
        }
    }

    /// What the next claims of the level share.
    fn fate(&mut self) -> &mut Fate {
        match self.at {
            At::Subscriber => &mut self.subscriber.fate,
            At::Patient => &mut self.patient.fate,
            At::Header | At::Provider | At::Broken => &mut self.broken,
        }
    }

    fn broken(&mut self, what: &'static str, segment: &Segment<'_>) -> At {
        self.broken.set(hierarchy(what, segment));
        At::Broken
    }
}

impl Fate {
    fn set(&mut self, problem: Problem) {
        self.problem.get_or_insert(problem);
    }

    fn tell(&mut self) -> Option<Problem> {
        self.told |= self.problem.is_some();
        self.problem.clone()
    }

    fn clear(&mut self, untold: &mut Vec<Problem>) {
        let told = std::mem::take(&mut self.told);
        untold.extend(self.problem.take().filter(|_| !told));
    }
}

/// A segment of the header or of a billing provider, of which nothing is read.
fn above_subscribers(segment: &Segment<'_>) -> Result<(), Defect> {
    match segment.id() {
        b"BHT" | b"CUR" | b"N2" | b"N3" | b"N4" | b"NM1" | b"PER" | b"PRV" | b"REF" => Ok(()),
        b"DMG" | b"PAT" | b"SBR" => {
            let belongs = "to a subscriber (HL 22) or a patient (HL 23)";
            Err(Defect::new(Fault::OutOfPlace { belongs }, segment.span()))
        }
        _ => Err(outside_of_claim(segment)),
    }
}

/// A segment of claims, or of none, where no claim is open.
pub(crate) fn outside_of_claim(segment: &Segment<'_>) -> Defect {
    let fault = match segment.id() {
        b"AMT" | b"CL1" | b"CN1" | b"CR1" | b"CR2" | b"CR3" | b"CRC" | b"DTP" | b"FRM" | b"HCP"
        | b"HI" | b"K3" | b"LIN" | b"LQ" | b"LX" | b"MEA" | b"NTE" | b"OI" | b"PWK" | b"QTY"
        | b"SV1" | b"SV2" | b"SV5" | b"SVD" => Fault::OutOfPlace {
            belongs: "to a claim, after CLM",
        },
        _ => Fault::UnknownSegment,
    };
    Defect::new(fault, segment.span())
}

fn hierarchy(what: &'static str, segment: &Segment<'_>) -> Problem {
    Defect::new(Fault::Hierarchy { what }, segment.span()).in_segment(segment)
}

/// An error for a loop that must be there when a claim begins.
fn required_loop(there: bool, what: &'static str, claim: Span) -> Result<(), Defect> {
    match there {
        true => Ok(()),
        false => Err(missing(what, claim)),
    }
}
