//! How much of what documents say is read right, field by field.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, anyhow, bail};
use clap::Parser;
use coverdict_benches::trees::{Compared, compare};
use coverdict_corpus::read_corpus;
use coverdict_ingest::{
    Field, Ingested, ingest,
    read::Limits,
    recognise::{Meaning, Value},
};
use coverdict_model::position::Position;

/// Reads the documents of a folder and holds what is read against its table `expected.csv`.
///
/// A field is right where it is settled as the table has it, and where the table says that the document states none and
/// none is settled.
#[derive(Debug, Parser)]
struct Args {
    /// The folder with the documents and `expected.csv`.
    folder: PathBuf,
    /// The corpus with the criteria that people typed from the documents.
    #[arg(long, value_name = "FOLDER", default_value = "corpus")]
    corpus: PathBuf,
    /// What people say of lists that were typed otherwise: `document`, `at` (the byte, or `elsewhere`) and `judgement`.
    #[arg(long, value_name = "CSV", default_value = "benches/judged-trees.csv")]
    judged: PathBuf,
    /// Fail if a field is right in a smaller share of the documents, in percent.
    #[arg(long, value_name = "PERCENT", default_value_t = 100)]
    floor: usize,
}

/// A row of the table by the names of its columns.
type Row = BTreeMap<String, String>;

/// A field: its name, the column, and whether what was read is what the column says.
type Judge = (&'static str, &'static str, fn(&Ingested, &str) -> bool);

const FIELDS: [Judge; 8] = [
    ("number", "policy_number", |read, said| {
        words(read, Meaning::Number) == said
    }),
    ("title", "title", |read, said| {
        words(read, Meaning::Title) == said
    }),
    ("publisher", "payer", |read, said| {
        let publisher = words(read, Meaning::Publisher);
        !publisher.is_empty() && said.starts_with(&publisher)
    }),
    ("effective", "effective_date_iso", |read, said| {
        words(read, Meaning::Effective) == said
    }),
    (
        "effective as written",
        "effective_date_as_written",
        |read, said| {
            readings(read, Meaning::Effective)
                .iter()
                .any(|one| one == said)
        },
    ),
    ("last review", "last_review_as_written", reviewed),
    ("position", "position", position),
    ("codes", "procedure_codes_listed", codes),
];

#[expect(clippy::print_stdout, reason = "what it finds is its output")]
fn main() -> Result<()> {
    let args = Args::parse();
    let table = args.folder.join("expected.csv");
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_path(&table)
        .with_context(|| table.display().to_string())?;
    let head = reader.headers()?.clone();
    let mut right: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let corpus = read_corpus(&args.corpus).map_err(|failure| anyhow!("{failure}"))?;
    let judged = judged(&args.judged)?;
    let mut trees = Trees::default();
    let mut documents = 0;
    for row in reader.records() {
        let row = row.with_context(|| table.display().to_string())?;
        let row: Row = head
            .iter()
            .zip(&row)
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let said = |column: &str| row.get(column).map_or("", String::as_str);
        let file = said("file");
        // Rows without a file are of documents that are not at hand.
        if file.is_empty() {
            continue;
        }
        let bytes = fs::read(args.folder.join(file)).with_context(|| file.to_owned())?;
        let read = ingest(file, &bytes, Limits::default()).with_context(|| file.to_owned())?;
        documents += 1;
        let mut editions = corpus.corpus.editions.values();
        let edition = editions.find(|edition| {
            let document = edition.document.as_ref();
            document.is_some_and(|document| document.sha256 == read.document.sha256)
        });
        if let Some(edition) = edition {
            trees.add(file, compare(&read, edition), &judged);
        }
        for (name, column, judge) in FIELDS {
            let wrong = right.entry(name).or_default();
            if !judge(&read, said(column)) {
                wrong.push(format!("{file}: {}", said(column)));
            }
        }
    }
    let mut below = Vec::new();
    for (name, _, _) in FIELDS {
        let wrong = right.get(name).map_or(&[][..], Vec::as_slice);
        let share = (documents - wrong.len()) * 100 / documents.max(1);
        println!(
            "{name:22} {:>2} of {documents:>2}  {share:>3} %",
            documents - wrong.len()
        );
        wrong
            .iter()
            .for_each(|wrong| println!("    not so: {wrong}"));
        if share < args.floor {
            below.push(name);
        }
    }
    trees.tell();
    if trees.judged < trees.lists {
        below.push("criteria");
    }
    if documents == 0 {
        bail!("{} names no document that is at hand", table.display());
    }
    match below.is_empty() {
        true => Ok(()),
        false => bail!("below {} %: {}", args.floor, below.join(", ")),
    }
}

