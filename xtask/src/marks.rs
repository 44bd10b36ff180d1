//! No file of the tree carries a mark for work put off: what is left to do has its place in an issue.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::process::workspace_root;
use crate::steps::Outcome;

// Spelt in two pieces so that this file carries no mark itself.
const MARKS: [&str; 2] = [concat!("TO", "DO"), concat!("FIX", "ME")];

/// Fails with the places where a file, tracked or new, carries a mark.
pub(crate) fn check() -> Result<Outcome> {
    let places = find(workspace_root())?;
    if !places.is_empty() {
        bail!("marks of unfinished work:\n{places}");
    }
    Ok(Outcome::Passed)
}

/// The marked lines as `path:line:text`.
fn find(root: &Path) -> Result<String> {
    let mut grep = Command::new("git");
    grep.current_dir(root).args([
        "grep",
        "--untracked",
        "--line-number",
        "--word-regexp",
        "-I",
    ]);
    for mark in MARKS {
        grep.args(["-e", mark]);
    }
    let output = grep.output().context("`git grep` could not be started")?;
    // git grep exits with 1 when nothing matches, and with more when it could not search.
    match output.status.code() {
        Some(0 | 1) => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        _ => bail!(
            "`git grep` failed: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_tree_carries_no_mark() {
        assert_eq!(check().unwrap(), Outcome::Passed);
    }

    #[test]
    fn a_mark_is_found_with_its_place_and_ignored_files_are_left_out() {
        let repository = Repository::new();
        let marked = format!("fn a() {{}}\n// {}: later\n", MARKS[0]);
        repository.write("good.rs", "// the todo list of a member is a domain word\n");
        repository.write("bad.rs", &marked);
        repository.write("built.rs", &marked);
        repository.write(".gitignore", "built.rs\n");
        assert_eq!(
            find(&repository.0).unwrap(),
            format!("bad.rs:2:// {}: later\n", MARKS[0])
        );
    }

    /// A repository of its own, removed when dropped.
    struct Repository(std::path::PathBuf);

    impl Repository {
        fn new() -> Self {
            let path = std::env::temp_dir().join(format!("coverdict-marks-{}", std::process::id()));
            std::fs::create_dir_all(&path).unwrap();
            let mut init = Command::new("git");
            init.args(["init", "--quiet"]).current_dir(&path);
            assert!(init.status().unwrap().success());
            Self(path)
        }

        fn write(&self, name: &str, text: &str) {
            std::fs::write(self.0.join(name), text).unwrap();
        }
    }

    impl Drop for Repository {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }
}
