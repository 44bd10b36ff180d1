//! Every claim and line of an 837 is screened or set aside, and what is wrong is told.

use std::{fs, io::Read};

use coverdict_screen::{
    Summary,
    read::{Aside, At, Claims, Format, Table, Why},
    run::BadRow,
    write::SetAside,
};

use super::{
    fixture,
    written::{claim, interchange, professional, subscriber, transaction},
    x12,
};
use crate::support::{How, folder, names, open, rows, screen, screening};

const SET_ASIDE: How = How {
    threads: 2,
    batch: 2,
    bad_row: BadRow::SetAside,
};

/// Screens interchanges, setting aside what cannot be screened; every line is accounted for.
fn accounted(test: &str, tables: Vec<Table>) -> (Summary, Vec<Aside>) {
    let (summary, aside) = screen(tables, &folder(test).join("out.csv"), SET_ASIDE).unwrap();
    let screened: u64 = summary.outcomes.values().sum();
    let set_aside: u64 = summary.set_aside.values().sum();
    assert_eq!(summary.lines, screened + set_aside);
    assert_eq!(
        set_aside,
        aside.iter().map(|one| one.fault.lines).sum::<u64>()
    );
    let pieces = aside.iter().filter_map(|one| one.fault.piece.as_ref());
    let claims = summary.claims.unwrap();
    assert_eq!(
        claims.set_aside,
        pieces.map(|piece| piece.claims).sum::<u64>()
    );
    (summary, aside)
}

/// An interchange with a claim in which something is wrong, a transaction of an older version, a remittance,
/// and a transaction that miscounts.
fn troubled() -> String {
    let head = ["BHT*0019*00*B1*20250301*1200*CH", "HL*1**20*1"].map(str::to_owned);
    let with = |claims: &[Vec<String>]| {
        let claims = claims.concat();
        [head.as_slice(), &subscriber(2, "M1", "CI"), &claims].concat()
    };
    let mut damaged = claim("BAD", &["HC:M0076", "HC:97110"]);
    damaged[3] = "SV1*HC:M0076*a lot*UN*1***1".to_owned();
    let good = |id| claim(id, &["HC:M0076"]);
    let first = transaction(
        "837",
        "0001",
        "005010X222A1",
        &with(&[good("C1"), damaged, good("C2")]),
    );
    let old = transaction(
        "837",
        "0002",
        "004010X098A1",
        &with(&[good("OLD"), good("OLDER")]),
    );
    let remittance = transaction("835", "0003", "005010X221A1", &["BPR*I*0".to_owned()]);
    let miscounted = transaction("837", "0004", "005010X222A1", &with(&[good("C3")]));
    let miscounted = miscounted.replace("SE*", "SE*9");
    interchange(&[first, old, remittance, miscounted])
}

#[test]
fn what_cannot_be_screened_is_set_aside_claim_by_claim() {
    let text = troubled();
    let (summary, aside) = accounted("x12-aside", vec![x12(text.clone())]);
    let told: Vec<_> = aside
        .iter()
        .map(|one| {
            let piece = one.fault.piece.as_ref().unwrap();
            (
                one.line,
                one.fault.lines,
                one.fault.why,
                piece.code,
                piece.claim.as_deref(),
            )
        })
        .collect();
    let expected = [
        (2, 2, Why::ClaimAtFault, Some("E1220"), Some("BAD")),
        (5, 2, Why::TransactionNotRead, Some("E1214"), None),
        (8, 0, Why::Envelope, Some("E1210"), None),
    ];
    assert_eq!(told, expected);
    let claims = Claims {
        read: 3,
        set_aside: 3,
        other_transactions: 1,
        faults_outside: 1,
    };
    assert_eq!((summary.lines, summary.claims), (7, Some(claims)));
    // What is set aside is found again by its bytes.
    let piece = aside[0].fault.piece.as_ref().unwrap();
    let bytes = &text[piece.begin as usize..piece.end as usize];
    assert!(
        bytes.starts_with("CLM*BAD*") && bytes.ends_with("DTP*472*D8*20250301~"),
        "{bytes}"
    );
    let place = text.find("a lot").unwrap() as u64;
    assert_eq!(aside[0].fault.at, Some(At::Byte(place)));
    let path = folder("x12-aside-file").join("aside.csv");
    let mut file = SetAside::create(&path).unwrap();
    aside.iter().for_each(|one| file.append(one).unwrap());
    file.finish().unwrap();
    let rows = rows(&fs::read_to_string(path).unwrap());
    assert_eq!(
        (rows[0]["claim"].as_str(), rows[0]["line"].as_str()),
        ("BAD", "2")
    );
    assert_eq!(rows[0]["begin_byte"], piece.begin.to_string());
    assert_eq!(
        (rows[2]["line"].as_str(), rows[2]["lines"].as_str()),
        ("", "0")
    );
}

