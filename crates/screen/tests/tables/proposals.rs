//! Codes that are proposed to the person who decides a line.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
};

use coverdict_screen::{
    Joins, Layout, Proposals, Screening, Summary,
    join::Authorizations,
    layout::{LayoutError, Wanted},
};

use crate::support::{How, PROGRAM, csv, folder, joined, lines, root, rows, written};

const LINES: &str = "claim,member_id,date_of_service,code,diagnoses,payer,plan,line_of_business,funding,state\n\
    evidence,M1,2025-03-01,M0076,M54.50,cigna,EX-PLAIN,commercial,insured,CA\n\
    national,M2,2025-03-01,M0076,M54.50,medicare,EX-ORIGINAL-MEDICARE,original-medicare,,CA\n\
    plan,M3,2025-03-01,M0076,M54.50,cigna,EX-SELF-FUNDED,commercial,self-funded-erisa,CA\n\
    asked,M4,2025-03-01,M0076,,cigna,EX-PLAIN,commercial,insured,CA\n\
    covered,M5,2025-03-01,M0076,M54.50,cigna,EX-RIDER,commercial,insured,CA\n\
    open,M6,2023-03-01,M0076,M54.50,cigna,EX-PLAIN,commercial,insured,CA\n\
    texas,M7,2025-03-01,M0076,M54.50,medicare,EX-ORIGINAL-MEDICARE,original-medicare,,TX\n\
    unknown asked,M8,2025-03-01,M0076,,cigna,EX-PLAIN,commercial,insured,\n\
    nowhere,M9,2025-03-01,M0076,M54.50,medicare,EX-ORIGINAL-MEDICARE,original-medicare,,\n";

/// The table that the book shows.
fn shown() -> Proposals {
    let path = root().join("docs/screening/proposals.yaml");
    Proposals::load(&path, &PROGRAM).unwrap()
}

/// A table of a test's own.
fn table(test: &str, text: &str) -> PathBuf {
    let path = folder(test).join("proposals.yaml");
    fs::write(&path, text).unwrap();
    path
}

fn screened(
    test: &str,
    text: &str,
    proposals: &Proposals,
    joins: &Joins,
) -> (Vec<BTreeMap<String, String>>, Summary) {
    let screening = joined(&csv(text), How::default(), joins);
    let screening = Screening {
        layout: screening.layout.proposing(&PROGRAM, proposals).unwrap(),
        proposals: Some(proposals),
        ..screening
    };
    let path = folder(test).join("out.csv");
    let (summary, _) = written(&screening, vec![csv(text)], &path).unwrap();
    (rows(&fs::read_to_string(path).unwrap()), summary)
}

#[test]
fn a_finding_has_the_first_proposal_that_fits_it() {
    let (rows, summary) = screened("proposed", LINES, &shown(), &Joins::default());
    let told: Vec<String> = rows
        .iter()
        .map(|row| {
            let columns = [
                "proposed_for",
                "proposed_group",
                "proposed_carc",
                "proposed_rarc",
            ];
            let words = columns.map(|column| row[column].as_str()).join(" ");
            format!("{}: {} {words}", row["claim"], row["proposal"])
                .trim_end()
                .to_owned()
        })
        .collect();
    let expected = [
        "evidence: evidence-insufficient clinical-review CO 56",
        "national: not-necessary-by-national-determination clinical-review CO 50 N386",
        "plan: left-out-of-the-plan benefit-review PR 204",
        "asked: diagnosis-wanted information-request CO 16 M76",
        "covered:",
        "open:",
        // Nothing unfavourable is suggested in Texas, or where nobody knows that it is not Texas.
        "texas:",
        "unknown asked: diagnosis-wanted information-request CO 16 M76",
        "nowhere:",
    ];
    assert_eq!(told, expected);
    let outcomes: Vec<&str> = rows.iter().map(|row| row["outcome"].as_str()).collect();
    assert_eq!(
        outcomes[4..7],
        ["supported", "needs-source", "not-supported"]
    );
    assert_eq!(outcomes[8], "not-supported");
    assert_eq!(summary.proposals["diagnosis-wanted"], 2);
    assert_eq!(summary.proposals.values().sum::<u64>(), 5);
}

#[test]
fn findings_stay_what_they_are_beside_proposals() {
    let (with, _) = screened("proposed-beside", LINES, &shown(), &Joins::default());
    let path = folder("proposed-without").join("out.csv");
    let joins = Joins::default();
    let screening = joined(&csv(LINES), How::default(), &joins);
    written(&screening, vec![csv(LINES)], &path).unwrap();
    let without = rows(&fs::read_to_string(path).unwrap());
    for (mut with, without) in with.into_iter().zip(without) {
        with.retain(|column, _| !column.starts_with("propos"));
        assert_eq!(with, without);
    }
}

#[test]
fn a_line_within_an_authorization_gets_no_proposal() {
    let path = folder("proposed-authorized").join("authorizations.csv");
    let approved = "authorization,member_id,code,from,through\nA1,M1,M0076,2025-01-01,\nA4,M4,M0076,2025-01-01,\n";
    fs::write(&path, approved).unwrap();
    let joins = Joins {
        authorizations: Some(Authorizations::load(&path).unwrap()),
        ..Joins::default()
    };
    let (rows, _) = screened("proposed-authorized", LINES, &shown(), &joins);
    let has = |at: usize| {
        (
            rows[at]["authorization"].as_str(),
            !rows[at]["proposal"].is_empty(),
        )
    };
    assert_eq!(
        [has(0), has(1), has(3)],
        [("A1", false), ("", true), ("A4", false)]
    );
}

