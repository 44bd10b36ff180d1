//! `coverdict check`.

use std::{fs, path::Path};

use serde_json::{Value, json};
use snapbox::{assert_data_eq, str};

use crate::{
    folder,
    support::{Ran, coverdict, root},
    word,
};

/// A folder with the files of the base of the examples and those of one of them.
fn example(test: &str, of: &str) -> std::path::PathBuf {
    let corpus = folder(test).join("corpus");
    fs::create_dir(&corpus).unwrap();
    for from in ["base", of] {
        for entry in fs::read_dir(root().join("cases/check").join(from)).unwrap() {
            let path = entry.unwrap().path();
            fs::copy(&path, corpus.join(path.file_name().unwrap())).unwrap();
        }
    }
    corpus
}

/// What lint alone tells of an example.
fn lint(corpus: &Path, further: &[&str]) -> Ran {
    let arguments = ["check", word(corpus)];
    coverdict(arguments.iter().chain(further))
}

#[test]
fn the_shipped_corpus_has_no_error() {
    let told = coverdict(["check"]).well();
    let summary = told.lines().last().unwrap();
    assert!(summary.starts_with("0 errors, "), "{summary}");
    assert!(
        summary.contains(" · examined as on 2026-11-22 · corpus "),
        "{summary}"
    );
    // A policy for every member of its publisher, and a determination that decides its code.
    assert!(told.contains("warning[L0303]: HNCA.CP.MP.65@2025-06 applies to Medicare Advantage"));
}

#[test]
fn an_error_is_told_and_ends_with_1() {
    let corpus = example("check-error", "question-blank/shows");
    let ran = lint(&corpus, &["--only", "question-blank"]);
    let out = ran.out.replace(word(&corpus), "corpus");
    let (told, summary) = out.trim_end().rsplit_once('\n').unwrap();
    assert_data_eq!(
        told,
        str![[r#"
error[L0506]: the fact `indication` has no question
  --> corpus/facts.yaml:22:45
   |
22 |   indication: {type: names, section: facts, question: " "}
   |                                             ^^^^^^^^
   |
   = help: write how a person is asked for it

"#]]
    );
    assert!(summary.starts_with("1 error, 0 warnings, 0 notes · examined as on 2025-05-02"));
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""));
}

