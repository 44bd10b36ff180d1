//! What a change of the corpus changes, as one page of HTML without scripts and without anything loaded from elsewhere.

use std::{collections::BTreeMap, fmt::Write as _};

use coverdict_check::impact::{ByFact, ByKey, Count, Explained, Impact, Way};
use coverdict_codes::CodeLists;
use coverdict_model::finding::Finding;
use coverdict_program::Program;

use super::{
    chart::{self, Row},
    page::{self, counted_without, money},
};
use crate::{
    claims::{grouped, share},
    documents::Documents,
    outline::escaped,
    render,
};

const STYLE: &str = include_str!("report.css");

/// The report, with so many keys of each list.
pub(super) fn report(impact: &Impact, programs: [&Program; 2], top: usize) -> String {
    let title = format!(
        "{} of {} lines change",
        grouped(impact.changed.lines),
        grouped(impact.compared.lines)
    );
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>Impact: {title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n<p>{}</p>\n",
        page::DENIES_NO_ONE
    );
    overview(&mut out, impact);
    changes(&mut out, impact);
    transitions(&mut out, impact);
    facts(&mut out, "asked", "Facts newly asked for", &impact.asked);
    facts(
        &mut out,
        "no-longer-asked",
        "Facts no longer asked for",
        &impact.no_longer_asked,
    );
    let lists = [
        ("publisher", "By publisher", &impact.by_publisher),
        ("code", "By code", &impact.by_code),
        (
            "line-of-business",
            "By line of business",
            &impact.by_line_of_business,
        ),
        ("state", "By state", &impact.by_state),
    ];
    for (id, title, rows) in lists {
        keys(&mut out, id, title, rows, top);
    }
    samples(&mut out, &impact.samples, programs);
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn overview(out: &mut String, impact: &Impact) {
    let aside: u64 = impact.set_aside.values().sum();
    let mut entries = vec![
        ("Corpus before", consulted(&impact.before)),
        ("Corpus after", consulted(&impact.after)),
        ("Lines read", grouped(impact.lines)),
        ("Lines compared", told(impact.compared)),
        ("Finding differs", told(impact.changed)),
        ("Outcome differs", told(impact.flipped)),
    ];
    if aside > 0 {
        let reasons = impact.set_aside.iter();
        let reasons: Vec<String> = reasons
            .map(|(why, lines)| format!("{} {why}", grouped(*lines)))
            .collect();
        let text = format!(
            "{}, in no other number: {}",
            grouped(aside),
            reasons.join(", ")
        );
        entries.push(("Lines set aside", text));
    }
    if let Some(authorized) = impact.authorized {
        entries.push((
            "Within an approved prior authorization",
            format!("{} of the lines whose finding differs", grouped(authorized)),
        ));
    }
    out.push_str("<dl>\n");
    for (name, text) in entries {
        let _ = writeln!(out, "<dt>{name}</dt><dd>{}</dd>", escaped(&text));
    }
    out.push_str("</dl>\n");
    for told in counted_without(impact) {
        let _ = writeln!(out, "<p>{}</p>", escaped(&told));
    }
}

fn consulted(corpus: &coverdict_check::impact::Consulted) -> String {
    format!("{}, as known on {}", corpus.corpus, corpus.known_as_of)
}

fn told(count: Count) -> String {
    let members = count
        .members
        .map(|members| format!(", {} members", grouped(members)));
    let amount = money(count).map(|amount| format!(", {amount} charged"));
    format!(
        "{}{}{}",
        grouped(count.lines),
        members.unwrap_or_default(),
        amount.unwrap_or_default()
    )
}

fn changes(out: &mut String, impact: &Impact) {
    if impact.changes.is_empty() {
        return;
    }
    begin(out, "changes", "How findings change");
    let rows = impact.changes.iter().map(|row| Row {
        label: row.change.name().to_owned(),
        parts: vec![(row.change, row.count.lines)],
    });
    let rows: Vec<Row> = rows.collect();
    out.push_str("<div class=\"pair\">\n");
    out.push_str(&chart::bars(
        "changes",
        "Lines by how their finding changes",
        &rows,
    ));
    let rows = impact.changes.iter().map(|row| {
        (
            vec![
                row.change.name().to_owned(),
                page::name(row.change).to_owned(),
            ],
            row.count,
        )
    });
    table(
        out,
        &["change", "what it means"],
        rows,
        impact.compared.lines,
    );
    out.push_str("</div>\n</section>\n");
}

/// The matrix of outcomes, and its cells with members and money.
fn transitions(out: &mut String, impact: &Impact) {
    begin(out, "transitions", "Outcomes before and after");
    let mut befores: Vec<_> = impact.transitions.iter().map(|row| row.before).collect();
    let mut afters: Vec<_> = impact.transitions.iter().map(|row| row.after).collect();
    for outcomes in [&mut befores, &mut afters] {
        outcomes.sort_unstable();
        outcomes.dedup();
    }
    let cells = impact.transitions.iter();
    let cells: BTreeMap<_, _> = cells
        .map(|row| ((row.before, row.after), row.count.lines))
        .collect();
    out.push_str("<table>\n<caption>Lines: a row is the outcome before, a column the outcome after</caption>\n<thead><tr><th scope=\"col\">before</th>");
    for after in &afters {
        let _ = write!(out, "<th scope=\"col\">{}</th>", after.name());
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for before in &befores {
        let _ = write!(out, "<tr><th scope=\"row\">{}</th>", before.name());
        for after in &afters {
            let class = if before == after {
                " class=\"same\""
            } else {
                ""
            };
            let lines = cells.get(&(*before, *after)).map(|lines| grouped(*lines));
            let _ = write!(out, "<td{class}>{}</td>", lines.unwrap_or_default());
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
    let flips = impact.transitions.iter();
    let flips = flips.filter(|row| row.before != row.after).map(|row| {
        let names = [row.before, row.after].map(|one| one.name().to_owned());
        (names.to_vec(), row.count)
    });
    table(out, &["before", "after"], flips, impact.compared.lines);
    out.push_str("</section>\n");
}

fn facts(out: &mut String, id: &str, title: &str, facts: &[ByFact]) {
    if facts.is_empty() {
        return;
    }
    begin(out, id, title);
    let mut facts: Vec<&ByFact> = facts.iter().collect();
    facts.sort_by_key(|row| std::cmp::Reverse(row.count.lines));
    let rows = facts.iter().map(|row| Row {
        label: row.fact.to_string(),
        parts: vec![(Way::OtherTerms, row.count.lines)],
    });
    let rows: Vec<Row> = rows.collect();
    let of = facts.iter().map(|row| row.count.lines).max().unwrap_or(0);
    out.push_str("<div class=\"pair\">\n");
    out.push_str(&chart::bars(id, "Lines by fact", &rows));
    let rows = facts
        .iter()
        .map(|row| (vec![row.fact.to_string()], row.count));
    table(out, &["fact"], rows, of);
    out.push_str("</div>\n</section>\n");
}

/// Lines by what they have in common: those with the most lines, and all their changes.
fn keys(out: &mut String, id: &str, title: &str, rows: &[ByKey], top: usize) {
    if rows.is_empty() {
        return;
    }
    let mut by_key: BTreeMap<&str, Vec<&ByKey>> = BTreeMap::new();
    for row in rows {
        by_key.entry(&row.key).or_default().push(row);
    }
    let all = by_key.len();
    let lines = |rows: &[&ByKey]| -> u64 {
        let alone = rows.iter().filter(|row| stands_alone(row.change));
        alone.map(|row| row.count.lines).sum()
    };
    let mut keys: Vec<_> = by_key.into_iter().collect();
    keys.sort_by_key(|(_, rows)| std::cmp::Reverse(lines(rows)));
    keys.truncate(top);
    begin(out, id, title);
    if all > keys.len() {
        let _ = writeln!(
            out,
            "<p>The {} with the most lines of {}; <code>by-{id}.csv</code> has all.</p>",
            grouped(keys.len() as u64),
            grouped(all as u64)
        );
    }
    let bars = keys.iter().map(|(key, rows)| {
        let alone = rows.iter().filter(|row| stands_alone(row.change));
        Row {
            label: label(key),
            parts: alone.map(|row| (row.change, row.count.lines)).collect(),
        }
    });
    let bars: Vec<Row> = bars.filter(|row| !row.parts.is_empty()).collect();
    out.push_str("<div class=\"pair\">\n<div>\n");
    if !bars.is_empty() {
        let mut ways: Vec<Way> = bars
            .iter()
            .flat_map(|row| row.parts.iter().map(|(way, _)| *way))
            .collect();
        ways.sort_unstable();
        ways.dedup();
        out.push_str(&chart::bars(
            id,
            &format!("{title}: lines whose finding changes"),
            &bars,
        ));
        out.push_str(&chart::legend(&ways));
    }
    out.push_str("</div>\n");
    let rows = keys.iter().flat_map(|(key, rows)| {
        rows.iter()
            .map(|row| (vec![label(key), row.change.name().to_owned()], row.count))
    });
    let of = keys.iter().map(|(_, rows)| lines(rows)).sum();
    table(out, &[&id.replace('-', " "), "change"], rows, of);
    out.push_str("</div>\n</section>\n");
}

/// Whether a line has no other such change, so that lines can be stacked.
fn stands_alone(way: Way) -> bool {
    !matches!(
        way,
        Way::PriorAuthorizationRequired | Way::PriorAuthorizationDropped
    )
}

fn label(key: &str) -> String {
    match key.is_empty() {
        true => "not stated".to_owned(),
        false => key.to_owned(),
    }
}

fn begin(out: &mut String, id: &str, title: &str) {
    let _ = writeln!(out, "<section id=\"by-{id}\">\n<h2>{title}</h2>");
}

fn table(
    out: &mut String,
    names: &[&str],
    rows: impl Iterator<Item = (Vec<String>, Count)>,
    of: u64,
) {
    let mut rows = rows.peekable();
    let Some((_, first)) = rows.peek() else {
        return;
    };
    let (has_members, has_amounts) = (first.members.is_some(), first.amount.is_some());
    out.push_str("<table>\n<thead><tr>");
    let numbers = [
        ("lines", true),
        ("share", true),
        ("members", has_members),
        ("charged", has_amounts),
    ];
    let numbers = numbers.into_iter().filter(|(_, is_there)| *is_there);
    for name in names.iter().copied().chain(numbers.map(|(name, _)| name)) {
        let _ = write!(out, "<th scope=\"col\">{name}</th>");
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for (keys, count) in rows {
        out.push_str("<tr>");
        for key in keys {
            let _ = write!(out, "<th scope=\"row\">{}</th>", escaped(&key));
        }
        let lines = Some(grouped(count.lines));
        let numbers = [
            lines,
            Some(share(count.lines, of)),
            count.members.map(grouped),
            money(count),
        ];
        for number in numbers.into_iter().flatten() {
            let _ = write!(out, "<td>{number}</td>");
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
}

fn samples(out: &mut String, samples: &[Explained], programs: [&Program; 2]) {
    if samples.is_empty() {
        return;
    }
    begin(out, "samples", "Sample lines");
    for sample in samples {
        let _ = writeln!(
            out,
            "<details>\n<summary>Line {}: {} → {} ({})</summary>\n<div class=\"pair\">",
            grouped(sample.line),
            sample.before.coverage.name(),
            sample.after.coverage.name(),
            page::name(sample.change)
        );
        let [first, second] = programs;
        for (when, finding, program) in [
            ("Before", &sample.before, first),
            ("After", &sample.after, second),
        ] {
            let _ = writeln!(
                out,
                "<div>\n<h3>{when}</h3>\n<pre>{}</pre>\n</div>",
                escaped(&text(finding, program))
            );
        }
        out.push_str("</div>\n</details>\n");
    }
    out.push_str("</section>\n");
}

/// A finding as `screen --explain` shows it, without colours.
fn text(finding: &Finding, program: &Program) -> String {
    let text = render::finding(finding, program, &Documents::default(), &CodeLists::new());
    anstream::adapter::strip_str(&text).to_string()
}