#[test]
fn no_table_gets_a_proposal_for_what_is_neither_unsupported_nor_lacks_information() {
    let all = "proposals:\n\
        - {id: a, outcome: not-supported, group: CO, carc: \"50\"}\n\
        - {id: b, outcome: needs-information, group: OA, carc: \"252\", rarc: [N706]}\n";
    let proposals = Proposals::load(&table("proposed-all", all), &PROGRAM).unwrap();
    let (rows, summary) = screened("proposed-all", &lines(400), &proposals, &Joins::default());
    for row in &rows {
        let expected = match row["outcome"].as_str() {
            "not-supported" => "a",
            "needs-information" => "b",
            _ => "",
        };
        assert_eq!(row["proposal"], expected);
    }
    let proposals: BTreeSet<&str> = summary.proposals.keys().map(String::as_str).collect();
    assert_eq!(proposals, BTreeSet::from(["a", "b"]));
    assert!(rows.iter().any(|row| row["proposal"].is_empty()));
}

#[test]
fn a_table_that_would_deny_what_is_undecided_is_refused_with_its_place() {
    let entry = |text: &str| {
        format!(
            "proposals:\n  - id: a\n    {}\n",
            text.replace("; ", "\n    ")
        )
    };
    let cases = [
        (
            "outcome: needs-information; group: CO; carc: \"50\"",
            "proposals.yaml:5:11",
            "reason code 50 does not ask for information, and the finding is undecided",
        ),
        (
            "outcome: needs-information; group: PR; carc: \"16\"; rarc: [N706]",
            "proposals.yaml:4:12",
            "a request for information makes the member owe nothing",
        ),
        (
            "outcome: needs-source; group: CO; carc: \"16\"; rarc: [N706]",
            "proposals.yaml:3:14",
            "what is `needs-source` is undecided, and no fact of the line settles it",
        ),
        (
            "outcome: supported; group: CO; carc: \"45\"",
            "proposals.yaml:3:14",
            "what is `supported` is covered",
        ),
        (
            "outcome: supported-in-part; group: CO; carc: \"45\"",
            "proposals.yaml:3:14",
            "what is `supported-in-part` is covered in part",
        ),
        (
            "outcome: denied; group: CO; carc: \"45\"",
            "proposals.yaml:3:14",
            "`denied` is not one of the permitted words",
        ),
        (
            "outcome: not-supported; group: CO; carc: \"96\"",
            "proposals.yaml:2:5",
            "reason code 96 stands beside a remark code",
        ),
        (
            "outcome: not-supported; group: CO; carc: 50",
            "proposals.yaml:5:11",
            "the code `50` looks like a number",
        ),
        (
            "outcome: not-supported; group: CO; carc: medical",
            "proposals.yaml:5:11",
            "expected a reason code",
        ),
        (
            "outcome: not-supported; group: CO; carc: \"50\"; rarc: [NCD]",
            "proposals.yaml:6:12",
            "expected a remark code",
        ),
        (
            "outcome: not-supported; missing: [diagnoses]; group: CO; carc: \"50\"",
            "proposals.yaml:4:5",
            "a proposal has no key `missing`",
        ),
        (
            "outcome: needs-information; missing: [diagnosis]; group: CO; carc: \"16\"; rarc: [M76]",
            "proposals.yaml:4:15",
            "the catalogue has no fact `diagnosis`",
        ),
        (
            "outcome: not-supported; kinds: []; group: CO; carc: \"50\"",
            "proposals.yaml:4:12",
            "the list has nothing in it",
        ),
    ];
    for (text, place, told) in cases {
        let path = table("proposed-refused", &entry(text));
        let error = Proposals::load(&path, &PROGRAM).unwrap_err().to_string();
        assert!(
            error.contains(place) && error.contains(told),
            "{text}\n{error}"
        );
        assert!(error.contains("help: "), "{error}");
    }
    let twice = "proposals:\n\
        - {id: a, outcome: not-supported, group: CO, carc: \"50\"}\n\
        - {id: a, outcome: not-supported, group: CO, carc: \"56\"}\n";
    let error = Proposals::load(&table("proposed-twice", twice), &PROGRAM).unwrap_err();
    assert!(
        error.to_string().contains("another proposal is called `a`"),
        "{error}"
    );
    assert!(Proposals::load(&folder("proposed-absent").join("none.yaml"), &PROGRAM).is_err());
}

#[test]
fn what_is_withheld_by_state_needs_the_state() {
    let table = csv("date_of_service,code\n2025-03-01,M0076\n");
    let layout = |proposals: &Proposals| {
        let joins = Joins::default();
        Layout::new(
            &PROGRAM,
            &table.schema(),
            &BTreeMap::new(),
            Wanted::default(),
            &joins,
        )
        .unwrap()
        .proposing(&PROGRAM, proposals)
    };
    assert_eq!(layout(&shown()).unwrap_err(), LayoutError::NoState);
    let free = Proposals {
        withheld_in: BTreeSet::new(),
        ..shown()
    };
    assert!(layout(&free).is_ok());
}
