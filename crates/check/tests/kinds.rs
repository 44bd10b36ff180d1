//! Each code of an examination has a corpus in `cases/check` that shows it, and one that is near and clean of it.
//!
//! `cases/check/CODE-NAME/shows*` and `…/near*` are folders of YAML files. Those of `cases/check/base` are added, except
//! where a file of the same name takes their place, and `coverdict-check.yaml` holds settings. What is told of a folder
//! `shows` is recorded beside it in `shows.txt`, which `UPDATE=1 cargo test -p coverdict-check --test kinds` writes.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a failed test panics")]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use coverdict_check::{CODES, Config, Fix, Problem, Subject, check, mend};
use coverdict_corpus::{
    Loaded,
    diagnostic::{Code, Problems, RenderOptions, Sources, render},
    print, read_corpus_from,
};
use coverdict_program::compile;

const SETTINGS: &str = "coverdict-check.yaml";

/// The folder of all fixtures.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/check")
}

/// The files and folders of a folder, by name.
fn entries(folder: &Path) -> BTreeMap<String, PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return BTreeMap::new();
    };
    let paths = entries.map(|entry| entry.unwrap().path());
    let named = paths.map(|path| {
        let name = path.file_name().unwrap().to_str().unwrap();
        (name.to_owned(), path.clone())
    });
    named.collect()
}

/// The folders of a code whose names begin so.
fn folders(code: Code, begins: &str) -> Vec<(String, PathBuf)> {
    let entries = entries(&root().join(code.name())).into_iter();
    let fits = |(name, path): &(String, PathBuf)| name.starts_with(begins) && path.is_dir();
    entries.filter(fits).collect()
}

/// The texts of a fixture's files, with those of the base.
fn texts(folder: &Path) -> BTreeMap<String, String> {
    let base = entries(&root().join("base"));
    let files = base.into_iter().chain(entries(folder));
    files
        .map(|(name, path)| (name, fs::read_to_string(path).unwrap()))
        .collect()
}

fn config(texts: &mut BTreeMap<String, String>) -> Config {
    let mut sources = Sources::default();
    let mut problems = Problems::default();
    let settings = texts.remove(SETTINGS).unwrap_or_default();
    let file = sources.add(SETTINGS, settings).unwrap();
    let config = Config::read(sources.file(file), &mut problems);
    let told = problems.render(&sources, RenderOptions::default());
    assert!(problems.is_empty(), "{told}");
    config
}

fn load(texts: BTreeMap<String, String>) -> Loaded {
    read_corpus_from(texts).unwrap_or_else(|failure| panic!("{failure}"))
}

/// What is told of a fixture, of one code alone.
fn told(folder: &Path, code: Code) -> (Loaded, Vec<Problem>) {
    let mut texts = texts(folder);
    let mut config = config(&mut texts);
    config.only(code);
    let loaded = load(texts);
    let problems = checked(&loaded, &config);
    (loaded, problems)
}

fn checked(loaded: &Loaded, config: &Config) -> Vec<Problem> {
    let program = compile(&loaded.corpus, &loaded.digest).unwrap();
    let subject = Subject::new(loaded, &program, program.recorded);
    check(&subject, &loaded.warnings, config).problems
}

fn rendered(loaded: &Loaded, problems: &[Problem]) -> String {
    let options = RenderOptions {
        color: false,
        width: 100,
    };
    let mut text = String::new();
    for problem in problems {
        text += &render(
            std::slice::from_ref(&problem.diagnostic),
            &loaded.sources,
            options,
        );
        if let Some(fix) = &problem.fix {
            text.truncate(text.trim_end().len());
            text += &format!("\n   = fix: {}\n\n", fix.does);
        }
        if let Some(witness) = &problem.witness {
            text += &print::case(&witness.case, &loaded.corpus.catalogue);
            let assuming = witness
                .assuming
                .iter()
                .map(|one| format!("assuming: {one}\n"));
            text += &assuming.collect::<String>();
            text += &format!("answer: {}\n\n", witness.answer.name());
        }
    }
    text
}

#[test]
fn the_base_is_clean() {
    let loaded = load(texts(Path::new("")));
    let mut config = Config::default();
    for code in CODES.iter().filter(|code| code.id().starts_with('L')) {
        config.only(*code);
    }
    let told = rendered(&loaded, &checked(&loaded, &config));
    assert!(told.is_empty(), "{told}");
}

