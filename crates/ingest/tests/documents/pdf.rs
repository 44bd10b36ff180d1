//! PDF: the same document says the same as a text; no word is lost; nothing that is broken or built to harm does.

use std::{
    collections::BTreeMap,
    env, fs,
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use coverdict_ingest::{
    Ingested,
    document::{Block, Document, Place, Reason},
    ingest,
    read::{Failure, Limits, PdfLimits},
};

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/ingest")
}

fn read(bytes: &[u8]) -> Result<Ingested, Failure> {
    ingest("any.pdf", bytes, Limits::default())
}

fn bounded(bytes: &[u8], limits: PdfLimits) -> Result<Ingested, Failure> {
    let limits = Limits {
        pdf: limits,
        ..Limits::default()
    };
    ingest("any.pdf", bytes, limits)
}

/// The words of a document by how often it has them; the parts of a word at a hyphen are words.
type Words = BTreeMap<String, i64>;

fn count(words: &mut Words, text: &str, by: i64) {
    let text = text.replace('\u{fb01}', "fi").replace('\u{fb02}', "fl");
    let text = text.replace('\u{fb00}', "ff").replace('\u{fb03}', "ffi");
    for word in text.split(|letter: char| !letter.is_alphanumeric()) {
        if !word.is_empty() {
            *words.entry(word.to_owned()).or_default() += by;
        }
    }
}

fn count_block(words: &mut Words, block: &Block) {
    count(words, &block.words(), 1);
    if let Block::Item(item) = block {
        count(words, &item.marker, 1);
    }
}

/// How many words `pdftotext` finds in a file, and how many of them are not read.
fn lost(path: &Path) -> (i64, Words) {
    let told = Command::new("pdftotext")
        .arg("-bbox-layout")
        .arg(path)
        .arg("-")
        .output()
        .unwrap();
    assert!(told.status.success(), "{}", path.display());
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    let told: Vec<String> = told
        .split("</word>")
        .filter_map(|before| Some(before.rsplit_once("\">")?.1))
        .map(|word| {
            let word = word.replace("&lt;", "<").replace("&gt;", ">");
            word.replace("&quot;", "\"")
                .replace("&apos;", "'")
                .replace("&amp;", "&")
        })
        .collect();
    let document = read(&fs::read(path).unwrap()).unwrap().document;
    let mut left = Words::new();
    for block in document
        .blocks
        .iter()
        .chain(document.aside.iter().map(|aside| &aside.block))
    {
        count_block(&mut left, block);
    }
    let mut all = Words::new();
    for word in &told {
        count(&mut all, word, 1);
        count(&mut left, word, -1);
    }
    // What is parted at the end of a line is one word in a document, and so is a unit with its power.
    for (one, next) in told.iter().zip(told.iter().skip(1)) {
        let lead = one.trim_end_matches(['-', '\u{2010}']);
        let lead = lead
            .rsplit(|letter: char| !letter.is_alphanumeric())
            .next()
            .unwrap();
        let rest = next
            .split(|letter: char| !letter.is_alphanumeric())
            .next()
            .unwrap();
        let whole = format!("{lead}{rest}");
        let is_power = matches!(lead, "m" | "cm") && next == rest && rest.parse::<u8>().is_ok();
        if (one.ends_with(['-', '\u{2010}']) || is_power)
            && left.get(&whole).is_some_and(|count| *count > 0)
        {
            for (word, by) in [(lead, 1), (rest, 1), (whole.as_str(), -1)] {
                *left.entry(word.to_owned()).or_default() += by;
            }
        }
    }
    left.retain(|_, count| *count < 0);
    (all.values().sum(), left)
}

/// Documentation of Debian as several programs wrote it, small and with little mathematics: package, file, writer.
const PUBLISHED: &[(&str, &str, &str)] = &[
    (
        "developers-reference",
        "developers-reference/developers-reference.pdf",
        "pdfTeX",
    ),
    (
        "debian-policy",
        "doc/debian-policy/policy.pdf.gz",
        "xdvipdfmx",
    ),
    (
        "debian-policy",
        "doc/debian-policy/fhs/fhs-3.0.pdf.gz",
        "FOP",
    ),
    (
        "shared-mime-info",
        "doc/shared-mime-info/shared-mime-info-spec.pdf",
        "pdfTeX",
    ),
    (
        "groff",
        "doc/groff-base/examples/mom/mom-pdf.pdf.gz",
        "gropdf",
    ),
    ("xfig-doc", "doc/xfig/xfig_ref_en.pdf", "htmldoc"),
    ("groff", "doc/groff-base/pdf/pdfmark.pdf.gz", "Ghostscript"),
];

