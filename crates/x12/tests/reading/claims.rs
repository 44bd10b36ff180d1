//! What is read of whole claims, and that it is the same however the input is cut into reads.

use std::io::Read;

use crate::support::{INSTITUTIONAL, PROFESSIONAL, REMITTANCE, read, read_from};
use coverdict_x12::{Counts, Limits};

#[test]
fn a_professional_interchange_is_read_whole() {
    let reading = read(PROFESSIONAL);
    assert!(reading.is_clean(), "{:?}", reading.faults());
    let told = [
        "Professional CLAIM-1 charge 350.5 place 11 bill - frequency 1
  payer EXAMPLE PLAN PI PLAN1; P group GRP-7 EXAMPLE GROUP filing CI; authorization AUTH-1 referral REFERRAL-1
  subscriber EXAMPLE ANN MEM001 1980-02-29 Some(Female)
  diagnoses Principal Icd10 M5450, Other Icd10 M25561, Other Icd10 S83511A,
  1 - charge 300.5 1 UN place 11 HC:M0076:LT:59 2025-02-26/2025-02-26 Line authorization AUTH-1 referral REFERRAL-1 for M25561 M5450
  2 - charge 50 2.5 UN place 22 HC:20610:RT:25:76:XS 2025-02-26/2025-02-28 Line authorization AUTH-2 referral REFERRAL-2 for S83511A M25561 M5450",
        "Professional CLAIM-2 charge 10 place 12 bill - frequency 7
  payer EXAMPLE PLAN PI PLAN1; P group GRP-7 EXAMPLE GROUP filing CI; authorization - referral -
  subscriber EXAMPLE ANN MEM001 1980-02-29 Some(Female)
  diagnoses Principal Icd9 7245,
  1 - charge 10 15 MJ place 12 HC:97110 2025-02-27/2025-02-27 Line authorization - referral - for 7245",
        "Professional CLAIM-3 charge 25 place 11 bill - frequency 1
  payer EXAMPLE PLAN XV PLAN2; S group GRP-8 - filing MB; authorization - referral -
  subscriber SAMPLE CARL MEM002 - None
  patient SAMPLE DORA - 2015-06-30 Some(Unknown)
  diagnoses Principal Icd10 Z00129,
  1 - charge 25 1 UN place 11 HC:99393 2025-02-28/2025-02-28 Line authorization - referral - for Z00129",
    ];
    assert_eq!(reading.claims, told);
    let counts = Counts {
        interchanges: 1,
        groups: 1,
        transactions: 1,
        claims: 3,
        lines: 4,
        ..Counts::default()
    };
    assert_eq!(reading.counts, counts);
}

#[test]
fn an_institutional_interchange_with_other_separators_is_read_whole() {
    let reading = read(INSTITUTIONAL);
    assert!(reading.is_clean(), "{:?}", reading.faults());
    let told = [
        "Institutional STAY-1 charge 1200.00 place - bill 11 frequency 1
  payer EXAMPLE MEDICARE PI PLAN3; P group - - filing MA; authorization AUTH-3 referral -
  subscriber EXAMPLE FAY MEM003 1942-08-17 Some(Female)
  diagnoses Principal Icd10 M1711, Admitting Icd10 M1711, ReasonForVisit Icd10 M25561, \
         ExternalCause Icd10 W010XXA, Other Icd10 I10, Other Icd10 E119,
  1 0120 charge 1000.00 4 DA place - 2025-02-10/2025-02-14 Statement authorization AUTH-3 referral - for
  2 0420 charge 200.00 8 UN place - HC:97110:GP 2025-02-12/2025-02-12 Line authorization AUTH-3 referral - for",
    ];
    assert_eq!(reading.claims, told);
}

#[test]
fn interchanges_follow_one_another_and_other_transactions_are_named() {
    let all = format!("{PROFESSIONAL}\r\n{REMITTANCE}{INSTITUTIONAL}\n \t");
    let reading = read(&all);
    assert!(reading.is_clean(), "{:?}", reading.faults());
    assert_eq!(reading.counts.interchanges, 3);
    assert_eq!((reading.counts.claims, reading.counts.lines), (4, 6));
    let [unread] = &*reading.unread else {
        panic!("{:?}", reading.unread)
    };
    assert_eq!(&*unread.transaction.kind, "835");
    assert_eq!(&*unread.transaction.control, "0003");
    assert_eq!((unread.claims, unread.lines), (0, 0));
    let span = &all[unread.span.start as usize..unread.span.end as usize];
    assert!(span.starts_with("ST*835") && span.ends_with("SE*5*0003~"));
}