/// What people say of a list that was typed otherwise, by document and place.
type Judged = BTreeMap<(String, String), String>;

fn judged(path: &Path) -> Result<Judged> {
    let mut reader = csv::Reader::from_path(path).with_context(|| path.display().to_string())?;
    let rows = reader.records().map(|row| {
        let row = row.with_context(|| path.display().to_string())?;
        let cell = |at: usize| row.get(at).unwrap_or_default().to_owned();
        Ok(((cell(0), cell(1)), cell(2)))
    });
    rows.collect()
}

/// The lists of criteria of all documents against what people typed.
#[derive(Default)]
struct Trees {
    lists: usize,
    alike: usize,
    /// How many are alike, or judged by a person.
    judged: usize,
    lines: Vec<String>,
}

impl Trees {
    fn add(&mut self, file: &str, (lists, elsewhere): (Vec<Compared>, usize), judged: &Judged) {
        let judgement = |at: String| judged.get(&(file.to_owned(), at));
        for list in lists {
            self.lists += 1;
            if list.is_alike() {
                self.alike += 1;
                self.judged += 1;
                continue;
            }
            let (joined, count) = &list.read;
            let typed = list.typed.as_ref().map_or_else(
                || "typed as no group".to_owned(),
                |(joined, count)| format!("typed as {joined} of {count}"),
            );
            let judgement = judgement(list.at.to_string());
            self.judged += usize::from(judgement.is_some());
            self.lines.push(format!(
                "{file} at {}: {joined} of {count}, {typed}: {}",
                list.at,
                judgement.map_or("NOT JUDGED", String::as_str)
            ));
        }
        if elsewhere > 0 {
            let judgement = judgement("elsewhere".to_owned());
            self.lists += 1;
            self.judged += usize::from(judgement.is_some());
            self.lines.push(format!(
                "{file}: {elsewhere} typed groups rest on no list: {}",
                judgement.map_or("NOT JUDGED", String::as_str)
            ));
        }
    }

    #[expect(clippy::print_stdout, reason = "what it finds is its output")]
    fn tell(&self) {
        println!(
            "criteria               {} lists and remainders: {} alike, {} judged by a person",
            self.lists,
            self.alike,
            self.judged - self.alike
        );
        for line in &self.lines {
            println!("    {line}");
        }
    }
}

/// The fields of a meaning.
fn fields(read: &Ingested, meaning: Meaning) -> impl Iterator<Item = &Field> {
    let fields = read.fields.iter();
    fields.filter(move |field| field.meaning == meaning)
}

/// The settled value of a meaning, in words; empty where there is none.
fn words(read: &Ingested, meaning: Meaning) -> String {
    let value = fields(read, meaning).find_map(|field| field.value.as_ref());
    match value {
        Some(Value::Words(words)) => words.clone(),
        Some(Value::Word(word)) => (*word).to_owned(),
        Some(Value::Date { date, .. }) => date.to_string(),
        _ => String::new(),
    }
}

/// The words of all readings of a meaning.
fn readings(read: &Ingested, meaning: Meaning) -> Vec<String> {
    let readings = fields(read, meaning).flat_map(|field| &field.readings);
    readings.map(|reading| reading.words.clone()).collect()
}

/// Whether the table says that the document states nothing.
fn is_none(said: &str) -> bool {
    said.is_empty() || said.starts_with("(none")
}

fn reviewed(read: &Ingested, said: &str) -> bool {
    match readings(read, Meaning::LastReview).as_slice() {
        [] => is_none(said),
        all => all.iter().any(|one| said.ends_with(one.as_str())),
    }
}

/// Whether a settled position is the one that the table names first.
fn position(read: &Ingested, said: &str) -> bool {
    let expected = match said.starts_with("covered") {
        true => Position::Supported,
        false => Position::NotSupported,
    };
    let mut values = fields(read, Meaning::Position).filter_map(|field| field.value.as_ref());
    values.any(|value| matches!(value, Value::Position { position, .. } if *position == expected))
}

fn codes(read: &Ingested, said: &str) -> bool {
    let values = fields(read, Meaning::Code).filter_map(|field| field.value.as_ref());
    let codes: Vec<String> = values
        .filter_map(|value| match value {
            Value::Code(code) => Some(code.as_str().to_owned()),
            _ => None,
        })
        .collect();
    match codes.is_empty() {
        // A table of prose about codes is none of codes.
        true => is_none(said) || !said.split(';').any(|code| code.trim().len() == 5),
        false => codes.iter().all(|code| said.contains(code.as_str())),
    }
}