/// Where documentation lies: where `cargo xtask ci --install` unpacks it, and where Debian installs it.
fn roots() -> Vec<PathBuf> {
    let cache = env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let cache = cache.or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cache")));
    let unpacked = cache.map(|cache| cache.join("coverdict/pdf/usr/share"));
    unpacked
        .into_iter()
        .chain([PathBuf::from("/usr/share")])
        .collect()
}

/// At least 99.5 % of the words that `pdftotext` finds are read: of our own files, and of documentation of Debian.
///
/// Where the tool or the documentation is not installed, a line says that nothing was compared; under CI that is a failure.
#[test]
fn words_are_those_of_another_reader() {
    let must = env::var_os("CI").is_some();
    let skipped = |what: &str| {
        assert!(!must, "{what} is absent: cargo xtask ci --install");
        // Past the capture of tests that pass.
        let told = format!("SKIPPED, {what} is absent: cargo xtask ci --install\n");
        io::stderr().write_all(told.as_bytes()).unwrap();
    };
    if Command::new("pdftotext").arg("-v").output().is_err() {
        skipped("poppler-utils");
        return;
    }
    let mut paths: Vec<PathBuf> = fs::read_dir(cases())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "pdf"));
    assert!(paths.len() >= 5);
    let folder = tempfile::tempdir().unwrap();
    let roots = roots();
    for (package, path, _) in PUBLISHED {
        let found = roots
            .iter()
            .map(|root| root.join(path))
            .find(|path| path.exists());
        let Some(path) = found else {
            skipped(package);
            continue;
        };
        if path.extension().is_some_and(|end| end == "gz") {
            let mut bytes = Vec::new();
            let file = fs::File::open(&path).unwrap();
            flate2::read::GzDecoder::new(file)
                .read_to_end(&mut bytes)
                .unwrap();
            let to = folder.path().join(path.file_stem().unwrap());
            fs::write(&to, bytes).unwrap();
            paths.push(to);
        } else {
            paths.push(path);
        }
    }
    for path in paths {
        let (all, lost) = lost(&path);
        let missing: i64 = lost.values().map(|count| -count).sum();
        assert!(all > 0, "{}", path.display());
        assert!(
            200 * missing <= all,
            "{}: {missing} of {all} words: {lost:?}",
            path.display()
        );
    }
}

/// Every word has a box on a page of the file, and words of a line go on to the right.
#[test]
fn words_have_boxes_on_their_pages() {
    for name in ["bulletin.pdf", "columns.pdf", "outline.pdf"] {
        let document = read(&fs::read(cases().join(name)).unwrap())
            .unwrap()
            .document;
        let pages = if name == "columns.pdf" { 1 } else { 2 };
        let mut seen = 0;
        for (_, text) in document.texts().filter(|(_, text)| !text.is_empty()) {
            let Some(Place::Page {
                page,
                left,
                top,
                right,
                bottom,
            }) = text.place()
            else {
                panic!("{text:?}")
            };
            assert!((1..=pages).contains(&page), "{name} {text:?}");
            assert!(
                0.0 < left && left < right && right < 612.0,
                "{name} {text:?}"
            );
            assert!(
                0.0 < top && top < bottom && bottom < 793.0,
                "{name} {text:?}"
            );
            seen += 1;
        }
        assert!(seen > 5, "{name}");
    }
}

/// A PDF of some objects, the first of which is its root.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(bytes.len());
        bytes.extend(format!("{} 0 obj\n", at + 1).into_bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    let table = bytes.len();
    bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).into_bytes());
    for place in places {
        bytes.extend(format!("{place:010} 00000 n \n").into_bytes());
    }
    let trailer = format!(
        "trailer <</Size {} /Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n",
        objects.len() + 1
    );
    bytes.extend(trailer.into_bytes());
    bytes
}

fn stream(dictionary: &str, data: &[u8]) -> Vec<u8> {
    let head = format!("<<{dictionary} /Length {}>>\nstream\n", data.len());
    [head.as_bytes(), data, b"\nendstream"].concat()
}

/// A PDF of one page with a content, and with objects from number 6 on; `/F` is Helvetica, `/X` object 6.
fn page(content: &[u8], others: &[Vec<u8>]) -> Vec<u8> {
    let mut objects = vec![
        b"<</Type /Catalog /Pages 2 0 R>>".to_vec(),
        b"<</Type /Pages /Kids [3 0 R] /Count 1>>".to_vec(),
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources <</Font <</F 5 0 R>> /XObject <</X 6 0 R>>>>>>".to_vec(),
        stream("", content),
        b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>".to_vec(),
    ];
    objects.extend_from_slice(others);
    pdf(&objects)
}

fn said(document: &Document) -> String {
    let words: Vec<String> = document.blocks.iter().map(Block::words).collect();
    words.join(" / ")
}

