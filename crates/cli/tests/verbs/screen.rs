//! `coverdict screen`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    fed, folder,
    support::{coverdict, root},
    word,
};

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

/// The words by which claims are screened into a file.
fn arguments<'w>(claims: &'w Path, out: &'w Path, map: &'w Path) -> [&'w str; 6] {
    let [claims, out, map] = [claims, out, map].map(word);
    ["screen", claims, "-o", out, "--map", map]
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
    let told = coverdict(arguments(&claims, &out, &map)).well();
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
fn only_the_columns_that_are_asked_for_are_written() {
    let (folder, claims, map) = claims("screen-columns", CLAIMS);
    let out = folder.join("findings.csv");
    let chosen = ["--keep", "claim", "--findings", "missing,outcome"];
    coverdict(arguments(&claims, &out, &map).iter().chain(&chosen)).well();
    let text = fs::read_to_string(&out).unwrap();
    assert!(text.starts_with("claim,line,outcome,missing\n"), "{text}");
    let unknown = ["--findings", "outcome,rules"];
    let ran = coverdict(arguments(&claims, &out, &map).iter().chain(&unknown));
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("`rules`"), "{}", ran.err);
    assert!(ran.err.contains("`governing`"), "{}", ran.err);
}

#[test]
fn the_summary_is_one_object_of_numbers() {
    let (folder, claims, map) = claims("screen-json", CLAIMS);
    let out = folder.join("findings.parquet");
    let arguments = arguments(&claims, &out, &map);
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
    coverdict(arguments(&claims, &from_file, &map)).well();
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
    let arguments = arguments(&claims, &out, &map);
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

/// An interchange of professional claims about people that nobody is.
fn interchange() -> PathBuf {
    root().join("crates/x12/tests/reading/fixtures/professional.837")
}

#[test]
fn claims_of_x12_are_screened_line_by_line() {
    let folder = folder("screen-x12");
    let (out, members) = (folder.join("findings.csv"), folder.join("members.csv"));
    let held = "member_id,from,through,payer,plan,line_of_business,funding,state\n\
        MEM001,2025-01-01,,cigna,EX-PLAIN,commercial,insured,CA\n\
        MEM002,2025-01-01,,cigna,EX-PLAIN,commercial,insured,CA\n";
    fs::write(&members, held).unwrap();
    let map = folder.join("map.yaml");
    fs::write(&map, "subscriber_id: member_id\n").unwrap();
    let claims = interchange();
    let arguments = [
        "screen",
        word(&claims),
        "-o",
        word(&out),
        "--members",
        word(&members),
    ];
    // A dependent has no number of their own: the table of members is by family, or it cannot be found.
    let ran = coverdict(arguments);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err.contains("line 4, byte ") && ran.err.contains("names no member"),
        "{}",
        ran.err
    );
    let told = coverdict(arguments.iter().chain(&["--map", word(&map)])).well();
    assert!(told.contains("4 lines screened\n"), "{told}");
    assert!(told.contains("3 claims of X12\n"), "{told}");
    assert_eq!(
        column(&out, "claim_id"),
        ["CLAIM-1", "CLAIM-1", "CLAIM-2", "CLAIM-3"]
    );
    assert_eq!(column(&out, "outcome")[0], "not-supported");
    let governing = column(&out, "governing").remove(0);
    assert!(governing.starts_with("CMM-204@2024-08-01#"), "{governing}");
    let from_file = fs::read(&out).unwrap();
    let text = fs::read_to_string(&claims).unwrap();
    let further = [
        "--map",
        word(&map),
        "--members",
        word(&members),
        "--input-format",
        "x12",
    ];
    let arguments = ["screen", "-", "-o", word(&out)];
    fed(&text, &[arguments.as_slice(), &further].concat()).well();
    assert!(fs::read(&out).unwrap() == from_file);
}

#[test]
fn a_claim_of_x12_at_fault_stops_or_is_set_aside() {
    let claims = folder("screen-x12-aside");
    let text = fs::read_to_string(interchange()).unwrap();
    fs::write(
        claims.join("a.txt"),
        text.replace("*300.5*UN*", "*lots*UN*"),
    )
    .unwrap();
    fs::write(claims.join("b.x12"), &text[..text.len() / 2]).unwrap();
    let folder = folder("screen-x12-aside-out");
    let (out, aside) = (folder.join("findings.csv"), folder.join("aside.csv"));
    let arguments = ["screen", word(&claims), "-o", word(&out)];
    let ran = coverdict(arguments);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert!(
        ran.err
            .contains("a.txt, byte 1108, segment 38 (SV1): SV102 is not"),
        "{}",
        ran.err
    );
    assert!(
        ran.err.contains("(E1220)") && !ran.err.contains("lots"),
        "{}",
        ran.err
    );
    assert!(!out.exists());
    let further = [
        "--on-bad-row",
        "set-aside",
        "--set-aside",
        word(&aside),
        "--format",
        "json",
    ];
    let told = coverdict(arguments.iter().chain(&further)).well();
    let summary: serde_json::Value = serde_json::from_str(&told).unwrap();
    let claims = serde_json::json!({"read": 2, "set-aside": 2, "other-transactions": 0, "faults-outside": 1});
    assert_eq!(summary["claims"], claims);
    assert_eq!(summary["set-aside"]["claim-at-fault"], 2);
    assert_eq!(column(&aside, "claim"), ["CLAIM-1", "CLAIM-1", ""]);
    assert_eq!(column(&aside, "code"), ["E1220", "E1225", "E1206"]);
    assert_eq!(
        column(&aside, "why"),
        ["claim-at-fault", "claim-at-fault", "envelope"]
    );
}

#[test]
fn proposals_stand_beside_findings_and_a_table_that_denies_is_refused() {
    let (folder, claims, map) = claims("screen-proposals", CLAIMS);
    let out = folder.join("findings.csv");
    let table = root().join("docs/screening/proposals.yaml");
    let arguments = [
        "screen",
        word(&claims),
        "-o",
        word(&out),
        "--map",
        word(&map),
        "--proposals",
    ];
    let told = coverdict(arguments.iter().chain(&[word(&table)])).well();
    assert!(told.contains("Proposed for review, by lines\n"), "{told}");
    let proposed = column(&out, "proposed_carc");
    assert_eq!(proposed[..2], ["56", "16"]);
    assert_eq!(
        column(&out, "proposed_for")[..2],
        ["clinical-review", "information-request"]
    );
    let own = folder.join("own.yaml");
    let text = "proposals:\n- {id: a, outcome: needs-information, group: CO, carc: \"50\"}\n";
    fs::write(&own, text).unwrap();
    let ran = coverdict(arguments.iter().chain(&[word(&own)]));
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err.contains("own.yaml:2:56") && ran.err.contains("nothing is denied"),
        "{}",
        ran.err
    );
}
