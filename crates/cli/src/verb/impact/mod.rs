//! `coverdict impact`: what a change of the corpus changes on claims.

mod chart;
mod html;
mod page;

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::{Context as _, Result, ensure};
use coverdict_check::impact::{Chosen, Comparison, Impact, tables};
use coverdict_program::Program;
use coverdict_screen::{
    Screening,
    layout::Wanted,
    read::{Format as TableFormat, Table},
    write::{Beside, Output},
};

use crate::{
    Done,
    claims::{Against, Claims, advised},
    load,
    output::{self, Format},
};

/// Compare the findings on claims before and after a change of the corpus.
///
/// Lines, members and dollars whose finding differs, each way, with sample lines in full. A finding denies
/// no one: an unfavourable one leaves the line for a person's review.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    claims: Claims,
    /// The corpus before the change: a folder, or a file made by `coverdict compile`; the shipped corpus if
    /// not stated.
    #[arg(long, value_name = "DIR|FILE")]
    corpus: Option<PathBuf>,
    /// The corpus after the change; the shipped corpus if not stated.
    #[arg(long, value_name = "DIR|FILE", required_unless_present = "corpus")]
    with: Option<PathBuf>,
    /// The folder for the answer, which is made if there is none.
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// The column that has the amount charged; that called `charge`, `charge_amount`, `charged_amount`,
    /// `billed_amount`, `submitted_charge` or `amount` if not stated.
    #[arg(long, value_name = "COLUMN")]
    amount: Option<String>,
    /// The column that tells members apart; that mapped to `member_id`, or called `member_id`, `patient_id`
    /// or `beneficiary_id` if not stated.
    #[arg(long, value_name = "COLUMN")]
    member: Option<String>,
    /// How many lines of each change are explained, the first by number.
    #[arg(long, value_name = "N", default_value_t = 3)]
    samples: usize,
    /// How many codes and publishers the report shows; the tables have all.
    #[arg(long, value_name = "N", default_value_t = 20)]
    top: usize,
    /// How the summary is printed.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// Runs the verb.
pub(crate) fn run(args: &Args) -> Result<Done> {
    let before = load::program(args.corpus.as_deref())?;
    let after = load::program(args.with.as_deref())?;
    let tables = args.claims.open()?;
    let against = args.claims.against()?;
    let screenings = [
        screening(args, &tables, &against, &before, &after)?,
        screening(args, &tables, &against, &after, &before)?,
    ];
    let chosen = Chosen {
        amount: args.amount.clone(),
        member: args.member.clone(),
    };
    let member = against.mapped_member();
    let schema = tables.first().map(Table::schema);
    let schema = schema.context("name a table of claim lines")?;
    let comparison = Comparison::new(&screenings, &schema, member, &chosen, args.samples)?;
    fs::create_dir_all(&args.output)
        .with_context(|| format!("{} cannot be made", args.output.display()))?;
    let flips = args.output.join("flips.parquet");
    let flips = Output::create(&flips, Some(TableFormat::Parquet), &comparison.flips())?;
    let mut meter = args.claims.meter(&tables)?;
    let begun = Instant::now();
    let impact = comparison.run(tables, flips, args.output.clone(), &mut meter);
    drop(meter);
    let impact = impact.map_err(advised)?;
    write_down(args, &impact, [&before, &after])?;
    match args.format {
        Format::Json => output::print_json(&impact)?,
        Format::Text => output::print(&page::page(&impact, &args.output, begun.elapsed()))?,
    }
    Ok(Done::Well)
}

fn screening<'p>(
    args: &Args,
    tables: &[Table],
    against: &'p Against,
    program: &'p Program,
    other: &Program,
) -> Result<Screening<'p>> {
    let map = against.map_for(program, other);
    let nothing = Wanted {
        keep: Some(&[]),
        findings: Some(&[]),
    };
    args.claims
        .screening(program, tables, against, &map, nothing)
}

/// Writes all that is written but the table of lines. The object comes last: where it is, all is.
fn write_down(args: &Args, impact: &Impact, programs: [&Program; 2]) -> Result<()> {
    for (name, text) in tables(impact) {
        write(&args.output, name, &text)?;
    }
    let report = html::report(impact, programs, args.top);
    write(&args.output, "report.html", &report)?;
    let mut object = serde_json::to_string_pretty(impact)?;
    object.push('\n');
    write(&args.output, "impact.json", &object)
}

fn write(folder: &Path, name: &str, text: &str) -> Result<()> {
    let path = folder.join(name);
    ensure!(!path.is_dir(), "{} is a folder", path.display());
    let mut file = Beside::create(&path)?;
    file.write_all(text.as_bytes())
        .with_context(|| format!("{} cannot be written", path.display()))?;
    file.finish()?;
    Ok(())
}
