//! The engine and the naive evaluator give the same finding, trace included.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_corpus::{read_case, read_corpus_from};
use coverdict_engine::Assessor;
use coverdict_model::{
    case::Case,
    corpus::Corpus,
    date::parse_day,
    finding::{Answer, Coverage, Finding},
    id::Id,
    source::{Edition, EditionId},
    trace::{CriterionTrace, Truth, WalkTrace},
};
use coverdict_oracle::{
    generate::corpus_and_case,
    naive::{self, Assessment, NaiveRule},
};
use coverdict_program::compile;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 400, ..ProptestConfig::default() })]

    #[test]
    fn law_the_engine_agrees_with_the_naive_evaluator((corpus, case) in corpus_and_case()) {
        agree(&corpus, &case);
    }
}

/// Of an insured member the policy agrees with the exclusion, and of any other the exclusion says nothing.
/// So the rule that stands where the policy does not agree applies nowhere, although its criteria are met
/// in some completions and its edition speaks in others.
#[test]
fn a_rule_that_is_met_only_where_its_edition_is_silent_does_not_apply() {
    let files = [
        ("facts.yaml", FACTS),
        ("profile.yaml", PROFILE),
        ("attestations.yaml", ATTESTATIONS),
        ("exclusion.yaml", EXCLUSION),
        ("policy.yaml", POLICY),
    ];
    let corpus = match read_corpus_from(files) {
        Ok(loaded) => loaded.corpus,
        Err(failure) => panic!("{failure}"),
    };
    let case = match read_case("case.yaml", CASE, &corpus.catalogue) {
        Ok(read) => read.case,
        Err(failure) => panic!("{failure}"),
    };
    agree(&corpus, &case);

    let program = compile(&corpus, "example").unwrap();
    let found = Assessor::new(&program).assess(case);
    let exclusion = EditionId {
        source: Id::new("exclusion").unwrap(),
        edition: Id::new("2024-01-01").unwrap(),
    };
    let told = truths(&found.trace[0].walks[0], &corpus);
    assert_eq!(told.editions[&exclusion], (Truth::Met, Truth::Unknown));
    let of_rule = |name: &str| {
        let (rule, service) = (Id::new(name).unwrap(), Id::new("treatment").unwrap());
        let rule = told.rules[&(exclusion.clone(), Some(rule.clone()), service.clone())];
        rule.applies
    };
    assert_eq!(of_rule("agreed"), Truth::Unknown);
    assert_eq!(of_rule("alone"), Truth::NotMet);
}

fn agree(corpus: &Corpus, case: &Case) {
    let Some(expected) = naive::assess(corpus, case) else {
        return;
    };
    let program = compile(corpus, "random").unwrap();
    let found = Assessor::new(&program).assess(case.clone());
    if !["code", "service"]
        .iter()
        .any(|fact| case.facts.contains_key(*fact))
    {
        // Nothing is asked: the engine says so, the naive evaluator finds nothing addressed.
        assert_eq!(found.coverage.name(), "invalid-input");
        return;
    }
    if found.coverage.name() == "too-complex" {
        // Past its stated budget the engine says nothing; the naive evaluator has another one.
        return;
    }
    let told = || {
        format!(
            "case {}\nengine {}\nnaive {:#?}",
            serde_json::to_string_pretty(case).unwrap(),
            serde_json::to_string_pretty(&found).unwrap(),
            expected.coverage
        )
    };
    assert_eq!(
        comparable(&found.coverage),
        comparable(&expected.coverage),
        "coverage\n{}",
        told()
    );
    if matches!(found.coverage, Coverage::InvalidInput { .. }) {
        return;
    }
    assert_eq!(
        found.prior_authorization,
        expected.prior_authorization,
        "prior authorization\n{}",
        told()
    );
    assert_eq!(
        found.documentation,
        expected.documentation,
        "documentation\n{}",
        told()
    );
    trace(corpus, &found, &expected, &told);
}

/// What of an answer on coverage both evaluators tell.
#[derive(Debug, PartialEq)]
enum Comparable<'c> {
    Decided(&'c coverdict_model::finding::Decided),
    NeedsInformation {
        total: u64,
        certificates: Vec<(&'c [Id], &'c Answer)>,
        relevant: &'c BTreeSet<Id>,
        first: &'c Id,
    },
    Other(&'c str),
}

fn comparable(coverage: &Coverage) -> Comparable<'_> {
    match coverage {
        Coverage::Decided(decided) => Comparable::Decided(decided),
        Coverage::NeedsInformation(missing) => Comparable::NeedsInformation {
            total: missing.total,
            certificates: missing
                .certificates
                .iter()
                .map(|certificate| (certificate.facts.as_slice(), &certificate.answer))
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect(),
            relevant: &missing.relevant,
            first: &missing.first,
        },
        other => Comparable::Other(other.name()),
    }
}

