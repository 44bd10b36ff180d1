//! `coverdict screen`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{fed, folder, support::coverdict, word};

const CLAIMS: &str = "\
claim,date_of_service,proc,dx_1,payer,plan,line_of_business,funding,state
C1,2025-03-01,M0076,M54.50,cigna,EX-PLAIN,commercial,insured,CA
C2,2025-03-01,M0076,,cigna,EX-PLAIN,commercial,insured,CA
C3,2024-07-31,M0076,M54.50,cigna,EX-PLAIN,commercial,insured,CA
";

const MAP: &str = "proc: code\ndx_1: diagnoses\n";

/// A folder with a table of claims and the map of its columns.
fn claims(test: &str, text: &str) -> (PathBuf, PathBuf, PathBuf) {
    let folder = folder(test);
    let (claims, map) = (folder.join("claims.csv"), folder.join("map.yaml"));
    fs::write(&claims, text).unwrap();
    fs::write(&map, MAP).unwrap();
    (folder, claims, map)
}

/// The fields of a column of a CSV file without quotation marks.
fn column(file: &Path, name: &str) -> Vec<String> {
    let text = fs::read_to_string(file).unwrap();
    let mut lines = text.lines();
    let names: Vec<&str> = lines.next().unwrap().split(',').collect();
    let at = names.iter().position(|one| *one == name).unwrap();
    let field = |line: &str| line.split(',').nth(at).unwrap().to_owned();
    lines.map(field).collect()
}

#[test]
fn every_line_has_the_finding_that_assess_gives_it() {
    let (folder, claims, map) = claims("screen", CLAIMS);
    let out = folder.join("findings.csv");
    let told = coverdict([
        "screen",
        word(&claims),
        "-o",
        word(&out),
        "--map",
        word(&map),
    ])
    .well();
    let outcomes = column(&out, "outcome");
    assert_eq!(outcomes[0], "not-supported");
    assert_eq!(column(&out, "claim"), ["C1", "C2", "C3"]);
    assert_eq!(column(&out, "line"), ["1", "2", "3"]);
    let governing = column(&out, "governing");
    assert!(
        governing[0].starts_with("CMM-204@2024-08-01#"),
        "{governing:?}"
    );
    for (line, outcome) in outcomes.iter().enumerate() {
        let line = (line + 1).to_string();
        let arguments = [
            "screen",
            word(&claims),
            "--map",
            word(&map),
            "--explain",
            &line,
        ];
        let page = coverdict(arguments).well();
        let title = outcome.replace('-', " ").to_uppercase();
        assert!(page.starts_with(&title), "{page}");
    }
    assert!(told.starts_with("3 lines screened\n"), "{told}");
    assert!(told.contains("  not-supported\n"), "{told}");
    assert!(told.contains("3 lines, "), "{told}");
}

#[test]
fn the_summary_is_one_object_of_numbers() {
    let (folder, claims, map) = claims("screen-json", CLAIMS);
    let out = folder.join("findings.parquet");
    let arguments = [
        "screen",
        word(&claims),
        "-o",
        word(&out),
        "--map",
        word(&map),
    ];
    let told = coverdict(arguments.iter().chain(&["--format", "json"])).well();
    let summary: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!(summary["lines"], 3);
    assert_eq!(summary["outcomes"]["not-supported"], 1);
    assert_eq!(summary["governing"]["CMM-204@2024-08-01"], 1);
}

#[test]
fn a_table_on_standard_input_is_read_as_its_format_says() {
    let (folder, claims, map) = claims("screen-stdin", CLAIMS);
    let (from_file, from_stdin) = (folder.join("file.arrow"), folder.join("stdin.arrow"));
    coverdict([
        "screen",
        word(&claims),
        "-o",
        word(&from_file),
        "--map",
        word(&map),
    ])
    .well();
    let arguments = ["screen", "-", "-o", word(&from_stdin), "--map", word(&map)];
    let ran = fed(CLAIMS, &arguments);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("--input-format"), "{}", ran.err);
    let arguments = [arguments.as_slice(), &["--input-format", "csv"]].concat();
    fed(CLAIMS, &arguments).well();
    assert!(fs::read(from_file).unwrap() == fs::read(from_stdin).unwrap());
}

#[test]
fn a_line_that_cannot_be_screened_stops_or_is_set_aside() {
    let text = CLAIMS.replace("C2,2025-03-01", "C2,soon");
    let (folder, claims, map) = claims("screen-aside", &text);
    let (out, aside) = (folder.join("findings.csv"), folder.join("aside.csv"));
    let arguments = [
        "screen",
        word(&claims),
        "-o",
        word(&out),
        "--map",
        word(&map),
    ];
    let ran = coverdict(arguments);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    let told = "claims.csv, line 2 (line 3 of the text), column `date_of_service`: ";
    assert!(ran.err.contains(told), "{}", ran.err);
    assert!(ran.err.contains("--on-bad-row set-aside"), "{}", ran.err);
    assert!(!out.exists());
    let ran = coverdict(arguments.iter().chain(&["--on-bad-row", "set-aside"]));
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("--set-aside <FILE>"), "{}", ran.err);
    let further = ["--on-bad-row", "set-aside", "--set-aside", word(&aside)];
    let told = coverdict(arguments.iter().chain(&further)).well();
    assert!(told.contains("1 lines set aside\n"), "{told}");
    assert_eq!(column(&out, "claim"), ["C1", "C3"]);
    assert_eq!(column(&aside, "line"), ["2"]);
    assert_eq!(column(&aside, "value"), ["soon"]);
    assert_eq!(column(&aside, "why"), ["does-not-fit"]);
}

#[test]
fn columns_that_cannot_be_bound_are_told() {
    let (folder, claims, _) = claims("screen-unbound", CLAIMS);
    let out = folder.join("findings.csv");
    let ran = coverdict(["screen", word(&claims), "-o", word(&out)]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert!(
        ran.err.contains("claims.csv: no column says `code`"),
        "{}",
        ran.err
    );
    assert_eq!(fs::read_dir(folder).unwrap().count(), 2);
}

#[test]
fn members_and_authorizations_are_joined_on_the_day_of_service() {
    let text = "claim,member_id,date_of_service,code,diagnoses\n\
        C1,M1,2025-03-01,M0076,M54.50\n\
        C2,M1,2026-03-01,M0076,M54.50\n";
    let (folder, claims, _) = claims("screen-members", text);
    let [members, authorizations, out, aside] =
        ["members.csv", "authorizations.csv", "out.csv", "aside.csv"].map(|name| folder.join(name));
    let held = "member_id,from,through,payer,plan,line_of_business,funding,state\n\
        M1,2025-01-01,2025-12-31,cigna,EX-PLAIN,commercial,insured,CA\n";
    fs::write(&members, held).unwrap();
    let approved = "authorization,member_id,code,from,through\nA1,M1,M0076,2025-03-01,2025-03-31\n";
    fs::write(&authorizations, approved).unwrap();
    let arguments = [
        "screen",
        word(&claims),
        "-o",
        word(&out),
        "--members",
        word(&members),
        "--authorizations",
        word(&authorizations),
        "--on-bad-row",
        "set-aside",
        "--set-aside",
        word(&aside),
    ];
    coverdict(arguments).well();
    assert_eq!(column(&out, "outcome"), ["not-supported"]);
    assert_eq!(column(&out, "authorization"), ["A1"]);
    assert_eq!(column(&aside, "why"), ["no-coverage-on-date"]);
}
