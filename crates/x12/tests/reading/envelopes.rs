//! Faults of the envelope are named; what they make unreliable is set aside.

use crate::support::{INSTITUTIONAL, PROFESSIONAL, Reading, read, read_from};
use coverdict_x12::{Fault, Limits};

fn with(from: &str, to: &str) -> Reading {
    assert!(PROFESSIONAL.contains(from), "{from}");
    read(PROFESSIONAL.replacen(from, to, 1))
}

#[test]
fn what_is_no_x12_is_told_at_once() {
    let inputs: [&[u8]; 8] = [
        b"",
        b"\n \r\n",
        b"{\"resourceType\": \"Claim\"}",
        b"GS*HC*A*B*20250301*1200*1*X*005010X222A1~",
        b"ISAAC NEWTON, who is no interchange",
        b"IS",
        b"\xef\xbb\xbf",
        b"\x00\xff\xfe",
    ];
    for input in inputs {
        let reading = read(input);
        let told = reading.error.unwrap();
        assert!(told.contains("x12-not-x12"), "{input:?}: {told}");
        assert_eq!(reading.problems, []);
    }
}

#[test]
fn a_header_without_its_widths_is_refused_at_the_first_wrong_place() {
    let reading = with("*ZZ*EXAMPLESENDER  *", "*ZZ*EXAMPLESENDER*");
    let told = reading.error.unwrap();
    assert!(told.contains("byte 50"), "{told}");
    assert!(told.contains("ISA07 does not begin"), "{told}");
}

#[test]
fn separators_that_cannot_be_told_apart_are_refused() {
    for (from, to) in [
        ("T*:~", "T**~"),
        ("T*:~", "T*::"),
        ("T*:~", "T*A~"),
        ("*^*", "*~*"),
    ] {
        let told = with(from, to).error.unwrap();
        assert!(told.contains("x12-separators"), "{from} {to}: {told}");
    }
}

#[test]
fn a_second_header_can_declare_other_separators_and_a_bad_one_ends_the_reading() {
    let both = format!("{PROFESSIONAL}{INSTITUTIONAL}");
    assert_eq!(read(&both).claims.len(), 4);
    let broken = format!(
        "{PROFESSIONAL}{}",
        INSTITUTIONAL.replacen("|T|>", "|T>|", 1)
    );
    let reading = read(&broken);
    assert_eq!(reading.claims.len(), 3);
    assert!(reading.error.unwrap().contains("ISA16"));
}

#[test]
fn what_follows_an_interchange_is_not_passed_over() {
    let reading = read(format!("{PROFESSIONAL}GS*HC~"));
    assert_eq!(reading.claims.len(), 3);
    let told = reading.error.unwrap();
    assert!(told.contains("x12-after-interchange"), "{told}");
    assert!(
        told.contains(&format!("byte {}", PROFESSIONAL.len())),
        "{told}"
    );
}

#[test]
fn a_segment_without_end_is_an_error_that_names_its_place() {
    let place = PROFESSIONAL.find("NTE*").unwrap();
    let long = format!("NTE*ADD*{}", "x".repeat(70_000));
    let reading = with("NTE*ADD*", &long);
    let told = reading.error.unwrap();
    assert!(told.contains("x12-segment-too-long"), "{told}");
    assert!(told.contains(&format!("byte {place}")), "{told}");
    // The claim that it is in is set aside before.
    assert_eq!(reading.set_aside[0].problem.fault, Fault::ClaimCutOff);
    let limits = Limits {
        segment: 100_000,
        ..Limits::default()
    };
    let input = PROFESSIONAL.replace("NTE*ADD*", &long);
    assert!(read_from(input.as_bytes(), input.as_bytes(), limits).is_clean());
}

#[test]
fn line_ends_without_end_are_an_error_too() {
    let input = PROFESSIONAL.replace("NTE*", &format!("{}NTE*", "\n".repeat(200_000)));
    assert!(read(&input).error.unwrap().contains("x12-segment-too-long"));
}

#[test]
fn an_input_that_fails_is_told_after_what_was_read() {
    struct Broken;
    impl std::io::Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("disk on fire"))
        }
    }
    let start = &PROFESSIONAL[..PROFESSIONAL.find("HL*3").unwrap()];
    let input = std::io::Read::chain(start.as_bytes(), Broken);
    let reading = read_from(input, start.as_bytes(), Limits::default());
    assert_eq!((reading.claims.len(), reading.set_aside.len()), (1, 1));
    let told = reading.error.unwrap();
    assert_eq!(
        told,
        format!(
            "byte {}: the input cannot be read: disk on fire",
            start.len()
        )
    );
}

#[test]
fn version_4010_is_refused_and_its_claims_are_counted() {
    let input = PROFESSIONAL
        .replace("*005010X222A1~\nST", "*004010X098A1~\nST")
        .replace("ST*837*0001*005010X222A1~", "ST*837*0001~");
    let reading = read(&input);
    let version = "004010X098A1".into();
    let refused = reading.unread[0].refused.as_ref().unwrap();
    assert_eq!(refused.fault, Fault::Version4010 { version });
    assert!(refused.to_string().contains("005010X222A1"), "{refused}");
    assert!(reading.claims.is_empty() && reading.problems.is_empty());
    assert_eq!((reading.unread[0].claims, reading.unread[0].lines), (3, 4));
    assert_eq!(reading.counts.claims_set_aside, 3);
}

