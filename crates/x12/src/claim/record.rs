//! A claim as it is kept while its segments come in.

use crate::block::Block;
use crate::claim::ClaimKind;
use crate::claim::diagnosis::{CodeList, DiagnosisRecord};
use crate::envelope::number;
use crate::problem::{Defect, Fault, Problem};
use crate::segment::{Segment, SegmentName};
use crate::text::{Placed, Span, Text};
use crate::value::{Period, code, decimal, malformed, once, optional_pair, pair, period, required};

/// The most lines of a claim that the guides allow; those of a professional claim are fewer.
const MAX_LINES: usize = 999;

/// The claim that is being read, or was read last; its memory is used again and again.
#[derive(Default)]
pub(crate) struct ClaimRecord {
    pub(crate) block: Block,
    pub(crate) id: Span,
    pub(crate) charge: Span,
    pub(crate) facility: Span,
    pub(crate) frequency: Span,
    pub(crate) prior_authorization: Option<Span>,
    pub(crate) referral: Option<Span>,
    pub(crate) statement: Option<Placed<Period>>,
    pub(crate) diagnoses: Vec<DiagnosisRecord>,
    pub(crate) lines: Vec<LineRecord>,
    /// The first problem.
    pub(crate) problem: Option<Problem>,
    /// The `CLM` segment, for messages about the claim as a whole.
    opened: Option<(SegmentName, Span)>,
    place: Place,
}

/// A service line.
#[derive(Default)]
pub(crate) struct LineRecord {
    pub(crate) number: Span,
    pub(crate) revenue: Span,
    pub(crate) qualifier: Span,
    pub(crate) code: Span,
    pub(crate) modifiers: [Span; 4],
    pub(crate) charge: Span,
    pub(crate) unit: Span,
    pub(crate) units: Span,
    pub(crate) place: Span,
    /// From one; zero: none.
    pub(crate) pointers: [u8; 4],
    pub(crate) dates: Option<Placed<Period>>,
    pub(crate) prior_authorization: Option<Span>,
    pub(crate) referral: Option<Span>,
    /// The `LX` segment, for messages about the line as a whole.
    pub(crate) opened: Option<(SegmentName, Span)>,
    /// The service segment.
    service: Option<Span>,
}

/// Which loop of the claim the next segment is in, as far as that decides what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Place {
    /// 2300.
    #[default]
    Claim,
    /// 2310, a provider.
    Provider,
    /// 2320, another payer's subscriber, before the `OI` that the guide requires.
    OtherUnconfirmed,
    /// 2320 after `OI`, and 2330.
    Other,
    /// 2400.
    Line,
    /// 2410 and later: drugs, providers, adjudication and forms of the line.
    LineDetail,
}

impl ClaimRecord {
    /// Begins a claim with its `CLM` segment, and with what is wrong with where it stands.
    pub(crate) fn open(&mut self, segment: &Segment<'_>, limit: usize, problem: Option<Problem>) {
        self.block.clear();
        self.diagnoses.clear();
        self.lines.clear();
        let (block, diagnoses, lines) = (
            std::mem::take(&mut self.block),
            std::mem::take(&mut self.diagnoses),
            std::mem::take(&mut self.lines),
        );
        *self = Self {
            block,
            diagnoses,
            lines,
            problem,
            opened: Some((segment.name(), segment.span())),
            ..Self::default()
        };
        let read = self.header(segment);
        self.keep(segment, limit, read);
    }

    /// Adds a segment. Gives a problem when the claim ended unseen before it: what follows may be
    /// another person's.
    pub(crate) fn add(
        &mut self,
        kind: ClaimKind,
        segment: &Segment<'_>,
        limit: usize,
    ) -> Option<Problem> {
        let read = self.read(kind, segment);
        let problem = self.keep(segment, limit, read)?;
        (problem.fault == Fault::LevelSegment).then_some(problem)
    }

    /// Checks the claim as a whole. Gives a problem when the claim ended unseen before its end.
    pub(crate) fn finish(&mut self, kind: ClaimKind, limit: usize) -> Option<Problem> {
        if self.block.is_overflown() {
            let what = "claim";
            self.set_problem_of_claim(Fault::TooLong { what, limit });
        }
        if self.lines.is_empty() {
            self.set_problem_of_claim(Fault::Missing {
                what: "a service line (LX)",
            });
        }
        if let Some((fault, Some((name, span)))) = self.unfinished_line(kind) {
            self.set_problem(Problem {
                fault,
                span,
                segment: Some(name),
            });
        }
        match self.place {
            Place::OtherUnconfirmed => self.problem.clone(),
            _ => None,
        }
    }

