//! Tables that are broken, and lines that cannot be screened.

use std::{fs, io::Read, path::Path};

use coverdict_screen::{
    ScreenError,
    read::{At, Format, Table, Why},
    run::BadRow,
    write::SetAside,
};

use crate::support::{How, csv, folder, lines, names, rows, screen};

const SET_ASIDE: How = How {
    threads: 2,
    batch: 2,
    bad_row: BadRow::SetAside,
};

const BAD: &[u8] = b"claim,date_of_service,code,age\n\
    good,2025-01-01,M0076,40\n\
    short,2025-01-01\n\
    undated,,M0076,40\n\
    \"two\nlines\",2025-02-30,M0076,40\n\
    old,2025-01-01,M0076,forty\n\
    \xff,2025-01-01,M0076,40\n\
    good too,2025-01-01,M0076,\n";

#[test]
fn what_cannot_be_screened_is_set_aside_line_by_line() {
    let path = folder("aside").join("out.csv");
    let (summary, aside) = screen(vec![csv(BAD)], &path, SET_ASIDE).unwrap();
    let told: Vec<_> = aside
        .iter()
        .map(|aside| {
            let fault = &aside.fault;
            (aside.line, fault.at, fault.column.as_deref(), fault.why)
        })
        .collect();
    let expected = [
        (2, Some(At::Line(3)), None, Why::WrongNumberOfFields),
        (
            3,
            Some(At::Line(4)),
            Some("date_of_service"),
            Why::NoDateOfService,
        ),
        (
            4,
            Some(At::Line(5)),
            Some("date_of_service"),
            Why::DoesNotFit,
        ),
        (5, Some(At::Line(7)), Some("age"), Why::DoesNotFit),
        (6, Some(At::Line(8)), Some("claim"), Why::NotUtf8),
    ];
    assert_eq!(told, expected);
    let rows = rows(&fs::read_to_string(&path).unwrap());
    let kept: Vec<(&str, &str)> = rows
        .iter()
        .map(|row| (row["claim"].as_str(), row["line"].as_str()))
        .collect();
    assert_eq!(kept, [("good", "1"), ("good too", "7")]);
    let screened: u64 = summary.outcomes.values().sum();
    assert_eq!((summary.lines, screened), (7, 2));
    assert_eq!(summary.set_aside.values().sum::<u64>(), 5);
}

#[test]
fn the_first_line_that_cannot_be_screened_stops_and_leaves_nothing() {
    let folder = folder("stop");
    let error = screen(vec![csv(BAD)], &folder.join("out.parquet"), How::default()).unwrap_err();
    let told =
        "lines.csv, line 2 (line 3 of the text): it has 2 fields, and the table has 4 columns";
    assert_eq!(error.to_string(), told);
    assert!(names(&folder).is_empty());
}

#[test]
fn a_damaged_parquet_file_is_told_and_leaves_nothing() {
    let folder = folder("damaged");
    let whole = folder.join("whole.parquet");
    screen(vec![csv(lines(2000))], &whole, How::default()).unwrap();
    // The findings have the columns of lines no more, but the claims' own file is as good.
    let bytes = fs::read(&whole).unwrap();
    let cut = folder.join("cut.parquet");
    fs::write(&cut, &bytes[..bytes.len() - 100]).unwrap();
    let error = Table::open(&cut, None).unwrap_err().to_string();
    assert!(
        error.contains("cut.parquet: it is no whole Parquet file"),
        "{error}"
    );
    fs::write(&cut, b"claim,date_of_service\n").unwrap();
    assert!(Table::open(&cut, None).is_err());
}

/// Changes bytes of a file one at a time and screens what is left: it ends, and what it says to be
/// whole is there.
fn flip(test: &str, whole: &Path, step: usize) {
    let folder = folder(&format!("flipped-{test}"));
    let bytes = fs::read(whole).unwrap();
    let (claims, out) = (folder.join(test), folder.join("out.csv"));
    let mut told = 0;
    for at in (0..bytes.len()).step_by(step) {
        let mut flipped = bytes.clone();
        flipped[at] ^= 0x55;
        fs::write(&claims, flipped).unwrap();
        let Ok(table) = Table::open(&claims, None) else {
            told += 1;
            continue;
        };
        let layout = coverdict_screen::Layout::new(
            &crate::support::PROGRAM,
            &table.schema(),
            &Default::default(),
            Default::default(),
            &Default::default(),
        );
        let screened = layout.is_ok().then(|| screen(vec![table], &out, SET_ASIDE));
        if !matches!(screened, Some(Ok(_))) {
            told += 1;
            assert!(!out.exists());
        }
        let _ = fs::remove_file(&out);
    }
    assert!(told > 10, "{told}");
}