/// The truths of the traces: those that the engine tells must be those that the naive one tells.
fn trace(corpus: &Corpus, found: &Finding, expected: &Assessment, told: &dyn Fn() -> String) {
    for walk in found.trace.iter().flat_map(|day| &day.walks) {
        let naive = expected
            .trace
            .walks
            .get(&walk.profile)
            .unwrap_or_else(|| panic!("no walk\n{}", told()));
        assert_eq!(Some(walk.serves), naive.serves, "serves\n{}", told());
        for step in &walk.steps {
            assert_eq!(
                naive.reached.get(&step.step),
                Some(&step.reached),
                "reached {}\n{}",
                step.step,
                told()
            );
        }
        let told_truths = truths(walk, corpus);
        for (edition, (in_force, speaks)) in &told_truths.editions {
            assert_eq!(
                naive.in_force.get(edition),
                Some(in_force),
                "in force {edition}\n{}",
                told()
            );
            assert_eq!(
                naive.speaks.get(edition),
                Some(speaks),
                "speaks {edition}\n{}",
                told()
            );
        }
        for (key, rule) in &told_truths.rules {
            let naive = naive.rules.get(key);
            let (naive, rule) = (
                naive.map(|rule| as_told(corpus, *rule)),
                as_told(corpus, *rule),
            );
            assert_eq!(naive, Some(rule), "rule {key:?}\n{}", told());
        }
        for ((edition, rule, service), criteria) in &told_truths.criteria {
            for (path, truth) in criteria {
                let key = (edition.clone(), rule.clone(), service.clone(), path.clone());
                if let Some(naive) = naive.criteria.get(&key) {
                    assert_eq!(naive, truth, "criterion {key:?}\n{}", told());
                }
            }
        }
    }
}

/// A rule's truths as far as both traces tell them alike: where an edition may be late, the rules that
/// would govern without it count here even where their own edition is not in force.
fn as_told(corpus: &Corpus, rule: NaiveRule) -> NaiveRule {
    let early = parse_day("2025-01-01").unwrap();
    let late = |edition: &Edition| edition.published.is_some_and(|date| date.latest() > early);
    match corpus.editions.values().any(late) {
        true => NaiveRule {
            governs: Truth::Unknown,
            ..rule
        },
        false => rule,
    }
}

#[derive(Default)]
struct Truths {
    editions: BTreeMap<EditionId, (Truth, Truth)>,
    rules: BTreeMap<(EditionId, Option<Id>, Id), NaiveRule>,
    criteria: BTreeMap<(EditionId, Id, Id), Vec<(naive::Path, Truth)>>,
}

fn truths(walk: &WalkTrace, corpus: &Corpus) -> Truths {
    let mut truths = Truths::default();
    let sources = walk.steps.iter().flat_map(|step| &step.sources);
    for edition in sources.flat_map(|source| &source.editions) {
        truths
            .editions
            .insert(edition.edition.clone(), (edition.in_force, edition.speaks));
        for rule in &edition.rules {
            let key = (
                edition.edition.clone(),
                rule.rule.clone(),
                rule.service.clone(),
            );
            let told = NaiveRule {
                applies: rule.applies,
                stands: rule.stands,
                governs: rule.governs,
            };
            truths.rules.insert(key, told);
            if let (Some(name), Some(criteria)) = (&rule.rule, &rule.criteria) {
                let mut paths = Vec::new();
                let authored = &corpus.editions[&edition.edition].rules[name];
                // A rule for some phases of care is traced with the phase before its criteria.
                let criteria = if authored.phases.is_empty() {
                    criteria
                } else {
                    &criteria.of[1]
                };
                descend(criteria, Vec::new(), &mut paths);
                truths.criteria.insert(
                    (edition.edition.clone(), name.clone(), rule.service.clone()),
                    paths,
                );
            }
        }
    }
    truths
}

fn descend(criterion: &CriterionTrace, path: naive::Path, paths: &mut Vec<(naive::Path, Truth)>) {
    for (place, child) in criterion.of.iter().enumerate() {
        let mut below = path.clone();
        below.push(place);
        descend(child, below, paths);
    }
    paths.push((path, criterion.truth));
}

const FACTS: &str = include_str!("../examples/facts.yaml");

const PROFILE: &str = "
profile: general
title: Example
lines-of-business: [commercial]
cite: {}
steps:
  - {id: plan-document, kinds: [plan-document], cite: {}}
  - {id: coverage-policy, kinds: [coverage-policy], cite: {}}
";

const ATTESTATIONS: &str = "
attestation: sources
recorded: 2024-01-01
by: a test
sources: {kinds: [plan-document, coverage-policy], status: complete}
";

const EXCLUSION: &str = r#"
source: plan-document
id: exclusion
title: Example
publisher: payer
effective: 2024-01-01
recorded: 2024-01-01
applies:
  plans: {in: [plan], provenance: stated}
  funding: {in: [insured], provenance: stated}
services:
  treatment: {codes: ["M0076"], otherwise: silent}
rules:
  agreed:
    when: {position-of: {source: coverage-policy}}
    position: not-supported
    basis: not-a-benefit
    kind: contractual
    cite: {section: One}
  alone:
    when:
      none:
        - {position-of: {source: coverage-policy}}
    position: not-supported
    basis: not-a-benefit
    kind: contractual
    cite: {section: Two}
prior-authorization: not-stated
"#;

const POLICY: &str = r#"
source: coverage-policy
id: policy
title: Example
publisher: payer
effective: 2024-01-01
recorded: 2024-01-01
applies:
  funding: {in: [insured], provenance: stated}
services:
  treatment: {codes: ["M0076"], otherwise: silent}
rules:
  refused:
    when: {service: treatment}
    position: not-supported
    basis: unproven
    kind: clinical
    cite: {section: One}
prior-authorization: not-stated
"#;

const CASE: &str = r#"
case: example
date-of-service: 2025-03-01
known-as-of: 2025-03-01
member: {payer: payer, plan: plan, line-of-business: commercial}
line: {code: "M0076"}
"#;
