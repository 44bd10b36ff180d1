//! The invented lists of `cases/codes`, field by field and day by day.

#![expect(clippy::unwrap_used, reason = "a failed test panics")]

use std::{collections::BTreeSet, fs::File, path::Path};

use coverdict_codes::{
    CodeLists, HcpcsList, Icd10CmList, Validity,
    hcpcs::{Action, Coverage},
    read_cpt, read_hcpcs, read_icd_10_cm,
};
use coverdict_model::{
    code::{Code, CodeSystem},
    date::{Date, parse_day},
};

fn file(name: &str) -> File {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/codes");
    File::open(folder.join(name)).unwrap()
}

fn hcpcs() -> HcpcsList {
    read_hcpcs("hcpcs.txt", 2025, file("hcpcs.txt")).unwrap()
}

fn icd_10_cm() -> Icd10CmList {
    read_icd_10_cm("icd-10-cm.txt", 2025, file("icd-10-cm.txt")).unwrap()
}

fn lists() -> CodeLists {
    let mut lists = CodeLists::new();
    lists.add_hcpcs(hcpcs()).unwrap();
    lists.add_icd_10_cm(icd_10_cm()).unwrap();
    lists
        .add_cpt(read_cpt("cpt.txt", 2025, file("cpt.txt")).unwrap())
        .unwrap();
    lists
}

fn day(text: &str) -> Date {
    parse_day(text).unwrap()
}

#[test]
fn every_field_of_a_record_is_read() {
    let list = hcpcs();
    assert_eq!(
        (list.records, list.codes.len(), list.modifiers.len()),
        (14, 8, 2)
    );
    let all = &list.codes["V9905"];
    assert_eq!(
        all.long,
        "With every cross-reference, some of them several times, and a description of \
         three lines, the second of which is followed by another"
    );
    assert_eq!(all.short, "With every cross-reference,");
    assert_eq!(all.coverage_issues, ["60-4", "45-7", "50.55"]);
    assert_eq!(all.carriers_manual, ["2049", "2130 A", "60.9"]);
    assert_eq!(all.statute.as_deref(), Some("1862A7"));
    assert_eq!(all.instead, ["V9901", "V9902"]);
    assert_eq!(
        (all.coverage, all.action),
        (Coverage::ByStatute, Action::None)
    );
    let prolotherapy = &list.codes["M0076"];
    assert_eq!(prolotherapy.added, day("1986-01-01"));
    assert_eq!(prolotherapy.effective, Some(day("1996-01-01")));
    assert_eq!(prolotherapy.coverage, Coverage::NotCovered);
    // Of a byte that is not UTF-8.
    assert_eq!(list.codes["V9906"].long, "Manoeuvre for Ménière");
    assert_eq!(list.codes["V9906"].effective, None);
    assert_eq!(
        list.modifiers["Y2"].long,
        "Second of the modifiers invented, whose description takes more than a line, as it does for many"
    );
}

#[test]
fn a_section_of_the_old_manual_ties_codes() {
    let tied = |section| -> Vec<String> {
        let list = hcpcs();
        list.tied_to(section)
            .map(|(code, _)| code.to_owned())
            .collect()
    };
    assert_eq!(tied("35-13"), ["M0076"]);
    assert_eq!(tied("60-4"), ["E1390", "V9905"]);
    assert_eq!(tied("45-7"), ["V9905"]);
    assert_eq!(tied("60"), [""; 0]);
}

#[test]
fn a_procedure_code_is_valid_between_its_days() {
    let lists = lists();
    let cases = [
        ("M0076", "2025-01-01", Validity::Valid),
        ("M0076", "2025-12-31", Validity::Valid),
        ("M0076", "2024-12-31", Validity::NoList { year: 2024 }),
        ("M0076", "2026-01-01", Validity::NoList { year: 2026 }),
        ("M0077", "2025-03-01", Validity::Unknown),
        (
            "V9901",
            "2025-03-31",
            Validity::NotYet {
                from: day("2025-04-01"),
            },
        ),
        ("V9901", "2025-04-01", Validity::Valid),
        (
            "V9902",
            "2025-01-01",
            Validity::Ended {
                on: day("2024-12-31"),
            },
        ),
        ("V9903", "2025-06-30", Validity::Valid),
        (
            "V9903",
            "2025-07-01",
            Validity::Ended {
                on: day("2025-06-30"),
            },
        ),
        (
            "V9904",
            "2025-02-28",
            Validity::NotYet {
                from: day("2025-03-01"),
            },
        ),
        ("V9904", "2025-03-01", Validity::Valid),
    ];
    for (code, on, expected) in cases {
        let code = Code::parse(CodeSystem::HcpcsLevelII, code).unwrap();
        assert_eq!(lists.validity(&code, day(on)), expected, "{code} on {on}");
    }
}

