//! Every folder of `cases/bad/corpus` is refused under the code that it is named by, and its rendering stands beside it.

#![expect(clippy::unwrap_used, reason = "a failed test panics")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use coverdict_corpus::diagnostic::{Code, Problems, RenderOptions, Sources};
use coverdict_corpus::{Failure, read_case_file, read_corpus};

/// Relative, so that renderings are the same everywhere; tests run in the folder of their crate.
const FOLDER: &str = "../../cases/bad/corpus";

/// Tested where files are made or texts read: in `hostile.rs` and `bad_yaml.rs`.
fn is_about_text(code: Code) -> bool {
    code.id() < Code::WRONG_SHAPE.id()
}

fn folders() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(FOLDER).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut folders: Vec<_> = paths.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

/// What is wrong with the corpus, or with its cases.
fn wrong(folder: &Path) -> (Problems, Sources) {
    let loaded = match read_corpus(folder) {
        Ok(loaded) => loaded,
        Err(failure) => return (failure.problems, failure.sources),
    };
    let cases = std::fs::read_dir(folder.join("cases"))
        .into_iter()
        .flatten();
    for case in cases {
        let read = read_case_file(&case.unwrap().path(), &loaded.corpus.catalogue);
        if let Err(failure) = read {
            let Failure { problems, sources } = *failure;
            return (problems, sources);
        }
    }
    (loaded.warnings, loaded.sources)
}

fn codes(folder: &Path) -> BTreeSet<&'static str> {
    let (problems, _) = wrong(folder);
    problems
        .iter()
        .map(|problem| problem.code().name())
        .collect()
}

#[test]
fn each_has_the_problem_that_its_name_begins_with_and_no_other() {
    for folder in folders() {
        let codes = codes(&folder);
        let fits = |code: &&str| {
            let rest = name(&folder);
            let rest = rest.strip_prefix(code);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        };
        assert!(
            codes.len() == 1 && codes.iter().all(fits),
            "{}: {codes:?}",
            folder.display()
        );
    }
}

#[test]
fn each_says_what_to_do() {
    for folder in folders() {
        let (problems, _) = wrong(&folder);
        for problem in problems.iter() {
            assert!(problem.help().is_some(), "{}: {problem}", folder.display());
        }
    }
}

#[test]
fn each_rendering_is_as_recorded() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let options = RenderOptions {
        color: false,
        width: 100,
    };
    for folder in folders() {
        let (problems, sources) = wrong(&folder);
        let rendering = problems.render(&sources, options).replace("../../", "");
        settings.bind(|| insta::assert_snapshot!(name(&folder), rendering));
    }
}

#[test]
fn every_code_has_a_fixture() {
    let found: BTreeSet<_> = folders().iter().flat_map(|folder| codes(folder)).collect();
    let missing: Vec<_> = Code::all()
        .iter()
        .filter(|code| !is_about_text(**code) && !found.contains(code.name()))
        .collect();
    assert!(missing.is_empty(), "no fixture for {missing:?}");
}
