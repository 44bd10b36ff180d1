//! Whether it would be noticed if somebody broke a corpus.

use std::{collections::BTreeSet, fs, path::PathBuf, time::Instant};

use anyhow::{Context as _, Result, bail};
use clap::Parser;
use coverdict_benches::mutants::{
    Asked, Judged, Mutant, Original, Same, Score, doubts, few, judge_all, mutants, witnesses,
};

/// How many cases are tried for each mutant that is said not to be able to matter.
const DOUBTS: usize = 1_000;

/// Breaks a corpus in every way of some kinds, one at a time, and tells what notices: `diff`, `check`, or a case.
#[derive(Debug, Parser)]
struct Args {
    /// The folder of the corpus, with a folder `cases`.
    #[arg(default_value = "corpus")]
    corpus: PathBuf,
    /// Only every so manieth mutant.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    every: u32,
    /// Only those whose file, field or change has this in it.
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
    /// Only those that are named in this file, the output of a run before: whether a new case notices what survived.
    #[arg(long, value_name = "FILE")]
    again: Option<PathBuf>,
    /// Ask `check` only of what no case notices, and `diff` only of what neither does: the same survivors, sooner.
    #[arg(long)]
    quick: bool,
    /// Name also those that cannot be noticed by a case, and those that are refused.
    #[arg(long)]
    all: bool,
    /// Write cases into this folder by which survivors would be noticed, with what the corpus as it is answers.
    #[arg(long, value_name = "DIR")]
    save: Option<PathBuf>,
    /// Fail if `check` and the cases notice a smaller share, in percent.
    #[arg(long, value_name = "PERCENT", default_value_t = 95)]
    floor: usize,
}

#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "what it finds is its output"
)]
fn main() -> Result<()> {
    let args = Args::parse();
    let start = Instant::now();
    let original = Original::read(&args.corpus)?;
    let mutants = chosen(&original, &args)?;
    let (count, cases) = (mutants.len(), original.cases());
    eprintln!("{count} mutants, {cases} cases");
    let asked = match args.quick {
        true => Asked::UntilNoticed,
        false => Asked::Everything,
    };
    let judged = judge_all(&original, &mutants, asked, |done| {
        if done % 100 == 0 {
            eprintln!("{done} of {count}, {:.0} s", start.elapsed().as_secs_f64());
        }
    });
    let each = || mutants.iter().zip(&judged);
    for (mutant, judged) in each() {
        if let Some(end) = end(judged, args.all) {
            println!("{end}: {}", told(&original, mutant));
        }
    }
    doubt(&original, each())?;
    let score = Score::of(each());
    println!("\n{score}");
    if let Some(folder) = &args.save {
        let saved = save(&original, &mutants, &judged, folder)?;
        println!("{saved}");
    }
    verdict(&score, args.floor)
}

/// Fails if a case shows a difference that was said not to be able to matter.
fn doubt<'m>(
    original: &Original,
    judged: impl Iterator<Item = (&'m Mutant, &'m Judged)>,
) -> Result<()> {
    let mut said = Vec::new();
    for (mutant, judged) in judged {
        if judged.contradicts_itself() {
            let case = judged.by_case.as_deref().unwrap_or_default();
            bail!(
                "cannot matter, and does in {case}: {}",
                told(original, mutant)
            );
        }
        if judged.is_equal() && judged.same == Some(Same::CannotMatter) {
            said.push(mutant);
        }
    }
    for (mutant, case) in said.iter().zip(doubts(original, &said, DOUBTS)) {
        if let Some(case) = case {
            bail!(
                "cannot matter, and does: {}\n{case:#?}",
                told(original, mutant)
            );
        }
    }
    Ok(())
}

fn chosen(original: &Original, args: &Args) -> Result<Vec<Mutant>> {
    let before = args.again.as_ref().map(|file| {
        let text = fs::read_to_string(file);
        text.with_context(|| format!("{} cannot be read", file.display()))
    });
    let before = before.transpose()?;
    let before: Option<BTreeSet<&str>> = before.as_ref().map(|text| {
        let ends = text.lines().filter_map(|line| line.split_once(": "));
        ends.map(|(_, mutant)| mutant).collect()
    });
    let named = |mutant: &Mutant| {
        let told = told(original, mutant);
        args.only.as_ref().is_none_or(|text| told.contains(text))
            && before
                .as_ref()
                .is_none_or(|before| before.contains(told.as_str()))
    };
    let all = mutants(original).into_iter().filter(named);
    Ok(all.step_by(args.every as usize).collect())
}

/// A mutant in a line.
fn told(original: &Original, mutant: &Mutant) -> String {
    let file = original.file(mutant.file);
    format!(
        "{file}: {}: {} ({})",
        mutant.field, mutant.change, mutant.kind
    )
}

/// What became of a mutant, if it is to be named.
fn end(judged: &Judged, all: bool) -> Option<String> {
    match judged {
        _ if judged.is_not_in_diff() => Some("not in diff".to_owned()),
        _ if judged.survives() => Some("survives".to_owned()),
        _ if !all => None,
        Judged {
            same: Some(same), ..
        } if judged.is_equal() => Some(match same {
            Same::Meaning => "means the same".to_owned(),
            Same::CannotMatter => "cannot matter".to_owned(),
        }),
        Judged {
            refused: Some(why), ..
        } => Some(format!("refused ({why})")),
        _ => None,
    }
}

/// Writes cases by which survivors would be noticed.
fn save(
    original: &Original,
    mutants: &[Mutant],
    judged: &[Judged],
    folder: &PathBuf,
) -> Result<String> {
    let found = few(witnesses(original, mutants, judged));
    let cannot = || format!("{} cannot be written", folder.display());
    fs::create_dir_all(folder).with_context(cannot)?;
    let mut noticed = 0;
    for witness in &found {
        noticed += witness.notices.len();
        let slips = witness.notices.iter().filter_map(|at| mutants.get(*at));
        let slips = slips.map(|slip| {
            let file = original.file(slip.file);
            format!("# Notices {file}: {}: {}\n", slip.field, slip.change)
        });
        let text = slips.collect::<String>() + &witness.text;
        let path = folder.join(format!("{}.yaml", witness.name));
        fs::write(&path, text).with_context(cannot)?;
    }
    let survivors = judged.iter().filter(|judged| judged.survives()).count();
    Ok(format!(
        "{} cases in {} notice {noticed} of {survivors} survivors",
        found.len(),
        folder.display()
    ))
}

fn verdict(score: &Score, floor: usize) -> Result<()> {
    let (shown, all) = score.in_diff();
    if shown < all {
        bail!("`diff` does not show {} of {all} mutants", all - shown);
    }
    match score.caught() {
        (_, 0) => bail!("there was no mutant to notice"),
        (caught, all) if caught * 100 < floor * all => {
            bail!(
                "`check` and the cases miss {} of {all} mutants",
                all - caught
            )
        }
        _ => Ok(()),
    }
}
