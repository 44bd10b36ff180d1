//! Cases: every way to say what is known of a fact, and what is wrong with a file.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a failed test panics")]

use std::collections::BTreeSet;

use coverdict_corpus::{ExpectedDocumentation, TestCase, read_case, read_corpus_from};
use coverdict_model::{
    date::parse_day,
    fact::Catalogue,
    id::Id,
    value::{Cause, Reading, Statement, Value},
};

fn catalogue() -> Catalogue {
    let files = [("facts.yaml", include_str!("data/facts.yaml"))];
    match read_corpus_from(files) {
        Ok(loaded) => loaded.corpus.catalogue,
        Err(failure) => panic!("{failure}"),
    }
}

fn read(body: &str) -> TestCase {
    let text = format!("case: example\ndate-of-service: 2025-03-01\n{body}");
    match read_case("case.yaml", text, &catalogue()) {
        Ok(read) => read,
        Err(failure) => panic!("{failure}"),
    }
}

fn refused(body: &str) -> Vec<&'static str> {
    let text = format!("case: example\ndate-of-service: 2025-03-01\n{body}");
    let failure = read_case("case.yaml", text, &catalogue()).unwrap_err();
    failure
        .problems
        .iter()
        .map(|one| one.code().name())
        .collect()
}

/// The only statement on a fact of the section `facts`, or of the one given.
fn statement(fact: &str, written: &str) -> Statement {
    let section = match fact {
        "code" | "diagnoses" | "items" | "phase" => "line",
        "birth-date" => "member",
        _ => "facts",
    };
    let mut read = read(&format!("{section}: {{{fact}: {written}}}"));
    let mut statements = read.case.facts.remove(fact).unwrap();
    assert_eq!(statements.len(), 1);
    statements.remove(0)
}

fn day(text: &str) -> Value {
    Value::Date(parse_day(text).unwrap())
}

fn quantity(text: &str) -> Value {
    Value::Decimal(text.parse().unwrap())
}

fn names(names: &[&str]) -> BTreeSet<Id> {
    names.iter().map(|name| Id::new(name).unwrap()).collect()
}

#[test]
fn each_way_to_state_a_fact_is_read() {
    let cases = [
        ("smoker", "true", Reading::Known(Value::Boolean(true))),
        ("bmi", "41.20 kg/m2", Reading::Known(quantity("41.2 kg/m2"))),
        ("injuries-this-year", "3", Reading::Known(Value::Integer(3))),
        (
            "phase",
            "renewal",
            Reading::Known(Value::Name(Id::new("renewal").unwrap())),
        ),
        (
            "birth-date",
            "2004-07-01",
            Reading::Known(day("2004-07-01")),
        ),
        (
            "birth-date",
            "2004-02",
            Reading::Within {
                low: Some(day("2004-02-01")),
                high: Some(day("2004-02-29")),
            },
        ),
        (
            "birth-date",
            "{within: [2004, ~]}",
            Reading::Within {
                low: Some(day("2004-01-01")),
                high: None,
            },
        ),
        (
            "bmi",
            "{within: [~, 40 kg/m2]}",
            Reading::Within {
                low: None,
                high: Some(quantity("40 kg/m2")),
            },
        ),
        (
            "bmi",
            "{one-of: [39 kg/m2, 41 kg/m2]}",
            Reading::OneOf([quantity("39 kg/m2"), quantity("41 kg/m2")].into()),
        ),
        (
            "code",
            "\"20550\"",
            Reading::Members {
                members: names(&["20550"]),
                complete: true,
            },
        ),
        (
            "diagnoses",
            "{members: [M54.50], complete: false}",
            Reading::Members {
                members: names(&["M54.50"]),
                complete: false,
            },
        ),
        (
            "items",
            "[]",
            Reading::Members {
                members: names(&[]),
                complete: true,
            },
        ),
        (
            "injuries",
            "[2024-05, 2023-01-02]",
            Reading::Events {
                dates: vec!["2024-05".parse().unwrap(), "2023-01-02".parse().unwrap()],
                complete: true,
            },
        ),
        ("spo2", "{state: not-performed}", Reading::NotPerformed),
        ("items", "{state: absent}", Reading::Absent),
        ("bmi", "{missing: stale}", Reading::Missing(Cause::Stale)),
    ];
    for (fact, written, expected) in cases {
        assert_eq!(
            statement(fact, written).reading,
            expected,
            "{fact} {written}"
        );
    }
}

#[test]
fn a_value_that_does_not_fit_its_fact_leaves_the_fact_in_error() {
    for (fact, written) in [
        ("bmi", "41"),
        ("bmi", "41 kg"),
        ("bmi", "fat"),
        ("smoker", "yes"),
        ("injuries-this-year", "2.5"),
        ("phase", "late"),
        ("birth-date", "yesterday"),
        ("birth-date", "2004-13"),
        ("code", "W0076"),
        ("diagnoses", "[M54.50, m54]"),
        ("bmi", "{within: [41 kg/m2, 39 kg/m2]}"),
        ("smoker", "{within: [true, true]}"),
        ("smoker", "{state: absent}"),
        ("bmi", "{members: [a]}"),
        ("reason", "[foot]"),
    ] {
        let reading = statement(fact, written).reading;
        assert!(
            matches!(reading, Reading::Missing(Cause::InError(_))),
            "{fact} {written}: {reading:?}"
        );
    }
}

