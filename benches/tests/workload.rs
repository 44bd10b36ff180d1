//! The workload's corpus and lines, in small: every kind of source and of test, and what is answered.
#![expect(clippy::unwrap_used, reason = "a failed test panics")]

use std::{fs, path::PathBuf, sync::Arc};

use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Int32Array, Int64Array, RecordBatch, StringArray,
};
use coverdict_benches::{
    folder,
    workload::{
        answer,
        answers::{self, Answers},
        case::case,
        comparison::Comparison,
        convert::convert,
        found::found,
        json::{self, Workload},
        lines::Lines,
        plain::{Plain, Scratch},
    },
};
use coverdict_corpus::read_corpus_from;
use coverdict_engine::Assessor;
use coverdict_model::date::{day_number, parse_day};
use coverdict_program::compile;
use sha2::{Digest as _, Sha256};

const WORKLOAD: &str = include_str!("fixtures/workload.json");

#[test]
fn what_is_written_reads_back_as_what_was_converted() {
    let workload: Workload = serde_json::from_str(WORKLOAD).unwrap();
    let corpus = convert(&workload).unwrap();
    let loaded =
        read_corpus_from(folder::files(&corpus)).unwrap_or_else(|failure| panic!("{failure}"));
    assert!(loaded.warnings.is_empty());
    assert_eq!(loaded.corpus, corpus);
    assert_eq!(corpus.editions.len(), 8);
}

#[test]
fn a_version_that_says_nothing_where_it_is_met_is_refused() {
    let mut workload: Workload = serde_json::from_str(WORKLOAD).unwrap();
    for version in workload
        .sources
        .iter_mut()
        .flat_map(|source| &mut source.versions)
    {
        version.on_met = json::Verdict::Pass;
    }
    let error = convert(&workload).unwrap_err();
    assert_eq!(
        format!("{error:#}"),
        "version 1 of PLN1-R1: it says nothing where its criteria are met"
    );
}

