//! A code under the heading of another code system.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_corpus::diagnostic::{Code, Entry, Severity};

use super::{
    problem::Found,
    subject::Subject,
    systems::{Named, named, system},
};
use crate::document::{Block, Item, Place, Table, Text};

pub(super) const CODE: Code = Code::of(&Entry {
    id: "D0002",
    name: "code-of-another-system",
    severity: Severity::Warning,
    title: "A code stands under the heading of another code system.",
    explanation: "Move the code under a heading of its own system, or correct the code if another was meant. A claim that is read by the heading misses the code.",
});

/// A heading of codes has at most so many words; longer, it is a sentence about codes.
const HEADING_WORDS: usize = 14;

/// Codes under one heading that belong to one other system.
#[derive(Debug, Default)]
struct Strays {
    codes: Vec<(String, Option<Place>)>,
}

#[derive(Default)]
struct Search<'d> {
    /// What names code systems, in reading order.
    headings: Vec<(&'d Text, Vec<Named>)>,
    /// Each code with the number of its heading.
    codes: Vec<(usize, &'d Text, std::ops::Range<usize>)>,
}

pub(super) fn find(subject: &Subject<'_>) -> Vec<Found> {
    let mut search = Search::default();
    let mut above: Option<usize> = None;
    for block in &subject.document.blocks {
        match block {
            Block::Heading { text, .. } if code_at_start(text.as_str()).is_none() => {
                above = search.heading(text);
            }
            Block::Field { label, value } if code_at_start(value.as_str()).is_some() => {
                above = search.heading(label).or(above);
                if let Some(heading) = above {
                    search.add(heading, value);
                }
            }
            Block::Heading { text, .. }
            | Block::Paragraph { text }
            | Block::Field { label: text, .. }
            | Block::Item(Item { text, .. }) => match (code_at_start(text.as_str()), above) {
                (Some(_), Some(heading)) => search.add(heading, text),
                (Some(_), None) => {}
                (None, _) => above = search.heading(text).or(above),
            },
            Block::Table(table) => search.table(table, above),
        }
    }
    search.told()
}

impl<'d> Search<'d> {
    /// The number of a text among the headings, if it names code systems.
    fn heading(&mut self, text: &'d Text) -> Option<usize> {
        let words = text.as_str().split_whitespace().count();
        let systems = match words <= HEADING_WORDS {
            true => named(text.as_str()),
            false => return None,
        };
        if systems.is_empty() {
            return None;
        }
        self.headings.push((text, systems));
        Some(self.headings.len() - 1)
    }

    /// Takes the codes of a table, each under the nearest cell above it that names systems, or else what stands above
    /// the table.
    fn table(&mut self, table: &'d Table, above: Option<usize>) {
        let mut columns: BTreeMap<usize, usize> = BTreeMap::new();
        for row in &table.rows {
            for (column, cell) in row.iter().enumerate() {
                let text = cell.text.as_str();
                if code_at_start(text).is_some() {
                    let whole = columns.get(&0).filter(|_| row.len() == 1).copied();
                    let heading = columns.get(&column).copied().or(whole).or(above);
                    if let Some(heading) = heading {
                        self.add(heading, &cell.text);
                    }
                } else if let Some(heading) = self.heading(&cell.text) {
                    match row.len() {
                        // A row of one cell is a heading of all columns below it.
                        1 => {
                            columns.clear();
                            (0..16).for_each(|column| _ = columns.insert(column, heading));
                        }
                        _ => _ = columns.insert(column, heading),
                    }
                }
            }
        }
    }

    /// Takes the codes at the start of a text.
    fn add(&mut self, heading: usize, text: &'d Text) {
        let mut at = 0;
        while let Some(range) = text.as_str().get(at..).and_then(code_at_start) {
            let range = at + range.start..at + range.end;
            at = range.end;
            self.codes.push((heading, text, range));
            let rest = text.as_str().get(at..).unwrap_or_default();
            let next = rest.trim_start_matches([' ', ',', ';', '\u{a0}']);
            if next.len() == rest.len() {
                break;
            }
            at += rest.len() - next.len();
        }
    }

    fn told(self) -> Vec<Found> {
        let has_cpt = self
            .headings
            .iter()
            .any(|(_, systems)| *systems == [Named::Cpt]);
        let code = |text: &'d Text, range: &std::ops::Range<usize>| {
            text.as_str().get(range.clone()).unwrap_or_default()
        };
        // The headings under which diagnoses are written with their dots.
        let dotted: BTreeSet<usize> = self
            .codes
            .iter()
            .filter(|(_, text, range)| code(text, range).contains('.'))
            .map(|(heading, ..)| *heading)
            .collect();
        let mut strays: BTreeMap<(usize, &'static str), Strays> = BTreeMap::new();
        for (heading, text, range) in &self.codes {
            let Some((_, systems)) = self.headings.get(*heading) else {
                continue;
            };
            let code = code(text, range);
            let Some((name, homes)) = system(code) else {
                continue;
            };
            let fits = systems.iter().any(|named| match named {
                Named::Other => true,
                // Beside a list of CPT codes, HCPCS is the name of its second level.
                Named::Hcpcs if name == "CPT" => !has_cpt,
                // A letter and four digits may be a diagnosis without its dot.
                Named::Icd10 if name == "HCPCS Level II" => !dotted.contains(heading),
                named => homes.contains(named),
            });
            if !fits {
                let known = strays.entry((*heading, name)).or_default();
                known
                    .codes
                    .push((code.to_owned(), text.place_of(range.clone())));
            }
        }
        let found = strays.into_iter().filter_map(|((number, name), strays)| {
            let (heading, _) = self.headings.get(number)?;
            let (first, place) = strays.codes.first()?;
            let words = heading.as_str();
            let message = match strays.codes.len() {
                1 => format!("{first} is a code of {name}, and stands under \"{words}\""),
                count => format!(
                    "{count} codes of {name} stand under \"{words}\", the first of them {first}"
                ),
            };
            let found =
                Found::new(message)
                    .at(first, *place)
                    .with("the heading", words, heading.place());
            let rest = strays.codes.iter().skip(1);
            Some(rest.fold(found, |found, (code, place)| {
                found.with("another", code, *place)
            }))
        });
        found.collect()
    }
}

/// The code that a text starts with.
fn code_at_start(text: &str) -> Option<std::ops::Range<usize>> {
    let end = text
        .find(|mark: char| !mark.is_ascii_alphanumeric() && mark != '.')
        .unwrap_or(text.len());
    let word = text.get(..end)?.trim_end_matches('.');
    let is_code =
        word.len() >= 3 && word.bytes().any(|byte| byte.is_ascii_digit()) && system(word).is_some();
    is_code.then_some(0..word.len())
}
