//! Files that are broken, or built to harm: refused with what is wrong, in little time and memory.

use std::io::{Cursor, Read as _, Write as _};

use coverdict_ingest::{
    ingest,
    read::{Failure, Limits},
};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

/// The bytes that places are of: of a document of Word, those of its main part.
pub(crate) fn text_of(bytes: Vec<u8>) -> Vec<u8> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(&bytes)) else {
        return bytes;
    };
    let mut part = Vec::new();
    let mut file = archive.by_name("word/document.xml").unwrap();
    file.read_to_end(&mut part).unwrap();
    part
}

pub(crate) fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn refused(bytes: &[u8]) -> Failure {
    ingest("any", bytes, Limits::default()).unwrap_err()
}

#[test]
fn a_document_that_unpacks_to_far_more_is_refused() {
    let bomb = packed(&[("word/document.xml", &vec![b' '; 80 << 20])]);
    assert!(bomb.len() < 1 << 20, "{}", bomb.len());
    assert!(matches!(refused(&bomb), Failure::Inflated { .. }));
}

#[test]
fn broken_and_old_documents_of_word_are_refused() {
    let whole = packed(&[("word/document.xml", b"<w:document/>")]);
    let cut = whole.get(..whole.len() / 2).unwrap();
    for bytes in [cut, b"PK\x03\x04"] {
        let failure = refused(bytes);
        assert!(
            matches!(
                failure,
                Failure::DamagedArchive { .. } | Failure::Binary { .. }
            ),
            "{failure:?}"
        );
    }
    let old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on";
    assert!(matches!(refused(old), Failure::OldWord));
}

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// What is compared with all that is open around it, or counted in few bits, ends where it is too deep.
#[test]
fn xml_that_is_nested_or_declares_without_end_is_refused() {
    let spaces: String = (0..200)
        .map(|at| format!(" xmlns:n{at}=\"{at}\""))
        .collect();
    for element in ["<w:p>".to_owned(), format!("<w:p{spaces}>")] {
        let start = format!("<w:document xmlns:w=\"{WORD}\">");
        let text = start + &element.repeat(70_000.min((1 << 20) / element.len()));
        let failure = refused(&packed(&[("word/document.xml", text.as_bytes())]));
        assert!(
            matches!(&failure, Failure::BrokenPart { why, .. } if why.contains("deep") || why.contains("declares")),
            "{failure}"
        );
    }
}

#[test]
fn formats_that_are_not_read_are_named_with_what_to_do() {
    let utf_16: Vec<u8> = "A policy"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let marked = [b"\xff\xfe".as_slice(), &utf_16].concat();
    let web =
        b"From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\nA policy";
    for (bytes, expected) in [
        (b"{\\rtf1 A policy}".as_slice(), "RTF"),
        (&utf_16, "UTF-16"),
        (&marked, "UTF-16"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"%!PS-Adobe-3.0", "PostScript"),
        (b"\x1f\x8b\x08", "packed"),
        (web, "web page"),
    ] {
        let failure = refused(bytes);
        assert!(
            matches!(&failure, Failure::Foreign { what, .. } if what.contains(expected)),
            "{failure}"
        );
    }
}

/// Entities that a file declares for itself, to grow without end, are not taken.
#[test]
fn entities_do_not_grow() {
    let text = b"<!DOCTYPE w [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>\
        <w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>word &b;</w:t></w:r></w:p></w:body></w:document>";
    let told = ingest(
        "any",
        &packed(&[("word/document.xml", text)]),
        Limits::default(),
    );
    if let Ok(told) = told {
        let words: String = told
            .document
            .blocks
            .iter()
            .map(|block| block.words())
            .collect();
        assert!(!words.contains("aaaa"), "{words}");
    }
}

/// What repeats to a megabyte is read: nothing is compared with everything.
#[test]
fn what_repeats_without_end_is_read_all_the_same() {
    for part in [
        "a\n\n",
        "Effective Date: 08/01/2024 ",
        "08/01/2024\n",
        "Straw Needles\n\n1. one of the following:\n",
        "References\n\n1. Roe A. Needles of straw. J Invented Med. 2011;5(2):31-9.\n\n",
        "CPT Codes\tUse\nL8699\tneedle\n\n",
    ] {
        let text = part.repeat((1 << 20) / part.len());
        let told = ingest("any", text.as_bytes(), Limits::default()).unwrap();
        let document = &told.document;
        assert!(
            !document.blocks.is_empty() || !document.aside.is_empty(),
            "{part}"
        );
    }
}

#[test]
fn text_with_more_parts_than_any_policy_has_is_refused() {
    for part in ["a\n\n", "|a", "- a\n", "[a](#b)\n\n"] {
        let text = format!("|{}|", part.repeat(1_000_001));
        let refused = refused(text.as_bytes());
        assert!(
            matches!(refused, Failure::TooManyParts { .. }),
            "{part}: {refused}"
        );
    }
}

#[test]
fn what_is_nested_without_end_is_read_all_the_same() {
    for open in ["<div>", "<ul><li>", "<table><tr><td>", "<b>"] {
        let mut page = String::from("<html><body>");
        page += &open.repeat(100_000);
        page += "Effective Date: 08/01/2024";
        let told = ingest("any", page.as_bytes(), Limits::default()).unwrap();
        let words: String = told
            .document
            .blocks
            .iter()
            .map(|block| block.words())
            .collect();
        assert!(words.contains("08/01/2024"), "{open}");
    }
}
