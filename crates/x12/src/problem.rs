//! What can be wrong with the input, where, and what to do about it.

use std::{fmt, io};

use crate::segment::{Segment, SegmentName};
use crate::text::Span;

/// Something wrong with the input. It tells names, places and numbers of the envelope, never a value
/// of a claim, so that it can be logged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong.
    pub fault: Fault,
    /// Where in the input.
    pub span: Span,
    /// The segment; none: the input as a whole.
    pub segment: Option<SegmentName>,
}

/// Why reading cannot go on. What was handed out before stands.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The input cannot be read.
    #[error("byte {offset}: the input cannot be read: {source}")]
    Unreadable {
        /// The first byte that was not read.
        offset: u64,
        /// What the system says.
        source: io::Error,
    },
    /// What follows cannot be told apart into segments.
    #[error(transparent)]
    Damaged(#[from] Problem),
}

/// A stable code of a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaultCode {
    /// The number that never changes, such as `E1203`.
    pub id: &'static str,
    /// The name that people remember, such as `x12-segment-too-long`.
    pub name: &'static str,
}

/// A fault without the segment that it is in.
#[derive(Debug)]
pub(crate) struct Defect {
    pub(crate) fault: Fault,
    pub(crate) span: Span,
}

impl Defect {
    pub(crate) fn new(fault: Fault, span: Span) -> Self {
        Self { fault, span }
    }

    pub(crate) fn in_segment(self, segment: &Segment<'_>) -> Problem {
        Problem {
            fault: self.fault,
            span: self.span,
            segment: Some(segment.name()),
        }
    }
}

impl std::error::Error for Problem {}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self.fault.code();
        write!(
            f,
            "error[{} {}]: byte {}",
            code.id, code.name, self.span.start
        )?;
        if let Some(segment) = self.segment {
            write!(f, ", {segment}")?;
        }
        write!(f, ": {}\n  help: {}", self.fault, self.fault.help())
    }
}

