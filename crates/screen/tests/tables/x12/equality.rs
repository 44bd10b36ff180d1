//! A line of an 837 has the verdict of the same line as CSV.

use std::{collections::BTreeMap, fmt::Write as _, fs, sync::LazyLock};

use coverdict_screen::{
    Joins, Summary,
    join::{Of, Spans},
    read::Table,
};
use proptest::{prelude::*, strategy::ValueTree as _, test_runner::TestRunner};

use super::{
    written::{professional, subscriber},
    x12,
};
use crate::support::{How, csv, folder, joined, rows, written};

#[derive(Debug, Clone)]
struct Claim {
    member: usize,
    place: &'static str,
    diagnoses: Vec<&'static str>,
    lines: Vec<Line>,
}

#[derive(Debug, Clone)]
struct Line {
    code: &'static str,
    modifiers: Vec<&'static str>,
    place: Option<&'static str>,
    /// Each is taken modulo the number of diagnoses.
    pointers: Vec<usize>,
    year: u32,
    month: u32,
    day: u32,
    days: u32,
}

const MEMBERS: &str = "member_id,from,through,payer,plan,line_of_business,funding,state\n\
    M0,2000-01-01,,cigna,EX-PLAIN,commercial,insured,CA\n\
    M1,2000-01-01,,cigna,EX-PLAIN,commercial,insured,TX\n\
    M2,2000-01-01,,cigna,EX-PLAIN,commercial,,\n\
    M3,2000-01-01,,medicare,EX-ORIGINAL-MEDICARE,original-medicare,,CA\n";

fn claim() -> impl Strategy<Value = Claim> {
    let one = |words: &'static [&'static str]| prop::sample::select(words);
    let line = (
        one(&["M0076", "M0076", "M0076", "97110"]),
        prop::collection::vec(one(&["LT", "59", "GA", "KX"]), 0..=4),
        prop::option::of(one(&["12", "22"])),
        prop::collection::vec(0..12_usize, 1..=2),
        (2024..=2025_u32, 1..=12_u32, 1..=25_u32, 0..3_u32),
    );
    let line = line.prop_map(
        |(code, modifiers, place, pointers, (year, month, day, days))| Line {
            code,
            modifiers,
            place,
            pointers,
            year,
            month,
            day,
            days,
        },
    );
    let codes = one(&["M5450", "M25561", "G43909", "S83511A", "I10"]);
    (
        0..4_usize,
        one(&["11", "31"]),
        prop::collection::vec(codes, 1..=12),
        prop::collection::vec(line, 1..5),
    )
        .prop_map(|(member, place, diagnoses, lines)| Claim {
            member,
            place,
            diagnoses,
            lines,
        })
}

impl Line {
    fn days(&self) -> [String; 2] {
        [0, self.days].map(|more| format!("{}-{:02}-{:02}", self.year, self.month, self.day + more))
    }
}

/// The claims as an 837.
fn interchange(claims: &[Claim]) -> String {
    let mut segments = Vec::new();
    for (number, claim) in claims.iter().enumerate() {
        segments.extend(subscriber(number + 2, &format!("M{}", claim.member), "CI"));
        segments.push(format!("CLM*C{number}*100***{}:B:1*Y*A*Y*Y", claim.place));
        let mut codes = format!("HI*ABK:{}", claim.diagnoses[0]);
        for code in &claim.diagnoses[1..] {
            let _ = write!(codes, "*ABF:{code}");
        }
        segments.push(codes);
        for (number, line) in (1..).zip(&claim.lines) {
            let mut procedure = format!("HC:{}", line.code);
            line.modifiers
                .iter()
                .for_each(|modifier| procedure.push_str(&format!(":{modifier}")));
            let place = line.place.unwrap_or_default();
            let pointers = line.pointers.iter();
            let pointers = pointers.map(|at| (at % claim.diagnoses.len() + 1).to_string());
            let pointers = pointers.collect::<Vec<_>>().join(":");
            segments.push(format!("LX*{number}"));
            segments.push(format!("SV1*{procedure}*100*UN*1*{place}**{pointers}"));
            let [from, through] = line.days().map(|day| day.replace('-', ""));
            segments.push(match from == through {
                true => format!("DTP*472*D8*{from}"),
                false => format!("DTP*472*RD8*{from}-{through}"),
            });
        }
    }
    professional(&segments)
}

/// The lines of the claims as CSV.
fn table(claims: &[Claim]) -> String {
    let mut text = String::from(
        "claim_id,member_id,birth_date,date_of_service,through,code,place_of_service,\
         modifiers_1,modifiers_2,modifiers_3,modifiers_4,\
         diagnoses_1,diagnoses_2,diagnoses_3,diagnoses_4\n",
    );
    for (number, claim) in claims.iter().enumerate() {
        for line in &claim.lines {
            let [from, through] = line.days();
            let _ = write!(
                text,
                "C{number},M{},1980-02-29,{from},{through},{},{}",
                claim.member,
                line.code,
                line.place.unwrap_or(claim.place)
            );
            for at in 0..4 {
                let _ = write!(text, ",{}", line.modifiers.get(at).unwrap_or(&""));
            }
            for at in 0..4 {
                let code = line.pointers.get(at);
                let code = code.map_or("", |at| claim.diagnoses[at % claim.diagnoses.len()]);
                let dotted = match code.len() > 3 {
                    true => format!("{}.{}", &code[..3], &code[3..]),
                    false => code.to_owned(),
                };
                let _ = write!(text, ",{dotted}");
            }
            text.push('\n');
        }
    }
    text
}

/// The findings on a table.
fn found(test: &str, make: &dyn Fn() -> Table) -> (Vec<BTreeMap<String, String>>, Summary) {
    static JOINS: LazyLock<Joins> = LazyLock::new(|| {
        let path = folder("x12-equality-members").join("members.csv");
        fs::write(&path, MEMBERS).unwrap();
        Joins {
            members: Some(Spans::load(&path, Of::Members).unwrap()),
            ..Joins::default()
        }
    });
    let path = folder(test).join("out.csv");
    let screening = joined(&make(), How::default(), &JOINS);
    let (summary, aside) = written(&screening, vec![make()], &path).unwrap();
    assert!(aside.is_empty(), "{aside:?}");
    (rows(&fs::read_to_string(&path).unwrap()), summary)
}

#[test]
fn the_claims_drawn_have_several_outcomes() {
    let mut runner = TestRunner::deterministic();
    let claims = prop::collection::vec(claim(), 20).new_tree(&mut runner);
    let claims = claims.unwrap().current();
    let (_, summary) = found("x12-drawn", &|| x12(interchange(&claims)));
    assert!(summary.outcomes.len() >= 3, "{:?}", summary.outcomes);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_line_has_the_verdict_of_the_same_line_as_csv(claims in prop::collection::vec(claim(), 0..6)) {
        let (of_x12, summary) = found("x12-equality", &|| x12(interchange(&claims)));
        let (of_csv, other) = found("x12-equality", &|| csv(table(&claims)));
        prop_assert_eq!(summary.outcomes, other.outcomes);
        prop_assert_eq!(of_x12.len(), of_csv.len());
        for (line, same) in of_x12.iter().zip(of_csv) {
            for (column, value) in same {
                prop_assert_eq!(&line[&column], &value, "{}", column);
            }
        }
    }
}
