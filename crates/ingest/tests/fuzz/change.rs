//! Changes of files that writers wrote.

use std::{fs, path::Path};

use bolero::TypeGenerator;
use coverdict_ingest::{
    document::Place,
    draft, ingest, lint,
    read::{Failure, Limits},
};
use coverdict_model::date::parse_day;

/// A change of a file, at a place that is taken as a part of its length.
#[derive(Debug, Clone, TypeGenerator)]
pub(crate) enum Change {
    /// A byte is another.
    Byte(u16, u8),
    /// A part is left out.
    Without(u16, u8),
    /// A part is said again elsewhere.
    Again(u16, u16, u8),
    /// A number or a sign is put in.
    Sign(u16, u8),
    /// The rest is left out.
    Cut(u16),
}

/// One of some files, with changes.
pub(crate) fn changed(seeds: &[Vec<u8>], seed: u8, changes: &[Change], signs: &[&[u8]]) -> Vec<u8> {
    let seed = seeds.iter().cycle().nth(usize::from(seed));
    let mut bytes = seed.unwrap().clone();
    for one in changes.iter().take(12) {
        change(&mut bytes, one, signs);
    }
    bytes
}

fn change(bytes: &mut Vec<u8>, change: &Change, signs: &[&[u8]]) {
    let place = |part: u16, length: usize| length * usize::from(part) / (usize::from(u16::MAX) + 1);
    let length = bytes.len();
    match *change {
        Change::Byte(at, byte) => {
            if let Some(own) = bytes.get_mut(place(at, length)) {
                *own = byte;
            }
        }
        Change::Without(at, count) => {
            let from = place(at, length);
            bytes.drain(from..(from + usize::from(count)).min(length));
        }
        Change::Again(from, to, count) => {
            let from = place(from, length);
            let part = bytes.get(from..(from + usize::from(count)).min(length));
            let part = part.unwrap_or_default().to_vec();
            let to = place(to, length);
            bytes.splice(to..to, part);
        }
        Change::Sign(at, sign) => {
            let sign = signs.iter().cycle().nth(usize::from(sign)).copied();
            let at = place(at, length);
            bytes.splice(at..at, sign.unwrap_or_default().iter().copied());
        }
        Change::Cut(at) => bytes.truncate(place(at, length).max(8)),
    }
}

/// The documents of the cases whose names end so.
pub(crate) fn documents(end: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/ingest");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|own| own == end))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "{end}");
    files.iter().map(|file| fs::read(file).unwrap()).collect()
}

/// Reads a file and does all that is done with one: what is told rests on the file, and the draft can be written.
pub(crate) fn use_of(name: &str, bytes: &[u8], length: usize) -> Result<(), Failure> {
    let ingested = ingest(name, bytes, Limits::default())?;
    for (_, text) in ingested.document.texts() {
        if let Some(Place::Bytes { from, to }) = text.place() {
            assert!(
                from <= to && to <= length as u64,
                "{from} to {to} of {length}"
            );
        }
    }
    let _ = lint::lint(&ingested, &lint::Config::default());
    let drafted = draft::draft(
        &ingested,
        parse_day("2026-01-02").unwrap(),
        &draft::measures(),
    );
    assert!(!draft::files(&drafted).is_empty());
    Ok(())
}
