//! What came of a screening, as a page.

use std::{collections::BTreeMap, fmt::Display, path::Path, time::Duration};

use coverdict_screen::{Summary, read::Claims};

use crate::{
    claims::{grouped, rate, share},
    render::Page,
};

/// How many entries of a list are shown.
const SHOWN: usize = 10;

/// What came of a screening.
pub(super) fn page(summary: &Summary, path: &Path, took: Duration) -> String {
    let mut page = Page::default();
    let lines = summary.lines;
    page.title(&format!("{} lines screened", grouped(screened(summary))));
    let outcomes = summary.outcomes.iter();
    shares(
        &mut page,
        outcomes.map(|(outcome, lines)| (outcome.name(), *lines)),
        lines,
    );
    list(
        &mut page,
        "Codes that sources address, by lines",
        &summary.codes,
        lines,
    );
    list(&mut page, "Governing, by lines", &summary.governing, lines);
    list(&mut page, "Missing, by lines", &summary.missing, lines);
    list(&mut page, "Limits, by lines", &summary.limits, lines);
    if summary.authorized > 0 {
        page.blank();
        page.title("Within an approved prior authorization");
        shares(
            &mut page,
            [("lines", summary.authorized)].into_iter(),
            lines,
        );
    }
    let aside: u64 = summary.set_aside.values().sum();
    if aside > 0 {
        page.blank();
        page.title(&format!("{} lines set aside", grouped(aside)));
        let reasons = summary.set_aside.iter();
        shares(
            &mut page,
            reasons.map(|(why, lines)| (why.name(), *lines)),
            lines,
        );
    }
    list(
        &mut page,
        "Proposed for review, by lines",
        &summary.proposals,
        lines,
    );
    if let Some(claims) = &summary.claims {
        self::claims(&mut page, claims);
    }
    page.blank();
    page.faint(&format!(
        "{} · {} · one line in full: --explain LINE",
        path.display(),
        rate(lines, took.as_secs_f64())
    ));
    page.into_text()
}

/// What became of the claims of 837s; what needs no telling is left out.
fn claims(page: &mut Page, claims: &Claims) {
    let all = claims.read + claims.set_aside;
    page.blank();
    page.title(&format!("{} claims of X12", grouped(all)));
    let told = [("read", claims.read), ("set aside", claims.set_aside)];
    shares(page, told.into_iter().filter(|(_, count)| *count > 0), all);
    let others = [
        ("other transactions", claims.other_transactions),
        ("faults outside of claims", claims.faults_outside),
    ];
    for (what, count) in others.into_iter().filter(|(_, count)| *count > 0) {
        page.faint_at(2, &format!("{} {what}", grouped(count)));
    }
}

fn screened(summary: &Summary) -> u64 {
    summary.outcomes.values().sum()
}

/// The entries with the most lines, those with as many by name.
fn list(page: &mut Page, title: &str, counts: &BTreeMap<impl Display, u64>, of: u64) {
    if counts.is_empty() {
        return;
    }
    let mut most: Vec<_> = counts.iter().collect();
    most.sort_by_key(|(_, lines)| std::cmp::Reverse(**lines));
    page.blank();
    page.title(title);
    let shown = most.iter().take(SHOWN);
    shares(page, shown.map(|(name, lines)| (name, **lines)), of);
    match most.len().saturating_sub(SHOWN) {
        0 => {}
        more => page.faint_at(2, &format!("and {more} more")),
    }
}

fn shares(page: &mut Page, counts: impl Iterator<Item = (impl Display, u64)>, of: u64) {
    for (name, lines) in counts {
        let count = format!("{:>13}", grouped(lines));
        let share = format!("{:>8}", share(lines, of));
        page.columns(0, &[(&count, 14), (&share, 10)], &name.to_string());
    }
}
