//! Documents of each style, in every format: they say the same.

use std::{collections::BTreeSet, fs, path::Path};

use coverdict_ingest::{Ingested, criteria::Criterion, ingest, read::Limits};

/// The styles met in the field, by the names of their documents.
const STYLES: [&str; 5] = ["bulletin", "determination", "outline", "sections", "tables"];
const FORMATS: [&str; 4] = ["html", "txt", "docx", "pdf"];

fn read(name: &str) -> Ingested {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/ingest/formats");
    let bytes = fs::read(path.join(name)).unwrap();
    ingest(name, &bytes, Limits::default()).unwrap()
}

/// What a document says, a line each, without where it stands.
fn said(read: &Ingested) -> Vec<String> {
    let fields = read.fields.iter();
    let fields = fields.map(|field| format!("field {:?} {:?}", field.meaning, field.value));
    let mut lines: Vec<String> = fields.collect();
    for outline in &read.outlines {
        lines.push(format!("criteria {:?} {:?}", outline.joined, outline.doubt));
        for criterion in &outline.criteria {
            tell(criterion, 1, &mut lines);
        }
    }
    let references = read.references.iter();
    lines.extend(references.map(|one| format!("reference {:?} {:?}", one.number, one.citation)));
    let revisions = read.revisions.iter();
    lines.extend(revisions.map(|one| format!("revision {:?}", one.dates)));
    let mentions = read.mentions.iter();
    lines.extend(mentions.map(|one| format!("mention {:?} {}", one.is, one.name)));
    lines
}

fn tell(criterion: &Criterion, depth: usize, lines: &mut Vec<String>) {
    // A bullet is drawn as each format draws it.
    let marker = criterion
        .marker
        .trim_matches(|mark: char| !mark.is_alphanumeric());
    lines.push(format!(
        "criterion {depth} {marker} {} {:?} {:?}",
        criterion.words, criterion.joined, criterion.doubt
    ));
    for below in &criterion.below {
        tell(below, depth + 1, lines);
    }
}

/// What a format forces is listed in `cases/ingest/formats/differences.csv` with its reason: document, a line that only it has or
/// lacks, and why. Nothing else may differ.
#[test]
fn a_document_says_the_same_in_every_format() {
    let table =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/ingest/formats/differences.csv");
    let mut reader = csv::Reader::from_path(table).unwrap();
    let rows = reader.records().map(Result::unwrap);
    let known: BTreeSet<(String, String)> = rows
        .map(|row| {
            assert!(!row[2].is_empty(), "{row:?} has no reason");
            (row[0].to_owned(), row[1].to_owned())
        })
        .collect();
    let mut differ = BTreeSet::new();
    for style in STYLES {
        let source = said(&read(&format!("{style}.md")));
        assert!(source.len() > 5, "{style}");
        for format in FORMATS {
            let name = format!("{style}.{format}");
            let own = said(&read(&name));
            let only = own.iter().filter(|line| !source.contains(line));
            let lacks = source.iter().filter(|line| !own.contains(line));
            differ.extend(only.map(|line| (name.clone(), format!("has {line}"))));
            differ.extend(lacks.map(|line| (name.clone(), format!("lacks {line}"))));
        }
    }
    let new: Vec<_> = differ.difference(&known).collect();
    assert!(new.is_empty(), "{new:#?}");
    let old: Vec<_> = known.difference(&differ).collect();
    assert!(old.is_empty(), "no longer so: {old:#?}");
}