#[test]
fn other_guides_are_refused() {
    let input = PROFESSIONAL.replace("005010X222A1", "005010X224A2");
    assert_eq!(read(&input).faults(), ["x12-version"]);
    let input = PROFESSIONAL.replace("005010X222A1", "");
    assert_eq!(read(&input).faults(), ["x12-version"]);
    assert_eq!(
        with("005010X222A1~\nST", "005010X223A2~\nST").faults(),
        ["x12-versions-differ"]
    );
    assert_eq!(
        with("005010X222A1~\nST", "004010X098A1~\nST").faults(),
        ["x12-versions-differ"]
    );
    // Errata of one guide are read alike.
    assert!(with("005010X222A1~\nST", "005010X222~\nST").is_clean());
}

#[test]
fn trailers_that_are_missing_are_named() {
    let reading = with("SE*75*0001~\n", "");
    assert_eq!(
        reading.faults(),
        ["x12-claim-cut-off", "x12-missing-trailer"]
    );
    assert_eq!((reading.claims.len(), reading.set_aside.len()), (2, 1));
    let control = "0001".into();
    let trailer = "SE";
    assert_eq!(
        reading.problems[0].fault,
        Fault::MissingTrailer { trailer, control }
    );

    let reading = with("GE*1*11~\n", "");
    let control = "11".into();
    let trailer = "GE";
    assert_eq!(reading.claims.len(), 3);
    assert_eq!(
        reading.problems[0].fault,
        Fault::MissingTrailer { trailer, control }
    );

    let reading = read(format!(
        "{}{PROFESSIONAL}",
        PROFESSIONAL.replace("IEA*1*000000101~\n", "")
    ));
    let control = "000000101".into();
    let trailer = "IEA";
    assert_eq!(reading.claims.len(), 6);
    assert_eq!(
        reading.problems[0].fault,
        Fault::MissingTrailer { trailer, control }
    );
    assert_eq!(reading.problems.len(), 1);
}

#[test]
fn counts_and_control_numbers_are_compared() {
    let cases = [
        ("SE*75", "SE*74", "x12-count", "74*0001"),
        ("SE*75", "SE*", "x12-count", "*0001"),
        ("GE*1*", "GE*2*", "x12-count", "2*11"),
        ("IEA*1*", "IEA*x*", "x12-count", "x*000"),
        ("SE*75*0001", "SE*75*0002", "x12-control-number", "0002~"),
        ("GE*1*11", "GE*1*12", "x12-control-number", "12~"),
        ("IEA*1*000000101", "IEA*1*101", "x12-control-number", "101~"),
    ];
    for (from, to, name, place) in cases {
        let input = PROFESSIONAL.replacen(from, to, 1);
        let reading = read(&input);
        assert_eq!(reading.faults(), [name], "{to}");
        assert_eq!(reading.claims.len(), 3, "{to}");
        let told = &input[reading.problems[0].span.start as usize..];
        assert!(told.starts_with(place), "{to}: {told}");
    }
}

#[test]
fn what_stands_outside_of_a_transaction_is_set_aside() {
    let reading = with("ST*837*0001*005010X222A1~\n", "");
    assert_eq!(reading.set_aside.len(), 3);
    assert!(reading.claims.is_empty());
    let told: Vec<_> = reading
        .problems
        .iter()
        .map(|one| one.fault.code().name)
        .collect();
    assert_eq!(told, ["x12-outside", "x12-nothing-to-close", "x12-count"]);
    assert_eq!(reading.counts.lines_set_aside, 4);
}

#[test]
fn a_transaction_outside_of_a_group_is_told_and_read_by_its_own_version() {
    let reading = with(
        "GS*HC*EXAMPLESENDER*EXAMPLERECEIVER*20250301*1200*11*X*005010X222A1~\n",
        "",
    );
    assert_eq!(reading.claims.len(), 3);
    assert_eq!(
        reading.faults(),
        ["x12-outside", "x12-nothing-to-close", "x12-count"]
    );
}

#[test]
fn an_acknowledgement_before_the_groups_is_no_fault() {
    assert!(with("GS*HC", "TA1*000000101*250301*1200*A*000~\nGS*HC").is_clean());
    assert!(!with("GE*1", "TA1*000000101*250301*1200*A*000~\nGE*1").is_clean());
}

#[test]
fn an_input_cut_off_names_what_is_missing_and_sets_the_open_claim_aside() {
    let cases = [
        ("250301*1200*^", "the end of ISA", 0),
        ("GS*HC", "IEA", 0),
        ("ST*837", "GE and IEA", 0),
        ("LX*2", "SE, GE and IEA", 1),
        ("GE*1", "GE and IEA", 0),
        ("IEA*1", "IEA", 0),
    ];
    for (from, missing, aside) in cases {
        let cut = PROFESSIONAL.find(from).unwrap();
        let reading = read(&PROFESSIONAL[..cut]);
        let [problem] = &*reading.problems else {
            panic!("{from}: {:?}", reading.problems)
        };
        assert_eq!(problem.fault, Fault::CutOff { missing }, "{from}");
        assert_eq!(problem.span.end, cut as u64, "{from}");
        assert_eq!(reading.set_aside.len(), aside, "{from}");
    }
}
