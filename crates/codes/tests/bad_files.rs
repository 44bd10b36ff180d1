//! Every file of `cases/bad/codes` is refused under the code that it is named by, and what is told of it
//! stands beside it.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a failed test panics")]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use coverdict_codes::{FaultCode, Faults, ReadError, read_cpt, read_hcpcs, read_icd_10_cm};

const FOLDER: &str = "../../cases/bad/codes";

/// The year as whose list each is read.
const YEAR: i16 = 2025;

fn fixtures() -> Vec<(&'static str, PathBuf)> {
    let mut all = Vec::new();
    for system in ["hcpcs", "icd-10-cm", "cpt"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join(FOLDER)
            .join(system);
        let files = fs::read_dir(folder).unwrap();
        let mut files: Vec<_> = files.map(|entry| entry.unwrap().path()).collect();
        files.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
        files.sort();
        all.extend(files.into_iter().map(|file| (system, file)));
    }
    all
}

fn name(path: &Path) -> String {
    path.file_stem().unwrap().to_string_lossy().into_owned()
}

fn refuse(system: &str, path: &Path) -> Faults {
    let shown = format!("cases/bad/codes/{system}/{}.txt", name(path));
    let from = fs::File::open(path).unwrap();
    let read = match system {
        "hcpcs" => read_hcpcs(&shown, YEAR, from).map(|_| ()),
        "cpt" => read_cpt(&shown, YEAR, from).map(|_| ()),
        _ => read_icd_10_cm(&shown, YEAR, from).map(|_| ()),
    };
    match read {
        Err(ReadError::Faulty(faults)) => faults,
        other => panic!("{shown} is not refused for its faults: {other:?}"),
    }
}

#[test]
fn each_is_refused_under_the_code_that_its_name_begins_with() {
    let mut seen = BTreeSet::new();
    for (system, path) in fixtures() {
        let faults = refuse(system, &path);
        for fault in &faults.told {
            seen.insert(fault.code);
            let code = fault.code.name().strip_prefix("list-").unwrap();
            let several = name(&path).ends_with("-and-more");
            assert!(
                several || name(&path).starts_with(code),
                "{}: {faults}",
                path.display()
            );
        }
    }
    assert_eq!(seen, FaultCode::ALL.into_iter().collect());
}

#[test]
fn each_telling_is_as_recorded() {
    for (system, path) in fixtures() {
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(path.parent().unwrap());
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(name(&path), refuse(system, &path)));
    }
}

#[test]
fn a_cut_anywhere_in_the_last_record_is_seen() {
    let bytes = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/codes/hcpcs.txt"));
    let bytes = bytes.unwrap();
    // The last record has 320 columns and two characters for its end.
    for cut in 3..322 {
        let cut = &bytes[..bytes.len() - cut];
        assert!(read_hcpcs("cut", YEAR, cut).is_err(), "{}", cut.len());
    }
}

#[test]
fn the_first_hundred_faults_are_told_and_the_rest_is_counted() {
    let lines = "no tab\n".repeat(250);
    let Err(ReadError::Faulty(faults)) = read_cpt("many", YEAR, lines.as_bytes()) else {
        panic!("it is not refused");
    };
    assert_eq!((faults.told.len(), faults.more), (100, 150));
    assert!(
        faults
            .to_string()
            .ends_with("\nand 150 more faults in many")
    );
}

#[test]
fn the_book_lists_every_code() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/src/code-lists.md");
    let page = fs::read_to_string(page).unwrap();
    for code in FaultCode::ALL {
        let row = format!("| `{}` `{}` | ", code.id(), code.name());
        assert!(page.contains(&row), "{code}");
    }
}