#[test]
fn where_it_was_read_stands_beside_any_statement() {
    let said = statement(
        "bmi",
        "{value: 41 kg/m2, origin: chart, attested: true, measured: 2025-01-01}",
    );
    assert_eq!(said.origin.as_deref(), Some("chart"));
    assert!(said.attested);
    assert_eq!(said.measured, Some(parse_day("2025-01-01").unwrap()));

    let read = read(
        "facts: {bmi: {origin: chart, readings: [39 kg/m2, {value: 41 kg/m2, origin: claim}]}}",
    );
    let origins: Vec<_> = read.case.facts["bmi"]
        .iter()
        .map(|one| one.origin.as_deref())
        .collect();
    assert_eq!(origins, [Some("chart"), Some("claim")]);
}

#[test]
fn what_is_wrong_with_the_file_is_refused() {
    for (body, code) in [
        ("facts: {smokr: true}", "unknown-fact"),
        ("line: {smoker: true}", "wrong-section"),
        ("line: {date-of-service: 2025-01-01}", "wrong-section"),
        ("line: {code: 20550}", "not-quoted"),
        ("fact: {}", "unknown-key"),
        ("facts: {bmi: [41 kg/m2]}", "wrong-shape"),
        (
            "facts: {bmi: {value: 41 kg/m2, state: absent}}",
            "wrong-shape",
        ),
        ("facts: {bmi: {readings: []}}", "empty-group"),
        ("line: {items: mask}", "wrong-shape"),
        ("expect: {outcome: denied}", "unknown-choice"),
        (
            "expect: {outcome: supported, governing: [X]}",
            "malformed-value",
        ),
        (
            "expect: {outcome: needs-source, conditional: {x: denied}}",
            "unknown-choice",
        ),
        (
            "expect: {outcome: needs-source, conditional: {x: {governing: []}}}",
            "missing-key",
        ),
        (
            "expect: {outcome: supported, limits: [none]}",
            "unknown-choice",
        ),
    ] {
        assert_eq!(refused(body), [code], "{body}");
    }
}

#[test]
fn a_line_may_span_days() {
    let spanning = |days: &str| {
        let text = format!("case: example\ndate-of-service: {days}\n");
        read_case("case.yaml", text, &catalogue())
    };
    let case = spanning("{from: 2025-01-01, through: 2025-01-03}")
        .unwrap()
        .case;
    assert_eq!(case.through, Some(parse_day("2025-01-03").unwrap()));
    let case = spanning("{from: 2025-01-01, through: 2025-01-01}")
        .unwrap()
        .case;
    assert_eq!(case.through, None);
    assert!(spanning("{from: 2025-01-02, through: 2025-01-01}").is_err());
    assert!(spanning("2025-01").is_err());
}

#[test]
fn expectations_are_typed() {
    let read = read(
        r#"expect:
  outcome: supported-in-part
  kinds: [clinical]
  granted: [{item: mask, scope: sleep}]
  governing: [X@2024-08-01/rule, X@2024/otherwise]
  certificates: 2
  leads: {"true": supported}
  conditional: {nothing else is on file: supported, "X@2024 applies": {outcome: conflict, governing: [X@2024/rule]}}
  limits: [imprecise-date]
  prior-authorization: undecided
  documentation: [record]
  criteria: {rule/leaf: met}
"#,
    );
    let expect = read.expect.unwrap();
    assert_eq!(expect.outcome, "supported-in-part");
    let governing: Vec<_> = expect
        .governing
        .unwrap()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(governing, ["X@2024/otherwise", "X@2024-08-01/rule"]);
    assert_eq!(
        expect.documentation,
        Some(ExpectedDocumentation::Required(names(&["record"])))
    );
    assert_eq!(expect.leads["true"], "supported");
    let silent = &expect.conditional["nothing else is on file"];
    assert_eq!((silent.outcome, &silent.governing), ("supported", &None));
    let applies = &expect.conditional["X@2024 applies"];
    assert_eq!(applies.outcome, "conflict");
    assert_eq!(applies.governing.as_ref().map(BTreeSet::len), Some(1));
    assert_eq!(expect.criteria.len(), 1);
    assert!(expect.relevant.is_none() && expect.no_limits.is_empty());
}

#[test]
fn json_may_write_a_character_as_two_surrogates() {
    let text =
        |name: &str| format!("{{\"case\": \"{name}\", \"date-of-service\": \"2025-03-01\"}}");
    let read = |name: &str| read_case("case.json", text(name), &catalogue());
    let id = |name: &str| read(name).unwrap().case.id.to_string();
    assert_eq!(id(r"a-\ud83d\ude00-é-\uD834\uDD1E"), "a-😀-é-𝄞");
    for alone in [r"\ud83d", r"\ude00", r"\ude00\ud83d", r"\ud83dx\ude00"] {
        let problems = read(alone).unwrap_err().problems;
        let codes: Vec<_> = problems.iter().map(|one| one.code().name()).collect();
        assert_eq!(codes, ["yaml-syntax"], "{alone}");
    }
}

#[test]
fn what_follows_two_surrogates_is_pointed_at() {
    let text = "{\"case\": \"é\\ud83d\\ude00\", \"date-of-service\": \"2025-03-01\", \"fact\": {}}";
    let failure = read_case("case.json", text, &catalogue()).unwrap_err();
    let spans: Vec<_> = failure
        .problems
        .iter()
        .map(|one| one.primary().span.range())
        .map(|bytes| (bytes.start, bytes.end))
        .collect();
    let at = text.find("\"fact\"").unwrap();
    assert_eq!(spans, [(at, at + 6)]);
}
