//! The database of Retraction Watch, as Crossref publishes it in CSV: one row a notice.

use std::io::{BufRead, Read};

use coverdict_model::date::PartialDate;
use csv::{ByteRecord, ReaderBuilder};

use super::{Nature, Notice, Record, Wrong, allowance::Allowance, bare_title, year};

/// The columns that are read, as they are headed.
const COLUMNS: [&str; 9] = [
    "Title",
    "Author",
    "RetractionDate",
    "RetractionDOI",
    "OriginalPaperDate",
    "OriginalPaperDOI",
    "OriginalPaperPubMedID",
    "RetractionNature",
    "Reason",
];

/// Reads the database, row by row.
pub(super) fn read<R: Read + BufRead>(
    input: Allowance<R>,
    take: &mut dyn FnMut(Record),
) -> Result<(), Wrong> {
    let refill = input.refill();
    let mut reader = ReaderBuilder::new().from_reader(input);
    let damaged = |error: csv::Error| {
        let line = error.position().map_or(1, csv::Position::line);
        Wrong::new(
            line,
            format!("the CSV is damaged: {error}; download it again"),
        )
    };
    let columns = columns(reader.byte_headers().map_err(damaged)?)?;
    let mut row = ByteRecord::new();
    loop {
        refill.piece();
        if !reader.read_byte_record(&mut row).map_err(damaged)? {
            return Ok(());
        }
        let line = row.position().map_or(0, csv::Position::line);
        let cell = |name: &str| -> String {
            let at = COLUMNS
                .iter()
                .zip(&columns)
                .find(|(column, _)| **column == name);
            let bytes = at.and_then(|(_, at)| row.get(*at)).unwrap_or_default();
            String::from_utf8_lossy(bytes).trim().to_owned()
        };
        take(record(line, &cell)?);
    }
}

fn columns(headings: &ByteRecord) -> Result<Vec<usize>, Wrong> {
    let clean = |heading: &[u8]| {
        String::from_utf8_lossy(heading)
            .trim_start_matches('\u{feff}')
            .trim()
            .to_owned()
    };
    let headings: Vec<String> = headings.iter().map(clean).collect();
    let at = |name: &&str| headings.iter().position(|heading| heading == name);
    let found = COLUMNS.iter().map(|name| {
        at(name).ok_or_else(|| {
            let message = format!("the database of Retraction Watch has a column `{name}`, and this file has none: download it again");
            Wrong::new(1, message)
        })
    });
    found.collect()
}

fn record(line: u64, cell: &dyn Fn(&str) -> String) -> Result<Record, Wrong> {
    let nature = match cell("RetractionNature").to_ascii_lowercase().as_str() {
        "retraction" => Nature::Retraction,
        "expression of concern" => Nature::Concern,
        "correction" => Nature::Correction,
        "reinstatement" => Nature::Reinstatement,
        other => {
            let message = format!(
                "RetractionNature is `{}`; Retraction, Expression of concern, Correction and Reinstatement are known",
                other.chars().take(40).collect::<String>()
            );
            return Err(Wrong::new(line, message));
        }
    };
    let reasons = cell("Reason");
    let reasons = reasons
        .split(';')
        .map(|one| one.trim().trim_start_matches('+').trim());
    let notice = Notice {
        nature,
        date: date(&cell("RetractionDate")),
        notice: stated(cell("RetractionDOI")),
        reasons: reasons
            .filter(|one| !one.is_empty())
            .map(str::to_owned)
            .collect(),
    };
    let authors = cell("Author");
    let authors = authors
        .split(';')
        .map(str::trim)
        .filter(|one| !one.is_empty());
    Ok(Record {
        line,
        pmid: stated(cell("OriginalPaperPubMedID")),
        doi: stated(cell("OriginalPaperDOI")),
        title: stated(bare_title(&cell("Title"))),
        year: year(&cell("OriginalPaperDate")),
        authors: authors.map(surname_first).collect(),
        place: None,
        notices: vec![notice],
    })
}

/// An identifier; the database writes 0 or `unavailable` where there is none.
fn stated(text: String) -> Option<String> {
    let none = matches!(text.to_ascii_lowercase().as_str(), "" | "0" | "unavailable");
    (!none).then_some(text)
}

/// `Jane B Roe` as citations print it.
fn surname_first(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let Some((surname, given)) = words.split_last() else {
        return String::new();
    };
    let initials: String = given
        .iter()
        .filter_map(|word| word.chars().next())
        .collect();
    format!("{surname} {initials}").trim_end().to_owned()
}

/// A day as `11/20/2023 0:00`, month first.
fn date(text: &str) -> Option<PartialDate> {
    let day = text.split(' ').next()?;
    let mut parts = day.split('/').map(str::parse::<u32>);
    let (month, day, year) = (
        parts.next()?.ok()?,
        parts.next()?.ok()?,
        parts.next()?.ok()?,
    );
    format!("{year:04}-{month:02}-{day:02}").parse().ok()
}
