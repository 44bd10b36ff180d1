//! `cargo xtask mutants`: whether the tests of a crate notice when its code is changed.

use std::{path::Path, process::Command};

use anyhow::{Context as _, Result, bail};

use crate::{process, tools};

/// Options of `cargo xtask mutants`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The crate whose code is changed
    #[arg(long, short, default_value = "coverdict-logic")]
    package: String,
    /// Further arguments for cargo-mutants, after `--`
    #[arg(last = true)]
    rest: Vec<String>,
}

/// Runs cargo-mutants in two passes, prints the score, and fails when a mutant was missed.
///
/// Most mutants are noticed by few cases, and building takes longer than testing: the first pass leaves
/// the crate unoptimised, takes a few cases of each law, and leaves out what is slow. The second puts
/// whatever that missed to all tests.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    if !tools::MUTANTS.is_present() {
        bail!("cargo-mutants is absent: {}", tools::MUTANTS.hint());
    }
    let folder = process::workspace_root().join("target");
    for name in ["mutants-quick", "mutants-thorough"] {
        let folder = folder.join(name);
        std::fs::create_dir_all(&folder)
            .with_context(|| format!("cannot create {}", folder.display()))?;
    }
    let (first, second) = (
        folder.join("mutants-quick"),
        folder.join("mutants-thorough"),
    );
    pass(&mut quick(arguments, &first))?;
    let mut score = Score::read(&first.join("mutants.out"))?;
    if !score.missed.is_empty() {
        pass(&mut thorough(arguments, &second, &score.missed))?;
        score = score.followed_by(Score::read(&second.join("mutants.out"))?);
    }
    println!("\n{score}");
    score.verdict()
}

/// What the first pass builds: optimised, but for the crate whose code is changed again and again.
const QUICK_PROFILE: [&str; 2] = [
    "profile.test.opt-level=0",
    "profile.test.package.'*'.opt-level=3",
];

/// How many random cases of a law the first pass takes.
const QUICK_CASES: &str = "30";

/// The tests that the first pass leaves out: they go through all of something large.
const SLOW: &str = "not test(/eight_different/)";

fn quick(arguments: &Arguments, folder: &Path) -> Command {
    let mut mutants = mutants(arguments, folder);
    for setting in QUICK_PROFILE {
        mutants.arg(format!("--cargo-arg=--config={setting}"));
    }
    mutants.args(&arguments.rest).args(["--", "--lib"]);
    if tools::NEXTEST.is_present() {
        mutants.args(["-E", SLOW]);
    }
    mutants.env("PROPTEST_CASES", QUICK_CASES);
    mutants.env("CARGO_INCREMENTAL", "1");
    mutants
}

fn thorough(arguments: &Arguments, folder: &Path, missed: &[String]) -> Command {
    let mut mutants = mutants(arguments, folder);
    for name in missed {
        mutants.args(["--re", &format!("^{}$", literal(name))]);
    }
    mutants
}

