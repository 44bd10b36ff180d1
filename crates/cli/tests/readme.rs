//! The worked example of the README is what the binary prints.
//!
//! `SNAPSHOTS=overwrite cargo test -p coverdict-cli --test readme` writes the example anew.

#![expect(clippy::unwrap_used, reason = "a failed test panics")]

mod support;

use std::fs;

use snapbox::assert_data_eq;

/// What a reader types before the arguments.
const CARGO: &str = "$ cargo run --release -p coverdict-cli -- ";

/// A console block of the README: the command line, and what follows it.
struct Example<'r> {
    arguments: &'r str,
    printed: &'r str,
}

fn example(readme: &str) -> Example<'_> {
    let (_, block) = readme.split_once("```console\n").unwrap();
    let (block, rest) = block.split_once("```\n").unwrap();
    assert!(!rest.contains("```console"), "every example is tested here");
    let (command, printed) = block.split_once('\n').unwrap();
    Example {
        arguments: command.strip_prefix(CARGO).unwrap(),
        printed,
    }
}

/// The text with the corpus digest left out, which every change of the shipped corpus changes.
fn without_digest(text: &str) -> String {
    let (before, after) = text.rsplit_once("\ncorpus ").unwrap();
    let (_, after) = after.split_once(' ').unwrap();
    format!("{before}\ncorpus [..] {after}")
}

#[test]
fn the_worked_example_is_real() {
    let path = support::root().join("README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let example = example(&readme);
    let printed = support::coverdict(example.arguments.split_whitespace()).well();
    if std::env::var_os("SNAPSHOTS").is_some_and(|action| action == "overwrite") {
        let anew = readme.replacen(example.printed, &without_digest(&printed), 1);
        fs::write(&path, anew).unwrap();
    } else {
        assert_data_eq!(printed, example.printed.to_owned());
    }
}

#[test]
fn every_verb_is_named() {
    let readme = fs::read_to_string(support::root().join("README.md")).unwrap();
    let help = support::coverdict(["--help"]).well();
    let (_, commands) = help.split_once("Commands:\n").unwrap();
    let (commands, _) = commands.split_once("\n\n").unwrap();
    // What does not fit a line goes on below itself, further in.
    let named = commands.lines().filter_map(|line| line.strip_prefix("  "));
    let named = named.filter(|line| !line.starts_with(' '));
    let verbs = named.filter_map(|line| line.split_whitespace().next());
    let verbs: Vec<&str> = verbs.filter(|verb| *verb != "help").collect();
    assert!(verbs.contains(&"assess"), "{verbs:?}");
    let unnamed = |verb: &&&str| {
        let row = |line: &str| line.starts_with("| `") && line.contains(&format!("`{verb}"));
        !readme.lines().any(row)
    };
    assert_eq!(verbs.iter().find(unnamed), None);
}
