//! The documents hang together: links lead to files, and no page, record or example is left out.

#![expect(clippy::unwrap_used, reason = "a failed test panics")]

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The repository's root, relative to the crate's folder, in which tests run.
const ROOT: &str = "../..";

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

/// The files of a folder with this ending, ascending.
fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(Path::new(ROOT).join(folder)).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = paths
        .filter(|path| path.extension().is_some_and(|own| own == ending))
        .collect();
    files.sort();
    files
}

/// The names of files.
fn names(files: Vec<PathBuf>) -> Vec<String> {
    let name = |file: &PathBuf| file.file_name().unwrap().to_str().unwrap().to_owned();
    files.iter().map(name).collect()
}

/// What stands between two marks, each time they do.
fn between<'t>(text: &'t str, begin: &'t str, end: char) -> impl Iterator<Item = &'t str> {
    let after = text.split(begin).skip(1);
    after.map(move |rest| rest.split_once(end).unwrap().0)
}

#[test]
fn every_link_and_inclusion_leads_to_a_file() {
    let mut pages = files(".", "md");
    pages.extend(files("docs/src", "md"));
    for page in pages {
        let text = text(&page);
        let links = between(&text, "](", ')').filter(|link| !link.contains("://"));
        for link in links.chain(between(&text, "{{#include ", '}')) {
            let target = page.parent().unwrap().join(link);
            assert!(target.is_file(), "{}: {link}", page.display());
        }
    }
}

#[test]
fn the_summary_lists_every_page() {
    let summary = text(&Path::new(ROOT).join("docs/src/SUMMARY.md"));
    for page in names(files("docs/src", "md")) {
        assert!(
            page == "SUMMARY.md" || summary.contains(&format!("({page})")),
            "{page}"
        );
    }
}

#[test]
fn every_record_of_a_decision_is_shown_in_order() {
    let page = text(&Path::new(ROOT).join("docs/src/decisions.md"));
    let shown: Vec<&str> = between(&page, "{{#include ../decisions/", '}').collect();
    assert_eq!(shown, names(files("docs/decisions", "md")));
    for (number, record) in (1..).zip(files("docs/decisions", "md")) {
        let text = text(&record);
        assert!(
            text.starts_with(&format!("## {number}. ")),
            "{}",
            record.display()
        );
        for part in ["**Context.**", "**Choice.**", "**Consequence.**"] {
            assert!(text.contains(part), "{} lacks {part}", record.display());
        }
    }
}

#[test]
fn every_example_is_shown() {
    let page = text(&Path::new(ROOT).join("docs/src/corpus-format.md"));
    for example in names(files("docs/examples", "yaml")) {
        let shown = format!("{{{{#include ../examples/{example}}}}}");
        assert!(page.contains(&shown), "{example}");
    }
}