#[test]
fn the_first_fault_stops_and_tells_its_place_and_no_value() {
    let folder = folder("x12-stop");
    let error = screen(
        vec![x12(troubled())],
        &folder.join("out.csv"),
        How::default(),
    );
    let error = error.unwrap_err().to_string();
    let place = troubled().find("a lot").unwrap();
    let told =
        format!("claims.837, byte {place}, segment 17 (SV1): SV102 is not a decimal number. ");
    assert!(
        error.starts_with(&told) && error.ends_with("(E1220)"),
        "{error}"
    );
    assert!(
        !error.contains("BAD") && !error.contains("a lot"),
        "{error}"
    );
    assert!(names(&folder).is_empty());
}

#[test]
fn version_4010_is_refused_by_name() {
    let mut segments = subscriber(2, "M1", "CI");
    segments.extend(claim("C1", &["HC:M0076"]));
    let text = professional(&segments).replace("005010X222A1", "004010X098A1");
    let error = screen(
        vec![x12(text)],
        &folder("x12-4010").join("out.csv"),
        How::default(),
    );
    let error = error.unwrap_err().to_string();
    assert!(
        error.contains("4010 is not read") && error.contains("(E1212)"),
        "{error}"
    );
}

#[test]
fn wherever_a_file_is_cut_off_what_is_whole_before_is_screened_and_the_rest_told() {
    let bytes = fs::read(fixture("professional.837")).unwrap();
    let (whole, aside) = accounted("x12-whole", vec![x12(bytes.clone())]);
    assert_eq!((whole.lines, aside.len()), (4, 0));
    let mut screened = 0;
    for cut in (1..bytes.len() - 1).step_by(23) {
        let (summary, aside) = accounted("x12-cut", vec![x12(&bytes[..cut])]);
        assert!(!aside.is_empty(), "{cut}");
        let claims = summary.claims.unwrap();
        assert!(claims.read >= screened, "{cut}");
        assert!(claims.faults_outside > 0, "{cut}");
        screened = claims.read;
        let stopped = screen(
            vec![x12(&bytes[..cut])],
            &folder("x12-cut-stop").join("out.csv"),
            How::default(),
        );
        assert!(stopped.is_err(), "{cut}");
    }
    assert_eq!(screened, 3);
}

#[test]
fn what_follows_damage_is_told_as_not_read() {
    let whole = fs::read_to_string(fixture("professional.837")).unwrap();
    let text = whole.replace(
        "CLM*CLAIM-2*",
        &format!("{}CLM*CLAIM-2*", "x".repeat(70_000)),
    );
    let (summary, aside) = accounted("x12-damage", vec![x12(text), x12(whole)]);
    let last = aside
        .iter()
        .find(|one| one.fault.why == Why::RestNotRead)
        .unwrap();
    assert_eq!(last.fault.piece.as_ref().unwrap().code, Some("E1204"));
    // The table after it is read whole.
    assert_eq!(summary.outcomes.values().sum::<u64>(), 4);
    let (_, aside) = accounted("x12-other", vec![x12("claim,date_of_service\n")]);
    assert_eq!(aside[0].fault.why, Why::RestNotRead);
    assert!(
        aside[0].to_string().contains("this is not X12"),
        "{}",
        aside[0]
    );
}

/// The begin of an interchange, and then so many bytes without the end of a segment.
struct Endless {
    begin: std::io::Cursor<Vec<u8>>,
    bytes: u64,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.begin.read(buffer)?;
        if read > 0 {
            return Ok(read);
        }
        let length = buffer.len().min(usize::try_from(self.bytes).unwrap());
        buffer[..length].fill(b'x');
        self.bytes -= length as u64;
        Ok(length)
    }
}

#[test]
fn a_segment_larger_than_any_may_be_ends_the_table_at_once() {
    let bytes = fs::read(fixture("professional.837")).unwrap();
    let cut = bytes.windows(5).position(|five| five == b"SE*75").unwrap();
    let endless = Endless {
        begin: std::io::Cursor::new(bytes[..cut].to_vec()),
        bytes: 1 << 40,
    };
    let table = Table::stream("endless", Some(Format::X12), Box::new(endless)).unwrap();
    let (summary, aside) = accounted("x12-endless", vec![table]);
    assert_eq!(summary.claims.unwrap().read, 2);
    assert!(aside.iter().any(|one| one.fault.why == Why::RestNotRead));
}

