//! `coverdict test`: case files with what is expected of their findings.

mod compare;
mod find;

use std::path::PathBuf;

use anyhow::{Result, bail};
use coverdict_engine::Assessor;

use crate::{
    Done, case, codes, load,
    output::{self, Format},
};

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
    /// How the results are printed.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
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
    for path in &paths {
        for group in find::groups(path, args.corpus.as_deref())? {
            let program = load::program(group.corpus.as_deref())?;
            let mut assessor = Assessor::new(&program).with_codes(&lists);
            for file in group.cases {
                let read = case::read(&file, &program)?;
                let Some(expect) = read.expect else {
                    bail!(
                        "{}: the case says nothing of what is expected: add `expect`",
                        file.display()
                    );
                };
                let finding = assessor.assess(read.case);
                tested.push(Tested {
                    file: file.display().to_string(),
                    outcome: finding.coverage.name().to_owned(),
                    differences: compare::differences(&expect, &finding),
                });
            }
        }
    }
    if tested.is_empty() {
        bail!("no case was found: name case files, or a corpus with a folder `cases`");
    }
    report(&tested, args.format)?;
    match tested.iter().all(|tested| tested.differences.is_empty()) {
        true => Ok(Done::Well),
        false => Ok(Done::Failing),
    }
}

fn report(tested: &[Tested], format: Format) -> Result<()> {
    if format == Format::Json {
        return output::print_json(&tested);
    }
    let mut text = String::new();
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