#[test]
fn no_byte_of_a_parquet_file_can_be_changed_so_that_screening_does_not_end() {
    let whole = folder("whole-parquet").join("lines.parquet");
    crate::formats::founding(&whole, 50);
    flip("lines.parquet", &whole, 41);
}

#[test]
fn no_byte_of_an_ipc_file_can_be_changed_so_that_screening_does_not_end() {
    let whole = folder("whole-ipc").join("lines.arrow");
    crate::formats::founding_ipc(&whole, 20);
    flip("lines.arrow", &whole, 41);
}

#[test]
fn an_ipc_file_that_is_cut_off_is_told() {
    let folder = folder("cut-ipc");
    let (whole, cut) = (folder.join("whole.arrow"), folder.join("cut.arrow"));
    crate::formats::founding_ipc(&whole, 20);
    let bytes = fs::read(&whole).unwrap();
    let out = folder.join("out.csv");
    for length in (0..bytes.len() / 2).step_by(101) {
        fs::write(&cut, &bytes[..length]).unwrap();
        let told = match Table::open(&cut, None) {
            Ok(table) => screen(vec![table], &out, SET_ASIDE)
                .unwrap_err()
                .to_string(),
            Err(error) => error.to_string(),
        };
        assert!(
            told.contains("cut.arrow: it is no whole Arrow IPC table"),
            "{told}"
        );
        assert!(!out.exists());
    }
}

#[test]
fn tables_of_many_columns_are_read_for_those_that_are_needed() {
    let more: Vec<String> = (0..10_000).map(|number| format!("more_{number}")).collect();
    let text = format!(
        "date_of_service,code,{}\n2025-01-01,M0076{}\n",
        more.join(","),
        ",x".repeat(10_000)
    );
    let path = folder("columns").join("out.csv");
    screen(vec![csv(text)], &path, How::default()).unwrap();
    let rows = rows(&fs::read_to_string(&path).unwrap());
    assert_eq!((rows.len(), rows[0]["more_9999"].as_str()), (1, "x"));
}

/// A line with a cell of so many bytes, and one more line.
struct Huge {
    begin: &'static [u8],
    bytes: u64,
    end: &'static [u8],
}

impl Read for Huge {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if !self.begin.is_empty() {
            return self.begin.read(buffer);
        }
        let length = buffer.len().min(usize::try_from(self.bytes).unwrap());
        if length == 0 {
            return self.end.read(buffer);
        }
        buffer[..length].fill(b'x');
        self.bytes -= length as u64;
        Ok(length)
    }
}

#[test]
fn a_cell_larger_than_any_may_be_is_set_aside() {
    let huge = Huge {
        begin: b"date_of_service,code\n2025-01-01,",
        bytes: 100 << 20,
        end: b"\n2025-01-01,M0076\n",
    };
    let table = Table::stream("huge", Some(Format::Csv), Box::new(huge)).unwrap();
    let path = folder("huge").join("out.csv");
    let (summary, aside) = screen(vec![table], &path, SET_ASIDE).unwrap();
    assert_eq!((summary.lines, aside.len()), (2, 1));
    assert_eq!(aside[0].fault.why, Why::TooLarge);
}

#[test]
fn tables_that_do_not_go_together_are_told() {
    let other = csv("date_of_service,code\n2025-01-01,M0076\n");
    let folder = folder("together");
    let error = screen(
        vec![csv(lines(1)), other],
        &folder.join("out.csv"),
        How::default(),
    );
    let error = error.unwrap_err();
    assert!(matches!(error, ScreenError::Read(_)), "{error}");
    assert!(
        error.to_string().contains("it has no column `claim`"),
        "{error}"
    );
    assert!(names(&folder).is_empty());
}

#[test]
fn a_disk_that_is_full_is_told_whatever_is_written() {
    let full = Path::new("/dev/full");
    if !full.exists() {
        return;
    }
    for name in ["out.csv", "out.parquet", "out.arrow"] {
        let folder = folder("full");
        let beside = folder.join(format!("{name}.part"));
        std::os::unix::fs::symlink(full, beside).unwrap();
        let error = screen(vec![csv(lines(10))], &folder.join(name), How::default());
        let error = error.unwrap_err().to_string();
        assert!(
            error.contains(&format!("{name} cannot be written")),
            "{error}"
        );
        assert!(names(&folder).is_empty());
    }
    let folder = folder("full-aside");
    std::os::unix::fs::symlink(full, folder.join("aside.csv.part")).unwrap();
    let mut file = SetAside::create(&folder.join("aside.csv")).unwrap();
    let (_, aside) = screen(vec![csv(BAD)], &folder.join("out.csv"), SET_ASIDE).unwrap();
    let written = aside.iter().try_for_each(|line| file.append(line));
    let error = written
        .and_then(|()| file.finish())
        .unwrap_err()
        .to_string();
    assert!(error.contains("aside.csv cannot be written"), "{error}");
    assert_eq!(names(&folder), ["out.csv"]);
}