#[test]
fn a_corpus_that_is_refused_is_told_likewise() {
    let ran = coverdict(["check", "cases/bad/corpus/empty-group"]);
    assert!(
        ran.out
            .starts_with("error[E0401]: the group has no criteria"),
        "{}",
        ran.out
    );
    assert!(
        ran.out
            .ends_with("1 error, 0 warnings, 0 notes · the corpus cannot be used\n")
    );
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""));
    let ran = coverdict(["check", "nowhere"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert!(
        ran.err.starts_with("error: nowhere cannot be read: "),
        "{}",
        ran.err
    );
}

#[test]
fn codes_are_weighed_by_the_command_line_before_the_file() {
    let corpus = example("check-weights", "question-blank/shows");
    let only = ["--only", "L0506"];
    let settings = corpus.with_file_name("coverdict-check.yaml");
    fs::write(&settings, "severity: {question-blank: warning}\n").unwrap();
    let ran = lint(&corpus, &only);
    assert!(ran.out.starts_with("warning[L0506]"), "{}", ran.out);
    assert_eq!(ran.code, Some(0));
    let ran = lint(
        &corpus,
        &[&only[..], &["--severity", "L0506=note"]].concat(),
    );
    assert!(ran.out.starts_with("note[L0506]"), "{}", ran.out);
    for off in [["--severity", "L0506=off"], ["--skip", "question-blank"]] {
        let told = lint(&corpus, &[&only[..], &off].concat()).well();
        assert!(
            told.starts_with("0 errors, 0 warnings, 0 notes · "),
            "{told}"
        );
    }
}

#[test]
fn settings_that_cannot_be_read_are_told_with_their_place() {
    let corpus = example("check-settings", "question-blank/shows");
    let settings = corpus.with_file_name("settings.yaml");
    fs::write(
        &settings,
        "severity: {question-blanc: off, L0001: fatal}\nnotice-days: soon\nnotice-weeks: 2\n",
    )
    .unwrap();
    let ran = lint(&corpus, &["--config", word(&settings)]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert_data_eq!(
        ran.err.replace(word(&settings), "settings.yaml"),
        str![[r#"
error[E0104]: there is no code `question-blanc` that can be weighed
 --> settings.yaml:1:12
  |
1 | severity: {question-blanc: off, L0001: fatal}
  |            ^^^^^^^^^^^^^^
  |
  = help: did you mean `question-blank`?

error[E0104]: `fatal` is not one of the permitted words
 --> settings.yaml:1:40
  |
1 | severity: {question-blanc: off, L0001: fatal}
  |                                        ^^^^^
  |
  = help: known here: `error`, `warning`, `note`, `off`

error[E0105]: expected a whole number, found `soon`
 --> settings.yaml:2:14
  |
2 | notice-days: soon
  |              ^^^^
  |
  = help: write digits only, without quotes, such as 12

error[E0103]: the file of settings has no key `notice-weeks`
 --> settings.yaml:3:1
  |
3 | notice-weeks: 2
  | ^^^^^^^^^^^^
  |
  = help: known here: `severity`, `review-months`, `source-review-months`, `notice-days`, `lcd-notice-days`

"#]]
    );
    // What makes a corpus unusable can't be weighed otherwise.
    for severity in ["L0001", "L0001=fatal", "E0401=off", "L9999=off"] {
        assert_eq!(
            lint(&corpus, &["--severity", severity]).code,
            Some(2),
            "{severity}"
        );
    }
}

#[test]
fn the_report_fits_its_schema() {
    let schema = coverdict(["schema", "check"]).well();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let corpus = example("check-json", "listed-twice/shows");
    for corpus in [word(&corpus), "corpus", "cases/bad/corpus/empty-group"] {
        let report = coverdict(["check", corpus, "--format", "json"]).out;
        let mut report: Value = serde_json::from_str(&report).unwrap();
        let errors: Vec<String> = validator
            .iter_errors(&report)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{corpus}: {errors:#?}");
        assert_ne!(report["problems"], json!([]), "{corpus}");
        report.as_object_mut().unwrap().remove("problems");
        assert!(!validator.is_valid(&report), "problems are required");
    }
}

#[test]
fn the_sarif_log_has_rules_places_and_changes() {
    let corpus = example("check-sarif", "listed-twice/shows");
    let log = lint(&corpus, &["--only", "L0601", "--format", "sarif"]).well();
    let log: Value = serde_json::from_str(&log).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), 1);
    assert_eq!(rules[0]["id"], "L0601");
    assert_eq!(rules[0]["name"], "ListedTwice");
    assert_eq!(
        rules[0]["defaultConfiguration"],
        json!({"level": "warning"})
    );
    for text in ["shortDescription", "fullDescription", "help"] {
        assert!(
            rules[0][text]["text"]
                .as_str()
                .is_some_and(|text| text.ends_with('.'))
        );
    }
    let results = run["results"].as_array().unwrap();
    let [result] = results.as_slice() else {
        panic!("{results:#?}")
    };
    assert_eq!(
        result["ruleId"],
        rules[result["ruleIndex"].as_u64().unwrap() as usize]["id"]
    );
    assert_eq!(result["level"], "warning");
    let region = |line, start, end| json!({"startLine": line, "startColumn": start, "endLine": line, "endColumn": end});
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["region"], region(11, 39, 46));
    let uri = place["artifactLocation"]["uri"].as_str().unwrap();
    assert_eq!(uri, format!("file://{}/edition.yaml", word(&corpus)));
    let related = &result["relatedLocations"][0]["physicalLocation"]["region"];
    assert_eq!(*related, region(11, 21, 28));
    let replaced = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(replaced["deletedRegion"], region(11, 37, 46));
    assert_eq!(replaced["insertedContent"]["text"], "");

    // What a problem is known by does not move with its line.
    let edition = corpus.join("edition.yaml");
    let text = fs::read_to_string(&edition).unwrap();
    fs::write(&edition, format!("# A line more.\n{text}")).unwrap();
    let moved = lint(&corpus, &["--only", "L0601", "--format", "sarif"]).well();
    let moved: Value = serde_json::from_str(&moved).unwrap();
    let moved = &moved["runs"][0]["results"][0];
    assert_eq!(moved["partialFingerprints"], result["partialFingerprints"]);
    assert_ne!(moved["locations"], result["locations"]);
}

#[test]
fn what_is_safe_is_mended_in_the_files() {
    let corpus = example("check-fix", "listed-twice/shows");
    let value_set = root().join("cases/check/member-under-prefix/shows/value-set.yaml");
    fs::copy(value_set, corpus.join("value-set.yaml")).unwrap();
    let only = ["--only", "L0601", "--only", "L0602"];
    let before = lint(&corpus, &only).well();
    assert!(
        before.contains("0 errors, 1 warning, 2 notes · "),
        "{before}"
    );
    let told = lint(&corpus, &[&only[..], &["--fix"]].concat()).well();
    assert_data_eq!(
        told.replace(word(&corpus), "corpus"),
        str![[r#"
mended: corpus/edition.yaml: removes the second `L8699` of a list
mended: corpus/value-set.yaml: removes `M54.50`, which the prefix `M54.5` covers
mended: corpus/value-set.yaml: removes `M54.51`, which the prefix `M54.5` covers
0 errors, 0 warnings, 0 notes · examined as on 2025-05-02 · corpus [..]

"#]]
    );
    let text = |name: &str| fs::read_to_string(corpus.join(name)).unwrap();
    assert!(text("edition.yaml").contains(r#"codes: ["L8699", "L8600"], "#));
    assert!(text("value-set.yaml").contains("members: [\"M54.9\"]\nprefixes: [\"M54.5\"]\n"));
    let names = fs::read_dir(&corpus).unwrap();
    let mut names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert!(
        names.all(|name| name.ends_with(".yaml")),
        "nothing is left beside"
    );
    assert_eq!(lint(&corpus, &only).well().lines().count(), 1);
}

#[test]
fn nothing_is_mended_where_a_digest_is_vouched_for() {
    let corpus = example("check-fix-digest", "member-under-prefix/shows");
    let report = lint(&corpus, &["--format", "json", "--only", "L0602"]).well();
    let report: Value = serde_json::from_str(&report).unwrap();
    let digest = report["corpus"].as_str().unwrap();
    fs::write(corpus.join("corpus.sha256"), format!("{digest}\n")).unwrap();
    let before = fs::read_to_string(corpus.join("value-set.yaml")).unwrap();
    let ran = lint(&corpus, &["--fix", "--only", "L0602"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert!(
        ran.err.starts_with("error: nothing was changed: "),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("E0205"), "{}", ran.err);
    assert_eq!(
        fs::read_to_string(corpus.join("value-set.yaml")).unwrap(),
        before
    );
}

#[test]
fn what_shows_a_problem_is_saved_as_a_case_that_the_engine_answers_so() {
    let corpus = example("check-save", "rules-disagree/shows");
    let cases = corpus.with_file_name("saved");
    let ran = lint(
        &corpus,
        &["--only", "rules-disagree", "--save", word(&cases)],
    );
    assert!(ran.out.contains("[C0002]"), "{}", ran.out);
    let names = fs::read_dir(&cases).unwrap();
    let names: Vec<_> = names.map(|entry| entry.unwrap().path()).collect();
    let [case] = names.as_slice() else {
        panic!("{names:#?}")
    };
    let text = fs::read_to_string(case).unwrap();
    assert!(text.starts_with("# C0002: "), "{text}");
    let tested = ["test", word(case), "--corpus", word(&corpus)];
    let told = coverdict(tested).well();
    assert!(
        told.ends_with("1 cases, 1 as expected, 0 differ\n"),
        "{told}"
    );

    // Once no patient can have what the case says, the engine answers otherwise.
    let facts = corpus.join("facts-more.yaml");
    let permitted = fs::read_to_string(&facts).unwrap();
    let fewer = permitted.replace(r#"unit: "%", min: 0"#, r#"unit: "%", min: 1"#);
    assert_ne!(permitted, fewer);
    fs::write(&facts, fewer).unwrap();
    assert_eq!(coverdict(tested).code, Some(1));
}