/// A line: payer, line of business, day, code, diagnosis, place, units, age, weeks, imaging; with
/// the outcome, sources and missing facts that it is answered with.
type Row = (
    (
        &'static str,
        &'static str,
        &'static str,
        &'static str,
        &'static str,
    ),
    (&'static str, i32, i32, Option<i32>, Option<bool>),
    (&'static str, &'static str, &'static str),
);

#[rustfmt::skip]
const ROWS: [Row; 15] = [
    (("PAY1", "commercial", "2023-06-01", "10000", "M54.1"), ("11", 1, 40, None, None), ("covered", "PLN1-R1@1", "")),
    // The rider has ended.
    (("PAY1", "commercial", "2024-01-01", "10000", "M54.1"), ("11", 2, 40, None, None), ("not_covered", "PLN1-X1@1", "")),
    (("PAY1", "commercial", "2024-01-01", "10013", "M54.1"), ("11", 3, 40, None, None), ("no_policy", "", "")),
    // By the mandate or by the determination below it: covered either way.
    (("PAY2", "medicare_advantage", "2023-06-01", "A0100", "Z10.0"), ("31", 1, 69, Some(1), None), ("covered", "MAN1@1;NCD1@1", "")),
    (("PAY2", "medicare_advantage", "2023-06-01", "A0100", "Z10.0"), ("11", 1, 75, Some(1), None), ("covered", "LCD1@1;MAN1@1", "")),
    (("PAY2", "medicare_advantage", "2023-06-01", "A0100", "A05.1"), ("31", 1, 74, Some(1), None), ("needs_information", "", "imaging_done")),
    (("PAY2", "medicare_advantage", "2023-06-01", "A0100", "A05.1"), ("22", 1, 74, None, Some(false)), ("covered", "LCD1@1", "")),
    (("PAY2", "medicare_advantage", "2023-06-01", "A0100", "A05.2"), ("22", 1, 74, None, Some(false)), ("not_covered", "LCD1@1", "")),
    (("PAY1", "commercial", "2023-03-01", "10026", "M10.0"), ("11", 1, 18, None, None), ("needs_information", "", "imaging_done;prior_therapy_weeks")),
    // The version for diagnoses M does not apply.
    (("PAY1", "commercial", "2023-03-01", "10026", "A10.0"), ("11", 1, 18, None, None), ("needs_information", "", "imaging_done")),
    (("PAY1", "medicaid", "2023-03-01", "10026", "M10.0"), ("11", 1, 17, None, None), ("not_covered", "POL1@1", "")),
    // Between the versions.
    (("PAY1", "medicaid", "2023-07-01", "10026", "M10.0"), ("11", 1, 40, None, None), ("no_policy", "", "")),
    (("PAY1", "commercial", "2023-09-01", "10026", "M10.0"), ("11", 1, 40, Some(12), Some(true)), ("conflict", "POL1@2;POL2@1", "")),
    (("PAY1", "medicaid", "2023-09-01", "10026", "M10.0"), ("11", 1, 40, Some(12), None), ("prior_auth", "POL1@2", "")),
    (("PAY1", "medicaid", "2023-09-01", "99999", "M10.0"), ("11", 1, 40, None, None), ("no_policy", "", "")),
];

fn batch() -> RecordBatch {
    let count = ROWS.len();
    let texts = |of: fn(&Row) -> &'static str| -> ArrayRef {
        Arc::new(
            ROWS.iter()
                .map(|row| Some(of(row)))
                .collect::<StringArray>(),
        )
    };
    let same = |text: &'static str| -> ArrayRef { Arc::new(StringArray::from(vec![text; count])) };
    let none = || -> ArrayRef { Arc::new(StringArray::new_null(count)) };
    let day = |row: &Row| day_number(parse_day(row.0.2).unwrap()) as i32;
    let columns: [(&str, ArrayRef); 17] = [
        (
            "claim_id",
            Arc::new(Int64Array::from_iter_values(1..=count as i64)),
        ),
        ("line_no", Arc::new(Int32Array::from(vec![1; count]))),
        ("plan_id", same("PLN1")),
        ("payer", texts(|row| row.0.0)),
        ("line_of_business", texts(|row| row.0.1)),
        ("state", same("NY")),
        (
            "date_of_service",
            Arc::new(
                ROWS.iter()
                    .map(|row| Some(day(row)))
                    .collect::<Date32Array>(),
            ),
        ),
        ("procedure_code", texts(|row| row.0.3)),
        ("diagnosis_1", none()),
        ("diagnosis_2", texts(|row| row.0.4)),
        ("diagnosis_3", none()),
        ("diagnosis_4", none()),
        ("place_of_service", texts(|row| row.1.0)),
        (
            "units",
            Arc::new(ROWS.iter().map(|row| Some(row.1.1)).collect::<Int32Array>()),
        ),
        (
            "age",
            Arc::new(ROWS.iter().map(|row| Some(row.1.2)).collect::<Int32Array>()),
        ),
        (
            "prior_therapy_weeks",
            Arc::new(ROWS.iter().map(|row| row.1.3).collect::<Int32Array>()),
        ),
        (
            "imaging_done",
            Arc::new(ROWS.iter().map(|row| row.1.4).collect::<BooleanArray>()),
        ),
    ];
    RecordBatch::try_from_iter(columns).unwrap()
}

#[test]
fn engine_and_plain_program_answer_as_the_workload_says() {
    let workload: Workload = serde_json::from_str(WORKLOAD).unwrap();
    let program = compile(&convert(&workload).unwrap(), "workload").unwrap();
    let mut assessor = Assessor::new(&program);
    let plain = Plain::new(workload);
    let mut scratch = Scratch::default();
    let lines = Lines::of(&batch()).unwrap();
    for (line, (.., expected)) in lines.iter().zip(ROWS) {
        let (outcome, missing) = plain.decide(line, &mut scratch);
        let sources: Vec<&str> = plain.sources(&scratch).collect();
        let key = line.key();
        assert_eq!(
            (outcome.name(), &*sources.join(";"), missing.name()),
            expected,
            "{key:?}"
        );
        let (outcome, sources, missing) = found(&assessor.assess(case(line).unwrap())).unwrap();
        assert_eq!(
            (outcome.name(), &*sources.join(";"), missing.name()),
            expected,
            "{key:?}"
        );
    }
}

#[test]
fn files_of_lines_are_compared_and_the_digest_of_answers_does_not_depend_on_their_order() {
    let folder = Scrap::new("workload");
    let batch = batch();
    let path = folder.0.join("lines.parquet");
    let mut file = answers::create(&path, batch.schema()).unwrap();
    file.write(&batch).unwrap();
    file.close().unwrap();
    let compared = Comparison::run(serde_json::from_str(WORKLOAD).unwrap(), &path, 10).unwrap();
    assert!(!compared.differs(), "{compared}");
    assert!(
        compared.to_string().starts_with("10 lines compared\n"),
        "{compared}"
    );

    let written = |parts: [&[usize]; 2], name: &str| {
        let output = folder.0.join(name);
        fs::create_dir(&output).unwrap();
        for (part, rows) in parts.into_iter().enumerate() {
            let mut answers = Answers::default();
            for at in rows {
                let sources = ["A@1", "B@2"].into_iter().take(*at);
                let (outcome, missing) = (answer::Outcome::Covered, answer::Missing::default());
                answers.push((7, *at as i32), outcome, sources, missing);
            }
            let mut file =
                answers::create(&answers::part(&output, part), Answers::schema()).unwrap();
            file.write(&answers.batch().unwrap()).unwrap();
            file.close().unwrap();
        }
        answers::summary(&output).unwrap()
    };
    let summary = written([&[0, 1, 2], &[]], "one");
    assert_eq!(summary, written([&[2], &[1, 0]], "other"));
    let text = "7|0|covered||\n7|1|covered|A@1|\n7|2|covered|A@1;B@2|\n";
    let digest: String = Sha256::digest(text)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert_eq!((summary.lines, summary.digest), (3, digest));
}

/// A folder of its own that goes with its value.
struct Scrap(PathBuf);

impl Scrap {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("coverdict-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }
}

impl Drop for Scrap {
    fn drop(&mut self) {
        // What is left behind does no harm.
        let _ = fs::remove_dir_all(&self.0);
    }
}
