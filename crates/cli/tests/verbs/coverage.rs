//! `coverdict test --coverage`.

use std::fs;

use snapbox::{assert_data_eq, str};

use crate::{
    CASE, folder,
    support::{coverdict, root},
    word,
};

const CORPUS: &str = "cases/good/two-of-three";

#[test]
fn the_first_case_in_which_each_rule_and_criterion_is_decisive_is_told() {
    assert_data_eq!(
        coverdict(["test", CORPUS, "--coverage"]).well(),
        str![[r#"
Coverage of cases/good/two-of-three: 2 of 2 rules and 3 of 3 criteria are decisive in some case
  EX-POLICY@2024-01-01
    ✓ two-of-three: cases/good/two-of-three/cases/two-met-one-missing.yaml
      ✓ pain: cases/good/two-of-three/cases/one-met-one-not.yaml
      ✓ swelling: cases/good/two-of-three/cases/one-met-one-not.yaml
      ✓ stiffness: cases/good/two-of-three/cases/one-met-one-not.yaml
    ✓ otherwise, for treatment: cases/good/two-of-three/cases/two-not-met-one-missing.yaml

4 cases, 4 as expected, 0 differ

"#]]
    );
    let complete = coverdict(["test", CORPUS, "--coverage=require"]);
    assert_eq!(complete.code, Some(0));
}

/// The third criterion is unknown, and whatever it were, two are met.
#[test]
fn a_criterion_that_makes_no_difference_is_told_and_fails_where_all_are_required() {
    let case = "cases/good/two-of-three/cases/two-met-one-missing.yaml";
    let run = |how: &str| coverdict(["test", case, "--corpus", CORPUS, how]);
    let told = run("--coverage").well();
    assert_data_eq!(
        &told,
        str![[r#"
Coverage of cases/good/two-of-three: 1 of 2 rules and 2 of 3 criteria are decisive in some case
  EX-POLICY@2024-01-01
    ✓ two-of-three: cases/good/two-of-three/cases/two-met-one-missing.yaml
      ✓ pain: cases/good/two-of-three/cases/two-met-one-missing.yaml
      ✓ swelling: cases/good/two-of-three/cases/two-met-one-missing.yaml
      ✗ stiffness: no case
    ✗ otherwise, for treatment: no case

1 cases, 1 as expected, 0 differ

"#]]
    );
    let required = run("--coverage=require");
    assert_eq!((required.code, required.out), (Some(1), told));
}

#[test]
fn a_rule_that_confirms_a_benefit_is_decisive_where_it_stands() {
    let told = coverdict(["test", "corpus", "--coverage"]).well();
    assert!(told.contains("✓ benefit-when-necessary: "), "{told}");
}

#[test]
fn coverage_as_json_stands_beside_the_cases() {
    let told = coverdict(["test", CORPUS, "--coverage", "--format", "json"]).well();
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["cases"].as_array().unwrap().len(), 4);
    let rule = &told["coverage"][0]["editions"][0]["rules"][0];
    assert_eq!(rule["name"], "two-of-three");
    assert_eq!(rule["criteria"].as_array().unwrap().len(), 3);
    assert!(rule["criteria"][2]["decisive-in"].is_string(), "{rule}");
}

#[test]
fn cases_in_folders_of_a_folder_of_cases_are_run() {
    let cases = folder("nested-cases");
    fs::create_dir(cases.join("topic")).unwrap();
    fs::copy(root().join(CASE), cases.join("topic/case.yaml")).unwrap();
    let told = coverdict(["test", word(&cases), "--corpus", "corpus"]).well();
    assert!(told.starts_with("1 cases, 1 as expected"), "{told}");
}
