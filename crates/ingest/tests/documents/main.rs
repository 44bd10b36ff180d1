//! What is read of documents in the styles met in the field, each told beside it.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a failed test panics")]

mod docx;
mod drafted;
mod formats;
mod founding;
mod hostile;
mod laws;
mod lint;
mod pdf;
mod told;

use std::{env, fs, path::Path};

use coverdict_ingest::{
    ingest,
    read::{Failure, Limits},
};

/// Whether a file of the folder is a document, and not what is told of one.
fn is_document(path: &Path) -> bool {
    let end = path.extension().and_then(|end| end.to_str());
    path.is_file() && !matches!(end, Some("told" | "draft" | "csv"))
}

/// To record what is told anew: `UPDATE=1 cargo test -p coverdict-ingest --test documents`.
#[test]
fn each_document_is_told_as_recorded() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/ingest");
    let mut compared = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if !is_document(&path) {
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        let told = told::told(&ingest(&name, &bytes, Limits::default()).unwrap());
        let beside = folder.join(format!("{name}.told"));
        if env::var_os("UPDATE").is_some() {
            fs::write(&beside, &told).unwrap();
        }
        assert_eq!(told, fs::read_to_string(&beside).unwrap(), "{name}");
        compared += 1;
    }
    assert!(compared >= 6, "{compared}");
}

/// Every place holds the words that are said to stand there, whatever stands between them.
#[test]
fn every_word_is_where_it_is_said_to_be() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/ingest");
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if !is_document(&path) {
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        let ingested = ingest("any", &bytes, Limits::default()).unwrap();
        let bytes = hostile::text_of(bytes);
        for reading in ingested.fields.iter().flat_map(|field| &field.readings) {
            let coverdict_ingest::document::Place::Bytes { from, to } = reading.place.unwrap()
            else {
                assert!(path.extension().is_some_and(|end| end == "pdf"));
                continue;
            };
            let there = &bytes[usize::try_from(from).unwrap()..usize::try_from(to).unwrap()];
            let there = String::from_utf8(there.to_vec()).unwrap();
            // Letters and digits stand there as they are; a mark may be written as a reference to it.
            let words = reading.words.split(|mark: char| !mark.is_alphanumeric());
            for word in words {
                assert!(there.contains(word), "{word} in {there}");
            }
        }
    }
}

#[test]
fn what_is_no_text_is_refused() {
    let refused = |bytes: &[u8]| {
        ingest(
            "any",
            bytes,
            Limits {
                bytes: 40,
                ..Limits::default()
            },
        )
        .unwrap_err()
    };
    assert_eq!(refused(b""), Failure::Empty);
    assert_eq!(refused(b"\xef\xbb\xbf \n"), Failure::Empty);
    assert_eq!(refused(b"MZ\x00\x01"), Failure::Binary { at: 2, byte: 0 });
    assert_eq!(refused(b"a policy \xff"), Failure::NotUtf8 { at: 9 });
    assert_eq!(
        refused(&[b'a'; 41]),
        Failure::TooLarge {
            size: 41,
            limit: 40
        }
    );
}
