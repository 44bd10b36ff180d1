//! Every file of `cases/bad/yaml` is refused, and its rendering stands beside it.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a failed test panics")]

use std::path::{Path, PathBuf};

use coverdict_corpus::diagnostic::{Code, Diagnostic, RenderOptions, Sources, render};
use coverdict_corpus::yaml;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/bad/yaml")
}

fn fixtures() -> Vec<PathBuf> {
    let files = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut yaml: Vec<_> = files
        .filter(|path| path.extension().is_some_and(|ending| ending == "yaml"))
        .collect();
    yaml.sort();
    yaml
}

fn name(path: &Path) -> String {
    path.file_stem().unwrap().to_string_lossy().into_owned()
}

fn refuse(path: &Path, sources: &mut Sources) -> Diagnostic {
    let shown = format!("cases/bad/yaml/{}.yaml", name(path));
    match sources
        .load(path, shown)
        .and_then(|file| yaml::parse(sources.file(file)))
    {
        Ok(tree) => panic!("{} is not refused: {tree:?}", path.display()),
        Err(problem) => problem,
    }
}

#[test]
fn each_is_refused_under_the_code_that_its_name_begins_with() {
    let known = |path: &Path, problem: &Diagnostic| match name(path).as_str() {
        "carriage-return" => problem.code() == Code::CONTROL_CHARACTER,
        "key-empty" => problem.code() == Code::KEY_NOT_TEXT,
        "long-line" | "windows-lines" => problem.code() == Code::MISPLACED_COLON,
        name => name.starts_with(problem.code().name()),
    };
    for path in fixtures() {
        let problem = refuse(&path, &mut Sources::default());
        assert!(known(&path, &problem), "{}: {problem}", path.display());
        assert!(problem.help().is_some(), "{}: {problem}", path.display());
    }
}

#[test]
fn each_rendering_is_as_recorded() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder());
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for path in fixtures() {
        let mut sources = Sources::default();
        let problem = refuse(&path, &mut sources);
        let rendering = render(
            &[problem],
            &sources,
            RenderOptions {
                color: false,
                width: 100,
            },
        );
        settings.bind(|| insta::assert_snapshot!(name(&path), rendering));
    }
}

/// Limits are tested where the files are made, in `hostile.rs`, and shape problems in `reading.rs`.
#[test]
fn every_code_about_the_text_itself_has_a_fixture() {
    let elsewhere = [
        Code::FILE_UNREADABLE,
        Code::FILE_TOO_LARGE,
        Code::TOO_MANY_VALUES,
        Code::VALUE_TOO_LONG,
    ];
    let found: Vec<_> = fixtures()
        .iter()
        .map(|path| refuse(path, &mut Sources::default()).code())
        .collect();
    let wanted = Code::all()
        .iter()
        .filter(|code| code.id() < Code::WRONG_SHAPE.id() && !elsewhere.contains(code));
    let missing: Vec<_> = wanted.filter(|code| !found.contains(code)).collect();
    assert!(missing.is_empty(), "no fixture for {missing:?}");
}
