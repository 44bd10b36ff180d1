//! Interchanges as they are sent, about people that nobody is.

use std::fmt::Write as _;

/// One professional interchange with one transaction of these segments below the first level.
pub(super) fn professional(segments: &[String]) -> String {
    let head = [
        "BHT*0019*00*B1*20250301*1200*CH".to_owned(),
        "HL*1**20*1".to_owned(),
        "NM1*85*2*EXAMPLE CLINIC*****XX*1234567893".to_owned(),
    ];
    interchange(&[transaction(
        "837",
        "0001",
        "005010X222A1",
        &[&head, segments].concat(),
    )])
}

/// One interchange with these transactions.
pub(super) fn interchange(transactions: &[String]) -> String {
    format!(
        "ISA*00*          *00*          *ZZ*EXAMPLESENDER  *ZZ*EXAMPLERECEIVER*250301*1200*^*00501*000000101*0*T*:~\n\
         GS*HC*A*B*20250301*1200*11*X*005010X222A1~\n{}GE*{}*11~\nIEA*1*000000101~\n",
        transactions.concat(),
        transactions.len()
    )
}

/// A transaction of these segments.
pub(super) fn transaction(kind: &str, control: &str, version: &str, segments: &[String]) -> String {
    let mut text = format!("ST*{kind}*{control}*{version}~\n");
    for segment in segments {
        let _ = writeln!(text, "{segment}~");
    }
    let _ = writeln!(text, "SE*{}*{control}~", segments.len() + 2);
    text
}

/// The level of a subscriber who is the patient.
pub(super) fn subscriber(level: usize, member: &str, filing_code: &str) -> Vec<String> {
    vec![
        format!("HL*{level}*1*22*0"),
        format!("SBR*P*18*******{filing_code}"),
        format!("NM1*IL*1*EXAMPLE*ANN****MI*{member}"),
        "DMG*D8*19800229*F".to_owned(),
        "NM1*PR*2*EXAMPLE PLAN*****PI*PLAN1".to_owned(),
    ]
}

/// A claim with one line of the founding service for each of these procedures.
pub(super) fn claim(id: &str, procedures: &[&str]) -> Vec<String> {
    let mut segments = vec![
        format!("CLM*{id}*100***11:B:1*Y*A*Y*Y"),
        "HI*ABK:M5450".to_owned(),
    ];
    for (number, procedure) in (1..).zip(procedures) {
        segments.push(format!("LX*{number}"));
        segments.push(format!("SV1*{procedure}*100*UN*1***1"));
        segments.push("DTP*472*D8*20250301".to_owned());
    }
    segments
}
