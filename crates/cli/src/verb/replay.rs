//! `coverdict replay`: a stored finding, answered again.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use coverdict_engine::{Replay, VERSION, replay};
use coverdict_model::{
    code::CodeSystem,
    finding::{FINDING_FORMAT, Finding},
};

use crate::{Done, codes, input, load, output};

/// Answer a stored finding's case again and compare.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A finding, as `coverdict assess --format json` prints it; `-` is standard input.
    finding: PathBuf,
    /// The corpus by which it was made; the shipped corpus if not stated.
    #[arg(long, value_name = "DIR|FILE")]
    corpus: Option<PathBuf>,
    #[command(flatten)]
    codes: codes::ListFiles,
}

/// Runs the verb.
pub(crate) fn run(args: &Args) -> Result<Done> {
    let text = input::text(&args.finding)?;
    let stored: Finding = serde_json::from_str(&text).with_context(|| {
        let name = input::name(&args.finding);
        format!("{name} is not a finding of form {FINDING_FORMAT}")
    })?;
    if stored.format != FINDING_FORMAT {
        bail!(
            "the finding has form {}, and this engine reads form {FINDING_FORMAT}",
            stored.format
        );
    }
    let program = load::program(args.corpus.as_deref())?;
    let lists = codes::lists(&args.codes)?;
    match replay(&program, &lists, &stored) {
        Replay::Same => {
            match stored.engine == VERSION {
                true => output::print("the same finding\n")?,
                false => output::print(&format!(
                    "the same finding, made by engine {} and now by engine {VERSION}\n",
                    stored.engine
                ))?,
            }
            Ok(Done::Well)
        }
        Replay::OtherCorpus { corpus } => bail!(
            "the finding was made by corpus {}, and this one is {corpus}: name the right one with --corpus",
            stored.corpus
        ),
        Replay::OtherCodeLists { missing } => {
            let missing: Vec<String> = missing
                .iter()
                .map(|list| {
                    let option = match list.system {
                        CodeSystem::Icd10Cm => "--icd-10-cm",
                        _ => "--hcpcs",
                    };
                    format!(
                        "{option} {}=FILE with the SHA-256 {}",
                        list.year, list.sha256
                    )
                })
                .collect();
            bail!(
                "the finding was made by lists of codes that are not at hand: name {}",
                missing.join(", and ")
            )
        }
        Replay::Differs(again) => {
            output::print(&format!(
                "another finding by the same engine {VERSION}:\n{}",
                differences(&stored, &again)?
            ))?;
            Ok(Done::Failing)
        }
        Replay::DiffersByVersion(again) => {
            output::print(&format!(
                "engine {VERSION} finds otherwise than engine {}:\n{}",
                stored.engine,
                differences(&stored, &again)?
            ))?;
            Ok(Done::Failing)
        }
    }
}

/// The lines of the stored finding and of the new one that differ.
fn differences(stored: &Finding, again: &Finding) -> Result<String> {
    let (stored, again) = (
        serde_json::to_string_pretty(stored)?,
        serde_json::to_string_pretty(again)?,
    );
    let (old, new): (Vec<&str>, Vec<&str>) = (stored.lines().collect(), again.lines().collect());
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let ending = old
        .iter()
        .skip(same)
        .rev()
        .zip(new.iter().skip(same).rev())
        .take_while(|(a, b)| a == b)
        .count();
    let part = |lines: &[&str], sign: char| {
        let middle = lines.len().saturating_sub(same + ending);
        lines
            .iter()
            .skip(same)
            .take(middle)
            .map(|line| format!("{sign}{line}\n"))
            .collect::<String>()
    };
    Ok(format!(
        "from line {}\n{}{}",
        same + 1,
        part(&old, '-'),
        part(&new, '+')
    ))
}
