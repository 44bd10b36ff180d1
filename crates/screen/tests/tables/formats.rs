//! Formats in and out.

use std::{fs, fs::File, path::Path, sync::Arc};

use arrow_array::{ArrayRef, Date32Array, DictionaryArray, RecordBatch, StringArray};
use arrow_ipc::writer::{FileWriter, StreamWriter};
use arrow_schema::{Field, Schema};
use coverdict_screen::{
    read::{Format, Table},
    run::BadRow,
};
use parquet::{arrow::ArrowWriter, file::properties::WriterProperties};

use crate::support::{How, csv, folder, lines, names, open, rows, screen, screening};

/// The lines as columns: days as days, and some text by dictionary.
fn batch(count: usize) -> RecordBatch {
    let rows = rows(&lines(count));
    let mut fields = Vec::new();
    let mut columns: Vec<ArrayRef> = Vec::new();
    for name in lines(0).trim_end().split(',') {
        let texts = rows.iter().map(|row| row[name].as_str());
        let texts = texts.map(|text| (!text.is_empty()).then_some(text));
        let column: ArrayRef = match name {
            "date_of_service" => Arc::new(Date32Array::from_iter(texts.map(|text| {
                let day = coverdict_model::date::parse_day(text?).ok()?;
                i32::try_from(coverdict_model::date::day_number(day)).ok()
            }))),
            "code" | "payer" => {
                Arc::new(texts.collect::<DictionaryArray<arrow_array::types::Int32Type>>())
            }
            _ => Arc::new(texts.collect::<StringArray>()),
        };
        fields.push(Field::new(name, column.data_type().clone(), true));
        columns.push(column);
    }
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).unwrap()
}

/// A Parquet file with row groups of so many lines.
fn parquet(path: &Path, batch: &RecordBatch, group: usize) {
    let properties = WriterProperties::builder().set_max_row_group_row_count(Some(group));
    let file = File::create(path).unwrap();
    let mut writer = ArrowWriter::try_new(file, batch.schema(), Some(properties.build())).unwrap();
    writer.write(batch).unwrap();
    writer.close().unwrap();
}

/// A Parquet file of so many lines.
pub(crate) fn founding(path: &Path, count: usize) {
    parquet(path, &batch(count), count);
}

/// An IPC file of so many lines.
pub(crate) fn founding_ipc(path: &Path, count: usize) {
    let batch = batch(count);
    let mut writer = FileWriter::try_new(File::create(path).unwrap(), &batch.schema()).unwrap();
    writer.write(&batch).unwrap();
    writer.finish().unwrap();
}

/// The findings on a table, as CSV.
fn findings(table: Table, how: How) -> String {
    let path = folder(&format!("findings-{}", table.name().replace('/', "-"))).join("out.csv");
    screen(vec![table], &path, how).unwrap();
    fs::read_to_string(path).unwrap()
}

#[test]
fn a_table_says_the_same_in_every_format() {
    let folder = folder("formats");
    let expected = findings(csv(lines(500)), How::default());
    assert_eq!(expected.lines().count(), 501);
    assert!(expected.contains("not-supported") && expected.contains("not-addressed"));
    let batch = batch(500);
    let (file, ipc, stream) = (
        folder.join("lines.parquet"),
        folder.join("lines.arrow"),
        folder.join("lines.arrows"),
    );
    parquet(&file, &batch, 77);
    let mut writer = FileWriter::try_new(File::create(&ipc).unwrap(), &batch.schema()).unwrap();
    let mut streamed =
        StreamWriter::try_new(File::create(&stream).unwrap(), &batch.schema()).unwrap();
    writer.write(&batch).unwrap();
    streamed.write(&batch.slice(0, 7)).unwrap();
    streamed.write(&batch.slice(7, 493)).unwrap();
    writer.finish().unwrap();
    streamed.finish().unwrap();
    for path in [&file, &ipc, &stream] {
        assert_eq!(findings(open(path), How::default()), expected, "{path:?}");
    }
    let streamed = File::open(&stream).unwrap();
    let table = Table::stream("<stdin>", Some(Format::Ipc), Box::new(streamed)).unwrap();
    assert_eq!(findings(table, How::default()), expected);
}

