//! Formats that are known and not read, told by how a file begins: what to do is clearer than that some byte is no text.

use super::Failure;

const WORD: &str = "open it in a word processor, and save it as DOCX";
const UTF_8: &str = "save the text as UTF-8, and read it again";
const PICTURE: &str = "have its text recognised (OCR), and read that";
const PACKED: &str = "unpack it, and give the document itself";
const PAGE: &str = "open it in a browser, and save the page as HTML or PDF";

/// How files begin, what they are, and what to do instead.
const BEGINNINGS: &[(&[u8], &str, &str)] = &[
    (b"{\\rtf", "RTF", WORD),
    (b"%!PS", "PostScript", "make a PDF of it, and read that"),
    (b"\xff\xfe\0\0", "text in UTF-32", UTF_8),
    (b"\xff\xfe", "text in UTF-16", UTF_8),
    (b"\xfe\xff", "text in UTF-16", UTF_8),
    (b"\x89PNG\r\n", "a picture", PICTURE),
    (b"\xff\xd8\xff", "a picture", PICTURE),
    (b"GIF8", "a picture", PICTURE),
    (b"II*\0", "a picture", PICTURE),
    (b"MM\0*", "a picture", PICTURE),
    (b"\x1f\x8b", "packed", PACKED),
    (b"7z\xbc\xaf\x27\x1c", "packed", PACKED),
    (b"Rar!\x1a", "packed", PACKED),
];

/// How much of a file is looked at for the lines at its head, in bytes.
const HEAD: usize = 2_048;

/// Refuses a file of a format that is known and not read.
pub(super) fn refuse(bytes: &[u8]) -> Result<(), Failure> {
    let own = BEGINNINGS
        .iter()
        .find(|(lead, ..)| bytes.starts_with(lead))
        .map(|(_, what, instead)| (*what, *instead));
    let own = own.or_else(|| is_utf_16(bytes).then_some(("text in UTF-16", UTF_8)));
    let own = own.or_else(|| is_archived(bytes).then_some(("a web page with its parts", PAGE)));
    match own {
        Some((what, instead)) => Err(Failure::Foreign { what, instead }),
        None => Ok(()),
    }
}

/// Whether every other byte is zero, as in Latin letters of two bytes.
fn is_utf_16(bytes: &[u8]) -> bool {
    let pairs = bytes.chunks_exact(2).take(16);
    let is = |at: usize| {
        let pairs = pairs.clone();
        pairs.len() >= 4 && pairs.into_iter().all(|pair| pair.get(at) == Some(&0))
    };
    is(0) != is(1)
}

/// Whether a file is what browsers and Word make of a page with its pictures: MHTML, which is a mail by its form.
fn is_archived(bytes: &[u8]) -> bool {
    let head = bytes.get(..HEAD.min(bytes.len())).unwrap_or_default();
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let head = head.split_once("\n\n").or(head.split_once("\r\n\r\n"));
    let lines = head.map_or("", |(head, _)| head);
    let has = |name: &str| lines.lines().any(|line| line.starts_with(name));
    has("mime-version:") && has("content-type: multipart/")
}
