//! `coverdict codes`: what a list says of its codes.

use std::fmt::Write as _;

use anyhow::Result;
use coverdict_codes::hcpcs::{Action, HcpcsCode};

use crate::{
    Done,
    codes::{self, OfYear, of_year},
    output,
    render::Page,
};

/// List the codes of a list: their dates, coverage flags and cross-references.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    system: System,
}

#[derive(Debug, clap::Subcommand)]
enum System {
    /// HCPCS Level II, by the contractor file of a calendar year, as CMS publishes it.
    Hcpcs {
        /// The year and the file.
        #[arg(value_name = "YEAR=FILE", value_parser = of_year)]
        list: OfYear,
        /// Only codes that the list ties to this section of the old coverage issues manual, written as
        /// there: 60-4.
        #[arg(long, value_name = "SECTION")]
        cross_reference: Option<String>,
    },
}

/// Runs the verb.
pub(crate) fn run(args: &Args) -> Result<Done> {
    let System::Hcpcs {
        list,
        cross_reference,
    } = &args.system;
    let list = codes::hcpcs(list)?;
    let mut page = Page::default();
    let mut shown = 0_usize;
    let mut show = |code: &str, of: &HcpcsCode| {
        shown += 1;
        self::code(&mut page, code, of);
    };
    match cross_reference {
        Some(section) => list.tied_to(section).for_each(|(code, of)| show(code, of)),
        None => list.codes.iter().for_each(|(code, of)| show(code, of)),
    }
    page.blank();
    page.faint(&format!(
        "{shown} of {} codes and {} modifiers, {} records · HCPCS Level II {} · {} ({})",
        list.codes.len(),
        list.modifiers.len(),
        list.records,
        list.id.year,
        list.file,
        list.id.sha256.get(..8).unwrap_or_default()
    ));
    output::print(&page.into_text())?;
    Ok(match shown {
        0 => Done::Failing,
        _ => Done::Well,
    })
}

fn code(page: &mut Page, code: &str, of: &HcpcsCode) {
    page.columns(0, &[(code, 7)], &of.long);
    page.paragraph(7, &dates(of));
    page.paragraph(
        7,
        &format!("{}: {}", of.coverage.letter(), of.coverage.meaning()),
    );
    let references = [
        ("coverage issues manual", of.coverage_issues.join(", ")),
        ("carriers manual", of.carriers_manual.join(", ")),
        ("statute", of.statute.clone().unwrap_or_default()),
        ("see instead", of.instead.join(", ")),
    ];
    let told: Vec<String> = references
        .iter()
        .filter(|(_, sections)| !sections.is_empty())
        .map(|(name, sections)| format!("{name} {sections}"))
        .collect();
    if !told.is_empty() {
        page.paragraph(7, &told.join("; "));
    }
}

fn dates(of: &HcpcsCode) -> String {
    let mut text = format!("added {}", of.added);
    if of.action == Action::Reactivate {
        let _ = write!(text, ", re-activated {}", of.first_day());
    }
    if let Some(last) = of.last_day() {
        let _ = write!(text, ", last day {last}");
    }
    text
}
