//! With published sample files at hand: what is read of them, counted by other means.

use std::env;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::support::{Reading, read};

/// The samples: from the folder that `COVERDICT_X12` names, or one that lies beside the repository or
/// above.
fn folder() -> Option<PathBuf> {
    let beside = || {
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .ancestors()
            .map(|folder| folder.join("shared/data/x12"))
            .find(|folder| folder.is_dir())
    };
    let folder = env::var_os("COVERDICT_X12")
        .map(PathBuf::from)
        .or_else(beside);
    if folder.is_none() {
        // Past the capture of tests that pass.
        let told = b"SKIPPED: no sample is read: name their folder with COVERDICT_X12\n";
        io::stderr().write_all(told).unwrap();
    }
    folder
}

/// The samples whose claims are read.
pub(crate) fn readable() -> Vec<PathBuf> {
    let within = |folder: PathBuf| CLAIMS.map(|(name, ..)| folder.join(name)).to_vec();
    folder().map(within).unwrap_or_default()
}

fn sample(folder: &Path, name: &str) -> Reading {
    read(fs::read(folder.join(name)).unwrap())
}

/// Each sample with its claims and the procedure codes of its lines, as a person reads them.
const CLAIMS: [(&str, &str, &[&str]); 6] = [
    (
        "demo.cob.example3.A.837",
        "26407789",
        &["99213", "90782", "J3301"],
    ),
    (
        "demo.drug.example10.1.837",
        "CLMNO12345",
        &["90782", "J1550"],
    ),
    (
        "demo.example1.837",
        "26463774",
        &["99213", "87070", "99214", "86663"],
    ),
    (
        "demo.example2.837",
        "26462967",
        &["99213", "87072", "99214", "86663"],
    ),
    (
        "demo.example7.837",
        "R03996273 #01",
        &["E1390:RR", "E0431:RR"],
    ),
    ("institutional-claim.837i", "756048Q", &["85025", "93005"]),
];

#[test]
fn sample_claims_are_read() {
    let Some(folder) = folder() else { return };
    for (name, id, codes) in CLAIMS {
        let reading = sample(&folder, name);
        assert!(reading.is_clean(), "{name}: {:?}", reading.faults());
        let [claim] = &*reading.claims else {
            panic!("{name}: {:?}", reading.claims)
        };
        assert!(claim.contains(&format!("al {id} charge")), "{claim}");
        let found: Vec<&str> = claim
            .split_whitespace()
            .filter_map(|word| word.strip_prefix("HC:"))
            .collect();
        assert_eq!(found, codes, "{name}");
    }
}

#[test]
fn a_sample_in_version_4010_is_refused() {
    let Some(folder) = folder() else { return };
    let reading = sample(&folder, "4010-patient-is-subscriber.837");
    assert_eq!(reading.faults(), ["x12-version-4010"]);
    assert_eq!((reading.unread[0].claims, reading.unread[0].lines), (1, 4));
}

#[test]
fn a_sample_with_other_component_separators_than_it_declares_is_set_aside() {
    let Some(folder) = folder() else { return };
    let reading = sample(&folder, "demo.example6.837");
    assert_eq!(reading.faults(), ["x12-malformed"]);
    assert_eq!(reading.set_aside[0].id.as_deref(), Some("125WILL"));
}

#[test]
fn a_sample_remittance_is_named_and_not_read() {
    let Some(folder) = folder() else { return };
    let reading = sample(&folder, "managed-care.835");
    assert!(reading.is_clean(), "{:?}", reading.faults());
    assert_eq!(&*reading.unread[0].transaction.kind, "835");
}
