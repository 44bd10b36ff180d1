//! Lines held against tables of members, plans and authorizations.

use std::{fs, path::PathBuf};

use coverdict_screen::{
    Joins,
    join::{Authorizations, Of, Spans},
    read::Why,
    run::BadRow,
};

use crate::support::{How, csv, folder, joined, rows, written};

const CLAIMS: &str = "claim,member_id,date_of_service,code,diagnoses_1,state\n\
    a,M1,2025-03-01,M0076,M54.50,NV\n\
    b,M1,2024-12-31,M0076,M54.50,NV\n\
    c,M1,2023-06-01,M0076,M54.50,NV\n\
    d,M2,2025-03-01,M0076,M54.50,NV\n\
    e,,2025-03-01,M0076,M54.50,NV\n\
    f,M3,2025-03-01,M0076,M54.50,NV\n\
    g,M3,2025-08-01,M0076,M54.50,NV\n";

const MEMBERS: &str = "member_id,from,through,plan,state,birth_date\n\
    M1,2024-01-01,2024-12-31,OTHER,CA,1980-05-05\n\
    M1,2025-01-01,,EX-PLAIN,CA,1980-05-05\n\
    M3,2025-01-01,2025-06-30,EX-PLAIN,CA,\n\
    M3,2025-01-01,2025-12-31,EX-PLAIN,TX,\n";

const PLANS: &str = "plan,from,through,payer,line_of_business,funding\n\
    EX-PLAIN,2020-01-01,,cigna,commercial,insured\n";

const AUTHORIZATIONS: &str = "authorization,member_id,code,from,through,status\n\
    A2,M1,M0076,2025-01-01,2025-12-31,approved\n\
    A1,M1,M0076,2025-03-01,2025-03-01,approved\n\
    A3,M1,M0076,2025-01-01,2025-12-31,denied\n\
    A4,M3,97110,2025-01-01,2025-12-31,approved\n\
    A5,M3,M0076,2025-01-01,2025-02-28,approved\n";

const SET_ASIDE: How = How {
    threads: 1,
    batch: 3,
    bad_row: BadRow::SetAside,
};

/// Writes a table.
fn table(test: &str, name: &str, text: &str) -> PathBuf {
    let path = folder(&format!("{test}-{name}")).join(format!("{name}.csv"));
    fs::write(&path, text).unwrap();
    path
}

#[test]
fn a_line_has_what_holds_of_its_member_and_plan_on_its_day() {
    let joins = Joins {
        members: Some(Spans::load(&table("held", "members", MEMBERS), Of::Members).unwrap()),
        plans: Some(Spans::load(&table("held", "plans", PLANS), Of::Plans).unwrap()),
        authorizations: None,
    };
    let path = folder("held").join("out.csv");
    let screening = joined(&csv(CLAIMS), SET_ASIDE, &joins);
    let (summary, aside) = written(&screening, vec![csv(CLAIMS)], &path).unwrap();
    let told: Vec<_> = aside.iter().map(|one| (one.line, one.fault.why)).collect();
    let expected = [
        (2, Why::NoCoverageOnDate),
        (3, Why::NoCoverageOnDate),
        (4, Why::NoCoverageOnDate),
        (5, Why::NoCoverageOnDate),
        (6, Why::CoverageDiffers),
    ];
    assert_eq!(told, expected);
    assert_eq!(summary.lines, 7);
    let rows = rows(&fs::read_to_string(&path).unwrap());
    // The line's own state is carried over, and the member's counts.
    let kept = rows
        .iter()
        .map(|row| (row["claim"].as_str(), row["state"].as_str()));
    assert_eq!(kept.collect::<Vec<_>>(), [("a", "NV"), ("g", "NV")]);
    let finding = screening.explain(vec![csv(CLAIMS)], 1).unwrap();
    let facts = finding.case.facts.keys().map(|id| id.as_str());
    let facts: Vec<&str> = facts.collect();
    let expected = [
        "birth-date",
        "code",
        "diagnoses",
        "funding",
        "line-of-business",
        "payer",
        "plan",
        "state",
    ];
    assert_eq!(facts, expected);
    let state = serde_json::to_string(&finding.case.facts["state"]).unwrap();
    assert!(state.contains("CA") && !state.contains("NV"), "{state}");
    assert_eq!(rows[0]["outcome"], finding.coverage.name());
    assert_eq!(rows[0]["outcome"], "not-supported");
}

#[test]
fn a_line_within_approved_authorizations_has_their_numbers_and_its_finding_stays() {
    let table = table("authorized", "authorizations", AUTHORIZATIONS);
    let joins = Joins {
        authorizations: Some(Authorizations::load(&table).unwrap()),
        ..Joins::default()
    };
    let path = folder("authorized").join("out.csv");
    let screened = |joins: &Joins| {
        let screening = joined(&csv(CLAIMS), SET_ASIDE, joins);
        let (summary, _) = written(&screening, vec![csv(CLAIMS)], &path).unwrap();
        (summary, rows(&fs::read_to_string(&path).unwrap()))
    };
    let (summary, with) = screened(&joins);
    let numbers: Vec<&str> = with
        .iter()
        .map(|row| row["authorization"].as_str())
        .collect();
    assert_eq!(numbers, ["A1;A2", "", "", "", "", "", ""]);
    assert_eq!(summary.authorized, 1);
    let (_, without) = screened(&Joins::default());
    for (mut with, without) in with.into_iter().zip(without) {
        with.remove("authorization");
        assert_eq!(with, without);
    }
}

#[test]
fn a_row_that_holds_on_no_day_is_told_with_its_place() {
    let cases = [
        (
            "member_id,from,through,plan\nM1,soon,,A\n",
            "line 1: column `from`: `soon` is no day",
        ),
        (
            "member_id,from,through,plan\nM1,,,A\n",
            "line 1: column `from`: it has no day",
        ),
        (
            "member_id,from,through,plan\nM1,2025-01-01,,A\nM1,2025-01-02,2025-01-01,A\n",
            "line 2: its last day is before its first",
        ),
        (
            "member_id,from,through,plan\n,2025-01-01,,A\n",
            "line 1: column `member_id`: it is empty",
        ),
        (
            "member_id,from,plan\nM1,2025-01-01,A\n",
            "it has no column `through`",
        ),
        (
            "member_id,from,through,plan\nM1,2025-01-01\n",
            "line 1: it has 2 fields",
        ),
    ];
    for (text, told) in cases {
        let error = Spans::load(&table("told", "members", text), Of::Members).unwrap_err();
        assert!(error.problem.starts_with(told), "{error}");
    }
}

#[test]
fn a_value_of_a_member_that_does_not_fit_is_told_of_the_line() {
    let members = "member_id,from,through,birth_date\nM1,2020-01-01,,someday\n";
    let joins = Joins {
        members: Some(Spans::load(&table("unfit", "members", members), Of::Members).unwrap()),
        ..Joins::default()
    };
    let claims = "member_id,date_of_service,code\nM1,2025-03-01,M0076\n";
    let screening = joined(&csv(claims), How::default(), &joins);
    let path = folder("unfit").join("out.csv");
    let error = written(&screening, vec![csv(claims)], &path).unwrap_err();
    let error = error.to_string();
    assert!(
        error.contains("column `birth_date`: it is of type date"),
        "{error}"
    );
}
