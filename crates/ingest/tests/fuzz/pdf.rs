//! PDF with parts that are changed, left out, or said twice.

use std::{fs, path::Path};

use bolero::check;
use coverdict_ingest::{
    ingest,
    read::{Failure, Limits, PdfLimits},
};

use crate::change::{Change, changed};

/// A PDF in plain letters: what is changed in it changes what is drawn, and not only what is inflated.
const PLAIN: &[u8] = br#"%PDF-1.4
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [3 0 R 4 0 R] /Count 2 /MediaBox [0 0 600 800] /Resources 9 0 R>> endobj
3 0 obj <</Type /Page /Parent 2 0 R /Contents [5 0 R] /Rotate 90 /Annots [<</Subtype /Link /Rect [40 690 90 710] /A <</URI (https://example.org)>>>>]>> endobj
4 0 obj <</Type /Page /Parent 2 0 R /Contents 5 0 R /CropBox [10 10 500 700]>> endobj
5 0 obj <</Length 6 0 R>>
stream
q 1 0 0 1 0 0 cm BT /F 10 Tf 12 TL 50 700 Td (Straw) Tj T* [(nee) -20 (dles) 300 <41>] TJ 2 Tc 3 Tw 90 Tz 1 Ts 2 Tr
1 0 0 1 50 600 Tm (1. one) ' 1 2 (2. two) " /G 9 Tf <00410042> Tj /P <</ActualText (fi) /Type /Pagination>> BDC (x) Tj EMC ET
BT /F 8 Tf 0 1 -1 0 300 100 Tm (turned) Tj ET /X Do Q
BI /W 1 /H 1 /BPC 8 /CS /G ID x EI
endstream endobj
6 0 obj 380 endobj
7 0 obj <</Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /FirstChar 65 /Widths [700 600] /Encoding <</Differences [65 /fi /A]>>>> endobj
8 0 obj <</Type /Font /Subtype /Type0 /BaseFont /G /Encoding /Identity-H /ToUnicode 11 0 R /DescendantFonts [<</Type /Font /Subtype /CIDFontType2 /BaseFont /G /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> /W [65 [500 600]]>>]>> endobj
9 0 obj <</Font <</F 7 0 R /G 8 0 R>> /XObject <</X 10 0 R>>>> endobj
10 0 obj <</Type /XObject /Subtype /Form /BBox [0 0 9 9] /Matrix [2 0 0 2 0 0] /Resources 9 0 R /Length 40>>
stream
BT /F 7 Tf 20 20 Td (within) Tj ET /X Do
endstream endobj
11 0 obj <</Length 90>>
stream
1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange <0041> <0042> <0061> endbfrange
endstream endobj
trailer <</Root 1 0 R /Size 12>>
"#;

const SIGNS: &[&[u8]] = &[
    b"<<",
    b">>",
    b"[",
    b"]",
    b"(",
    b")",
    b"-1",
    b"99999999999",
    b"1e30",
    b"0 0 R",
    b"3 0 R",
    b" q ",
    b" Q ",
    b"/X Do ",
    b"stream\n",
    b"endstream",
    b" BT ",
    b" ET ",
    b"%",
    b"\0",
    b"0.0000001",
    b" EMC ",
    b"/Type /Pages ",
    b"endobj 5 0 obj",
];

/// Reads a file. A panic of the reader comes as a failure that no file should be answered with.
fn read(bytes: &[u8]) {
    let limits = Limits {
        pdf: PdfLimits {
            inflated: 16 * 1024 * 1024,
            ..PdfLimits::default()
        },
        ..Limits::default()
    };
    match ingest("any.pdf", bytes, limits) {
        Err(Failure::Broken {
            what: "in a way that is not known",
        }) => panic!("the reader panicked"),
        Err(Failure::TooSlow { .. }) => panic!("the reader hung"),
        _ => {}
    }
}

#[test]
fn pdf_of_anything() {
    check!()
        .with_type::<Vec<u8>>()
        .with_iterations(500)
        .for_each(|bytes| read(&[b"%PDF-1.7\n".as_slice(), bytes].concat()));
}

#[test]
fn pdf_with_changes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/ingest");
    let seeds: Vec<Vec<u8>> = ["bulletin.pdf", "columns.pdf"]
        .iter()
        .map(|name| fs::read(folder.join(name)).unwrap())
        .chain([PLAIN.to_vec(), PLAIN.to_vec(), PLAIN.to_vec()])
        .collect();
    for seed in &seeds {
        read(seed);
    }
    check!()
        .with_type::<(u8, Vec<Change>)>()
        .with_iterations(1_500)
        .for_each(|(seed, changes)| {
            read(&changed(&seeds, *seed, changes, SIGNS));
        });
}