#[test]
fn text_is_read_whichever_way_it_is_drawn() {
    for (content, expected) in [
        (
            "BT /F 10 Tf 50 700 Td (Straw needles) Tj ET",
            "Straw needles",
        ),
        // Parts of a word moved together; a gap instead of a space.
        (
            "BT /F 10 Tf 50 700 Td [(Str) 20 (aw) -300 (needles)] TJ ET",
            "Straw needles",
        ),
        // Text that is not seen, as that of a page that was recognised.
        (
            "BT 3 Tr /F 10 Tf 50 700 Td (Straw needles) Tj ET",
            "Straw needles",
        ),
        // Drawn twice to look bold.
        (
            "BT /F 10 Tf 50 700 Td (Straw) Tj ET BT /F 10 Tf 50.3 700 Td (Straw) Tj ET",
            "Straw",
        ),
        // What the file says that it stands for.
        (
            "BT /F 10 Tf 50 700 Td /Span <</ActualText (needle)>> BDC (n\\000dl) Tj EMC ET",
            "needle",
        ),
        // Turned, and in a form.
        (
            "BT /F 10 Tf 0 1 -1 0 300 100 Tm (Straw needles) Tj ET",
            "Straw needles",
        ),
        ("q /X Do Q", "in a form"),
        // The end is missing, and there is nonsense within.
        ("BT /F 10 Tf foo 50 700 Td (Straw) Tj", "Straw"),
        ("BT /F 10 Tf ) >> ] } 50 700 Td (Straw) Tj", "Straw"),
        ("BT /F 10 Tf 50 700 Td [ << (Straw) Tj", "Straw"),
        (
            "BI /W 1 ID ( [ EI BT /F 10 Tf 50 700 Td [(Straw)] TJ",
            "Straw",
        ),
    ] {
        let form = stream(
            "/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources <</Font <</F 5 0 R>>>>",
            b"BT /F 10 Tf 50 700 Td (in a form) Tj ET",
        );
        let read = read(&page(content.as_bytes(), &[form]));
        assert_eq!(said(&read.unwrap().document), expected, "{content}");
    }
}

#[test]
fn a_page_without_text_is_told() {
    let image = stream(
        "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8",
        b"x",
    );
    let scan = b"q 600 0 0 800 0 0 cm /X Do Q";
    assert_eq!(
        read(&page(scan, std::slice::from_ref(&image))).unwrap_err(),
        Failure::OnlyPictures { pages: 1 }
    );
    assert_eq!(read(&page(b"", &[])).unwrap_err(), Failure::Empty);
    let mut objects = vec![
        b"<</Type /Catalog /Pages 2 0 R>>".to_vec(),
        b"<</Type /Pages /Kids [3 0 R 7 0 R] /Count 2 /MediaBox [0 0 600 800] /Resources <</Font <</F 5 0 R>> /XObject <</X 6 0 R>>>>>>".to_vec(),
        b"<</Type /Page /Parent 2 0 R /Contents 4 0 R>>".to_vec(),
        stream("", b"BT /F 10 Tf 50 700 Td (Straw) Tj ET"),
        b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>".to_vec(),
        image,
        b"<</Type /Page /Parent 2 0 R /Contents 8 0 R>>".to_vec(),
    ];
    objects.push(stream("", scan));
    let document = read(&pdf(&objects)).unwrap().document;
    assert_eq!(said(&document), "Straw");
    let told = document
        .aside
        .iter()
        .map(|aside| (aside.reason, aside.place));
    let whole = Place::Page {
        page: 2,
        left: 0.0,
        top: 0.0,
        right: 600.0,
        bottom: 800.0,
    };
    assert_eq!(told.collect::<Vec<_>>(), [(Reason::NoText, Some(whole))]);
}

#[test]
fn a_password_of_the_owner_alone_locks_nothing() {
    let of = |name: &str| read(&fs::read(cases().join(name)).unwrap());
    assert_eq!(of("pdf/locked.pdf").unwrap_err(), Failure::Locked);
    let (owned, open) = (of("pdf/owner.pdf").unwrap(), of("bulletin.pdf").unwrap());
    assert_eq!(owned.document.blocks, open.document.blocks);
}

