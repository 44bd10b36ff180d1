//! `coverdict diff` and `coverdict compare`.
//!
//! Each folder of `cases/diff` holds an old and a new corpus, to which the files beside the folders are added, and what is
//! told of them in `expected.txt`, which `UPDATE=1 cargo test -p coverdict-cli --test verbs diff` writes.

use std::{fs, path::Path};

use super::{folder, support};
use crate::support::Ran;

fn in_folder(folder: &Path, args: &[&str]) -> Ran {
    support::binary()
        .current_dir(folder)
        .args(args)
        .output()
        .unwrap()
        .into()
}

/// Copies the files of a folder, those of folders in it aside.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
        }
    }
}

#[test]
fn what_is_told_of_each_pair_of_corpora_is_as_recorded() {
    let cases = support::root().join("cases/diff");
    let mut pairs = 0;
    for entry in fs::read_dir(&cases).unwrap() {
        let case = entry.unwrap().path();
        if !case.is_dir() {
            continue;
        }
        pairs += 1;
        let name = case.file_name().unwrap().to_str().unwrap();
        let at = folder(&format!("diff-{name}"));
        for side in ["old", "new"] {
            copy(&cases, &at.join(side));
            copy(&case.join(side), &at.join(side));
        }
        let told = in_folder(&at, &["diff", "old", "new"]).well();
        let recorded = case.join("expected.txt");
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&recorded, &told).unwrap();
        }
        let expected = fs::read_to_string(&recorded).unwrap_or_default();
        assert!(
            told == expected,
            "{name}: look at it, and run with UPDATE=1\n{told}"
        );
        let json = in_folder(&at, &["diff", "old", "new", "--format", "json"]).well();
        assert_eq!(faults("diff", &json), [""; 0], "{name}");
        // The other way round what was wider is narrower.
        let back = in_folder(&at, &["diff", "new", "old"]).well();
        for (one, other) in [("loosening", "tightening"), ("tightening", "loosening")] {
            let is =
                |text: &str, class: &str| text.contains(&format!("change              {class}\n"));
            assert!(!is(&told, one) || is(&back, other), "{name}\n{back}");
        }
    }
    assert!(pairs > 10, "{pairs}");
}

#[test]
fn two_publishers_scopes_differ_and_a_case_shows_it() {
    let told = in_folder(&support::root(), &["diff", "CMM-204", "HNCA.CP.MP.65"]).well();
    assert!(told.contains("M0076, prolotherapy: narrower"), "{told}");
    assert!(told.contains("old: not addressed"), "{told}");
    assert!(
        told.contains("new: not supported (clinical), as unproven"),
        "{told}"
    );
}

#[test]
fn a_difference_has_every_form() {
    let args = ["diff", "CMM-204", "HNCA.CP.MP.65", "--format"];
    for (form, begins) in [
        (
            "markdown",
            "# HNCA.CP.MP.65@2025-06 against CMM-204@2024-08-01",
        ),
        ("html", "<!doctype html>"),
        ("json", "{\n  \"editions\": {"),
    ] {
        let args: Vec<&str> = args.into_iter().chain([form]).collect();
        let told = in_folder(&support::root(), &args).well();
        assert!(told.starts_with(begins), "{told}");
    }
}

#[test]
fn what_cannot_be_compared_is_told() {
    let root = support::root();
    for (args, says) in [
        (
            ["diff", "CMM-2O4", "HNCA.CP.MP.65"],
            "no source `CMM-2O4` is on file",
        ),
        (
            ["diff", "CMM-204@1999", "HNCA.CP.MP.65"],
            "no edition `1999` of `CMM-204`",
        ),
        (
            ["diff", "corpus", "CMM-204"],
            "corpus is a folder and CMM-204 is none",
        ),
    ] {
        let ran = in_folder(&root, &args);
        assert_eq!(ran.code, Some(2), "{}", ran.out);
        assert!(ran.err.contains(says), "{}", ran.err);
    }
}

#[test]
fn at_least_nine_publishers_are_compared_on_prolotherapy() {
    let root = support::root();
    let told = in_folder(&root, &["compare", "prolotherapy", "--against", "CMM-204"]).well();
    for publisher in [
        "aetna",
        "anthem",
        "cigna",
        "evicore",
        "moda-health",
        "unitedhealthcare",
        "cms",
    ] {
        assert!(told.contains(publisher), "{publisher}\n{told}");
    }
    let csv = in_folder(&root, &["compare", "M0076", "--format", "csv"]).well();
    let publishers: std::collections::BTreeSet<&str> = csv
        .lines()
        .filter(|line| line.contains(",coverage-policy,"))
        .filter_map(|line| line.split(',').next())
        .collect();
    assert!(publishers.len() >= 9, "{publishers:?}");
    let ran = in_folder(&root, &["compare", "no-such-service"]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err
            .contains("no source on file claims `no-such-service`"),
        "{}",
        ran.err
    );
}

/// In what an object differs from its schema.
fn faults(schema: &str, object: &str) -> Vec<String> {
    let schema: serde_json::Value =
        serde_json::from_str(&support::coverdict(["schema", schema]).well()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let object: serde_json::Value = serde_json::from_str(object).unwrap();
    let errors = validator.iter_errors(&object);
    errors
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

#[test]
fn differences_and_comparisons_fit_their_schemas() {
    let root = support::root();
    let editions = ["diff", "CMM-204", "HNCA.CP.MP.65", "--format", "json"];
    assert_eq!(faults("diff", &in_folder(&root, &editions).well()), [""; 0]);
    let compared = ["compare", "prolotherapy", "--format", "json"];
    assert_eq!(
        faults("compare", &in_folder(&root, &compared).well()),
        [""; 0]
    );
    assert_ne!(faults("compare", "{}"), [""; 0]);
}
