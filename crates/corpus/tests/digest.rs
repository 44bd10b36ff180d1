//! The digest depends on what a corpus says, not on how it is written.

#![expect(clippy::panic, reason = "a failed test panics")]

use coverdict_corpus::{Loaded, read_corpus_from};

const FACTS: &str = include_str!("data/facts.yaml");

const SET: &str = "value-set: pain\ntitle: Pain\nprovenance: mapping\nreviewed: 2024-01-01\nmembers: [back, knee]\n";

const POLICY: &str = r#"source: coverage-policy
id: POLICY
title: Example
publisher: payer
effective: 2024-01-01
recorded: 2024-01-01
services:
  treatment: {codes: ["M0076", "20550"], otherwise: silent}
rules:
  first:
    when:
      any:
        - {fact: smoker, is: true}
        - all: [{service: treatment}, {fact: bmi, at-least: 40 kg/m2}, {fact: reason, any-in: {value-set: pain}}]
    position: supported
    cite: {section: One}
  second:
    when: {service: treatment}
    position: benefit-confirmed
    cite: {section: Two}
prior-authorization: not-stated
"#;

/// The same again: comments, order of keys, rules, siblings and members, quotes, trailing zeros.
const REWRITTEN: &str = r#"# A comment.
source: coverage-policy
prior-authorization: "not-stated"
id: POLICY

publisher: payer
title: 'Example'
recorded: 2024-01-01
effective: 2024-01-01
edition: "2024-01-01"
applies: {payers: {in: [payer], provenance: stated}}
rules:
  second: {cite: {section: Two}, position: benefit-confirmed, when: {service: treatment}}
  first:
    cite: {section: One}
    position: supported
    when:
      any:
        - all: [{fact: reason, any-in: {value-set: pain}}, {fact: bmi, at-least: 40.0 kg/m2}, {service: treatment}]
        - {is: true, fact: smoker}
services:
  treatment: {otherwise: silent, codes: ["20550", "M0076"]}
"#;

fn load(files: &[(&str, &str)]) -> Loaded {
    match read_corpus_from(files.iter().copied()) {
        Ok(loaded) => loaded,
        Err(failure) => panic!("{failure}"),
    }
}

fn digest(policy: &str) -> String {
    load(&[
        ("facts.yaml", FACTS),
        ("set.yaml", SET),
        ("policy.yaml", policy),
    ])
    .digest
}

#[test]
fn writing_the_same_in_another_way_keeps_the_digest() {
    let set = SET.replace("[back, knee]", "[knee, back]");
    let (first, second) = FACTS.split_at(FACTS.find("  bmi:").unwrap_or_default());
    let moved = format!("facts:\n{second}");
    let other = load(&[
        ("z/policy.yml", REWRITTEN),
        ("more.yaml", &moved),
        ("facts.yaml", first),
        ("a.yaml", &set),
    ]);
    assert_eq!(other.digest, digest(POLICY));
}

#[test]
fn what_an_auditor_reads_counts() {
    let before = digest(POLICY);
    for (from, to) in [
        ("section: Two", "section: Three"),
        ("title: Example", "title: Other"),
        ("40 kg/m2", "40.5 kg/m2"),
        ("any:", "none:"),
        ("is: true", "is: false"),
        ("benefit-confirmed", "left-to-discretion"),
        ("position: supported", "position: supported\n    label: x"),
        ("effective: 2024-01-01", "effective: 2024-01"),
        ("\"20550\"", "\"20551\""),
        (
            "prior-authorization: not-stated",
            "prior-authorization: not-stated\nnotes: [{id: a, kind: slip, says: b, cite: {}}]",
        ),
    ] {
        assert_ne!(digest(&POLICY.replace(from, to)), before, "{from} to {to}");
    }
}

#[test]
fn a_reference_counts_once_it_is_there() {
    let with = |references: &str| {
        let files = [("facts.yaml", FACTS), ("references.yaml", references)];
        load(&files).digest
    };
    let one = "references: {a: {authors: [A], year: 2007, verified: no}}";
    let none = load(&[("facts.yaml", FACTS)]).digest;
    assert_eq!(with("references: {}"), none);
    assert_ne!(with(one), none);
    assert_ne!(with(&one.replace("2007", "2008")), with(one));
}

#[test]
fn a_stated_digest_has_to_fit() {
    let policy = ("policy.yaml", POLICY);
    let files = |stated| {
        [
            ("facts.yaml", FACTS),
            ("set.yaml", SET),
            policy,
            ("corpus.sha256", stated),
        ]
    };
    let fitting = format!("{}  corpus\n", digest(POLICY));
    assert!(read_corpus_from(files(fitting.as_str())).is_ok());
    let other = digest(REWRITTEN.replace("Example", "Other").as_str());
    for (stated, code) in [(other.as_str(), "E0205"), ("abc", "E0206"), ("", "E0206")] {
        match read_corpus_from(files(stated)) {
            Ok(_) => panic!("{stated} fits"),
            Err(failure) => {
                let codes: Vec<_> = failure.problems.iter().map(|one| one.code().id()).collect();
                assert_eq!(codes, [code]);
            }
        }
    }
}
