//! Counts as tables of text.

use super::{ByKey, Count, Impact};

/// What is counted, as CSV (RFC 4180): the names of the files and their text. A number that is not counted is an empty
/// cell.
#[must_use]
pub fn tables(impact: &Impact) -> Vec<(&'static str, String)> {
    let by = |name: &str, rows: &[ByKey]| {
        let rows = rows.iter();
        table(
            &[name, "change"],
            rows.map(|row| (vec![row.key.as_str(), row.change.name()], row.count)),
        )
    };
    let transitions = impact.transitions.iter();
    let changes = impact.changes.iter();
    let asked = impact.asked.iter().map(|row| (row, "asked"));
    let no_longer = impact.no_longer_asked.iter();
    let facts = asked.chain(no_longer.map(|row| (row, "no-longer-asked")));
    vec![
        (
            "by-transition.csv",
            table(
                &["before", "after"],
                transitions.map(|row| (vec![row.before.name(), row.after.name()], row.count)),
            ),
        ),
        (
            "by-change.csv",
            table(
                &["change"],
                changes.map(|row| (vec![row.change.name()], row.count)),
            ),
        ),
        (
            "by-missing-fact.csv",
            table(
                &["fact", "change"],
                facts.map(|(row, change)| (vec![row.fact.as_str(), change], row.count)),
            ),
        ),
        ("by-publisher.csv", by("publisher", &impact.by_publisher)),
        ("by-code.csv", by("code", &impact.by_code)),
        (
            "by-line-of-business.csv",
            by("line_of_business", &impact.by_line_of_business),
        ),
        ("by-state.csv", by("state", &impact.by_state)),
    ]
}

fn table<'r>(columns: &[&str], rows: impl Iterator<Item = (Vec<&'r str>, Count)>) -> String {
    let mut text = format!("{},lines,members,amount\n", columns.join(","));
    for (keys, count) in rows {
        for key in keys {
            text.push_str(&quoted(key));
            text.push(',');
        }
        let members = count.members.map(|members| members.to_string());
        let amount = count.amount.map(|amount| amount.to_string());
        text.push_str(&format!(
            "{},{},{}\n",
            count.lines,
            members.unwrap_or_default(),
            amount.unwrap_or_default()
        ));
    }
    text
}

/// A field, in quotation marks where it needs them.
fn quoted(field: &str) -> String {
    match field.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", field.replace('"', "\"\"")),
        false => field.to_owned(),
    }
}