#[test]
fn the_result_is_the_same_to_the_byte_whatever_the_threads_and_batches() {
    let folder = folder("bytes");
    let claims = folder.join("lines.parquet");
    parquet(&claims, &batch(2000), 300);
    let text = lines(2000).replace(",2023-01-", ",2023-13-");
    for ending in ["parquet", "csv", "arrow"] {
        let bytes = |threads, batch| {
            let path = folder.join(format!("{threads}-{batch}.{ending}"));
            let how = How {
                threads,
                batch,
                bad_row: BadRow::SetAside,
            };
            let tables = vec![open(&claims), open(&claims)];
            let (summary, _) = screen(tables, &path, how).unwrap();
            let parquet = fs::read(&path).unwrap();
            let (_, aside) = screen(vec![csv(text.clone())], &path, how).unwrap();
            assert!(!aside.is_empty());
            (parquet, fs::read(&path).unwrap(), summary, aside)
        };
        let expected = bytes(1, 1000);
        assert_eq!(expected.2.lines, 4000);
        for (threads, batch) in [(2, 1000), (1, 7), (2, 7), (3, 100_000)] {
            assert!(
                bytes(threads, batch) == expected,
                "{threads} {batch} {ending}"
            );
        }
    }
}

#[test]
fn parts_follow_each_other_whatever_the_threads() {
    let folder = folder("parts");
    let claims = folder.join("lines.parquet");
    let days = (0..200_000).map(|line| Some(20_000 + line % 7));
    let columns: [(&str, ArrayRef); 2] = [
        ("date_of_service", Arc::new(days.collect::<Date32Array>())),
        ("code", Arc::new(StringArray::from(vec!["M0076"; 200_000]))),
    ];
    // Row groups that no part begins with.
    parquet(
        &claims,
        &RecordBatch::try_from_iter(columns).unwrap(),
        75_000,
    );
    let bytes = |threads| {
        let path = folder.join(format!("{threads}.parquet"));
        let how = How {
            threads,
            batch: 8192,
            ..How::default()
        };
        let (summary, _) = screen(vec![open(&claims)], &path, how).unwrap();
        assert_eq!(summary.lines, 200_000);
        fs::read(path).unwrap()
    };
    let one = bytes(1);
    assert!(bytes(3) == one);
    let result = open(&folder.join("1.parquet"));
    let parts: Vec<u64> = result
        .parts(&Arc::new(Schema::empty()))
        .unwrap()
        .map(|part| part.unwrap().lines)
        .collect();
    assert_eq!(parts, [131_072, 68_928]);
}

#[test]
fn lines_are_numbered_over_all_tables_and_explained_by_number() {
    let tables = || vec![csv(lines(40)), csv(lines(60))];
    let path = folder("numbers").join("out.csv");
    screen(tables(), &path, How::default()).unwrap();
    let rows = rows(&fs::read_to_string(&path).unwrap());
    let numbers: Vec<u64> = rows
        .iter()
        .map(|row| row["line"].parse().unwrap())
        .collect();
    assert_eq!(numbers, (1..=100).collect::<Vec<u64>>());
    assert_eq!(
        (rows[39]["claim"].as_str(), rows[40]["claim"].as_str()),
        ("C39", "C0")
    );
    let tables_here = tables();
    let screening = screening(&tables_here[0], How::default());
    for line in [1, 40, 41, 100] {
        let finding = screening.explain(tables(), line as u64).unwrap();
        assert_eq!(finding.coverage.name(), rows[line - 1]["outcome"], "{line}");
    }
    let error = screening.explain(tables(), 101).unwrap_err();
    assert_eq!(
        error.to_string(),
        "there is no line 101: the tables have 100"
    );
}

#[test]
fn a_result_is_there_when_it_is_complete_and_nothing_else_is() {
    let folder = folder("complete");
    screen(
        vec![csv(lines(3))],
        &folder.join("out.parquet"),
        How::default(),
    )
    .unwrap();
    assert_eq!(names(&folder), ["out.parquet"]);
}
