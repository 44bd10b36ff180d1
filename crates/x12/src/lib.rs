//! X12 read as a stream: segments with byte spans, envelopes, and the claims of the 837.
//!
//! A [`Reader`] takes any input and gives one [`Event`] after the other: claims of 837P and 837I in
//! version 5010 with their service lines, claims that are set aside with their problem, transactions
//! that are not read, and problems of the envelope. Its memory is bounded by [`Limits`]; a claim is
//! borrowed from it until the next event. Nothing is dropped silently: [`Counts`] accounts for every
//! claim of the input.
//!
//! Every value carries its place in the input. A problem tells where it is and what to do, and never
//! a value of a claim.
//!
//! ```
//! use coverdict_x12::{Event, Reader};
//!
//! # let interchange = concat!(
//! #     "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *250301*1200*^*00501*",
//! #     "000000001*0*P*:~GS*HC*SENDER*RECEIVER*20250301*1200*1*X*005010X222A1~ST*837*0001*005010X222A1~",
//! #     "BHT*0019*00*1*20250301*1200*CH~HL*1**20*1~HL*2*1*22*0~SBR*P*18*******CI~",
//! #     "NM1*IL*1*EXAMPLE*ANN****MI*M1~NM1*PR*2*EXAMPLE PLAN*****PI*P1~CLM*C1*120***11:B:1~HI*ABK:M5450~",
//! #     "LX*1~SV1*HC:M0076*120*UN*1***1~DTP*472*D8*20250301~SE*13*0001~GE*1*1~IEA*1*000000001~",
//! # );
//! let mut reader = Reader::new(interchange.as_bytes());
//! let mut codes = Vec::new();
//! while let Some(event) = reader.next_event().unwrap() {
//!     match event {
//!         Event::Claim(claim) => {
//!             for procedure in claim.lines().filter_map(|line| line.procedure()) {
//!                 codes.push(procedure.code().to_str().into_owned());
//!             }
//!         }
//!         Event::SetAside(claim) => panic!("{}", claim.problem),
//!         Event::Unread(_) | Event::Problem(_) => {}
//!     }
//! }
//! assert_eq!(codes, ["M0076"]);
//! assert_eq!(reader.counts().claims, 1);
//! ```

mod block;
mod claim;
mod counts;
mod envelope;
mod event;
mod icd;
mod levels;
mod limits;
mod machine;
mod problem;
mod reader;
mod segment;
mod separators;
mod text;
mod tokenizer;
mod value;

pub use claim::{
    Claim, ClaimKind, DatesFrom, Diagnosis, DiagnosisRole, IcdEdition, Line, Payer, Person,
    Procedure, Sex,
};
pub use counts::Counts;
pub use event::{Event, SetAside, Transaction, UnreadTransaction};
pub use icd::icd_10_cm_with_dot;
pub use limits::Limits;
pub use problem::{Error, Fault, FaultCode, Problem};
pub use reader::Reader;
pub use segment::SegmentName;
pub use text::{Placed, Span, Text};
pub use value::Period;