/// A pattern that matches a text alone.
fn literal(text: &str) -> String {
    let mut pattern = String::new();
    for letter in text.chars() {
        if "\\.+*?()|[]{}^$".contains(letter) {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern
}

fn mutants(arguments: &Arguments, folder: &Path) -> Command {
    let mut mutants = process::cargo(["mutants", "--package", &arguments.package]);
    mutants.arg("--output").arg(folder);
    // Where it is present: it stops at the first test that notices.
    if tools::NEXTEST.is_present() {
        mutants.args(["--test-tool", "nextest"]);
    }
    mutants
}

fn pass(mutants: &mut Command) -> Result<()> {
    let status = mutants.status().context("cargo could not be started")?;
    // 2 stands for missed mutants and 3 for timeouts; with any other failure the run broke off.
    if !matches!(status.code(), Some(0 | 2 | 3)) {
        bail!("cargo-mutants broke off ({status})");
    }
    Ok(())
}

/// How many mutants met which end.
#[derive(Debug, Default, PartialEq, Eq)]
struct Score {
    caught: usize,
    missed: Vec<String>,
    timeouts: usize,
    unviable: usize,
}

impl Score {
    /// Counts the lines of the lists that cargo-mutants leaves in a folder.
    fn read(folder: &Path) -> Result<Self> {
        let list = |name: &str| -> Result<Vec<String>> {
            let path = folder.join(name);
            let text = std::fs::read_to_string(&path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            Ok(text.lines().map(str::to_owned).collect())
        };
        Ok(Self {
            caught: list("caught.txt")?.len(),
            missed: list("missed.txt")?,
            timeouts: list("timeout.txt")?.len(),
            unviable: list("unviable.txt")?.len(),
        })
    }

    /// The score when what was missed was put to a second pass.
    fn followed_by(self, second: Self) -> Self {
        Self {
            caught: self.caught + second.caught,
            missed: second.missed,
            timeouts: self.timeouts + second.timeouts,
            unviable: self.unviable + second.unviable,
        }
    }

    /// An error when a mutant was missed, or when there was none to notice.
    fn verdict(&self) -> Result<()> {
        match self.ratio() {
            (_, 0) => bail!("there was no mutant to test"),
            (noticed, viable) if noticed < viable => {
                bail!("the tests miss {} of {viable} mutants", viable - noticed)
            }
            _ => Ok(()),
        }
    }

    /// Noticed and all viable mutants; a mutant that never ends is noticed.
    fn ratio(&self) -> (usize, usize) {
        let noticed = self.caught + self.timeouts;
        (noticed, noticed + self.missed.len())
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for mutant in &self.missed {
            writeln!(f, "missed: {mutant}")?;
        }
        writeln!(
            f,
            "caught {}, missed {}, timeouts {}, unviable {}",
            self.caught,
            self.missed.len(),
            self.timeouts,
            self.unviable
        )?;
        let (noticed, viable) = self.ratio();
        let permille = (noticed * 1000).checked_div(viable).unwrap_or_default();
        write!(
            f,
            "score {}.{} % ({noticed} of {viable})",
            permille / 10,
            permille % 10
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_score_counts_timeouts_as_noticed_and_leaves_unviable_mutants_out() {
        let score = Score {
            caught: 5,
            missed: vec!["src/a.rs:3:5: replace f with ()".to_owned()],
            timeouts: 1,
            unviable: 7,
        };
        assert_eq!(
            score.to_string(),
            "missed: src/a.rs:3:5: replace f with ()\n\
             caught 5, missed 1, timeouts 1, unviable 7\n\
             score 85.7 % (6 of 7)"
        );
        let error = score.verdict().unwrap_err();
        assert_eq!(error.to_string(), "the tests miss 1 of 7 mutants");
    }

    #[test]
    fn what_the_second_pass_misses_is_missed() {
        let missed = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let first = Score {
            caught: 5,
            missed: missed(&["one", "other"]),
            timeouts: 1,
            unviable: 7,
        };
        let second = Score {
            caught: 1,
            missed: missed(&["other"]),
            ..Score::default()
        };
        let all = first.followed_by(second);
        assert_eq!(all.ratio(), (7, 8));
        assert_eq!(all.missed, ["other"]);
    }

    #[test]
    fn the_name_of_a_mutant_is_no_pattern() {
        let name = "src/a.rs:3:5: replace + with | in <A<K>>::f(x)";
        let pattern = r"src/a\.rs:3:5: replace \+ with \| in <A<K>>::f\(x\)";
        assert_eq!(literal(name), pattern);
    }

    #[test]
    fn a_mutant_that_never_ends_is_no_failure() {
        let score = Score {
            timeouts: 1,
            ..Score::default()
        };
        assert!(score.verdict().is_ok());
    }

    #[test]
    fn no_viable_mutant_is_no_success() {
        let error = Score::default().verdict().unwrap_err();
        assert_eq!(error.to_string(), "there was no mutant to test");
    }

    #[test]
    fn a_run_that_left_no_lists_is_an_error() {
        let error = Score::read(Path::new("/no/such/folder")).unwrap_err();
        assert_eq!(error.to_string(), "cannot read /no/such/folder/caught.txt");
    }
}
