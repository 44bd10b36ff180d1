//! Screening small tables of the shipped corpus.

use std::{
    collections::BTreeMap,
    fs,
    num::NonZeroUsize,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use coverdict_corpus::read_corpus;
use coverdict_program::{Program, compile};
use coverdict_screen::{
    Joins, Layout, ScreenError, Screening, Summary,
    layout::Wanted,
    read::{Aside, Table},
    run::{BadRow, Listener, Progress},
    write::{Output, WriteError},
};

/// The corpus in the repository.
pub(crate) static PROGRAM: LazyLock<Program> = LazyLock::new(|| {
    let loaded = read_corpus(&root().join("corpus")).unwrap();
    compile(&loaded.corpus, &loaded.digest).unwrap()
});

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap().to_owned()
}

/// A fresh folder of a test's own.
pub(crate) fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("tables")
        .join(test);
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// The names of the files in a folder.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let name = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name();
    let mut names: Vec<String> = entries
        .map(|entry| name(entry).into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// How tables are screened.
#[derive(Clone, Copy)]
pub(crate) struct How {
    pub(crate) threads: usize,
    pub(crate) batch: usize,
    pub(crate) bad_row: BadRow,
}

impl Default for How {
    fn default() -> Self {
        Self {
            threads: 1,
            batch: 1000,
            bad_row: BadRow::Stop,
        }
    }
}

/// Remembers what was set aside.
#[derive(Default)]
struct Asides(Vec<Aside>);

impl Listener for Asides {
    fn set_aside(&mut self, line: &Aside) -> Result<(), WriteError> {
        self.0.push(line.clone());
        Ok(())
    }

    fn progress(&mut self, _: Progress) {}

    fn end(&mut self) -> Result<(), WriteError> {
        Ok(())
    }
}

/// A screening of such tables.
pub(crate) fn screening(table: &Table, how: How) -> Screening<'static> {
    static NONE: LazyLock<Joins> = LazyLock::new(Joins::default);
    joined(table, how, &NONE)
}

/// A screening of such tables, held against others.
pub(crate) fn joined<'j>(table: &Table, how: How, joins: &'j Joins) -> Screening<'j> {
    let layout = Layout::new(
        &PROGRAM,
        &table.schema(),
        &BTreeMap::new(),
        Wanted::default(),
        joins,
    );
    Screening {
        program: &PROGRAM,
        joins,
        proposals: None,
        layout: layout.unwrap(),
        known_as_of: None,
        bad_row: how.bad_row,
        threads: NonZeroUsize::new(how.threads).unwrap(),
        batch: NonZeroUsize::new(how.batch).unwrap(),
    }
}

/// Screens tables into a file.
pub(crate) fn screen(
    tables: Vec<Table>,
    output: &Path,
    how: How,
) -> Result<(Summary, Vec<Aside>), ScreenError> {
    written(&screening(&tables[0], how), tables, output)
}

/// Screens tables into a file.
pub(crate) fn written(
    screening: &Screening<'_>,
    tables: Vec<Table>,
    output: &Path,
) -> Result<(Summary, Vec<Aside>), ScreenError> {
    let output = Output::create(output, None, &screening.layout.result)?;
    let mut asides = Asides::default();
    let summary = screening.run(tables, output, &mut asides)?;
    Ok((summary, asides.0))
}

/// Opens a table.
pub(crate) fn open(path: &Path) -> Table {
    Table::open(path, None).unwrap()
}

/// A table from text.
pub(crate) fn csv(text: impl Into<Vec<u8>>) -> Table {
    let input = std::io::Cursor::new(text.into());
    let format = Some(coverdict_screen::read::Format::Csv);
    Table::stream("lines.csv", format, Box::new(input)).unwrap()
}

/// The rows of a CSV text without quotation marks, by column.
pub(crate) fn rows(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut lines = text.lines();
    let names: Vec<&str> = lines.next().unwrap().split(',').collect();
    let row = |line: &str| {
        let fields = names.iter().zip(line.split(','));
        fields
            .map(|(name, field)| ((*name).to_owned(), field.to_owned()))
            .collect()
    };
    lines.map(row).collect()
}

/// Lines of the founding service, on many days and by many diagnoses.
pub(crate) fn lines(count: usize) -> String {
    let mut text = String::from(
        "claim,date_of_service,code,diagnoses_1,diagnoses_2,payer,plan,line_of_business,funding,state\n",
    );
    let codes = ["M0076", "97110", "E0424", "20930"];
    let diagnoses = ["M54.50", "M25.561", "G43.909", ""];
    let payers = ["cigna", "health-net"];
    for line in 0..count {
        text.push_str(&format!(
            "C{line},{}-{:02}-{:02},{},{},{},{},EX-PLAIN,commercial,insured,{}\n",
            2023 + line % 3,
            1 + line / 3 % 12,
            1 + line / 36 % 28,
            codes[line % 4],
            diagnoses[line / 4 % 4],
            diagnoses[line / 16 % 4],
            payers[line / 64 % 2],
            ["CA", "TX", ""][line / 128 % 3],
        ));
    }
    text
}