fn deflated(data: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn too_much_is_refused() {
    let little = PdfLimits {
        pages: 3,
        objects: 60,
        inflated: 100_000,
        glyphs: 1_000,
        ..PdfLimits::default()
    };
    let refused = |bytes: &[u8]| match bounded(bytes, little).unwrap_err() {
        Failure::TooMany { what, limit } => (what, limit),
        other => panic!("{other}"),
    };
    let inflated = ("bytes in its compressed parts", 100_000);
    let bomb = deflated(&vec![b' '; 1_000_000]);
    assert_eq!(
        refused(&page(b"", &[stream("/Filter /FlateDecode", &bomb)])),
        inflated
    );
    // A bomb within a bomb, and one in letters.
    let twice = deflated(&bomb);
    assert_eq!(
        refused(&page(
            b"",
            &[stream("/Filter [/FlateDecode /FlateDecode]", &twice)]
        )),
        inflated
    );
    let hexadecimal: String = bomb.iter().map(|byte| format!("{byte:02x}")).collect();
    let letters = stream(
        "/Filter [/ASCIIHexDecode /FlateDecode]",
        hexadecimal.as_bytes(),
    );
    assert_eq!(refused(&page(b"", &[letters])), inflated);
    // A form that draws itself many times over.
    let forms: Vec<Vec<u8>> = (0..10)
        .map(|at| {
            let next = at + 7;
            let own =
                format!("/Subtype /Form /BBox [0 0 9 9] /Resources <</XObject <</X {next} 0 R>>>>");
            stream(&own, "/X Do ".repeat(10).as_bytes())
        })
        .collect();
    assert_eq!(refused(&page(b"/X Do", &forms)), inflated);
    let long = format!("BT /F 10 Tf ({}) Tj ET", "x".repeat(2_000));
    assert_eq!(refused(&page(long.as_bytes(), &[])), ("letters", 1_000));
    let many = vec![b"<</A 1>>".to_vec(); 60];
    assert_eq!(refused(&page(b"", &many)), ("objects", 60));
    let kids = vec![
        b"<</Type /Catalog /Pages 2 0 R>>".to_vec(),
        b"<</Type /Pages /Kids [<<>> <<>> <<>> <<>>] /Count 4>>".to_vec(),
    ];
    assert_eq!(refused(&pdf(&kids)), ("pages", 3));
}

#[test]
fn what_is_broken_is_read_or_refused_with_little_work() {
    // What a reader does again and again counts each time.
    let little = PdfLimits {
        pages: 100,
        objects: 20_000,
        inflated: 4 << 20,
        glyphs: 1_000,
        ..PdfLimits::default()
    };
    let text = b"BT /F 10 Tf 50 700 Td (Straw) Tj ET";
    let form = |own: &str| stream(&format!("/Subtype /Form /BBox [0 0 9 9] {own}"), b"/X Do");
    let itself = form("/Resources <</XObject <</X 6 0 R>>>>");
    let mut nested = b"[".repeat(200_000);
    nested.extend(b"]".repeat(200_000));
    let cycle = vec![
        b"<</Type /Catalog /Pages 2 0 R>>".to_vec(),
        b"<</Type /Pages /Kids [2 0 R 3 0 R 3 0 R] /Parent 2 0 R /Count 9>>".to_vec(),
        b"<</Type /Pages /Kids [2 0 R 3 0 R] /Count 9>>".to_vec(),
    ];
    let own_stream = stream("/Type /ObjStm /N 1 /First 4", b"6 0 <<>>");
    let files = [
        page(text, &[]),
        page(&[text.as_slice(), b" /X Do"].concat(), &[itself]),
        page(&[b"q ".repeat(100_000).as_slice(), text].concat(), &[]),
        page(&[nested.as_slice(), text].concat(), &[nested.clone()]),
        pdf(&cycle),
        page(text, &[own_stream]),
        page(text, &[b"<</Length 99999999999>>\nstream\n".to_vec()]),
        b"%PDF-1.7".to_vec(),
        [b"%PDF-1.7\n".as_slice(), &b"1 0 obj (".repeat(5_000)].concat(),
        [b"%PDF-1.7\n".as_slice(), &b"1 0 obj <</A [ ".repeat(5_000)].concat(),
    ];
    for (at, bytes) in files.iter().enumerate() {
        let answer = bounded(bytes, little);
        match answer {
            Ok(read) => assert!(said(&read.document).contains("Straw"), "{at}"),
            Err(Failure::Broken { .. } | Failure::Empty) => {}
            Err(other) => panic!("{at}: {other}"),
        }
    }
    // A file that was cut off is read as far as it goes.
    let whole = page(text, &[]);
    let cut = &whole[..whole.len() - 150];
    assert_eq!(said(&read(cut).unwrap().document), "Straw");
    // What stands before it, as a mail leaves it, does no harm.
    let led = [b"X-Sent: yes\r\n\r\n".as_slice(), &whole].concat();
    assert_eq!(said(&read(&led).unwrap().document), "Straw");
}

#[test]
fn time_is_bounded() {
    let none = PdfLimits {
        time: Duration::ZERO,
        ..PdfLimits::default()
    };
    let refused = bounded(&page(b"BT /F 10 Tf 50 700 Td (Straw) Tj ET", &[]), none);
    assert_eq!(refused.unwrap_err(), Failure::TooSlow { seconds: 0 });
}