#[test]
fn groups_and_transactions_follow_one_another() {
    let second = "GS*HC*A*B*20250301*1200*12*X*005010X222A1~\nST*837*0002*005010X222A1~\nBHT*0019~\n\
                  SE*3*0002~\nST*837*0003*005010X222A1~\nSE*2*0003~\nGE*2*12~\n";
    let input = PROFESSIONAL.replace("IEA*1*", &format!("{second}IEA*2*"));
    let reading = read(&input);
    assert!(reading.is_clean(), "{:?}", reading.faults());
    assert_eq!((reading.counts.groups, reading.counts.transactions), (2, 3));
}

#[test]
fn line_ends_after_segments_and_a_byte_order_mark_change_nothing_but_places() {
    let read_claims = |input: &str| {
        let reading = read(input);
        assert!(reading.is_clean(), "{:?}", reading.faults());
        reading.claims
    };
    let expected = read_claims(PROFESSIONAL);
    assert_eq!(read_claims(&PROFESSIONAL.replace('\n', "")), expected);
    assert_eq!(read_claims(&PROFESSIONAL.replace('\n', "\r\n\n")), expected);
    assert_eq!(read_claims(&format!("\u{feff}{PROFESSIONAL}")), expected);
    assert_eq!(read_claims(&format!(" \n{PROFESSIONAL}")), expected);
    assert_eq!(read_claims(&PROFESSIONAL.replace("~\n", "\n")), expected);
    assert_eq!(read_claims(&PROFESSIONAL.replace("~\n", "\r\n")), expected);
}

/// Gives so many bytes a read, and is interrupted before each.
struct Slow<'a> {
    rest: &'a [u8],
    step: usize,
    interrupted: bool,
}

impl Read for Slow<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.interrupted = !self.interrupted;
        if self.interrupted {
            return Err(std::io::ErrorKind::Interrupted.into());
        }
        let length = self.step.min(buffer.len());
        self.rest.take(length as u64).read(buffer).inspect(|read| {
            self.rest = &self.rest[*read..];
        })
    }
}

#[test]
fn how_much_a_read_gives_changes_nothing() {
    let all = format!("{PROFESSIONAL}{REMITTANCE}{INSTITUTIONAL}");
    let expected = read(&all);
    for step in [1, 2, 7, 105, 106, 107, 1000] {
        let slow = Slow {
            rest: all.as_bytes(),
            step,
            interrupted: false,
        };
        let reading = read_from(slow, all.as_bytes(), Limits::default());
        assert_eq!(reading, expected, "{step}");
    }
}

#[test]
fn a_reader_does_not_hold_its_input() {
    // 20 MB of claims through a reader that may hold 64 KiB of a segment and of a claim.
    let (head, rest) = PROFESSIONAL.split_at(PROFESSIONAL.find("CLM*CLAIM-2").unwrap());
    let (claim, tail) = rest.split_at(rest.find("HL*3").unwrap());
    let copies = 200_000_u64;
    let input = head
        .as_bytes()
        .chain(Repeated {
            text: claim.as_bytes(),
            left: copies * claim.len() as u64,
        })
        .chain(tail.as_bytes());
    let limits = Limits {
        segment: 64 * 1024,
        claim: 64 * 1024,
    };
    let mut reader = coverdict_x12::Reader::with_limits(input, limits);
    let mut claims = 0;
    while let Some(event) = reader.next_event().unwrap() {
        claims += u64::from(matches!(event, coverdict_x12::Event::Claim(_)));
    }
    assert_eq!(claims, copies + 2);
}

struct Repeated<'a> {
    text: &'a [u8],
    left: u64,
}

impl Read for Repeated<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = self.text.len() as u64;
        let place = ((length - self.left % length) % length) as usize;
        let limit = self.left.min(buffer.len() as u64);
        let read = (&self.text[place..]).take(limit).read(buffer)?;
        self.left -= read as u64;
        Ok(read)
    }
}
