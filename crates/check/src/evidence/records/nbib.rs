//! PubMed's export in MEDLINE form: fields of four letters, a hyphen and a space, long ones continued with six spaces.

use std::io::{BufRead, Read};

use super::{Nature, Notice, PlaceInJournal, Record, Wrong, allowance::Allowance, year};

/// Reads an export.
pub(super) fn read<R: Read + BufRead>(
    mut input: Allowance<R>,
    take: &mut dyn FnMut(Record),
) -> Result<(), Wrong> {
    let refill = input.refill();
    let mut reader = Reader::default();
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        reader.line += 1;
        let read = input.read_until(b'\n', &mut bytes);
        if read.map_err(|error| Wrong::new(reader.line, error.to_string()))? == 0 {
            break;
        }
        let text = String::from_utf8_lossy(&bytes);
        let text = text.trim_start_matches('\u{feff}').trim_end();
        if is_start(text) {
            reader.finish(take);
            refill.piece();
        }
        reader.line(text)?;
    }
    reader.finish(take);
    Ok(())
}

/// Whether a line begins a field.
pub(super) fn is_field(line: &str) -> bool {
    let (tag, rest) = line.split_at_checked(4).unwrap_or_default();
    let tag = tag.trim_end();
    !tag.is_empty()
        && tag
            .chars()
            .all(|one| one.is_ascii_uppercase() || one.is_ascii_digit())
        && (rest.starts_with("- ") || rest == "-")
}

fn is_start(line: &str) -> bool {
    line.starts_with("PMID-")
}

/// The record being read, and its last field.
#[derive(Default)]
struct Reader {
    line: u64,
    record: Option<Record>,
    tag: String,
    value: String,
    /// The names in full; the short ones serve where there are none.
    last_short: Vec<String>,
}

impl Reader {
    fn line(&mut self, text: &str) -> Result<(), Wrong> {
        if text.trim().is_empty() {
            return Ok(());
        }
        if let Some(more) = text.strip_prefix("      ") {
            self.value.push(' ');
            self.value.push_str(more.trim());
            return Ok(());
        }
        if !is_field(text) {
            let wrong = "a field of a MEDLINE export is wanted, as `TI  - …`: export the file again from PubMed";
            return Err(Wrong::new(self.line, wrong));
        }
        self.field();
        let (tag, value) = text.split_at_checked(4).unwrap_or_default();
        self.tag = tag.trim_end().to_owned();
        self.value = value.get(1..).unwrap_or_default().trim().to_owned();
        if self.record.is_none() && self.tag != "PMID" {
            return Err(Wrong::new(self.line, "a record begins with its PMID"));
        }
        let line = self.line;
        self.record.get_or_insert_with(|| Record {
            line,
            place: Some(PlaceInJournal::default()),
            ..Record::default()
        });
        Ok(())
    }

    fn finish(&mut self, take: &mut dyn FnMut(Record)) {
        self.field();
        self.tag.clear();
        let short = std::mem::take(&mut self.last_short);
        if let Some(mut record) = self.record.take() {
            if record.authors.is_empty() {
                record.authors = short;
            }
            take(record);
        }
    }

    /// Takes the last field into the record.
    fn field(&mut self) {
        let value = std::mem::take(&mut self.value);
        let Some(record) = self.record.as_mut().filter(|_| !value.is_empty()) else {
            return;
        };
        let place = record.place.get_or_insert_default();
        match self.tag.as_str() {
            "PMID" => record.pmid = Some(value),
            "TI" => record.set_title(&value),
            "AU" => self.last_short.push(value),
            "CN" => record.authors.push(value),
            "FAU" => record.authors.push(short(&value)),
            "TA" | "JT" => place.journals.push(value),
            "VI" => place.volume = Some(value),
            "IP" => place.issue = Some(value),
            "PG" => place.pages = Some(value),
            "DP" => record.year = year(&value),
            "LID" | "AID" => record.doi = record.doi.take().or_else(|| doi(&value)),
            "PT" if value == "Retracted Publication" => {
                record.notices.push(notice(Nature::Retraction, None))
            }
            "RIN" => record.notices.push(notice(Nature::Retraction, Some(value))),
            "ECI" => record.notices.push(notice(Nature::Concern, Some(value))),
            "EIN" | "CRI" => record.notices.push(notice(Nature::Correction, Some(value))),
            _ => {}
        }
    }
}

/// `Yelland, Michael J` as citations print it.
fn short(name: &str) -> String {
    let Some((surname, given)) = name.split_once(',') else {
        return name.to_owned();
    };
    let words = given.split([' ', '-', '.']);
    let initials: String = words.filter_map(|word| word.chars().next()).collect();
    format!("{surname} {initials}")
}

fn doi(value: &str) -> Option<String> {
    let doi = value.strip_suffix("[doi]")?.trim();
    Some(doi.to_owned())
}

fn notice(nature: Nature, notice: Option<String>) -> Notice {
    Notice {
        nature,
        date: None,
        notice,
        reasons: Vec::new(),
    }
}
