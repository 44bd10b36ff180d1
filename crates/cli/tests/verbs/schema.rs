//! `coverdict schema` and `coverdict completions`.

use crate::{shipped_cases, support::coverdict, word};

#[test]
fn findings_of_all_shipped_cases_fit_the_schema() {
    let schema = coverdict(["schema", "finding"]).well();
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for case in shipped_cases() {
        let finding = coverdict(["assess", word(&case), "--format", "json"]).well();
        let mut finding: serde_json::Value = serde_json::from_str(&finding).unwrap();
        let errors: Vec<String> = validator
            .iter_errors(&finding)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{}: {errors:#?}", case.display());

        finding.as_object_mut().unwrap().remove("coverage");
        assert!(!validator.is_valid(&finding), "coverage is required");
    }
}

#[test]
fn each_kind_of_file_has_a_schema() {
    let kinds = [
        "catalogue",
        "edition",
        "value-set",
        "mapping",
        "profile",
        "attestation",
        "references",
        "case",
    ];
    for kind in kinds {
        let schema = coverdict(["schema", kind]).well();
        let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        assert!(!validator.is_valid(&serde_json::json!([])), "{kind}");
    }
    assert_eq!(coverdict(["schema", "determination"]).code, Some(2));
}

#[test]
fn completions_of_each_shell_know_every_verb() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = coverdict(["completions", shell]).well();
        for verb in [
            "assess",
            "test",
            "compile",
            "replay",
            "sources",
            "show",
            "impact",
            "schema",
            "completions",
        ] {
            assert!(script.contains(verb), "{shell} does not know {verb}");
        }
    }
}