    /// Sets the claim aside, unless it is already.
    pub(crate) fn set_problem(&mut self, problem: Problem) {
        self.problem.get_or_insert(problem);
    }

    /// Sets the claim aside because of something that is not in one of its segments.
    pub(crate) fn set_problem_of_claim(&mut self, fault: Fault) {
        if let Some((name, span)) = self.opened {
            self.set_problem(Problem {
                fault,
                span,
                segment: Some(name),
            });
        }
    }

    /// What stands at the span of a required value.
    pub(crate) fn required(&self, span: Span) -> Text<'_> {
        self.block.text(span).unwrap_or(Text::new(&[], span.start))
    }

    pub(crate) fn optional(&self, span: Option<Span>) -> Option<Text<'_>> {
        self.block.text(span?)
    }

    /// Keeps a segment; gives what is wrong with it.
    fn keep(
        &mut self,
        segment: &Segment<'_>,
        limit: usize,
        read: Result<(), Defect>,
    ) -> Option<Problem> {
        self.block.push(segment, limit);
        let problem = read.err()?.in_segment(segment);
        self.set_problem(problem.clone());
        Some(problem)
    }

    /// `CLM`.
    fn header(&mut self, segment: &Segment<'_>) -> Result<(), Defect> {
        let [id, charge, _, _, place] = segment.elements();
        let [facility, _, frequency] = segment.components(place);
        self.id = required(id, "CLM01")?.span();
        self.charge = decimal(charge, "CLM02")?;
        self.facility = pair(facility, "CLM05-1")?;
        self.frequency = code(frequency, "CLM05-3")?;
        Ok(())
    }

    fn read(&mut self, kind: ClaimKind, segment: &Segment<'_>) -> Result<(), Defect> {
        match segment.id() {
            b"LX" => self.line(segment),
            b"SV1" if kind == ClaimKind::Professional => self.professional(segment),
            b"SV2" if kind == ClaimKind::Institutional => self.institutional(segment),
            b"DTP" => self.dates(segment),
            b"HI" => self.codes(segment),
            b"REF" => self.reference(segment),
            b"SBR" => self.other_subscriber(segment),
            b"OI" => self.other_insurance(segment),
            b"NM1" => self.name(segment),
            b"LIN" | b"SVD" | b"LQ" => {
                if self.place == Place::Line {
                    self.place = Place::LineDetail;
                }
                Ok(())
            }
            b"BHT" | b"CUR" | b"DMG" | b"PAT" => Err(foreign(segment)),
            b"AMT" | b"CAS" | b"CL1" | b"CN1" | b"CR1" | b"CR2" | b"CR3" | b"CRC" | b"CTP"
            | b"FRM" | b"HCP" | b"K3" | b"MEA" | b"MIA" | b"MOA" | b"N3" | b"N4" | b"NTE"
            | b"PER" | b"PRV" | b"PS1" | b"PWK" | b"QTY" | b"SV5" => Ok(()),
            _ => Err(Defect::new(Fault::UnknownSegment, segment.span())),
        }
    }

    /// `HI`.
    fn codes(&mut self, segment: &Segment<'_>) -> Result<(), Defect> {
        if self.place != Place::Claim {
            return Err(out_of_place(
                segment,
                "before the providers and lines of the claim",
            ));
        }
        for element in segment.all_elements() {
            let [qualifier, text] = segment.components(element);
            let list = CodeList::of_qualifier(required(qualifier, "a qualifier of HI")?.bytes())
                .ok_or_else(|| Defect::new(Fault::CodeList, qualifier.span()))?;
            if let CodeList::Diagnosis(role, edition) = list {
                self.diagnoses.push(DiagnosisRecord {
                    role,
                    edition,
                    code: diagnosis_code(text)?,
                });
            }
        }
        Ok(())
    }

    /// `DTP`.
    fn dates(&mut self, segment: &Segment<'_>) -> Result<(), Defect> {
        let [qualifier, format, days] = segment.elements();
        match (self.place, qualifier.bytes()) {
            (Place::Claim, b"434") => {
                let days = period(format, days)?;
                once(
                    &mut self.statement,
                    days,
                    "the statement period (DTP*434)",
                    segment.span(),
                )
            }
            (Place::Line, b"472") => {
                let days = period(format, days)?;
                let line = self.last_line(segment)?;
                once(
                    &mut line.dates,
                    days,
                    "the service date (DTP*472)",
                    segment.span(),
                )
            }
            _ => Ok(()),
        }
    }

    /// `REF`, of which those of other payers and of providers are not read.
    fn reference(&mut self, segment: &Segment<'_>) -> Result<(), Defect> {
        let [qualifier, number, unused, other_payer] = segment.elements();
        let (authorization, referral) = match self.place {
            Place::Claim => (&mut self.prior_authorization, &mut self.referral),
            Place::Line if other_payer.is_empty() => {
                let line = self.last_line(segment)?;
                (&mut line.prior_authorization, &mut line.referral)
            }
            _ => return Ok(()),
        };
        let (slot, what) = match qualifier.bytes() {
            b"G1" => (authorization, "the prior authorization (REF*G1)"),
            b"9F" => (referral, "the referral (REF*9F)"),
            _ => return Ok(()),
        };
        if !unused.is_empty() {
            return Err(Defect::new(Fault::TooManyElements, unused.span()));
        }
        segment.ends_after(4)?;
        let number = required(number, "REF02")?.span();
        once(slot, number, what, segment.span())
    }

    /// `SBR`, which begins another payer's subscriber.
    fn other_subscriber(&mut self, segment: &Segment<'_>) -> Result<(), Defect> {
        match self.place {
            Place::Line | Place::LineDetail | Place::OtherUnconfirmed => Err(foreign(segment)),
            Place::Claim | Place::Provider | Place::Other => {
                self.place = Place::OtherUnconfirmed;
                Ok(())
            }
        }
    }

    /// `OI`.
    fn other_insurance(&mut self, segment: &Segment<'_>) -> Result<(), Defect> {
        match self.place {
            Place::OtherUnconfirmed => {
                self.place = Place::Other;
                Ok(())
            }
            _ => Err(out_of_place(segment, "after the SBR of another payer")),
        }
    }

    /// `NM1`, which begins a loop that is not read.
    fn name(&mut self, segment: &Segment<'_>) -> Result<(), Defect> {
        self.place = match self.place {
            Place::Claim | Place::Provider => Place::Provider,
            Place::Other => Place::Other,
            Place::Line | Place::LineDetail => Place::LineDetail,
            // Without OI it is no other payer's subscriber but the next one of the transaction.
            Place::OtherUnconfirmed => return Err(foreign(segment)),
        };
        Ok(())
    }

    /// `LX`.
    fn line(&mut self, segment: &Segment<'_>) -> Result<(), Defect> {
        let unconfirmed = self.place == Place::OtherUnconfirmed;
        self.place = Place::Line;
        let [line_number] = segment.elements();
        if self.lines.len() >= MAX_LINES {
            return Err(Defect::new(Fault::TooManyLines, segment.span()));
        }
        self.lines.push(LineRecord {
            number: line_number.span(),
            opened: Some((segment.name(), segment.span())),
            ..LineRecord::default()
        });
        let expected = self.lines.len() as u64;
        if number(line_number) != Some(expected) {
            let fault = Fault::LineNumber { expected };
            return Err(Defect::new(fault, line_number.span()));
        }
        match unconfirmed {
            true => Err(foreign(segment)),
            false => Ok(()),
        }
    }

    /// `SV1`.
    fn professional(&mut self, segment: &Segment<'_>) -> Result<(), Defect> {
        let [procedure, charge, unit, units, place, _, pointers] = segment.elements();
        let diagnoses = self
            .diagnoses
            .iter()
            .filter(|diagnosis| diagnosis.can_be_pointed_to())
            .count();
        let line = self.service(segment)?;
        line.procedure(segment, required(procedure, "SV101")?, "SV101-2")?;
        line.charge = decimal(charge, "SV102")?;
        line.unit = pair(unit, "SV103")?;
        line.units = decimal(units, "SV104")?;
        line.place = optional_pair(place, "SV105")?;
        line.points(segment, required(pointers, "SV107")?, diagnoses)
    }

    /// `SV2`.
    fn institutional(&mut self, segment: &Segment<'_>) -> Result<(), Defect> {
        let [revenue, procedure, charge, unit, units] = segment.elements();
        let line = self.service(segment)?;
        line.revenue = code(revenue, "SV201")?;
        if !procedure.is_empty() {
            line.procedure(segment, procedure, "SV202-2")?;
        }
        line.charge = decimal(charge, "SV203")?;
        line.unit = pair(unit, "SV204")?;
        line.units = decimal(units, "SV205")?;
        Ok(())
    }

    /// The line whose service a segment tells.
    fn service(&mut self, segment: &Segment<'_>) -> Result<&mut LineRecord, Defect> {
        if self.place != Place::Line {
            return Err(out_of_place(segment, "after LX"));
        }
        let line = self.last_line(segment)?;
        once(
            &mut line.service,
            segment.span(),
            "the service of the line",
            segment.span(),
        )?;
        Ok(line)
    }

    fn last_line(&mut self, segment: &Segment<'_>) -> Result<&mut LineRecord, Defect> {
        self.lines
            .last_mut()
            .ok_or_else(|| out_of_place(segment, "after LX"))
    }

    /// The first line that lacks its service or its date.
    fn unfinished_line(&self, kind: ClaimKind) -> Option<(Fault, Option<(SegmentName, Span)>)> {
        self.lines.iter().find_map(|line| {
            let what = match kind {
                ClaimKind::Professional if line.service.is_none() => "SV1 of the line",
                ClaimKind::Institutional if line.service.is_none() => "SV2 of the line",
                ClaimKind::Professional if line.dates.is_none() => {
                    "the service date (DTP*472) of the line"
                }
                ClaimKind::Institutional if line.dates.or(self.statement).is_none() => {
                    "the service date (DTP*472) of the line, and the statement period (DTP*434)"
                }
                _ => return None,
            };
            Some((Fault::Missing { what }, line.opened))
        })
    }
}

