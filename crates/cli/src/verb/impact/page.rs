//! What a change of the corpus changes, as a page.

use std::{path::Path, time::Duration};

use coverdict_check::impact::{ByKey, Count, Impact, Way};

use crate::{
    claims::{apart, grouped, rate, share},
    render::{Page, Style},
};

/// How many entries of a list are shown.
const SHOWN: usize = 10;

pub(super) fn page(impact: &Impact, folder: &Path, took: Duration) -> String {
    let mut page = Page::default();
    let all = impact.compared.lines;
    let style = match impact.changed.lines {
        0 => Style::Good,
        _ => Style::Open,
    };
    let changed = format!(
        "{} of {} LINES CHANGE",
        grouped(impact.changed.lines),
        grouped(all)
    );
    page.lead(style, &changed, &told(impact.changed));
    page.paragraph(0, DENIES_NO_ONE);
    if !impact.changes.is_empty() {
        page.blank();
        page.title("How findings change");
        for row in &impact.changes {
            entry(&mut page, row.count, all, name(row.change));
        }
        page.blank();
        page.title("Outcomes that change");
        let flips = impact.transitions.iter();
        let mut flips: Vec<_> = flips.filter(|row| row.before != row.after).collect();
        flips.sort_by_key(|row| std::cmp::Reverse(row.count.lines));
        for row in flips.iter().take(SHOWN) {
            let text = format!("{} → {}", row.before.name(), row.after.name());
            entry(&mut page, row.count, all, &text);
        }
        more(&mut page, flips.len());
    }
    facts(&mut page, impact);
    keys(&mut page, "Flips by publisher", &impact.by_publisher, all);
    keys(&mut page, "Flips by code", &impact.by_code, all);
    keys(
        &mut page,
        "Flips by line of business",
        &impact.by_line_of_business,
        all,
    );
    keys(&mut page, "Flips by state", &impact.by_state, all);
    aside(&mut page, impact);
    page.blank();
    let report = folder.join("report.html");
    page.faint(&format!(
        "{} · {}",
        report.display(),
        rate(impact.lines, took.as_secs_f64())
    ));
    page.into_text()
}

/// What every reader has to know.
pub(super) const DENIES_NO_ONE: &str = "These are findings, and no one is denied by them: a line with an unfavourable finding is for a person to review.";

/// How a change is told in words.
pub(super) fn name(way: Way) -> &'static str {
    match way {
        Way::Loosening => "more favourable",
        Way::Tightening => "less favourable, for a person's review",
        Way::NewlyDecided => "newly decided",
        Way::NewlyUndecided => "newly undecided",
        Way::OtherOutcome => "another outcome, as favourable or undecided as before",
        Way::OtherSources => "same outcome, by other sources",
        Way::OtherTerms => "same outcome and sources, on other terms",
        Way::PriorAuthorizationRequired => "prior authorization newly required",
        Way::PriorAuthorizationDropped => "prior authorization no longer required",
    }
}

/// An amount of money with its thousands apart.
pub(super) fn money(count: Count) -> Option<String> {
    let amount = count.amount?.to_string();
    let (sign, digits) = match amount.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", amount.as_str()),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "00"));
    Some(format!("{sign}{}.{part}", apart(whole)))
}

fn told(count: Count) -> String {
    let members = count
        .members
        .map(|members| format!("{} members", grouped(members)));
    let amount = money(count).map(|amount| format!("{amount} charged"));
    let told: Vec<String> = members.into_iter().chain(amount).collect();
    told.join(", ")
}

fn entry(page: &mut Page, count: Count, of: u64, text: &str) {
    let lines = format!("{:>13}", grouped(count.lines));
    let share = format!("{:>8}", share(count.lines, of));
    let rest = told(count);
    let text = match rest.is_empty() {
        true => text.to_owned(),
        false => format!("{text} ({rest})"),
    };
    page.columns(0, &[(&lines, 14), (&share, 10)], &text);
}

fn more(page: &mut Page, all: usize) {
    match all.saturating_sub(SHOWN) {
        0 => {}
        more => page.faint_at(2, &format!("and {more} more")),
    }
}

fn facts(page: &mut Page, impact: &Impact) {
    let all = impact.compared.lines;
    let lists = [
        ("Facts newly asked for", &impact.asked),
        ("Facts no longer asked for", &impact.no_longer_asked),
    ];
    for (title, facts) in lists.into_iter().filter(|(_, facts)| !facts.is_empty()) {
        page.blank();
        page.title(title);
        let mut facts: Vec<_> = facts.iter().collect();
        facts.sort_by_key(|row| std::cmp::Reverse(row.count.lines));
        for row in facts.iter().take(SHOWN) {
            entry(page, row.count, all, row.fact.as_str());
        }
        more(page, facts.len());
    }
}

/// The most frequent flips.
fn keys(page: &mut Page, title: &str, rows: &[ByKey], all: u64) {
    let mut flips: Vec<&ByKey> = rows.iter().filter(|row| row.change.is_flip()).collect();
    if flips.is_empty() {
        return;
    }
    flips.sort_by_key(|row| std::cmp::Reverse(row.count.lines));
    page.blank();
    page.title(title);
    for row in flips.iter().take(SHOWN) {
        let key = match row.key.is_empty() {
            true => "not stated",
            false => &row.key,
        };
        entry(
            page,
            row.count,
            all,
            &format!("{key}: {}", row.change.name()),
        );
    }
    more(page, flips.len());
}

fn aside(page: &mut Page, impact: &Impact) {
    let aside: u64 = impact.set_aside.values().sum();
    if aside > 0 {
        page.blank();
        page.title(&format!(
            "{} lines set aside, and in no number",
            grouped(aside)
        ));
        for (why, lines) in &impact.set_aside {
            page.columns(0, &[(&format!("{:>13}", grouped(*lines)), 14)], why);
        }
    }
    if let Some(authorized) = impact.authorized.filter(|lines| *lines > 0) {
        page.blank();
        page.paragraph(
            0,
            &format!(
                "{} of the lines that change lie within an approved prior authorization.",
                grouped(authorized)
            ),
        );
    }
    for told in counted_without(impact) {
        page.faint(&told);
    }
}

/// What some lines do not tell.
pub(super) fn counted_without(impact: &Impact) -> Vec<String> {
    let mut told = Vec::new();
    match &impact.columns.amount {
        None => told.push("No column has amounts: money is not counted.".to_owned()),
        Some(column) if impact.without_amount > 0 => told.push(format!(
            "Lines without an amount in column {column} that can be read: {}. They count as nothing in sums of money.",
            grouped(impact.without_amount)
        )),
        Some(_) => {}
    }
    match &impact.columns.member {
        None => told.push("No column tells members apart: they are not counted.".to_owned()),
        Some(column) if impact.without_member > 0 => told.push(format!(
            "Lines without a member in column {column}: {}. They are in no number of members.",
            grouped(impact.without_member)
        )),
        Some(_) => {}
    }
    told
}