#[test]
fn every_code_is_shown_as_recorded() {
    for code in CODES.iter().copied() {
        for (name, folder) in folders(code, "shows") {
            let (loaded, problems) = told(&folder, code);
            assert!(!problems.is_empty(), "{} is clean", folder.display());
            let text = rendered(&loaded, &problems);
            let path = folder.with_file_name(format!("{name}.txt"));
            if std::env::var_os("UPDATE").is_some() {
                fs::write(&path, &text).unwrap();
            }
            let recorded = fs::read_to_string(&path).unwrap_or_default();
            let hint = "differs: look at it, and run this test with UPDATE=1";
            assert!(text == recorded, "{} {hint}\n{text}", path.display());
        }
    }
}

#[test]
fn what_can_be_mended_is_mended_and_means_the_same() {
    let mut mended = 0;
    for code in CODES.iter().copied() {
        for (_, folder) in folders(code, "shows") {
            let (loaded, problems) = told(&folder, code);
            let fixes: Vec<_> = problems.iter().filter_map(|one| one.fix.as_ref()).collect();
            if fixes.is_empty() {
                continue;
            }
            let after = mend(&loaded, fixes.iter().copied()).unwrap();
            assert_eq!(after.done.len(), fixes.len(), "{}", folder.display());
            let mut config = Config::default();
            config.only(code);
            let left = checked(&after.loaded, &config).len();
            assert_eq!(left, problems.len() - fixes.len(), "{}", folder.display());
            mended += fixes.len();
        }
    }
    assert!(mended > 2, "{mended}");
}

#[test]
fn a_change_that_means_something_else_is_not_made() {
    let code = CODES
        .iter()
        .copied()
        .find(|code| code.name() == "listed-twice")
        .unwrap();
    let (_, folder) = folders(code, "shows").remove(0);
    let (loaded, problems) = told(&folder, code);
    let fix = problems.iter().find_map(|one| one.fix.clone()).unwrap();
    // One code more, or half of one.
    for (start, end) in [
        (fix.span.start - 9, fix.span.end),
        (fix.span.start, fix.span.end - 2),
    ] {
        let span = coverdict_corpus::diagnostic::Span::new(start, end);
        assert!(
            mend(
                &loaded,
                [&Fix {
                    span,
                    ..fix.clone()
                }]
            )
            .is_err()
        );
    }
}

#[test]
fn what_is_near_is_clean() {
    for code in CODES.iter().copied() {
        for (_, folder) in folders(code, "near") {
            let (loaded, problems) = told(&folder, code);
            let told = rendered(&loaded, &problems);
            assert!(told.is_empty(), "{}\n{told}", folder.display());
        }
    }
}

#[test]
fn the_page_of_check_codes_is_current() {
    let path = root().join("../../docs/src/check-codes.md");
    let page = page();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page,
        "{}: run this test with UPDATE=1",
        path.display()
    );
}

fn page() -> String {
    let mut page = String::from(
        "# Check codes\n\nWhat `coverdict check` can find has a code that never changes; [Checking](checking.md) tells how to \
         run it and how to weigh the codes. Codes that begin with C answer questions about what rules mean, decided over \
         every permitted case; those with L are what can be seen in the files. This page is generated from the table of \
         codes and from `cases/check`, which holds the files of each example and more.\n",
    );
    for code in CODES.iter().copied() {
        let weight = format!("{:?}", code.severity()).to_lowercase();
        let (id, name) = (code.id(), code.name());
        page += &format!(
            "\n## {id} `{name}` ({weight})\n\n{} {}\n",
            code.title(),
            code.explanation()
        );
        if let Some((shows, _)) = folders(code, "shows").first() {
            let file = format!("../../cases/check/{name}/{shows}.txt");
            page += &format!("\nTold:\n\n```text\n{{{{#include {file}}}}}\n```\n");
        }
        let near = folders(code, "near").into_iter().next();
        let files = near.iter().flat_map(|(near, folder)| {
            let files = entries(folder).into_keys();
            files.map(move |file| format!("{near}/{file}"))
        });
        for (place, file) in files.enumerate() {
            let head = if place == 0 {
                "Near, and clean:"
            } else {
                "And:"
            };
            let file = format!("../../cases/check/{name}/{file}");
            page += &format!("\n{head}\n\n```yaml\n{{{{#include {file}}}}}\n```\n");
        }
    }
    page
}

#[test]
fn every_code_has_both() {
    for code in CODES {
        for begins in ["shows", "near"] {
            let found = folders(*code, begins);
            assert!(!found.is_empty(), "{code} lacks a folder `{begins}`");
        }
    }
}