#[test]
fn the_files_of_a_folder_are_read_by_name_to_the_same_bytes_whatever_the_threads() {
    let claims = folder("x12-folder");
    fs::copy(fixture("institutional.837"), claims.join("b.837i")).unwrap();
    fs::copy(fixture("professional.837"), claims.join("c.txt")).unwrap();
    fs::write(claims.join("a.edi"), troubled()).unwrap();
    fs::write(claims.join("_done"), "").unwrap();
    fs::write(claims.join(".hidden"), "").unwrap();
    let out = folder("x12-folder-out");
    for ending in ["csv", "parquet", "arrow"] {
        let run = |threads, batch| {
            let path = out.join(format!("{threads}-{batch}.{ending}"));
            let how = How {
                threads,
                batch,
                bad_row: BadRow::SetAside,
            };
            let tables = Table::open_all(&claims, None).unwrap();
            let (summary, aside) = screen(tables, &path, how).unwrap();
            (fs::read(path).unwrap(), summary, aside)
        };
        let expected = run(1, 1000);
        assert_eq!(expected.1.claims.unwrap().read, 3 + 1 + 3);
        let tables: Vec<&str> = expected.2.iter().map(|one| one.table.as_str()).collect();
        assert!(
            tables.iter().all(|table| table.ends_with("a.edi")),
            "{tables:?}"
        );
        for (threads, batch) in [(2, 1000), (3, 1), (2, 2)] {
            assert!(
                run(threads, batch) == expected,
                "{threads} {batch} {ending}"
            );
        }
        if ending == "csv" {
            let text = String::from_utf8(expected.0).unwrap();
            let ids: Vec<_> = rows(&text)
                .iter()
                .map(|row| row["claim_id"].clone())
                .collect();
            let expected = [
                "C1", "C2", "C3", "STAY-1", "STAY-1", "CLAIM-1", "CLAIM-1", "CLAIM-2", "CLAIM-3",
            ];
            assert_eq!(ids, expected);
        }
    }
}

#[test]
fn a_folder_with_anything_else_in_it_is_told() {
    let of = |test: &str, name: &str| {
        let folder = folder(test);
        fs::write(folder.join(name), "hello").unwrap();
        Table::open_all(&folder, None).unwrap_err().to_string()
    };
    assert!(of("x12-stray", "notes").contains("notes: its name does not tell its format"));
    assert!(of("x12-empty", ".hidden").contains("the folder holds no table"));
    let nested = folder("x12-nested");
    fs::create_dir(nested.join("inner")).unwrap();
    let error = Table::open_all(&nested, None).unwrap_err().to_string();
    assert!(error.contains("it holds a folder"), "{error}");
}

#[test]
fn a_line_is_explained_by_its_number_and_one_set_aside_is_told() {
    let tables = || vec![x12(troubled())];
    let screening = screening(&tables()[0], How::default());
    for line in [1, 4, 7] {
        assert!(screening.explain(tables(), line).is_ok(), "{line}");
    }
    for line in [2, 3] {
        let error = screening.explain(tables(), line).unwrap_err().to_string();
        assert!(error.contains("(E1220)"), "{error}");
    }
    let error = screening.explain(tables(), 6).unwrap_err().to_string();
    assert!(error.contains("(E1214)"), "{error}");
    assert!(screening.explain(tables(), 8).is_err());
}

#[test]
fn many_claims_are_read_in_parts() {
    let mut segments = subscriber(2, "M1", "CI");
    for number in 0..70_000 {
        segments.extend(claim(&format!("C{number}"), &["HC:M0076"]));
    }
    let folder = folder("x12-parts");
    let path = folder.join("claims.837");
    fs::write(&path, professional(&segments)).unwrap();
    let parts = |table: Table| {
        let schema = std::sync::Arc::new(table.schema().project(&[0]).unwrap());
        let parts = table.parts(&schema).unwrap().map(|part| part.unwrap());
        parts
            .map(|part| (part.lines, part.bytes))
            .collect::<Vec<_>>()
    };
    let parts = parts(open(&path));
    let lines: Vec<u64> = parts.iter().map(|(lines, _)| *lines).collect();
    assert_eq!(lines, [65_536, 70_000 - 65_536]);
    let read: u64 = parts.iter().map(|(_, bytes)| bytes).sum();
    assert!(read <= fs::metadata(&path).unwrap().len());
}
