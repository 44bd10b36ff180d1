//! Documents read and recognised: `cargo bench -p coverdict-ingest`.

use std::{fmt::Write as _, fs, hint::black_box, path::Path};

use coverdict_ingest::{
    ingest, lint,
    read::{self, Limits},
    recognise,
};
use divan::{Bencher, counter::BytesCount};

fn main() {
    divan::main();
}

/// The texts of the cases, again and again, to so many bytes. Each time their numbers are others.
fn text(bytes: usize) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/ingest");
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<_> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    let texts: Vec<String> = paths
        .iter()
        .filter(|path| path.extension().is_some_and(|end| end == "txt"))
        .filter_map(|path| fs::read_to_string(path).ok())
        .collect();
    let mut all = String::with_capacity(bytes);
    for (at, text) in texts.iter().cycle().enumerate() {
        if all.len() >= bytes {
            break;
        }
        all += &text.replace("20", &format!("{:02}", at % 90 + 10));
        all += "\n\n";
    }
    all
}

/// Plain text, with what is done to it: 2 MiB.
#[divan::bench(args = ["read", "recognise", "ingest", "lint"])]
fn plain_text(bencher: Bencher<'_, '_>, stage: &str) {
    let text = text(2 << 20);
    let limits = Limits::default();
    let Ok(ingested) = ingest("any.txt", text.as_bytes(), limits) else {
        return;
    };
    let bencher = bencher.counter(BytesCount::of_str(&text));
    match stage {
        "read" => {
            bencher.bench(|| read::read("any.txt", black_box(text.as_bytes()), limits).is_ok())
        }
        "recognise" => bencher.bench(|| recognise::recognise(black_box(&ingested.document)).len()),
        "ingest" => bencher.bench(|| ingest("any.txt", black_box(text.as_bytes()), limits).is_ok()),
        _ => bencher.bench(|| lint::lint(black_box(&ingested), &lint::Config::default()).len()),
    }
}

/// A PDF of so many pages of 50 lines.
fn pdf(pages: usize) -> Vec<u8> {
    let mut objects = vec![String::new(), String::new()];
    objects.push("<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>".to_owned());
    let mut kids = String::new();
    for page in 0..pages {
        let mut drawn = String::from("BT /F 10 Tf 14 TL 60 740 Td\n");
        for line in 0..50 {
            let _ = writeln!(
                drawn,
                "(Line {line} of page {page} speaks of needles of straw, and of the pain of an arm.) Tj T*"
            );
        }
        drawn += "ET";
        let at = objects.len() + 1;
        let _ = write!(kids, "{at} 0 R ");
        objects.push(format!(
            "<</Type /Page /Parent 2 0 R /Contents {} 0 R>>",
            at + 1
        ));
        objects.push(format!(
            "<</Length {}>>\nstream\n{drawn}\nendstream",
            drawn.len()
        ));
    }
    let first = "<</Type /Catalog /Pages 2 0 R>>".to_owned();
    let second = format!(
        "<</Type /Pages /Kids [{kids}] /Count {pages} /MediaBox [0 0 612 792] /Resources <</Font <</F 3 0 R>>>>>>"
    );
    let mut file = String::from("%PDF-1.4\n");
    let starts = [first, second]
        .into_iter()
        .chain(objects.into_iter().skip(2));
    for (at, object) in starts.enumerate() {
        let _ = writeln!(file, "{} 0 obj {object} endobj", at + 1);
    }
    file += "trailer <</Root 1 0 R>>\n";
    file.into_bytes()
}

/// 100 pages of PDF.
#[divan::bench]
fn hundred_pages(bencher: Bencher<'_, '_>) {
    let file = pdf(100);
    bencher.bench(|| ingest("any.pdf", black_box(&file), Limits::default()).is_ok());
}
