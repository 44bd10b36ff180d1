//! `coverdict impact`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{folder, support::coverdict, support::root, word};

const FILES: [&str; 10] = [
    "by-change.csv",
    "by-code.csv",
    "by-line-of-business.csv",
    "by-missing-fact.csv",
    "by-publisher.csv",
    "by-state.csv",
    "by-transition.csv",
    "flips.parquet",
    "impact.json",
    "report.html",
];

fn example() -> PathBuf {
    root().join("cases/impact/exercise-first")
}

/// The words by which the impact on the claims of an example is written into a folder.
fn arguments(example: &Path, claims: &Path, out: &Path) -> Vec<String> {
    let (before, after) = (example.join("before"), example.join("after"));
    let words = [
        "impact",
        word(claims),
        "--corpus",
        word(&before),
        "--with",
        word(&after),
        "-o",
        word(out),
    ];
    words.map(str::to_owned).to_vec()
}

/// The names of the files in a folder, in order.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn every_example_has_the_counts_that_stand_beside_it() {
    let mut counted = 0;
    for entry in fs::read_dir(root().join("cases/impact")).unwrap() {
        let example = entry.unwrap().path();
        let name = example.file_name().unwrap().to_str().unwrap();
        let out = folder(&format!("impact-{name}"));
        coverdict(arguments(&example, &example.join("claims.csv"), &out)).well();
        for expected in names(&example.join("expected")) {
            let meant = fs::read_to_string(example.join("expected").join(&expected)).unwrap();
            let found = fs::read_to_string(out.join(&expected)).unwrap();
            assert_eq!(found, meant, "{name}: {expected}");
            counted += 1;
        }
    }
    assert!(counted >= 7);
}

#[test]
fn the_same_claims_give_the_same_bytes_by_any_number_of_threads() {
    let (example, folder) = (example(), folder("impact-bytes"));
    let claims = example.join("claims.csv");
    let outs = ["one", "two"].map(|name| folder.join(name));
    for (out, threads) in outs.iter().zip(["1", "2"]) {
        let further = ["--threads".to_owned(), threads.to_owned()];
        coverdict(arguments(&example, &claims, out).iter().chain(&further)).well();
        assert_eq!(names(out), FILES);
    }
    let [one, two] = outs;
    for name in FILES {
        let [one, two] = [&one, &two].map(|out| fs::read(out.join(name)).unwrap());
        assert!(one == two, "{name}");
    }
}

#[test]
fn the_object_fits_its_schema_and_is_what_is_printed() {
    let (example, out) = (example(), folder("impact-json"));
    let arguments = arguments(&example, &example.join("claims.csv"), &out);
    let json = ["--format".to_owned(), "json".to_owned()];
    let told = coverdict(arguments.iter().chain(&json)).well();
    assert_eq!(told, fs::read_to_string(out.join("impact.json")).unwrap());
    let schema = coverdict(["schema", "impact"]).well();
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    let mut impact: serde_json::Value = serde_json::from_str(&told).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(&impact)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    assert_eq!(impact["changed"]["amount"], "1011.60");
    let samples = impact["samples"].as_array().unwrap();
    let lines: Vec<u64> = samples
        .iter()
        .map(|one| one["line"].as_u64().unwrap())
        .collect();
    // By the way in which they change: loosening, tightening, newly undecided, other sources, other terms.
    assert_eq!(lines, [6, 7, 8, 2, 10, 12, 3, 1, 9, 4]);
    assert!(samples[3]["after"]["trace"].is_array());
    impact["changed"]["amount"] = serde_json::json!(1011.6);
    assert!(
        !validator.is_valid(&impact),
        "money is no floating point number"
    );
}