macro_rules! faults {
    ($(
        $id:literal $code:literal
        #[doc = $title:literal]
        $name:ident $({ $($(#[$field_doc:meta])+ $field:ident: $type:ty),+ $(,)? })?
        = $what:literal, $help:literal;
    )+) => {
        /// What is wrong.
        #[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
        pub enum Fault {
            $(
                #[doc = $title]
                #[error($what)]
                $name $({ $($(#[$field_doc])+ $field: $type),+ })?,
            )+
        }

        impl Fault {
            /// The stable code.
            #[must_use]
            pub fn code(&self) -> FaultCode {
                match self {
                    $(Self::$name { .. } => FaultCode { id: $id, name: $code },)+
                }
            }

            /// What to do about it.
            #[must_use]
            pub fn help(&self) -> &'static str {
                match self {
                    $(Self::$name { .. } => $help,)+
                }
            }
        }

        impl FaultCode {
            /// Every code, with what it means and what to do about it.
            pub const ALL: &[(Self, &'static str, &'static str)] = &[
                $((Self { id: $id, name: $code }, $title.trim_ascii(), $help)),+
            ];
        }
    };
}

faults! {
    "E1201" "x12-not-x12"
    /// The input does not begin with an interchange.
    NotX12
        = "this is not X12: an interchange begins with ISA, the input does not",
        "Check that the file is an 837, and neither compressed nor encrypted.";

    "E1202" "x12-isa-layout"
    /// The elements of `ISA` do not have their fixed widths.
    HeaderLayout {
        /// The number of the first element that is out of place.
        element: u8,
    }
        = "ISA{element:02} does not begin where the fixed widths of ISA put it",
        "Fill the elements of ISA with blanks or zeros to their widths; separators are known by their places in it.";

    "E1203" "x12-separators"
    /// The separators of `ISA` cannot be told apart.
    Separators
        = "the separators that ISA declares are not four different characters that no value uses",
        "Declare separators as the guides advise: * between elements, : between components, ^ for repetition, ~ after segments.";

    "E1204" "x12-segment-too-long"
    /// A segment exceeds the limit.
    SegmentTooLong {
        /// The limit in bytes.
        limit: usize,
    }
        = "no segment ends within {limit} bytes",
        "Check the segment terminator, the last character of ISA: the input is damaged here or declares another one.";

    "E1205" "x12-after-interchange"
    /// Something other than an interchange follows one.
    AfterInterchange
        = "what follows the end of the interchange is not ISA; it was not read",
        "Remove it, or repair the ISA segment of the next interchange.";

    "E1206" "x12-cut-off"
    /// The input ends inside an interchange.
    CutOff {
        /// The trailers that are missing.
        missing: &'static str,
    }
        = "the input is cut off: {missing} not found",
        "Get the file again: what was not handed out before this was set aside.";

    "E1207" "x12-missing-trailer"
    /// A part of the envelope is not closed.
    MissingTrailer {
        /// The trailer that is missing.
        trailer: &'static str,
        /// The control number of what is open.
        control: Box<str>,
    }
        = "{trailer} of control number {control} is missing before this",
        "Get the file again, or have the sender repair the envelope; segments may be missing with the trailer.";

    "E1208" "x12-nothing-to-close"
    /// A trailer closes nothing.
    NothingToClose
        = "this closes what was not opened",
        "Have the sender repair the envelope: a header is missing or damaged before this.";

    "E1209" "x12-outside"
    /// A segment stands outside of a transaction or group.
    Outside
        = "this and what follows stands outside of its envelope and is not read",
        "Have the sender repair the envelope: a GS or ST segment is missing or damaged before this.";

    "E1210" "x12-count"
    /// A trailer states another count.
    Count {
        /// The element that states it.
        element: &'static str,
        /// What is counted.
        counted: &'static str,
        /// How many there are.
        found: u64,
    }
        = "{element} does not state {found}, the number of {counted} that were read",
        "Segments may be lost, or the sender counts wrongly: have the file sent again before relying on its claims.";

    "E1211" "x12-control-number"
    /// The control numbers of a header and its trailer differ.
    ControlNumber {
        /// The trailer's element.
        trailer: &'static str,
        /// The header's element.
        header: &'static str,
    }
        = "the control number {trailer} differs from {header}",
        "A header or trailer between them may be lost: have the file sent again before relying on its claims.";

    "E1212" "x12-version-4010"
    /// The transaction has version 4010.
    Version4010 {
        /// The version as it is written.
        version: Box<str>,
    }
        = "the transaction has version {version}: 4010 is not read",
        "Have it sent in version 5010 (005010X222A1 professional, 005010X223A2 institutional), required in the United States since 2012.";

    "E1213" "x12-version"
    /// The transaction follows a guide that is not read.
    Version {
        /// The version as it is written.
        version: Box<str>,
    }
        = "the transaction has version {version}: of the 837, 005010X222 (professional) and 005010X223 (institutional) are read",
        "Send professional or institutional claims in version 5010; others are left to other programs.";

    "E1214" "x12-versions-differ"
    /// `GS08` and `ST03` name different guides.
    VersionsDiffer {
        /// `GS08` as it is written.
        group: Box<str>,
        /// `ST03` as it is written.
        transaction: Box<str>,
    }
        = "the group has version {group}, the transaction {transaction}",
        "Have the sender put the same version in GS08 and ST03.";

    "E1215" "x12-unknown-segment"
    /// The guide has no such segment.
    UnknownSegment
        = "the guide has no such segment",
        "Repair or remove the segment; it may be damage.";

    "E1216" "x12-out-of-place"
    /// A segment stands where the guide has none like it.
    OutOfPlace {
        /// Where it belongs.
        belongs: &'static str,
    }
        = "the segment is out of place: it belongs {belongs}",
        "Put the segment where the guide has it, or repair the one before it that is missing or damaged.";

    "E1217" "x12-level-segment"
    /// A claim contains what begins another level.
    LevelSegment
        = "a segment of another subscriber, patient or provider stands in a claim, so its HL is missing or damaged",
        "Repair the HL segment. Claims up to the next HL are set aside, because they may be another person's.";

    "E1218" "x12-hierarchy"
    /// A level does not fit the hierarchy.
    Hierarchy {
        /// What is wrong with it.
        what: &'static str,
    }
        = "{what}",
        "Number HL01 from 1 without gaps, name in HL02 the level above, and put 20, 22 or 23 in HL03.";

    "E1219" "x12-missing"
    /// Something required is missing.
    Missing {
        /// Its name in the guide.
        what: &'static str,
    }
        = "{what} is missing",
        "Add what the guide requires here and send the claim again.";

    "E1220" "x12-malformed"
    /// An element has not the form that it must have.
    Malformed {
        /// The element.
        element: &'static str,
        /// Its form.
        form: &'static str,
    }
        = "{element} is not {form}",
        "Correct the value, or the separators that ISA declares, and send the claim again.";

    "E1221" "x12-repeated"
    /// Something that can be there once is there again.
    Repeated {
        /// Its name in the guide.
        what: &'static str,
    }
        = "{what} is there twice",
        "Keep the one that holds; a segment between the two may be missing.";

    "E1222" "x12-code-list"
    /// `HI` names a code list that the guide does not know.
    CodeList
        = "HI names a code list that the guide does not know",
        "Correct the qualifier, or the component separator that ISA declares: ABK and ABF are those of diagnoses.";

    "E1223" "x12-diagnosis-pointer"
    /// A service line points to a diagnosis that is not there.
    DiagnosisPointer {
        /// How many diagnoses the claim has to point to.
        diagnoses: usize,
    }
        = "the line points to a diagnosis that the claim does not have: it has {diagnoses}",
        "Correct SV107, or add the diagnosis to HI.";

    "E1224" "x12-line-number"
    /// Service lines are not numbered from one without gaps.
    LineNumber {
        /// The number that the line must have.
        expected: u64,
    }
        = "LX01 is not {expected}, so a line of the claim may be missing",
        "Number the lines of each claim from 1 without gaps.";

    "E1225" "x12-claim-cut-off"
    /// A claim may not be complete.
    ClaimCutOff
        = "the claim may not be complete: its transaction does not end as it must",
        "Get the file again, and submit the claim from the complete one.";

    "E1226" "x12-too-long"
    /// A claim or level exceeds the limit.
    TooLong {
        /// What does.
        what: &'static str,
        /// The limit in bytes.
        limit: usize,
    }
        = "the {what} has more than {limit} bytes",
        "Split it, or raise the limit if it is meant.";

    "E1227" "x12-too-many-lines"
    /// A claim has more service lines than the guides allow.
    TooManyLines
        = "the claim has more than 999 service lines",
        "Split the claim, as the guides require; an HL or CLM segment may also be missing before this.";

    "E1228" "x12-too-many-elements"
    /// A segment goes on where the guide has it end.
    TooManyElements
        = "the segment goes on after its last element",
        "Repair its terminator, which is missing or damaged, or remove what the guide does not use.";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn ids_and_names_are_unique_and_help_is_a_sentence() {
        let ids: BTreeSet<_> = FaultCode::ALL.iter().map(|(code, ..)| code.id).collect();
        let names: BTreeSet<_> = FaultCode::ALL.iter().map(|(code, ..)| code.name).collect();
        assert_eq!(ids.len(), FaultCode::ALL.len());
        assert_eq!(names.len(), FaultCode::ALL.len());
        for (code, title, help) in FaultCode::ALL {
            assert!(code.name.starts_with("x12-"), "{code:?}");
            assert!(title.ends_with('.') && help.ends_with('.'), "{code:?}");
        }
    }

    #[test]
    fn a_problem_tells_the_place_the_fault_and_the_help() {
        let problem = Problem {
            fault: Fault::Missing { what: "CLM01" },
            span: Span { start: 12, end: 12 },
            segment: None,
        };
        assert_eq!(
            problem.to_string(),
            "error[E1219 x12-missing]: byte 12: CLM01 is missing\n  \
             help: Add what the guide requires here and send the claim again."
        );
    }
}
