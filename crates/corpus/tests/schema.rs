//! The JSON Schemas accept every file that is read, and refuse what is shaped otherwise.

#![expect(clippy::unwrap_used, reason = "a failed test panics")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use coverdict_corpus::diagnostic::Sources;
use coverdict_corpus::schema::schemas;
use coverdict_corpus::yaml::{self, Node, Style};
use jsonschema::Validator;
use serde_json::{Map, Value};

/// Which schema is for a file, by the first-level key that tells its kind.
const KEYS: [(&str, &str); 9] = [
    ("case", "case"),
    ("value-set", "value-set"),
    ("mapping", "mapping"),
    ("profile", "profile"),
    ("source", "edition"),
    ("attestation", "attestation"),
    ("references", "references"),
    ("facts", "catalogue"),
    ("constraints", "catalogue"),
];

fn validators() -> BTreeMap<&'static str, Validator> {
    let all = schemas().into_iter();
    all.map(|(name, schema)| (name, jsonschema::validator_for(&schema).unwrap()))
        .collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|ending| ending == "yaml") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The file as other tools read it: what is plain may be a number or a truth value.
fn read(path: &Path) -> Value {
    let mut sources = Sources::default();
    let file = sources.load(path, path.display().to_string()).unwrap();
    json(&yaml::parse(sources.file(file)).unwrap())
}

fn json(node: &Node) -> Value {
    match &node.value {
        yaml::Value::Null => Value::Null,
        yaml::Value::Sequence(items) => items.iter().map(json).collect(),
        yaml::Value::Mapping(entries) => {
            let entries = entries
                .iter()
                .map(|(key, value)| (key.as_text().unwrap_or_default().to_owned(), json(value)));
            Value::Object(entries.collect::<Map<_, _>>())
        }
        yaml::Value::Scalar { text, style } if *style == Style::Plain => {
            serde_json::from_str(text).unwrap_or_else(|_| Value::from(text.as_ref()))
        }
        yaml::Value::Scalar { text, .. } => Value::from(text.as_ref()),
    }
}

/// What the schema of its kind says against a file.
fn errors(validators: &BTreeMap<&str, Validator>, file: &Value) -> Vec<String> {
    let kind = KEYS.iter().find(|(key, _)| file.get(key).is_some());
    let Some((_, kind)) = kind else {
        return vec!["no schema is for this file".to_owned()];
    };
    let errors = validators[kind].iter_errors(file);
    errors
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

#[test]
fn every_file_that_is_shipped_or_good_or_an_example_fits_its_schema() {
    let validators = validators();
    for folder in ["../../corpus", "../../cases/good", "../../docs/examples"] {
        let files = files(Path::new(folder));
        assert!(!files.is_empty(), "{folder}");
        for path in files {
            let errors = errors(&validators, &read(&path));
            assert!(errors.is_empty(), "{}: {errors:?}", path.display());
        }
    }
}

#[test]
fn what_is_shaped_otherwise_does_not_fit() {
    let validators = validators();
    for name in [
        "unknown-key/policy.yaml",
        "missing-key/policy.yaml",
        "missing-otherwise/policy.yaml",
        "unknown-choice/policy.yaml",
        "wrong-shape/policy.yaml",
        "malformed-digest/policy.yaml",
        "empty-group/policy.yaml",
        "criterion-unclear/policy.yaml",
        "file-kind-unknown/policy.yaml",
    ] {
        let file = read(&Path::new("../../cases/bad/corpus").join(name));
        assert!(!errors(&validators, &file).is_empty(), "{name}");
    }
}

/// A key that no schema knows anywhere is a key that no reader knows, and the other way round.
#[test]
fn a_key_more_at_any_depth_does_not_fit() {
    let validators = validators();
    let file = read(Path::new(
        "../../corpus/sources/coverage-policies/cigna-cmm-204-2024-08-01.yaml",
    ));
    let rule = "/rules/unproven-for-musculoskeletal";
    for place in [
        "",
        "/document",
        "/applies",
        "/applies/lines-of-business",
        "/services/prolotherapy",
        rule,
    ]
    .map(str::to_owned)
    .into_iter()
    .chain(["/when", "/when/all/0", "/when/all/0/cite", "/cite"].map(|end| format!("{rule}{end}")))
    {
        let mut file = file.clone();
        let entries = file.pointer_mut(&place).unwrap().as_object_mut().unwrap();
        entries.insert("nonsense".to_owned(), Value::from(1));
        assert!(!errors(&validators, &file).is_empty(), "{place}");
    }
}
