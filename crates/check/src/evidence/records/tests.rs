use std::io::{BufReader, Cursor};

use super::{
    Allowance, Nature, Record, RecordKind, Wrong, crossref, kind, nbib, pubmed, retraction_watch,
};

type Read = fn(Allowance<BufReader<Cursor<Vec<u8>>>>, &mut dyn FnMut(Record)) -> Result<(), Wrong>;

fn read(by: Read, text: &str) -> Result<Vec<Record>, String> {
    let mut records = Vec::new();
    let input = Allowance::new(BufReader::new(Cursor::new(text.as_bytes().to_vec())));
    by(input, &mut |record| records.push(record))
        .map_err(|wrong| format!("{}: {}", wrong.line, wrong.message))?;
    Ok(records)
}

#[test]
fn what_a_file_is_is_told_by_its_beginning() {
    assert_eq!(
        kind(b"\n\nPMID- 99000001\nOWN - X\n"),
        Some(RecordKind::Nbib)
    );
    assert_eq!(
        kind("\u{feff}<?xml version=\"1.0\"?>".as_bytes()),
        Some(RecordKind::PubmedXml)
    );
    assert_eq!(kind(b" [{\"DOI\": 1"), Some(RecordKind::Crossref));
    assert_eq!(
        kind(b"Record ID,Title,RetractionNature\r\n"),
        Some(RecordKind::RetractionWatch)
    );
    for other in [
        &b""[..],
        b"\x1f\x8b\x08\x00",
        b"Record ID,Title\n",
        b"PMID 1",
        "é".as_bytes(),
    ] {
        assert_eq!(kind(other), None, "{other:?}");
    }
}

#[test]
fn entities_that_xml_does_not_have_are_refused() {
    let bomb = "<?xml version=\"1.0\"?>\n<!DOCTYPE a [<!ENTITY b \"bb\"><!ENTITY c \"&b;&b;\">]>\n<a>&c;</a>";
    let wrong = read(pubmed::read, bomb).unwrap_err();
    assert!(wrong.contains("document type with declarations"), "{wrong}");
    let wrong = read(pubmed::read, "<a>\n&unknown;</a>").unwrap_err();
    assert!(
        wrong.starts_with("2: ") && wrong.contains("entity"),
        "{wrong}"
    );
    let deep = "<a>".repeat(100);
    assert!(read(pubmed::read, &deep).unwrap_err().contains("64 deep"));
    for damaged in ["<a><b></a>", "<a>", "<a", "<PubmedArticle></b>"] {
        assert!(read(pubmed::read, damaged).is_err(), "{damaged}");
    }
}

#[test]
fn a_record_that_would_fill_the_memory_is_refused() {
    let huge = format!("PMID- 1\nTI  - {}\n", "x".repeat(17 << 20));
    let wrong = read(nbib::read, &huge).unwrap_err();
    assert!(wrong.contains("larger than any export"), "{wrong}");
    let many = "PMID- 1\nTI  - x\n\n".repeat(100_000);
    assert_eq!(read(nbib::read, &many).unwrap().len(), 100_000);
}

#[test]
fn a_field_out_of_place_is_told_with_its_line() {
    assert!(
        read(nbib::read, "PMID- 1\nno field\n")
            .unwrap_err()
            .starts_with("2: a field")
    );
    assert!(
        read(nbib::read, "TI  - x\n")
            .unwrap_err()
            .starts_with("1: a record begins")
    );
    assert!(
        read(crossref::read, "{\"DOI\":\n 5}")
            .unwrap_err()
            .starts_with("2: no works")
    );
    let wrong = read(retraction_watch::read, "Title,RetractionNature\n").unwrap_err();
    assert!(wrong.contains("column `Author`"), "{wrong}");
}

#[test]
fn a_notice_of_crossref_tells_of_the_work_that_it_updates() {
    let notice = r#"{"status":"ok","message":{"DOI":"10.1234/notice","title":["Retraction"],
        "update-to":[{"DOI":"10.1234/straw","type":"retraction","updated":{"date-parts":[[2021,3]]}}]}}"#;
    let records = read(crossref::read, notice).unwrap();
    let [about, own] = records.as_slice() else {
        panic!("{records:?}")
    };
    assert_eq!(
        (about.doi.as_deref(), own.doi.as_deref()),
        (Some("10.1234/straw"), Some("10.1234/notice"))
    );
    assert_eq!(about.notices[0].nature, Nature::Retraction);
    assert_eq!(about.notices[0].date.unwrap().to_string(), "2021-03");
    assert!(own.notices.is_empty());
}

#[test]
fn lists_of_crossref_are_read_in_each_form() {
    let work = r#"{"DOI":"10.1234/a","title":["RETRACTED: Straw"],"unknown":[{"x":1}]}"#;
    for text in [
        work.to_owned(),
        format!("[{work}]"),
        format!("{{\"items\":[{work}]}}"),
        format!("{{\"message\":{{\"items\":[{work}]}}}}"),
        format!("{work}\n{work}"),
    ] {
        let records = read(crossref::read, &text).unwrap();
        assert_eq!(records[0].title.as_deref(), Some("Straw"), "{text}");
        assert_eq!(records[0].notices[0].nature, Nature::Retraction);
    }
}
