//! Each fault of a claim sets that claim aside, is told by its name and place, and leaves the others.

use crate::support::{INSTITUTIONAL, PROFESSIONAL, Reading, read, read_from};
use coverdict_x12::{Fault, FaultCode, Limits};

/// The input with one piece of it replaced, which must be there.
fn with(input: &str, from: &str, to: &str) -> String {
    assert!(input.contains(from), "{from}");
    input.replacen(from, to, 1)
}

/// What was set aside, as far as it has an id.
fn ids(reading: &Reading) -> Vec<&str> {
    let aside = reading.set_aside.iter();
    aside.map(|one| one.id.as_deref().unwrap_or("-")).collect()
}

/// Changes of the professional fixture, the fault that each is, where it is told, and the claims that
/// it sets aside.
const PROFESSIONAL_FAULTS: &[(&str, &str, &str, &str, &[&str])] = &[
    // CLM
    (
        "CLM*CLAIM-1*",
        "CLM**",
        "x12-missing",
        "*350.5***11",
        &["-"],
    ),
    ("*350.5*", "**", "x12-missing", "***11:B:1*Y", &["CLAIM-1"]),
    ("*350.5*", "*350,5*", "x12-malformed", "350,5", &["CLAIM-1"]),
    (
        "***11:B:1*",
        "***:B:1*",
        "x12-missing",
        ":B:1",
        &["CLAIM-1"],
    ),
    (
        "***11:B:1*",
        "***11>B>1*",
        "x12-malformed",
        "11>B>1",
        &["CLAIM-1"],
    ),
    (
        "***11:B:1*",
        "***11:B*",
        "x12-missing",
        "*Y*A",
        &["CLAIM-1"],
    ),
    // HI
    (
        "ABF:M25561",
        "ABX:M25561",
        "x12-code-list",
        "ABX:",
        &["CLAIM-1"],
    ),
    (
        "ABF:M25561",
        ":M25561",
        "x12-missing",
        ":M25561",
        &["CLAIM-1"],
    ),
    ("ABF:M25561", "ABF", "x12-missing", "*ABF:S83", &["CLAIM-1"]),
    (
        "ABF:M25561",
        "ABF:M25 561",
        "x12-malformed",
        "M25 561",
        &["CLAIM-1"],
    ),
    (
        "NM1*82*",
        "NM1*82~HI*ABF:M542~\nNM1*82*",
        "x12-out-of-place",
        "HI*ABF:M542",
        &["CLAIM-1"],
    ),
    // REF
    (
        "REF*G1*AUTH-1~",
        "REF*G1~",
        "x12-missing",
        "~\nREF*9F",
        &["CLAIM-1"],
    ),
    (
        "REF*9F*",
        "REF*G1*B~REF*9F*",
        "x12-repeated",
        "REF*G1*B",
        &["CLAIM-1"],
    ),
    (
        "REF*9F*REFERRAL-2",
        "REF*G1*B",
        "x12-repeated",
        "REF*G1*B~\nLIN",
        &["CLAIM-1"],
    ),
    (
        "REF*G1*AUTH-1~\n",
        "REF*G1*AUTH-1#",
        "x12-too-many-elements",
        "9F*REFERRAL-1",
        &["CLAIM-1"],
    ),
    (
        "REF*6R*L1",
        "REF*9F*L1***X",
        "x12-too-many-elements",
        "X~\nLX*2",
        &["CLAIM-1"],
    ),
    // LX
    (
        "LX*1~",
        "LX*2~",
        "x12-line-number",
        "2~\nSV1*HC:M0076",
        &["CLAIM-1"],
    ),
    (
        "LX*1~",
        "LX*~",
        "x12-line-number",
        "~\nSV1*HC:M0076",
        &["CLAIM-1"],
    ),
    ("LX*2~\n", "", "x12-repeated", "SV1*HC:20610", &["CLAIM-1"]),
    // SV1
    (
        "SV1*HC:M0076:LT:59*300.5*UN*1***2:1~\n",
        "",
        "x12-missing",
        "LX*1~\nDTP",
        &["CLAIM-1"],
    ),
    (
        "SV1*HC:M0076",
        "SV2*0120*HC:M0076",
        "x12-unknown-segment",
        "SV2*0120",
        &["CLAIM-1"],
    ),
    (
        "HC:M0076:LT:59",
        "",
        "x12-missing",
        "*300.5*UN",
        &["CLAIM-1"],
    ),
    (
        "HC:M0076:",
        ":M0076:",
        "x12-missing",
        ":M0076:",
        &["CLAIM-1"],
    ),
    (
        "HC:M0076:",
        "HCX:M0076:",
        "x12-malformed",
        "HCX:",
        &["CLAIM-1"],
    ),
    ("HC:M0076:", "HC::", "x12-missing", ":LT:59*3", &["CLAIM-1"]),
    (
        "HC:M0076:",
        "HC:M 076:",
        "x12-malformed",
        "M 076",
        &["CLAIM-1"],
    ),
    (":LT:59", ":LT:5", "x12-malformed", "5*300.5", &["CLAIM-1"]),
    (
        "*300.5*UN",
        "*three*UN",
        "x12-malformed",
        "three",
        &["CLAIM-1"],
    ),
    (
        "*UN*1***2:1",
        "**1***2:1",
        "x12-missing",
        "*1***2:1",
        &["CLAIM-1"],
    ),
    (
        "*UN*1***2:1",
        "*UNIT*1***2:1",
        "x12-malformed",
        "UNIT",
        &["CLAIM-1"],
    ),
    (
        "*UN*1***2:1",
        "*UN****2:1",
        "x12-missing",
        "***2:1",
        &["CLAIM-1"],
    ),
    (
        "*UN*1***2:1",
        "*UN*1*1**2:1",
        "x12-malformed",
        "1**2:1",
        &["CLAIM-1"],
    ),
    (
        "*UN*1***2:1",
        "*UN*1",
        "x12-missing",
        "~\nDTP*472*D8*20250226~",
        &["CLAIM-1"],
    ),
    (
        "*UN*1***2:1",
        "*UN*1***0:1",
        "x12-malformed",
        "0:1~",
        &["CLAIM-1"],
    ),
    (
        "*UN*1***2:1",
        "*UN*1***2::1",
        "x12-malformed",
        ":1~\nDTP",
        &["CLAIM-1"],
    ),
    (
        "*UN*1***2:1",
        "*UN*1***2:1:2:1:3",
        "x12-malformed",
        "3~\nDTP",
        &["CLAIM-1"],
    ),
    (
        "*UN*1***2:1",
        "*UN*1***2:4",
        "x12-diagnosis-pointer",
        "4~\nDTP",
        &["CLAIM-1"],
    ),
    (
        "*UN*1***2:1",
        "*UN*1***13",
        "x12-malformed",
        "13~\nDTP",
        &["CLAIM-1"],
    ),
    // DTP
    (
        "DTP*472*D8*20250226~\n",
        "",
        "x12-missing",
        "LX*1~\nSV1*HC:M0076",
        &["CLAIM-1"],
    ),
    (
        "D8*20250226",
        "D8*20250230",
        "x12-malformed",
        "20250230",
        &["CLAIM-1"],
    ),
    (
        "D8*20250226",
        "D8*",
        "x12-missing",
        "~\nREF*6R",
        &["CLAIM-1"],
    ),
    (
        "D8*20250226",
        "TM*1200",
        "x12-malformed",
        "TM*1200",
        &["CLAIM-1"],
    ),
    (
        "20250226-20250228",
        "20250228-20250226",
        "x12-malformed",
        "20250228-20250226",
        &["CLAIM-1"],
    ),
    (
        "REF*6R",
        "DTP*472*D8*20250227~REF*6R",
        "x12-repeated",
        "DTP*472*D8*20250227~REF",
        &["CLAIM-1"],
    ),
    // Loops of the claim
    (
        "NTE*ADD",
        "ZZZ*ADD",
        "x12-unknown-segment",
        "ZZZ*ADD",
        &["CLAIM-1"],
    ),
    (
        "NTE*ADD",
        "OI*ADD",
        "x12-out-of-place",
        "OI*ADD",
        &["CLAIM-1"],
    ),
    (
        "NTE*ADD",
        "A NOTE THAT GOES ON*ADD",
        "x12-unknown-segment",
        "A NOTE THAT",
        &["CLAIM-1"],
    ),
    (
        "NTE*ADD",
        "SV1*HC:1*1*UN*1***1~NTE*ADD",
        "x12-out-of-place",
        "SV1*HC:1*1",
        &["CLAIM-1"],
    ),
    // What belongs to a level spoils what follows in it
    (
        "OI***Y***Y~\n",
        "",
        "x12-level-segment",
        "NM1*IL*1*EXAMPLE*BOB",
        &["CLAIM-1", "CLAIM-2"],
    ),
    (
        "LIN**N4",
        "PAT*19~LIN**N4",
        "x12-level-segment",
        "PAT*19~LIN",
        &["CLAIM-1", "CLAIM-2"],
    ),
    (
        "LIN**N4",
        "SBR*P*18~LIN**N4",
        "x12-level-segment",
        "SBR*P*18~LIN",
        &["CLAIM-1", "CLAIM-2"],
    ),
    (
        "HL*4*3*23*0~\n",
        "HX*4*3*23*0~\n",
        "x12-unknown-segment",
        "HX*4",
        &["CLAIM-3"],
    ),
    (
        "HL*3*1*22*1~\n",
        "",
        "x12-level-segment",
        "SBR*S**GRP-8",
        &["CLAIM-2", "CLAIM-3"],
    ),
    // Levels
    (
        "*MI*MEM001~\n",
        "*MI*MEM001#",
        "x12-too-many-elements",
        "2 EXAMPLE WAY~\nN4",
        &["CLAIM-1", "CLAIM-2"],
    ),
    (
        "*PI*PLAN1~\n",
        "*PI*PLAN1#",
        "x12-too-many-elements",
        "G2*X",
        &["CLAIM-1", "CLAIM-2"],
    ),
    (
        "*****CI~\nNM1",
        "*****CI#NM1",
        "x12-too-many-elements",
        "IL*1*EXAMPLE",
        &["CLAIM-1", "CLAIM-2"],
    ),
    (
        "HL*2*1*22*0",
        "HL*2*1*2*0",
        "x12-hierarchy",
        "HL*2*1*2*0",
        &["CLAIM-1", "CLAIM-2"],
    ),
    (
        "HL*4*3*23",
        "HL*4*2*23",
        "x12-hierarchy",
        "HL*4*2*23",
        &["CLAIM-3"],
    ),
    (
        "HL*4*3*23",
        "HL*4*3*20",
        "x12-out-of-place",
        "PAT*19",
        &["CLAIM-3"],
    ),
    (
        "HL*4*3*23*0~\n",
        "",
        "x12-out-of-place",
        "DMG*D8*2015",
        &["CLAIM-3"],
    ),
    (
        "SBR*P*18*GRP-7*EXAMPLE GROUP*****CI~\n",
        "",
        "x12-missing",
        "CLM*CLAIM-1",
        &["CLAIM-1", "CLAIM-2"],
    ),
    (
        "SBR*P*18*",
        "SBR*P**",
        "x12-missing",
        "CLM*CLAIM-1",
        &["CLAIM-1", "CLAIM-2"],
    ),
    (
        "SBR*P*18*GRP-7",
        "SBR*P*18~SBR*P*18*GRP-7",
        "x12-repeated",
        "SBR*P*18*GRP-7",
        &["CLAIM-1", "CLAIM-2"],
    ),
    (
        "NM1*IL*1*EXAMPLE*ANN",
        "NM1*XX*1*EXAMPLE*ANN",
        "x12-out-of-place",
        "DMG*D8*1980",
        &["CLAIM-1", "CLAIM-2"],
    ),
    (
        "NM1*IL*1*SAMPLE",
        "NM1*XX*1*SAMPLE",
        "x12-missing",
        "CLM*CLAIM-3",
        &["CLAIM-3"],
    ),
    (
        "NM1*PR*2*EXAMPLE PLAN*****PI*PLAN1~\n",
        "",
        "x12-missing",
        "CLM*CLAIM-1",
        &["CLAIM-1", "CLAIM-2"],
    ),
    (
        "*****PI*PLAN1",
        "",
        "x12-missing",
        "~\nREF*G2*X",
        &["CLAIM-1", "CLAIM-2"],
    ),
    (
        "DMG*D8*19800229*F",
        "DMG*D8*19810229*F",
        "x12-malformed",
        "19810229",
        &["CLAIM-1", "CLAIM-2"],
    ),
    (
        "DMG*D8*19800229*F",
        "DMG*D6*19800229*F",
        "x12-malformed",
        "D6*",
        &["CLAIM-1", "CLAIM-2"],
    ),
    (
        "DMG*D8*19800229*F",
        "DMG*D8*19800229*X",
        "x12-malformed",
        "X~\nNM1*PR",
        &["CLAIM-1", "CLAIM-2"],
    ),
    (
        "REF*G2*X",
        "LX*1",
        "x12-out-of-place",
        "LX*1~\nCLM",
        &["CLAIM-1", "CLAIM-2"],
    ),
    (
        "REF*G2*X",
        "ZZ*1",
        "x12-unknown-segment",
        "ZZ*1~\nCLM",
        &["CLAIM-1", "CLAIM-2"],
    ),
    (
        "NM1*QC*1*SAMPLE",
        "NM1*XX*1*SAMPLE",
        "x12-out-of-place",
        "DMG*D8*2015",
        &["CLAIM-3"],
    ),
    (
        "CLM*CLAIM-3",
        "HL*5*3*23~CLM*CLAIM-3",
        "x12-missing",
        "CLM*CLAIM-3",
        &["CLAIM-3"],
    ),
];