#[test]
fn a_diagnosis_is_valid_in_its_fiscal_year_unless_it_is_a_heading() {
    let lists = lists();
    let cases = [
        ("M54.50", "2024-09-30", Validity::NoList { year: 2024 }),
        ("M54.50", "2024-10-01", Validity::Valid),
        ("M54.50", "2025-09-30", Validity::Valid),
        ("M54.50", "2025-10-01", Validity::NoList { year: 2026 }),
        ("M54.5", "2025-03-01", Validity::NotBillable),
        ("M54", "2025-03-01", Validity::NotBillable),
        ("M54.51", "2025-03-01", Validity::Unknown),
        ("S83.511A", "2025-03-01", Validity::Valid),
        ("U99", "2025-03-01", Validity::Valid),
    ];
    for (code, on, expected) in cases {
        let code = Code::parse(CodeSystem::Icd10Cm, code).unwrap();
        assert_eq!(lists.validity(&code, day(on)), expected, "{code} on {on}");
    }
}

#[test]
fn descriptors_are_at_hand_and_check_no_cpt_code() {
    let lists = lists();
    let on = day("2025-03-01");
    let descriptor = |code| {
        let code = Code::detect(code).unwrap();
        lists.descriptor(&code, on).map(str::to_owned)
    };
    assert_eq!(
        descriptor("H81.09").as_deref(),
        Some("Ménière, the ear not specified")
    );
    assert_eq!(
        descriptor("E1390").as_deref(),
        Some(
            "Oxygen from room air, by a machine with one outlet that gives at least 85 percent at the flow prescribed"
        )
    );
    assert_eq!(
        descriptor("0001T").as_deref(),
        Some("Invented, of the third category: café")
    );
    assert_eq!(descriptor("00002"), None);
    let cpt = Code::detect("00001").unwrap();
    assert_eq!(lists.validity(&cpt, on), Validity::NoList { year: 2025 });
    assert_eq!(lists.list(CodeSystem::Cpt, on), None);
}

#[test]
fn a_system_has_one_list_a_year() {
    let mut lists = lists();
    let told = lists.add_hcpcs(hcpcs()).unwrap_err().to_string();
    assert_eq!(
        told,
        "hcpcs.txt and hcpcs.txt are both named as the hcpcs-level-ii list of 2025: name the newer file alone"
    );
    assert!(lists.add_icd_10_cm(icd_10_cm()).is_err());
    let mut other = icd_10_cm();
    other.id.year = 2026;
    assert!(lists.add_icd_10_cm(other).is_ok());
}

#[test]
fn lists_are_picked_by_their_digest() {
    let lists = lists();
    let on = day("2025-03-01");
    let id = lists.list(CodeSystem::HcpcsLevelII, on).unwrap().clone();
    assert_eq!(id.sha256.len(), 64);
    let picked = lists.only(&BTreeSet::from([id.clone()])).unwrap();
    assert!(picked.list(CodeSystem::HcpcsLevelII, on).is_some());
    assert!(picked.list(CodeSystem::Icd10Cm, on).is_none());
    let mut other = id;
    other.sha256 = "0".repeat(64);
    let missing = lists.only(&BTreeSet::from([other.clone()])).unwrap_err();
    assert_eq!(missing, BTreeSet::from([other]));
}

#[test]
fn the_line_ends_of_windows_and_unix_read_the_same() {
    let bytes =
        std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/codes/hcpcs.txt"))
            .unwrap();
    let unix: Vec<u8> = bytes
        .iter()
        .copied()
        .filter(|byte| *byte != b'\r')
        .collect();
    assert_ne!(bytes, unix);
    let mut read = read_hcpcs("hcpcs.txt", 2025, unix.as_slice()).unwrap();
    assert_ne!(read.id.sha256, hcpcs().id.sha256);
    read.id = hcpcs().id;
    assert_eq!(read, hcpcs());
}
