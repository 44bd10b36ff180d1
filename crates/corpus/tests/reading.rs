//! Readers of file kinds collect every problem of a file, each where it stands.

#![expect(clippy::unwrap_used, reason = "a failed test panics")]

use coverdict_corpus::diagnostic::{Diagnostic, FileId, Problems, RenderOptions, Sources};
use coverdict_corpus::read::Item;
use coverdict_corpus::yaml;

const FILE: &str = r#"source: coverage-polcy
id: 00100
titel: Prolotherapy
active: "true"
count: 012
ratio: 1.5
codes: M0076
notes: [a, {b: c}]
rules:
  first: supported
  second: [not-supported]
1e5: x
"#;

fn sources() -> (Sources, FileId) {
    let mut sources = Sources::default();
    let file = sources.add("source.yaml", FILE).unwrap();
    (sources, file)
}

/// Reads as a reader of a file kind would, and returns what could be read.
fn read(sources: &Sources, file: FileId, problems: &mut Problems) -> Vec<String> {
    let tree = yaml::parse(sources.file(file)).unwrap();
    let mut values = Vec::new();
    let mut source = Item::new(file, &tree)
        .mapping("a source", problems)
        .unwrap();
    let kinds = [("coverage-policy", 1), ("plan-document", 2)];
    values.extend(
        source
            .required("source", problems)
            .and_then(|kind| kind.choice(&kinds, problems))
            .map(|kind| kind.to_string()),
    );
    values.extend(
        source
            .required("id", problems)
            .and_then(|id| id.code(problems))
            .map(str::to_owned),
    );
    source.required("title", problems);
    values.extend(
        source
            .optional("active")
            .and_then(|active| active.boolean(problems))
            .map(|active| active.to_string()),
    );
    values.extend(
        source
            .optional("count")
            .and_then(|count| count.integer(problems))
            .map(|count| count.to_string()),
    );
    values.extend(
        source
            .optional("ratio")
            .and_then(|ratio| ratio.parse::<u8>("a small number", problems))
            .map(|ratio| ratio.to_string()),
    );
    assert!(
        source
            .optional("codes")
            .unwrap()
            .list("a list of codes", problems)
            .is_none()
    );
    for note in source
        .optional("notes")
        .unwrap()
        .list("a list of notes", problems)
        .unwrap()
    {
        values.extend(note.text(problems).map(str::to_owned));
    }
    let mut rules = source
        .optional("rules")
        .unwrap()
        .mapping("rules", problems)
        .unwrap();
    for (name, position) in rules.rest() {
        values.extend(name.code(problems).map(str::to_owned));
        values.extend(position.text(problems).map(str::to_owned));
    }
    rules.finish(problems);
    source.finish(problems);
    values
}

#[test]
fn what_can_be_read_is_read() {
    let (sources, file) = sources();
    let values = read(&sources, file, &mut Problems::default());
    assert_eq!(values, ["00100", "a", "first", "supported", "second"]);
}

#[test]
fn every_problem_is_told_in_the_order_of_the_file() {
    let (sources, file) = sources();
    let mut problems = Problems::default();
    read(&sources, file, &mut problems);
    insta::assert_snapshot!(problems.render(
        &sources,
        RenderOptions {
            color: false,
            width: 100
        }
    ));
}

#[test]
fn problems_are_objects_for_machines() {
    let mut sources = Sources::default();
    let file = sources.add("é.yaml", "é: 1\né: 2\n").unwrap();
    let mut problems = Problems::default();
    problems.ok(yaml::parse(sources.file(file)));
    let json = serde_json::to_value(problems.located(&sources)).unwrap();
    let expected = serde_json::json!([{
        "code": "E0015", "name": "duplicate-key", "severity": "error", "message": "the key `é` is written twice",
        "file": "é.yaml", "line": 2, "column": 1, "bytes": [6, 8], "label": "again here",
        "context": [{"file": "é.yaml", "line": 1, "column": 1, "bytes": [0, 2], "label": "first here"}],
        "help": "keep one of the two, or give the other its own name",
    }]);
    assert_eq!(json, expected);
}

#[test]
fn integers_and_truth_values_have_one_spelling() {
    for (text, integer, boolean) in [
        ("0", Some(0), None),
        ("-12", Some(-12), None),
        ("9223372036854775807", Some(i64::MAX), None),
        ("9223372036854775808", None, None),
        ("+1", None, None),
        ("-0", None, None),
        ("007", None, None),
        ("1_000", None, None),
        ("1.0", None, None),
        ("'1'", None, None),
        ("-", None, None),
        ("true", None, Some(true)),
        ("false", None, Some(false)),
        ("True", None, None),
        ("yes", None, None),
        ("'true'", None, None),
        ("[]", None, None),
        ("", None, None),
    ] {
        let mut sources = Sources::default();
        let file = sources.add("a.yaml", text).unwrap();
        let tree = yaml::parse(sources.file(file)).unwrap();
        let item = Item::new(file, &tree);
        let mut problems = Problems::default();
        assert_eq!(
            (item.integer(&mut problems), item.boolean(&mut problems)),
            (integer, boolean),
            "{text:?}"
        );
        let refused = usize::from(integer.is_none()) + usize::from(boolean.is_none());
        assert_eq!(problems.len(), refused, "{text:?}");
    }
}

#[test]
fn problems_of_several_files_are_merged_and_sorted() {
    let mut sources = Sources::default();
    let first = sources.add("first.yaml", "b: 1\na: 1\n").unwrap();
    let second = sources.add("second.yaml", "c: 1\n").unwrap();
    let mut all = Problems::default();
    for file in [second, first] {
        let tree = yaml::parse(sources.file(file)).unwrap();
        let mut problems = Problems::default();
        Item::new(file, &tree)
            .mapping("a source", &mut problems)
            .unwrap()
            .finish(&mut problems);
        all.extend(problems);
    }
    let messages: Vec<_> = all.sorted().into_iter().map(Diagnostic::message).collect();
    assert_eq!(
        messages,
        [
            "a source has no key `b`",
            "a source has no key `a`",
            "a source has no key `c`"
        ]
    );
    assert_eq!(all.errors(), 3);
}