#[test]
fn a_fault_of_a_professional_claim_is_told_and_the_other_claims_are_read() {
    for (from, to, name, place, aside) in PROFESSIONAL_FAULTS {
        check(PROFESSIONAL, 3, (from, to, name, place, aside));
    }
}

const INSTITUTIONAL_FAULTS: &[(&str, &str, &str, &str, &[&str])] = &[
    (
        "DTP|434|RD8|20250210-20250214!",
        "",
        "x12-missing",
        "LX|1!",
        &["STAY-1"],
    ),
    (
        "DTP|435",
        "DTP|434|D8|20250210!DTP|435",
        "x12-repeated",
        "DTP|434|D8",
        &["STAY-1"],
    ),
    (
        "RD8|20250210-",
        "D8|20250210-",
        "x12-malformed",
        "20250210-2",
        &["STAY-1"],
    ),
    (
        "SV2|0120",
        "SV1|0120",
        "x12-unknown-segment",
        "SV1|0120",
        &["STAY-1"],
    ),
    ("SV2|0120", "SV2|", "x12-missing", "||1000", &["STAY-1"]),
    (
        "SV2|0120||",
        "SV2|0120|HC|",
        "x12-missing",
        "|1000",
        &["STAY-1"],
    ),
    ("1000.00|DA", "|DA", "x12-missing", "|DA", &["STAY-1"]),
    ("|DA|4", "||4", "x12-missing", "|4!", &["STAY-1"]),
    ("|DA|4", "|DA|x", "x12-malformed", "x!LX", &["STAY-1"]),
    (
        "LX|1!SV2|0120||1000.00|DA|4!LX|2!SV2|0420|HC>97110>GP|200.00|UN|8!DTP|472|D8|20250212!",
        "",
        "x12-missing",
        "CLM|STAY-1",
        &["STAY-1"],
    ),
];

