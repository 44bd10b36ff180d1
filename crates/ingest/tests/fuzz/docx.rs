//! DOCX: its archive with changed bytes, and its parts changed within an archive that is whole.

use std::io::{Cursor, Read as _, Write as _};

use bolero::check;
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::change::{Change, changed, documents, use_of};

const SIGNS: &[&[u8]] = &[
    b"<",
    b">",
    b"/>",
    b"</w:p>",
    b"<w:p>",
    b"<w:r>",
    b"<w:t>",
    b"</w:t>",
    b"<w:tbl>",
    b"<w:tr>",
    b"<w:tc>",
    b"</w:tbl>",
    b"<w:numPr><w:ilvl w:val=\"9\"/><w:numId w:val=\"1\"/></w:numPr>",
    b"<w:pStyle w:val=\"Heading1\"/>",
    b"<w:del>",
    b"<w:ins>",
    b"<w:br/>",
    b"<w:tab/>",
    b"<w:gridSpan w:val=\"4000000000\"/>",
    b"<w:vMerge/>",
    b"&amp;",
    b"&x;",
    b"\"",
    b"<!--",
    b"<![CDATA[",
    b"<?x",
    b"<w:instrText>",
    b"w:val=\"-1\"",
];

/// The parts of an archive, by name.
fn parts(archive: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(archive)).unwrap();
    let count = archive.len();
    let parts = (0..count).map(|at| {
        let mut file = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        (file.name().unwrap().into_owned(), bytes)
    });
    parts.collect()
}

fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer
            .start_file(name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn docx_with_changed_parts() {
    let seeds: Vec<_> = documents("docx").iter().map(|seed| parts(seed)).collect();
    check!()
        .with_type::<(u8, u8, Vec<Change>)>()
        .with_iterations(1_000)
        .for_each(|(seed, part, changes)| {
            let mut parts = seeds
                .iter()
                .cycle()
                .nth(usize::from(*seed))
                .unwrap()
                .clone();
            let at = usize::from(*part) % parts.len();
            let bytes = parts.get(at).unwrap().1.clone();
            parts.get_mut(at).unwrap().1 = changed(&[bytes], 0, changes, SIGNS);
            let main = parts.iter().find(|(name, _)| name == "word/document.xml");
            let length = main.map_or(0, |(_, bytes)| bytes.len());
            let _ = use_of("any.docx", &packed(&parts), length);
        });
}

#[test]
fn docx_with_changes() {
    let seeds = documents("docx");
    check!()
        .with_type::<(u8, Vec<Change>)>()
        .with_iterations(1_000)
        .for_each(|(seed, changes)| {
            let bytes = changed(
                &seeds,
                *seed,
                changes,
                &[
                    b"PK\x03\x04",
                    b"PK\x01\x02",
                    b"PK\x05\x06",
                    b"\xff\xff\xff\xff",
                ],
            );
            let _ = use_of("any.docx", &bytes, usize::MAX / 2);
        });
}
