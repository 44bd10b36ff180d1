//! With pyx12 at hand: it and the reader find the same claims, diagnoses and service lines.

use std::env;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::Command;

use coverdict_x12::{ClaimKind, Event, Reader, Text};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use crate::generate::interchange;
use crate::samples;
use crate::support::{INSTITUTIONAL, PROFESSIONAL};

/// A Python that has pyx12: the one that `COVERDICT_PYX12` names, or the system's.
fn python() -> Option<String> {
    let named = env::var("COVERDICT_PYX12").unwrap_or_else(|_| "python3".to_owned());
    let probe = Command::new(&named).args(["-c", "import pyx12"]).output();
    if probe.is_ok_and(|output| output.status.success()) {
        return Some(named);
    }
    // Past the capture of tests that pass.
    let told = b"SKIPPED: pyx12 is not asked: name a Python that has it with COVERDICT_PYX12\n";
    io::stderr().write_all(told).unwrap();
    None
}

#[test]
fn pyx12_reads_the_same() {
    let Some(python) = python() else { return };
    let folder = env::temp_dir().join(format!("coverdict-x12-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let mut files = samples::readable();
    let mut write = |name: String, text: &str| {
        let file = folder.join(name);
        fs::write(&file, text).unwrap();
        files.push(file);
    };
    write("professional.837".into(), PROFESSIONAL);
    write("institutional.837".into(), INSTITUTIONAL);
    let mut runner = TestRunner::deterministic();
    for number in 0..200 {
        let random = interchange()
            .new_tree(&mut runner)
            .unwrap()
            .current()
            .written();
        // pyx12 finds no segments that end with a line end.
        if random.as_bytes()[105] != b'\n' {
            write(format!("{number}.837"), &random);
        }
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reading/pyx12_lines.py");
    let output = Command::new(python)
        .arg(script)
        .args(&files)
        .output()
        .unwrap();
    let own: String = files
        .iter()
        .map(|file| as_pyx12_prints(&fs::read(file).unwrap()))
        .collect();
    fs::remove_dir_all(&folder).unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    let theirs = String::from_utf8(output.stdout).unwrap();
    assert!(theirs.lines().count() > 1000, "{theirs}");
    for (own, theirs) in own.lines().zip(theirs.lines()) {
        assert_eq!(own, theirs);
    }
    assert_eq!(own.lines().count(), theirs.lines().count());
}

/// What `pyx12_lines.py` prints for the same claims.
fn as_pyx12_prints(input: &[u8]) -> String {
    let show = |text: Text<'_>| text.to_str().into_owned();
    let mut reader = Reader::new(input);
    let mut printed = Vec::new();
    while let Some(event) = reader.next_event().unwrap() {
        let Event::Claim(claim) = event else {
            panic!("a claim was not read")
        };
        let facility = claim.place_of_service().or(claim.type_of_bill()).unwrap();
        let header = [claim.id(), claim.charge(), facility].map(show);
        printed.push(format!("CLM {}", header.join(" ")));
        printed.extend(
            claim
                .diagnoses()
                .map(|one| format!("HI {}", show(one.code))),
        );
        for line in claim.lines() {
            let code = line.procedure().map_or("-".into(), |one| show(one.code()));
            let service = match claim.kind() {
                ClaimKind::Professional => format!("SV1 {code}"),
                ClaimKind::Institutional => {
                    format!("SV2 {} {code}", show(line.revenue_code().unwrap()))
                }
            };
            let [charge, units] = [line.charge(), line.units()].map(show);
            printed.push(format!("{service} {charge} {units}"));
        }
    }
    printed.iter().map(|line| format!("{line}\n")).collect()
}
