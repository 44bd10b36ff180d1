//! The history of a document, as it tells it.

use coverdict_model::date::PartialDate;
use schemars::JsonSchema;
use serde::Serialize;

use super::of_role;
use crate::{
    document::{Block, Cell, Document, Place, Text},
    recognise::{Role, Section},
    written::{Written, dates},
};

/// A row or an entry of a document's history.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Revision {
    /// Its block, by number.
    pub block: usize,
    /// What was done, as written, without the dates that stand beside it.
    pub words: String,
    /// Its dates, in order.
    pub dates: Vec<RevisionDate>,
    /// Where it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

/// A date of a revision.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct RevisionDate {
    /// What the column calls it; none where there is no such head.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The date, as precise as it is written.
    #[schemars(with = "String")]
    pub date: PartialDate,
    /// As it is written.
    pub written: String,
}

/// The revisions of a document, in the order in which it tells them.
pub(crate) fn revisions(document: &Document, sections: &[Section]) -> Vec<Revision> {
    let mut revisions = Vec::new();
    let mut histories = Vec::new();
    for (at, block) in of_role(document, sections, Role::Revisions) {
        histories.push(at);
        if let Block::Paragraph { text } | Block::Item(crate::document::Item { text, .. }) = block {
            revisions.extend(entry(at, text));
        }
    }
    for (at, block) in document.blocks.iter().enumerate() {
        if let Block::Table(table) = block {
            rows(at, &table.rows, histories.contains(&at), &mut revisions);
        }
    }
    revisions.sort_by_key(|revision| revision.block);
    revisions
}

/// An entry that starts with its date: `09/2022 - What was done.`
fn entry(at: usize, text: &Text) -> Option<Revision> {
    let found = dates(text.as_str());
    let first = found.first().filter(|date| date.range.start == 0)?;
    let rest = text.as_str().get(first.range.end..).unwrap_or_default();
    let words = rest.trim_start_matches(|one: char| {
        one.is_whitespace() || matches!(one, '-' | '–' | '—' | ':' | '.' | ',')
    });
    Some(Revision {
        block: at,
        words: words.to_owned(),
        dates: vec![date(text.as_str(), first, None)],
        place: text.place(),
    })
}

/// The rows of a table of a history, or of one whose head names dates of revisions or approvals.
fn rows(at: usize, rows: &[Vec<Cell>], is_history: bool, revisions: &mut Vec<Revision>) {
    let Some((head, rows)) = rows.split_first() else {
        return;
    };
    let heads: Vec<&str> = head.iter().map(|cell| cell.text.as_str()).collect();
    if !is_history && !heads.iter().any(|head| is_of_history(head)) {
        return;
    }
    for row in rows {
        let (mut words, mut found) = (Vec::new(), Vec::new());
        for (column, cell) in row.iter().enumerate() {
            let text = cell.text.as_str();
            let label = heads.get(column).filter(|head| !head.is_empty());
            // A cell of nothing but dates; others speak of dates, but are not dated.
            let own = dates(text);
            let spoken: usize = own.iter().map(|date| date.range.len()).sum();
            match own.is_empty() || spoken * 2 < text.len() {
                true => words.push(text),
                false => {
                    let label = label.map(|label| (*label).to_owned());
                    found.extend(own.iter().map(|one| date(text, one, label.clone())));
                }
            }
        }
        words.retain(|words| !words.is_empty());
        if !found.is_empty() {
            let places = row.iter().filter_map(|cell| cell.text.place());
            revisions.push(Revision {
                block: at,
                words: words.join(" "),
                dates: found,
                place: places.reduce(Place::with),
            });
        }
    }
}

/// Whether the head of a column is that of a history.
fn is_of_history(head: &str) -> bool {
    let head = head.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| head.contains(word));
    has(&["revision", "review", "approval", "change", "action"]) && has(&["date", "history", "log"])
        || head.contains("revisions")
}

fn date(text: &str, written: &Written, label: Option<String>) -> RevisionDate {
    RevisionDate {
        label,
        date: written.date,
        written: text
            .get(written.range.clone())
            .unwrap_or_default()
            .to_owned(),
    }
}