#[test]
fn the_report_stands_alone_and_says_that_no_one_is_denied() {
    let (example, out) = (example(), folder("impact-report"));
    let text = fs::read_to_string(example.join("claims.csv")).unwrap();
    let claims = out.join("claims.csv");
    fs::write(&claims, text.replace("charge\n", "<b> & charge\n")).unwrap();
    let amount = ["--amount".to_owned(), "<b> & charge".to_owned()];
    let told = coverdict(arguments(&example, &claims, &out).iter().chain(&amount)).well();
    assert!(told.contains("no one is denied by them"), "{told}");
    assert!(
        told.contains("3   25.0 %  less favourable, for a person's review"),
        "{told}"
    );
    let report = fs::read_to_string(out.join("report.html")).unwrap();
    for other in ["http", "<script", "<link", "<img", "url(", "<b>"] {
        assert!(!report.contains(other), "{other}");
    }
    assert!(report.contains("column &lt;b&gt; &amp; charge"));
    assert!(report.contains("no one is denied by them"));
    assert_eq!(
        report.matches("<svg class").count(),
        report.matches("</desc>").count()
    );
    assert_eq!(report.matches("<details>").count(), 10);
    assert!(!report.contains('\u{1b}'));
}

#[test]
fn the_shipped_corpus_stands_for_what_is_not_named_and_one_has_to_be() {
    let out = folder("impact-shipped");
    let claims = example().join("claims.csv");
    let ran = coverdict(["impact", word(&claims), "-o", word(&out)]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("--with <DIR|FILE>"), "{}", ran.err);
    assert!(names(&out).is_empty());
}

#[test]
fn columns_that_cannot_be_counted_by_are_told() {
    let (example, out) = (example(), folder("impact-columns"));
    let arguments = arguments(&example, &example.join("claims.csv"), &out);
    let further = ["--amount".to_owned(), "paid".to_owned()];
    let ran = coverdict(arguments.iter().chain(&further));
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err.contains("no column is called `paid`"),
        "{}",
        ran.err
    );
    // By what stands in it any column may tell members apart, and one that has no amounts says so.
    let further = ["--amount", "claim", "--member", "claim"].map(str::to_owned);
    let told = coverdict(arguments.iter().chain(&further)).well();
    assert!(told.contains("column claim that can be read: 12"), "{told}");
    assert!(
        told.contains("10 of 12 LINES CHANGE   10 members, 0.00 charged"),
        "{told}"
    );
}

#[test]
fn a_line_that_one_corpus_cannot_screen_is_in_no_number() {
    let (example, out) = (example(), folder("impact-aside"));
    let text = fs::read_to_string(example.join("claims.csv")).unwrap();
    // Only the corpus after the change knows the fact, and reads the column.
    let claims = out.join("claims.csv");
    fs::write(
        &claims,
        text.replace("true,false,100.00", "true,perhaps,100.00"),
    )
    .unwrap();
    let result = out.join("result");
    let arguments = arguments(&example, &claims, &result);
    let ran = coverdict(&arguments);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert!(ran.err.contains("column `tried_exercise`"), "{}", ran.err);
    assert!(ran.err.contains("--on-bad-row set-aside"), "{}", ran.err);
    assert!(names(&result).is_empty());
    let aside = out.join("aside.csv");
    let further = ["--on-bad-row", "set-aside", "--set-aside", word(&aside)];
    let told = coverdict(arguments.iter().map(String::as_str).chain(further)).well();
    assert!(told.starts_with("9 of 11 LINES CHANGE"), "{told}");
    assert!(
        told.contains("1 lines set aside, and in no number"),
        "{told}"
    );
    assert!(fs::read_to_string(aside).unwrap().contains("perhaps"));
}

#[test]
fn a_map_is_followed_by_each_corpus_as_far_as_it_knows_the_facts() {
    let (example, out) = (example(), folder("impact-map"));
    let text = fs::read_to_string(example.join("claims.csv")).unwrap();
    let claims = out.join("claims.csv");
    let renamed = text
        .replace("tried_exercise", "exercise")
        .replace("member_id", "person");
    fs::write(&claims, renamed).unwrap();
    let map = out.join("map.yaml");
    fs::write(&map, "exercise: tried-exercise\nperson: member_id\n").unwrap();
    let result = out.join("result");
    let arguments = arguments(&example, &claims, &result);
    let further = ["--map".to_owned(), word(&map).to_owned()];
    coverdict(arguments.iter().chain(&further)).well();
    let expected = fs::read_to_string(example.join("expected/by-code.csv")).unwrap();
    let found = fs::read_to_string(result.join("by-code.csv")).unwrap();
    assert_eq!(found, expected);
    fs::write(&map, "exercise: tried-exercize\n").unwrap();
    let ran = coverdict(arguments.iter().chain(&further));
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("`tried-exercize`"), "{}", ran.err);
}
