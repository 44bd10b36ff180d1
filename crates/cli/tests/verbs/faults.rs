//! What cannot be read or understood ends with exit code 2 and is told on standard error alone.

use snapbox::{assert_data_eq, str};

use crate::{CASE, support::coverdict};

/// What is told of a command that cannot run.
fn told(arguments: &[&str]) -> String {
    let ran = coverdict(arguments);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    ran.err
}

#[test]
fn a_case_that_is_not_there() {
    assert_data_eq!(
        told(&["assess", "corpus/cases/of-nobody.yaml"]),
        str![[r#"
error[E0001]: the file cannot be read: there is no such file
--> corpus/cases/of-nobody.yaml
 = help: check the path and its permissions

"#]]
    );
}

#[test]
fn a_case_with_a_fact_of_no_catalogue() {
    assert_data_eq!(
        told(&[
            "assess",
            "cases/bad/corpus/unknown-fact-in-case/cases/case.yaml",
            "--corpus",
            "cases/bad/corpus/unknown-fact-in-case",
        ]),
        str![[r#"
error[E0301]: the catalogue has no fact `smokr`
 --> cases/bad/corpus/unknown-fact-in-case/cases/case.yaml:4:9
  |
4 | facts: {smokr: true}
  |         ^^^^^
  |
  = help: did you mean `smoker`?

"#]]
    );
}

#[test]
fn a_corpus_that_is_broken() {
    assert_data_eq!(
        told(&["assess", CASE, "--corpus", "cases/bad/corpus/empty-group"]),
        str![[r#"
error[E0401]: the group has no criteria
  --> cases/bad/corpus/empty-group/policy.yaml:12:17
   |
12 |     when: {all: []}
   |                 ^^
   |
   = help: write at least one criterion

"#]]
    );
}

#[test]
fn a_corpus_that_is_not_there() {
    let told = told(&["assess", CASE, "--corpus", "nowhere"]);
    assert!(
        told.starts_with("error: nowhere cannot be read: "),
        "{told}"
    );
}

#[test]
fn a_file_that_is_no_compiled_corpus() {
    assert_data_eq!(
        told(&["assess", CASE, "--corpus", "Cargo.toml"]),
        str![[r#"
error: Cargo.toml: this is not a compiled corpus: compile one with `coverdict compile CORPUS -o FILE`

"#]]
    );
}

#[test]
fn a_verb_that_does_not_exist() {
    let told = told(&["deny", CASE]);
    assert!(
        told.starts_with("error: unrecognized subcommand 'deny'"),
        "{told}"
    );
}