#[test]
fn a_fault_of_an_institutional_claim_is_told() {
    for (from, to, name, place, aside) in INSTITUTIONAL_FAULTS {
        check(INSTITUTIONAL, 1, (from, to, name, place, aside));
    }
}

fn check(
    input: &str,
    claims: usize,
    (from, to, name, place, aside): (&str, &str, &str, &str, &[&str]),
) {
    let input = with(input, from, to);
    let reading = read(&input);
    assert_eq!(reading.error, None, "{from} -> {to}");
    assert_eq!(ids(&reading), aside, "{from} -> {to}");
    assert_eq!(reading.claims.len(), claims - aside.len(), "{from} -> {to}");
    let problem = &reading.set_aside[0].problem;
    assert_eq!(problem.fault.code().name, name, "{from} -> {to}: {problem}");
    let told = &input[problem.span.start as usize..];
    assert!(
        told.starts_with(place),
        "{from} -> {to}: {problem} at {told:.40}"
    );
    let start = &input[..problem.span.start as usize];
    let transaction = start.rfind("\nST*").or(start.rfind("!ST|")).unwrap();
    let terminator = if input.contains("!GS") { '!' } else { '~' };
    let number = start[transaction + 1..].matches(terminator).count() as u64 + 1;
    let segment = problem.segment.unwrap();
    assert_eq!(segment.number, Some(number), "{from} -> {to}: {problem}");
}

