//! Lists of codes: `--hcpcs`, `--icd-10-cm`, `--cpt`, and `coverdict codes`.

use std::fs;

use crate::{CASE, finding, folder, support::coverdict, word};

const HCPCS: &str = "2025=cases/codes/hcpcs.txt";
const ICD_10_CM: &str = "2025=cases/codes/icd-10-cm.txt";

/// The founding case with other codes, by both lists.
fn with_codes(test: &str, code: &str, diagnosis: &str, further: &[&str]) -> String {
    let case = fs::read_to_string(crate::support::root().join(CASE)).unwrap();
    let changed = case.replace("M0076", code).replace("M54.50", diagnosis);
    let file = folder(test).join("case.yaml");
    fs::write(&file, changed).unwrap();
    let arguments = [
        "assess",
        word(&file),
        "--hcpcs",
        HCPCS,
        "--icd-10-cm",
        ICD_10_CM,
    ];
    coverdict(arguments.iter().chain(further)).well()
}

#[test]
fn without_lists_a_finding_says_that_its_codes_were_not_checked() {
    let page = coverdict(["assess", CASE]).well();
    for list in [
        "the HCPCS Level II list of 2025",
        "the ICD-10-CM list of fiscal year 2025",
    ] {
        let limit = format!("  - codes not checked: {list} is not at hand\n");
        assert!(page.contains(&limit), "{page}");
    }
    assert!(!page.contains("\nCodes\n"), "{page}");
    // A list of another year is none.
    let other = finding(&["--icd-10-cm", "2026=cases/codes/icd-10-cm.txt"]);
    assert_eq!(other, finding(&[]));
}

#[test]
fn lists_tell_what_codes_mean_and_change_no_answer() {
    let lists = ["--hcpcs", HCPCS, "--icd-10-cm", ICD_10_CM];
    let page = coverdict(["assess", CASE].iter().chain(&lists)).well();
    let codes = "\nCodes\n  \
         M0076     Injections meant to irritate a ligament or tendon until it heals (M: not covered by\n            \
                   Medicare)\n  \
         M54.50    Pain of the lower back, not specified\n";
    assert!(page.contains(codes), "{page}");
    assert!(!page.contains("not checked"), "{page}");
    // Two limits fewer, two lists more, and nothing else.
    let part = |text: &str| {
        let coverage = text.split_once("\"coverage\"").unwrap().1;
        coverage.split_once("\"limits\"").unwrap().0.to_owned()
    };
    assert_eq!(part(&finding(&lists)), part(&finding(&[])));
    let trace = |text: &str| text.split_once("\"trace\"").unwrap().1.to_owned();
    assert_eq!(trace(&finding(&lists)), trace(&finding(&[])));
}

#[test]
fn a_code_that_is_not_valid_on_its_day_is_a_limit() {
    let page = with_codes("codes-not-valid", "V9901", "M54.5", &[]);
    let limits = [
        "V9901 is not valid on its day: by the HCPCS Level II list of 2025 it begins on 2025-04-01",
        "M54.5 is not valid: in the ICD-10-CM list of fiscal year 2025 it is a heading over the codes to",
    ];
    for limit in limits {
        assert!(page.contains(limit), "{page}");
    }
    let page = with_codes("codes-ended", "V9902", "M99.99", &[]);
    let limits = [
        "V9902 is not valid on its day: by the HCPCS Level II list of 2025 its last day was 2024-12-31",
        "M99.99 is not valid: it is not in the ICD-10-CM list of fiscal year 2025",
    ];
    for limit in limits {
        assert!(page.contains(limit), "{page}");
    }
}

#[test]
fn cpt_descriptors_are_shown_and_never_stored() {
    let cpt = ["--cpt", "2025=cases/codes/cpt.txt"];
    let page = with_codes("codes-cpt", "00001", "M54.50", &cpt);
    assert!(
        page.contains("  00001     Invented, for no service\n"),
        "{page}"
    );
    let limit = "codes not checked: no public list of CPT exists";
    assert!(page.contains(limit), "{page}");
    let json = with_codes(
        "codes-cpt-json",
        "00001",
        "M54.50",
        &["--cpt", "2025=cases/codes/cpt.txt", "--format", "json"],
    );
    assert!(
        json.contains("00001") && !json.contains("Invented"),
        "{json}"
    );
}

