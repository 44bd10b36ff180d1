//! Every folder of `cases/evidence` is a corpus, with files of records in `records`; what its bibliography shows stands
//! beside it. And the numbers of the shipped corpus, and of the documents where they are at hand.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a failed test panics")]

use std::{
    collections::BTreeSet,
    env,
    fmt::Write as _,
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use coverdict_check::evidence::{Bibliography, CODES, RecordFile, evidence, last_recorded};
use coverdict_corpus::read_corpus;
use coverdict_literature::{Citation, citation};
use coverdict_model::{id::Id, reference::Reference};

/// Relative, so that renderings are the same everywhere; tests run in the folder of their crate.
const FOLDER: &str = "../../cases/evidence";

fn folders() -> Vec<PathBuf> {
    let entries = fs::read_dir(FOLDER).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut folders: Vec<_> = paths.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

/// The bibliography of a folder, as of its last recorded day.
fn bibliography(folder: &Path) -> Bibliography {
    let loaded = read_corpus(folder).unwrap_or_else(|failure| panic!("{failure}"));
    let records = fs::read_dir(folder.join("records")).into_iter().flatten();
    let records = records.map(|entry| RecordFile::open(&entry.unwrap().path()).unwrap());
    let today = last_recorded(&loaded.corpus).unwrap();
    let (bibliography, problems) =
        evidence(&loaded, today, 10, &records.collect::<Vec<_>>()).unwrap();
    assert_eq!(problems.len(), bibliography.problems.len());
    bibliography
}

#[test]
fn each_bibliography_is_as_recorded() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for folder in folders() {
        let shown = shown(&bibliography(&folder)).replace(&format!("{}/", folder.display()), "");
        settings.bind(|| insta::assert_snapshot!(name(&folder), shown));
    }
}

#[test]
fn every_code_has_a_corpus_that_shows_it_and_the_clean_one_has_none() {
    let found: BTreeSet<String> = folders().iter().flat_map(|folder| codes(folder)).collect();
    let missing: Vec<_> = CODES
        .iter()
        .filter(|code| !found.contains(code.id()))
        .collect();
    assert!(missing.is_empty(), "no corpus shows {missing:?}");
    assert_eq!(
        codes(&Path::new(FOLDER).join("near-and-clean")),
        BTreeSet::new()
    );
}

fn codes(folder: &Path) -> BTreeSet<String> {
    let problems = bibliography(folder).problems;
    problems.into_iter().map(|problem| problem.code).collect()
}

/// What was found, who shares what, and the publications with more than one name or any notice.
fn shown(bibliography: &Bibliography) -> String {
    let mut out = format!("as of {}\n", bibliography.today);
    for one in &bibliography.problems {
        let editions: Vec<_> = one.editions.iter().map(ToString::to_string).collect();
        let file = name(Path::new(&one.file));
        writeln!(
            out,
            "{} {} {file}:{}: {}",
            one.severity, one.code, one.line, one.message
        )
        .unwrap();
        writeln!(out, "    {}; of {}", one.name, editions.join(", ")).unwrap();
        for detail in &one.details {
            writeln!(out, "    {detail}").unwrap();
        }
    }
    for one in &bibliography.sources {
        writeln!(
            out,
            "{} cites {}, newest {:?}, undated {}",
            one.source, one.publications, one.newest, one.undated
        )
        .unwrap();
    }
    for one in &bibliography.shared {
        let [first, second] = &one.sources;
        writeln!(
            out,
            "{first} and {second} share {} of {}",
            one.publications, one.of
        )
        .unwrap();
    }
    for one in &bibliography.publications {
        let names: Vec<_> = one.references.keys().map(Id::as_str).collect();
        let notices: Vec<_> = one.notices.iter().map(|notice| notice.nature).collect();
        let design = one.design.map(|design| design.name());
        writeln!(
            out,
            "{}: age {:?}, {design:?}, {notices:?}",
            names.join(" = "),
            one.age
        )
        .unwrap();
    }
    let without: Vec<_> = bibliography
        .records
        .without
        .iter()
        .map(Id::as_str)
        .collect();
    writeln!(out, "no record: {}", without.join(", ")).unwrap();
    out
}

#[test]
fn the_two_founding_documents_share_21_of_21() {
    let shipped = bibliography(Path::new("../../corpus"));
    assert_eq!(shipped.publications.len(), 21);
    let [shared] = shipped.shared.as_slice() else {
        panic!("{:?}", shipped.shared)
    };
    assert_eq!(
        shared.sources.each_ref().map(Id::as_str),
        ["CMM-204", "HNCA.CP.MP.65"]
    );
    assert_eq!((shared.publications, shared.of), (21, 21));
    for source in &shipped.sources {
        assert_eq!(
            (source.newest, source.undated, source.same_literature.len()),
            (Some(2008), 1, 1)
        );
    }
    let told: Vec<_> = shipped
        .problems
        .iter()
        .map(|one| (one.code.as_str(), one.subject.as_ref().unwrap().as_str()))
        .collect();
    assert!(told.contains(&("R0103", "ref-10")), "{told:?}");
    assert!(!told.contains(&("R0103", "ref-11")), "{told:?}");
    let off = told.iter().filter(|(code, _)| *code == "R0303");
    let off: Vec<&str> = off.map(|(_, reference)| *reference).collect();
    assert_eq!(off, ["ref-02", "ref-12", "ref-19"]);
    assert!(shipped.problems.iter().all(|one| one.severity != "error"));
}

/// To renew a part of the page: copy it from the table in `src/evidence/codes.rs`.
#[test]
fn the_book_tells_of_every_code() {
    let page = fs::read_to_string("../../docs/src/evidence.md").unwrap();
    for code in CODES {
        let severity = format!("{:?}", code.severity());
        let (id, name, title, explanation) =
            (code.id(), code.name(), code.title(), code.explanation());
        let part = format!("### {id} `{name}`\n\n{severity}. {title} {explanation}\n");
        assert!(page.contains(&part), "{part}");
    }
}

/// The folder of documents: the one that `COVERDICT_DOCUMENTS` names, or one that lies beside the repository or above.
fn documents() -> Option<PathBuf> {
    let beside = || {
        let folders = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
        let mut found = folders.map(|folder| folder.join("shared/data/policies"));
        found.find(|folder| folder.is_dir())
    };
    let found = env::var_os("COVERDICT_DOCUMENTS")
        .map(PathBuf::from)
        .or_else(beside);
    if found.is_none() {
        // Past the capture of tests that pass.
        let told =
            b"SKIPPED: no reference list is read: name the documents with COVERDICT_DOCUMENTS\n";
        io::stderr().write_all(told).unwrap();
    }
    found
}

/// What the prints of a document have otherwise than the corpus, which says so under `differs`.
const PRINTED_OTHERWISE: [(&str, &str, &str); 5] = [
    ("001", "ref-02", "volume"),
    ("001", "ref-03", "pages"),
    ("001", "ref-06", "journal"),
    ("001", "ref-07", "journal"),
    ("001", "ref-14", "title"),
];

#[test]
fn the_reference_lists_of_the_founding_documents_are_read_into_their_fields() {
    let Some(folder) = documents() else { return };
    let corpus = read_corpus(Path::new("../../corpus")).unwrap().corpus;
    let mut otherwise = BTreeSet::new();
    for document in ["000_64e4128665e6ce17.txt", "001_bcdae029b2ee6c08.txt"] {
        let text = fs::read_to_string(folder.join(document)).unwrap();
        let (_, list) = text.split_once("1. Alderman").unwrap();
        let list = format!("1. Alderman{list}");
        let lines = list
            .lines()
            .filter(|line| line.starts_with(|one: char| one.is_ascii_digit()));
        let read: Vec<Citation> = lines.take(21).map(citation).collect();
        assert_eq!(read.len(), 21);
        for (one, (id, reference)) in read.iter().zip(&corpus.references) {
            for field in differing(&one.reference(), reference) {
                otherwise.insert((document[..3].to_owned(), id.to_string(), field));
            }
        }
    }
    let expected: BTreeSet<_> = PRINTED_OTHERWISE
        .iter()
        .map(|(document, id, field)| ((*document).to_owned(), (*id).to_owned(), *field))
        .collect();
    assert_eq!(otherwise, expected);
}

/// The fields in which a citation that was read differs from the reference.
fn differing(read: &Reference, reference: &Reference) -> Vec<&'static str> {
    let fields = [
        ("number", read.number == reference.number),
        ("authors", read.authors == reference.authors),
        ("title", read.title == reference.title),
        ("journal", read.journal == reference.journal),
        ("year", read.year == reference.year),
        ("volume", read.volume == reference.volume),
        ("issue", read.issue == reference.issue),
        ("pages", read.pages == reference.pages),
        ("trial", read.trial == reference.trial),
    ];
    fields
        .into_iter()
        .filter(|(_, same)| !same)
        .map(|(field, _)| field)
        .collect()
}
