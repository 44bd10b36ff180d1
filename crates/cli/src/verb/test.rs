//! `coverdict test`: case files with what is expected of their findings.

mod coverage;
mod find;

use std::path::PathBuf;

use anyhow::{Result, bail};
use coverdict_check::expected;
use coverdict_codes::CodeLists;
use coverdict_engine::Assessor;

use crate::{
    Done, case, codes, load,
    output::{self, Format},
    render::Page,
};
use coverage::{Coverage, Run};

/// Run case files and compare their findings with what they expect.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Case files, folders of cases, corpora with a folder `cases`, or folders of such corpora;
    /// `corpus` if none is named. Folders are searched to the bottom.
    paths: Vec<PathBuf>,
    /// The corpus by which case files are answered; for a corpus with cases, that corpus itself.
    #[arg(long, value_name = "DIR|FILE")]
    corpus: Option<PathBuf>,
    #[command(flatten)]
    codes: codes::ListFiles,
    /// Tell which rules and criteria of the corpus are decisive in some case, and which in none.
    ///
    /// A rule, or what a service holds otherwise, is decisive in a case where it governs. A criterion
    /// is decisive in a case where the answer on coverage would be another if its truth alone were
    /// turned around: position, kind, grant or what governs, and of an undecided case what would settle
    /// it. A rule that confirms a benefit never governs: it is decisive where it stands, and its
    /// criteria where it would not. Leaves count, and groups that have an id. With `require` one that
    /// is decisive in no case is a failure.
    #[arg(long, value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "show")]
    coverage: Option<Wanted>,
    /// How the results are printed.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// What is wanted of coverage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Wanted {
    /// To see it.
    Show,
    /// That it is complete.
    Require,
}

/// The result of one case.
#[derive(Debug, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
struct Tested {
    file: String,
    outcome: String,
    differences: Vec<String>,
}

/// Runs the verb.
pub(crate) fn run(args: &Args) -> Result<Done> {
    let paths = match args.paths.is_empty() {
        true => vec![PathBuf::from("corpus")],
        false => args.paths.clone(),
    };
    let lists = codes::lists(&args.codes)?;
    let mut tested = Vec::new();
    let mut covered = Vec::new();
    for path in &paths {
        for group in find::groups(path, args.corpus.as_deref())? {
            let runs = run_group(&group, &lists, &mut tested)?;
            if args.coverage.is_some() {
                let corpus = load::corpus(group.corpus.as_deref())?;
                let shipped = || "the shipped corpus".to_owned();
                let named = group.corpus.as_ref();
                let name = named.map_or_else(shipped, |path| path.display().to_string());
                covered.push(coverage::coverage(name, corpus, &runs)?);
            }
        }
    }
    if tested.is_empty() {
        bail!("no case was found: name case files, or a corpus with a folder `cases`");
    }
    let complete = covered.iter().all(Coverage::is_complete);
    report(&tested, args.coverage.map(|_| covered), args.format)?;
    let as_expected = tested.iter().all(|tested| tested.differences.is_empty());
    match as_expected && (complete || args.coverage != Some(Wanted::Require)) {
        true => Ok(Done::Well),
        false => Ok(Done::Failing),
    }
}

/// Runs the cases of one corpus.
fn run_group(group: &find::Group, lists: &CodeLists, tested: &mut Vec<Tested>) -> Result<Vec<Run>> {
    let program = load::program(group.corpus.as_deref())?;
    let mut assessor = Assessor::new(&program).with_codes(lists);
    let mut runs = Vec::with_capacity(group.cases.len());
    for path in &group.cases {
        let read = case::read(path, &program)?;
        let file = path.display().to_string();
        let Some(expect) = read.expect else {
            bail!("{file}: the case says nothing of what is expected: add `expect`");
        };
        let finding = assessor.assess(read.case);
        tested.push(Tested {
            file: file.clone(),
            outcome: finding.coverage.name().to_owned(),
            differences: expected::differences(&expect, &finding),
        });
        runs.push(Run { file, finding });
    }
    Ok(runs)
}

/// The results as one object, where coverage is told beside them.
#[derive(Debug, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
struct WithCoverage<'t> {
    cases: &'t [Tested],
    coverage: &'t [Coverage],
}

fn report(tested: &[Tested], coverage: Option<Vec<Coverage>>, format: Format) -> Result<()> {
    if format == Format::Json {
        return match &coverage {
            None => output::print_json(&tested),
            Some(coverage) => output::print_json(&WithCoverage {
                cases: tested,
                coverage,
            }),
        };
    }
    let mut page = Page::default();
    for covered in coverage.iter().flatten() {
        covered.write(&mut page);
    }
    let mut text = page.into_text();
    text.truncate(text.trim_end().len());
    if !text.is_empty() {
        text.push_str("\n\n");
    }
    let differ: Vec<&Tested> = tested
        .iter()
        .filter(|tested| !tested.differences.is_empty())
        .collect();
    for tested in &differ {
        text.push_str(&format!("{}: {}\n", tested.file, tested.outcome));
        for difference in &tested.differences {
            text.push_str(&format!("  {difference}\n"));
        }
    }
    text.push_str(&format!(
        "{} cases, {} as expected, {} differ\n",
        tested.len(),
        tested.len() - differ.len(),
        differ.len()
    ));
    output::print(&text)
}