#[test]
fn a_replay_wants_the_lists_by_which_the_finding_was_made() {
    let file = folder("codes-replay").join("finding.json");
    fs::write(&file, finding(&["--hcpcs", HCPCS])).unwrap();
    let both = [
        "replay",
        word(&file),
        "--hcpcs",
        HCPCS,
        "--icd-10-cm",
        ICD_10_CM,
    ];
    assert_eq!(coverdict(both).well(), "the same finding\n");
    let ran = coverdict(["replay", word(&file), "--icd-10-cm", ICD_10_CM]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    let told = "name --hcpcs 2025=FILE with the SHA-256 ";
    assert!(ran.err.contains(told), "{}", ran.err);
}

#[test]
fn a_test_run_takes_lists() {
    let folder = folder("codes-test");
    let case = fs::read_to_string(crate::support::root().join(CASE)).unwrap();
    let file = folder.join("case.yaml");
    let changed = case
        .replace("\n  limits: [", "\n  limits: [code-not-checked, ")
        .replace("no-limits: [", "no-limits: [code-not-valid, ");
    assert_ne!(case, changed);
    fs::write(&file, changed).unwrap();
    coverdict(["test", word(&file)]).well();
    let lists = [
        "test",
        word(&file),
        "--hcpcs",
        HCPCS,
        "--icd-10-cm",
        ICD_10_CM,
    ];
    let ran = coverdict(lists);
    assert_eq!(ran.code, Some(1));
    let told = "limit code-not-checked: expected, and not among";
    assert!(ran.out.contains(told), "{}", ran.out);
}

#[test]
fn the_codes_of_a_section_of_the_old_manual_are_listed() {
    let page = coverdict(["codes", "hcpcs", HCPCS, "--cross-reference", "60-4"]).well();
    assert!(page.starts_with("E1390  Oxygen from room air"), "{page}");
    let told = "\n       added 2001-01-01\n       S: not covered by Medicare, by statute\n       \
         coverage issues manual 60-4, 45-7, 50.55; carriers manual 2049, 2130 A, 60.9; statute 1862A7;\n       \
         see instead V9901, V9902\n";
    assert!(page.contains(told), "{page}");
    assert!(
        page.contains("\n2 of 8 codes and 2 modifiers, 14 records"),
        "{page}"
    );
    let all = coverdict(["codes", "hcpcs", HCPCS]).well();
    assert!(
        all.contains("added 2010-01-01, re-activated 2025-03-01\n"),
        "{all}"
    );
    assert!(
        all.contains("added 2001-01-01, last day 2025-06-30\n"),
        "{all}"
    );
    let none = coverdict(["codes", "hcpcs", HCPCS, "--cross-reference", "60.4"]);
    assert_eq!(none.code, Some(1));
}

#[test]
fn a_faulty_list_is_refused_with_every_fault() {
    let list = "2025=cases/bad/codes/hcpcs/not-a-record-and-more.txt";
    let ran = coverdict(["assess", CASE, "--hcpcs", list]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert_eq!(ran.err.matches("\n  help: ").count(), 4, "{}", ran.err);
    let twice = coverdict(["assess", CASE, "--hcpcs", HCPCS, "--hcpcs", HCPCS]);
    assert!(
        twice.err.contains("name the newer file alone"),
        "{}",
        twice.err
    );
    let form = coverdict(["assess", CASE, "--hcpcs", "cases/codes/hcpcs.txt"]);
    assert!(
        form.err.contains("write the year, =, and the file"),
        "{}",
        form.err
    );
}

#[test]
fn the_codes_of_a_line_that_spans_days_are_checked_on_each() {
    let case = fs::read_to_string(crate::support::root().join(CASE)).unwrap();
    let (case, _) = case.split_once("expect:").unwrap();
    let days = "date-of-service: {from: 2025-09-29, through: 2025-10-02}";
    let spanning = case.replace("date-of-service: 2025-03-01", days);
    assert_ne!(case, spanning);
    let file = folder("codes-days").join("case.yaml");
    fs::write(&file, spanning).unwrap();
    let lists = ["--hcpcs", HCPCS, "--icd-10-cm", ICD_10_CM];
    let page = coverdict(["assess", word(&file)].iter().chain(&lists)).well();
    // The fiscal year of diagnoses ends on the second of the four days.
    let limit = "codes not checked: the ICD-10-CM list of fiscal year 2026 is not at hand";
    assert_eq!(page.matches("codes not checked").count(), 1, "{page}");
    assert!(page.contains(limit), "{page}");
}
