//! What was found, in the Static Analysis Results Interchange Format (SARIF) 2.1.0, which pages that show code read.

use std::collections::BTreeMap;

use coverdict_check::{Fix, Problem};
use coverdict_corpus::diagnostic::{Code, Label, SourceFile, Sources, Span};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::{examination::Examination, report::severity};

/// The log of an examination: one run.
pub(super) fn log(examination: &Examination) -> Value {
    let codes = examination.problems().iter();
    let codes = codes.map(|problem| problem.diagnostic.code());
    let codes: BTreeMap<&str, Code> = codes.map(|code| (code.id(), code)).collect();
    let index: BTreeMap<&str, usize> = codes.keys().copied().zip(0..).collect();
    let sources = examination.sources();
    let results = examination.problems().iter();
    let results = results.map(|problem| result(problem, &index, sources));
    json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "coverdict",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": codes.into_values().map(rule).collect::<Vec<_>>(),
            }},
            // Columns are counted in characters.
            "columnKind": "unicodeCodePoints",
            "results": results.collect::<Vec<_>>(),
        }],
    })
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.id(),
        "name": pascal_case(code.name()),
        "shortDescription": {"text": code.title()},
        "fullDescription": {"text": format!("{} {}", code.title(), code.explanation())},
        "help": {"text": code.explanation()},
        "defaultConfiguration": {"level": severity(code.severity())},
        "properties": {"tags": [code.name()]},
    })
}

fn result(problem: &Problem, index: &BTreeMap<&str, usize>, sources: &Sources) -> Value {
    let diagnostic = &problem.diagnostic;
    let message = match diagnostic.help() {
        Some(help) => format!("{}: {help}", diagnostic.message()),
        None => diagnostic.message().to_owned(),
    };
    let mut result = json!({
        "ruleId": diagnostic.code().id(),
        "level": severity(diagnostic.severity()),
        "message": {"text": message},
        "locations": [location(diagnostic.primary(), sources)],
        "partialFingerprints": {"coverdict/v1": fingerprint(problem, sources)},
    });
    let mut set = |key: &str, value: Value| {
        if let Value::Object(members) = &mut result {
            members.insert(key.to_owned(), value);
        }
    };
    if let Some(index) = index.get(diagnostic.code().id()) {
        set("ruleIndex", json!(index));
    }
    if !diagnostic.context().is_empty() {
        let context = diagnostic.context().iter();
        let related = context.map(|label| location(label, sources));
        set("relatedLocations", related.collect());
    }
    if let Some(change) = &problem.fix {
        set("fixes", json!([fix(change, sources)]));
    }
    result
}

/// What a problem is known by from run to run: not by its line, which moves with every edit above it.
fn fingerprint(problem: &Problem, sources: &Sources) -> String {
    let file = sources.file(problem.diagnostic.primary().file);
    let editions: Vec<String> = problem.editions.iter().map(ToString::to_string).collect();
    let parts = [
        problem.diagnostic.code().id(),
        file.name(),
        &editions.join(" "),
        problem.subject.as_ref().map_or("", |id| id.as_str()),
        problem.diagnostic.message(),
    ];
    let digest = Sha256::digest(parts.join("\n"));
    let hex = digest.iter().map(|byte| format!("{byte:02x}"));
    hex.take(16).collect()
}

fn location(label: &Label, sources: &Sources) -> Value {
    let file = sources.file(label.file);
    let physical = json!({
        "artifactLocation": {"uri": uri(file.name())},
        "region": region(file, label.span),
    });
    match label.text.as_str() {
        "" => json!({"physicalLocation": physical}),
        text => json!({"physicalLocation": physical, "message": {"text": text}}),
    }
}

fn region(file: &SourceFile, span: Span) -> Value {
    let (start, end) = (file.position(span.start), file.position(span.end));
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}

fn fix(fix: &Fix, sources: &Sources) -> Value {
    let file = sources.file(fix.file);
    json!({
        "description": {"text": fix.does},
        "artifactChanges": [{
            "artifactLocation": {"uri": uri(file.name())},
            "replacements": [{
                "deletedRegion": region(file, fix.span),
                "insertedContent": {"text": fix.text},
            }],
        }],
    })
}

/// The name of a file as a reference of a URI: everything but letters, digits and a few signs is escaped.
fn uri(name: &str) -> String {
    let absolute = if name.starts_with('/') { "file://" } else { "" };
    let bytes = name.bytes().map(|byte| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
            char::from(byte).to_string()
        }
        b'\\' => "/".to_owned(),
        other => format!("%{other:02X}"),
    });
    absolute.to_owned() + &bytes.collect::<String>()
}

/// `citation-missing` as `CitationMissing`, which is how the format names rules.
fn pascal_case(name: &str) -> String {
    let words = name.split('-').map(|word| {
        let mut letters = word.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    });
    words.collect()
}
