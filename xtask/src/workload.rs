//! `cargo xtask bench --workload`: limit, plain program and `coverdict screen` on the same lines, in
//! turn, so that a machine that slows down slows all of them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context as _, Result, bail};

use crate::process::{cargo, command, output, run, succeeds};
use crate::{layers, process};

/// Options of the workload.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Measure the workload in this folder instead: lines.parquet, and corpora as .json
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["package", "rest"])]
    pub(crate) workload: Option<PathBuf>,
    /// How often each program runs
    #[arg(long, default_value_t = 5, requires = "workload")]
    runs: usize,
    /// With how many threads
    #[arg(
        long,
        value_delimiter = ',',
        default_value = "1,2",
        requires = "workload"
    )]
    threads: Vec<usize>,
    /// Which columns hold which facts, for `coverdict screen`
    #[arg(long, value_name = "FILE", requires = "workload")]
    map: Option<PathBuf>,
}

/// Builds the programs, then measures them on each corpus of the folder.
pub(crate) fn measure(folder: &Path, arguments: &Options) -> Result<()> {
    let folder = absolute(folder)?;
    let lines = folder.join("lines.parquet");
    let mut corpora: Vec<PathBuf> = fs::read_dir(&folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<std::io::Result<_>>()?;
    corpora.retain(|file| {
        file.extension()
            .is_some_and(|extension| extension == "json")
    });
    corpora.sort();
    if !lines.is_file() || corpora.is_empty() {
        bail!(
            "{} has to have lines.parquet and a corpus as .json: benches/README.md tells how to make them",
            folder.display()
        );
    }
    let programs = Programs::build()?;
    let map = arguments.map.as_deref().map(absolute).transpose()?;
    let screens = match (programs.has_screen(), &map) {
        (false, _) => {
            println!("`coverdict` has no verb `screen` yet: measured without it");
            None
        }
        (true, None) => bail!("say with --map which columns hold which facts"),
        (true, Some(map)) => Some(map.as_path()),
    };
    for corpus in &corpora {
        let made = Made::prepare(&programs, &lines, corpus)?;
        for threads in &arguments.threads {
            println!(
                "\n{} lines, {}, {threads} threads, {} runs each in turn",
                made.count,
                corpus.file_name().unwrap_or_default().display(),
                arguments.runs,
            );
            let mut contenders = made.contenders(&programs, *threads, screens)?;
            for _ in 0..arguments.runs {
                for contender in &mut contenders {
                    contender.run()?;
                }
            }
            println!("{}", table(&contenders, made.count));
        }
    }
    Ok(())
}

fn absolute(path: &Path) -> Result<PathBuf> {
    path.canonicalize()
        .with_context(|| format!("there is no {}", path.display()))
}

/// The programs, built as they are published.
struct Programs(PathBuf);

impl Programs {
    fn build() -> Result<Self> {
        let metadata = layers::metadata()?;
        let target = metadata
            .get("target_directory")
            .and_then(|target| target.as_str());
        let target = target.context("cargo metadata: no `target_directory`")?;
        run(&mut cargo([
            "build",
            "--profile",
            "dist",
            "--package",
            "coverdict-benches",
            "--package",
            "coverdict-cli",
            "--bins",
        ]))?;
        Ok(Self(Path::new(target).join("dist")))
    }

    fn call(&self, program: &str, arguments: &[&Path]) -> Command {
        command(self.0.join(program), arguments)
    }

    fn has_screen(&self) -> bool {
        succeeds(&mut command(self.0.join("coverdict"), ["screen", "--help"]))
    }
}

/// What lets `screen` write the columns of the workload's answers.
const ANSWER: [&str; 4] = [
    "--keep",
    "claim_id,line_no",
    "--findings",
    "outcome,sources,missing",
];

/// What is made of a corpus and the lines before anything is measured.
struct Made<'a> {
    lines: &'a Path,
    corpus: &'a Path,
    /// Where everything is written.
    folder: PathBuf,
    /// The corpus compiled.
    program: PathBuf,
    /// How many lines there are.
    count: usize,
}

impl<'a> Made<'a> {
    fn prepare(programs: &Programs, lines: &'a Path, corpus: &'a Path) -> Result<Self> {
        let name = corpus.file_stem().unwrap_or_default();
        let folder = programs.0.join("../workload").join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        let (converted, program) = (folder.join("corpus"), folder.join("program"));
        run(&mut programs.call("workload", &["corpus".as_ref(), corpus, &converted]))?;
        let compile = [
            "compile".as_ref(),
            converted.as_path(),
            "-o".as_ref(),
            &program,
        ];
        run(&mut programs.call("coverdict", &compile))?;
        let answers = folder.join("answers");
        run(&mut programs.call("baseline", &[corpus, lines, &answers]))?;
        let told = output(&mut programs.call("workload", &["digest".as_ref(), &answers]))?;
        Ok(Self {
            lines,
            corpus,
            folder,
            program,
            count: lines_of(&told)?,
        })
    }

