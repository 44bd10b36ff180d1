//! Attestations.

use coverdict_model::{attestation::OnFile, source::SourceKind};
use serde_json::{Value, json};

use super::build::{Object, list, shared, some, text, words};
use super::common::{name, some_names};

pub(super) fn schema() -> Value {
    let sources = Object::new()
        .must("kinds", some(words(SourceKind::ALL, SourceKind::name)))
        .must("status", words(OnFile::ALL, OnFile::name))
        .may("applies", shared("applies"))
        .may("codes", list(text()))
        .may("services", some_names());
    let mut schema = Object::new()
        .must("attestation", name())
        .must("recorded", shared("day"))
        .must("by", text())
        .may("sources", sources.schema())
        .may("succession", some_names())
        .file(
            "Attestation",
            "What a person vouches for about what is on file.",
        );
    if let Value::Object(schema) = &mut schema {
        let one = json!([{"required": ["sources"]}, {"required": ["succession"]}]);
        schema.insert("oneOf".to_owned(), one);
    }
    schema
}