impl LineRecord {
    /// The composite of a procedure.
    fn procedure(
        &mut self,
        segment: &Segment<'_>,
        procedure: Text<'_>,
        element: &'static str,
    ) -> Result<(), Defect> {
        let [qualifier, text, modifiers @ .., _] = segment.components::<7>(procedure);
        self.qualifier = pair(qualifier, "the qualifier of the procedure")?;
        self.code = code(text, element)?;
        for (slot, modifier) in self.modifiers.iter_mut().zip(modifiers) {
            *slot = optional_pair(modifier, "a modifier")?;
        }
        Ok(())
    }

    /// The pointers of `SV107`, into so many diagnoses.
    fn points(
        &mut self,
        segment: &Segment<'_>,
        pointers: Text<'_>,
        diagnoses: usize,
    ) -> Result<(), Defect> {
        let mut slots = self.pointers.iter_mut();
        for pointer in pointers.split(segment.separators.component) {
            let form = "one to four numbers from 1 to 12";
            let wrong = || malformed(pointer, "SV107", form);
            let slot = slots.next().ok_or_else(wrong)?;
            let value = number(pointer)
                .and_then(|value| u8::try_from(value).ok())
                .filter(|value| (1..=12).contains(value))
                .ok_or_else(wrong)?;
            if usize::from(value) > diagnoses {
                let fault = Fault::DiagnosisPointer { diagnoses };
                return Err(Defect::new(fault, pointer.span()));
            }
            *slot = value;
        }
        Ok(())
    }
}

/// A diagnosis code: letters and digits, and a dot where the sender has not left it out.
fn diagnosis_code(text: Text<'_>) -> Result<Span, Defect> {
    let bytes = required(text, "a code of HI")?.bytes();
    let form = "a diagnosis code: three to seven letters and digits";
    let fits = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'.';
    match (3..=8).contains(&bytes.len()) && bytes.iter().all(fits) {
        true => Ok(text.span()),
        false => Err(malformed(text, "a code of HI", form)),
    }
}

fn foreign(segment: &Segment<'_>) -> Defect {
    Defect::new(Fault::LevelSegment, segment.span())
}

fn out_of_place(segment: &Segment<'_>, belongs: &'static str) -> Defect {
    Defect::new(Fault::OutOfPlace { belongs }, segment.span())
}