    /// The programs in the order in which they run. `screen` writes the columns of the answers, and
    /// another time all that it has; `limit` writes the same columns as either.
    fn contenders(
        &self,
        programs: &Programs,
        threads: usize,
        map: Option<&Path>,
    ) -> Result<Vec<Contender>> {
        let answers = self.folder.join("answers/part0.parquet");
        let to = |name: &str| self.folder.join(name);
        let limit =
            |name: &str, answers: &Path| programs.call("limit", &[self.lines, answers, &to(name)]);
        let mut contenders = vec![
            Contender::new("limit", limit("limit", &answers)),
            Contender::new(
                "baseline",
                programs.call("baseline", &[self.corpus, self.lines, &to("baseline")]),
            ),
        ];
        if let Some(map) = map {
            let mut screen = self.screen(programs, map, &to("screen.parquet"));
            screen.args(ANSWER);
            contenders.push(Contender::new("screen", screen));
            let all = to("screen-all.parquet");
            let mut screen = self.screen(programs, map, &all);
            output(&mut screen)?;
            contenders.push(Contender::new("limit-all", limit("limit-all", &all)));
            contenders.push(Contender::new("screen-all", screen));
        }
        for contender in &mut contenders {
            contender.command.args(["--threads", &threads.to_string()]);
        }
        Ok(contenders)
    }

    fn screen(&self, programs: &Programs, map: &Path, output: &Path) -> Command {
        let arguments = [
            "screen".as_ref(),
            self.lines,
            "-o".as_ref(),
            output,
            "--corpus".as_ref(),
            &self.program,
            "--map".as_ref(),
            map,
        ];
        programs.call("coverdict", &arguments)
    }
}

/// The number that the digest begins with.
fn lines_of(told: &str) -> Result<usize> {
    let number = told
        .split_once(' ')
        .and_then(|(number, _)| number.parse().ok());
    number.context("`workload digest` did not tell how many lines there are")
}

/// A program that is measured, and the seconds that its runs took.
struct Contender {
    name: &'static str,
    command: Command,
    seconds: Vec<f64>,
}

impl Contender {
    fn new(name: &'static str, command: Command) -> Self {
        Self {
            name,
            command,
            seconds: Vec::new(),
        }
    }

    fn run(&mut self) -> Result<()> {
        let start = Instant::now();
        process::output(&mut self.command)?;
        self.seconds.push(start.elapsed().as_secs_f64());
        Ok(())
    }
}

/// A row a program: seconds, lines a second, and how many times as long as each program before it.
fn table(contenders: &[Contender], lines: usize) -> String {
    let mut rows = vec![format!("{:<11}{:>18}{:>12}", "", "seconds", "lines/s")];
    for (at, contender) in contenders.iter().enumerate() {
        let (low, median, high) = spread(contender.seconds.iter().copied());
        let mut row = format!(
            "{:<11}{median:>6.2} ({low:.2}–{high:.2}){:>12.0}",
            contender.name,
            lines as f64 / median,
        );
        for other in contenders.iter().take(at) {
            let pairs = contender.seconds.iter().zip(&other.seconds);
            let (low, median, high) = spread(pairs.map(|(own, other)| own / other));
            row.push_str(&format!(
                "   {median:.2} ({low:.2}–{high:.2}) × {}",
                other.name
            ));
        }
        rows.push(row);
    }
    rows.join("\n")
}

/// The least, the median and the greatest of some numbers; the upper one of two medians.
fn spread(numbers: impl Iterator<Item = f64>) -> (f64, f64, f64) {
    let mut numbers: Vec<f64> = numbers.collect();
    numbers.sort_by(f64::total_cmp);
    let at = |at: usize| numbers.get(at).copied().unwrap_or(f64::NAN);
    (
        at(0),
        at(numbers.len() / 2),
        at(numbers.len().saturating_sub(1)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_are_those_of_runs_side_by_side() {
        let contender = |name, seconds: [f64; 3]| Contender {
            name,
            command: Command::new("none"),
            seconds: seconds.into(),
        };
        let contenders = [
            contender("limit", [1.0, 2.0, 4.0]),
            contender("baseline", [3.0, 4.0, 20.0]),
        ];
        let table = table(&contenders, 1_000);
        let rows: Vec<&str> = table.lines().collect();
        assert_eq!(
            rows,
            [
                "                      seconds     lines/s",
                "limit        2.00 (1.00–4.00)         500",
                "baseline     4.00 (3.00–20.00)         250   3.00 (2.00–5.00) × limit",
            ]
        );
    }

    #[test]
    fn the_number_of_lines_stands_before_the_digest() {
        assert_eq!(lines_of("100 lines 0a1b\n   40 covered\n").unwrap(), 100);
        assert!(lines_of("").is_err());
    }
}