#[test]
fn a_claim_set_aside_is_given_whole_with_its_lines() {
    let input = with(PROFESSIONAL, "*350.5*", "*x*");
    let reading = read(&input);
    let aside = &reading.set_aside[0];
    let text = std::str::from_utf8(aside.bytes.as_deref().unwrap()).unwrap();
    assert!(text.starts_with("CLM*CLAIM-1*x*"));
    assert!(text.ends_with("DTP*573*D8*20250301~"));
    assert_eq!(aside.lines, 2);
    assert_eq!(
        (reading.counts.lines, reading.counts.lines_set_aside),
        (2, 2)
    );
}

#[test]
fn a_problem_is_told_with_place_segment_and_help_and_without_the_value() {
    let input = with(PROFESSIONAL, "*D8*20250226", "*D8*SECRET");
    let problem = read(&input).set_aside[0].problem.clone();
    let place = input.find("SECRET").unwrap();
    assert_eq!(
        problem.to_string(),
        format!(
            "error[E1220 x12-malformed]: byte {place}, segment 39 (DTP): DTP03 is not a day (CCYYMMDD)\n  \
             help: Correct the value, or the separators that ISA declares, and send the claim again."
        )
    );
}

#[test]
fn what_has_not_the_form_of_an_id_is_not_told() {
    let input = with(PROFESSIONAL, "NTE*ADD*", "PRIVATE TEXT");
    let told = read(&input).set_aside[0].problem.to_string();
    assert!(told.contains("(???)") && !told.contains("PRI"), "{told}");
}

#[test]
fn the_problem_of_a_level_without_claims_is_told_by_itself() {
    let level = "HL*5*1*22*0~\nSBR*P*18~\nSBR*P*18~\n";
    let input = with(PROFESSIONAL, "SE*75", &format!("{level}SE*78"));
    let reading = read(&input);
    assert_eq!(reading.faults(), ["x12-repeated"]);
    assert_eq!((reading.problems.len(), reading.claims.len()), (1, 3));
}

#[test]
fn a_gap_in_the_numbers_of_levels_is_told_and_the_claims_are_read() {
    let input = with(PROFESSIONAL, "HL*3*1*22*1", "HL*5*1*22*1").replace("HL*4*3*23", "HL*6*5*23");
    let reading = read(&input);
    assert_eq!(reading.faults(), ["x12-hierarchy"]);
    assert_eq!(reading.claims.len(), 3);
}

#[test]
fn what_exceeds_a_limit_is_set_aside_without_being_held() {
    let limits = Limits {
        claim: 400,
        ..Limits::default()
    };
    let reading = read_from(PROFESSIONAL.as_bytes(), PROFESSIONAL.as_bytes(), limits);
    assert_eq!(ids(&reading), ["CLAIM-1"]);
    let aside = &reading.set_aside[0];
    let what = "claim";
    assert_eq!(aside.problem.fault, Fault::TooLong { what, limit: 400 });
    assert_eq!((&aside.bytes, aside.lines), (&None, 2));
    let limits = Limits {
        claim: 230,
        ..Limits::default()
    };
    let input = with(
        PROFESSIONAL,
        "N3*2 EXAMPLE WAY~\n",
        &"N3*2 EXAMPLE WAY~\n".repeat(9),
    );
    let reading = read_from(input.as_bytes(), input.as_bytes(), limits);
    assert_eq!(ids(&reading), ["CLAIM-1", "CLAIM-2"]);
    let what = "subscriber's level";
    for aside in &reading.set_aside {
        assert_eq!(aside.problem.fault, Fault::TooLong { what, limit: 230 });
    }
}

#[test]
fn a_claim_has_at_most_999_lines() {
    let lines = |count| {
        let line = |number| format!("LX*{number}~SV1*HC:97110*10*MJ*15***1~DTP*472*D8*20250227~");
        let lines: String = (1..=count).map(line).collect();
        let one = "LX*1~\nSV1*HC:97110*10*MJ*15***1~\nDTP*472*D8*20250227~\n";
        read(with(PROFESSIONAL, one, &lines))
    };
    assert_eq!(lines(999).claims.len(), 3);
    let reading = lines(1000);
    assert_eq!(ids(&reading), ["CLAIM-2"]);
    assert_eq!(reading.set_aside[0].problem.fault, Fault::TooManyLines);
    assert_eq!(reading.set_aside[0].lines, 1000);
}

#[test]
fn every_fault_of_claims_has_a_case_here() {
    let cases = PROFESSIONAL_FAULTS.iter().chain(INSTITUTIONAL_FAULTS);
    let tested: Vec<&str> = cases.map(|(_, _, name, _, _)| *name).collect();
    let elsewhere = ["x12-claim-cut-off", "x12-too-long", "x12-too-many-lines"];
    for (code, ..) in FaultCode::ALL
        .iter()
        .filter(|(code, ..)| code.id >= "E1215")
    {
        let found = tested.contains(&code.name) || elsewhere.contains(&code.name);
        assert!(found, "{}", code.name);
    }
}
