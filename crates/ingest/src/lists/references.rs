//! The literature that a document lists.

use std::sync::LazyLock;

use coverdict_literature::{Citation, citation};
use regex::Regex;
use schemars::JsonSchema;
use serde::Serialize;

use super::of_role;
use crate::{
    document::{Block, Document, Place},
    recognise::{Role, Section},
};

/// A reference, as a document lists it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Reference {
    /// Its block, by number.
    pub block: usize,
    /// Its number in the list, as the document writes it; none where the list is not numbered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// Its words.
    pub words: String,
    /// Where they stand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// The fields that were read from it. What could not be told apart is left out.
    pub citation: Citation,
    /// The national and local determinations and articles that it names, as written: `240.2`, `L33797`, `A52514`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub determinations: Vec<String>,
}

/// A year of the literature, without which a paragraph in a list of references is a sentence about them.
static YEAR: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\b(?:18[89]\d|19\d\d|20\d\d)\b").ok());

/// A number before a reference: `12.`, `[12]`, `12)`.
static NUMBER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^[\[(]?(\d{1,4})(?:[\].)]+|$)\s*").ok());

/// A determination of Medicare by its number.
static DETERMINATION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:NCD|national coverage determinations?)\b[^.;]{0,80}?\(?\b(\d{1,3}(?:\.\d{1,3}){1,3})\b|\b([LA]\d{5})\b")
        .ok()
});

/// The references of a document, in order: the items of its lists of references, and the paragraphs that cite.
pub(crate) fn references(document: &Document, sections: &[Section]) -> Vec<Reference> {
    let mut references = Vec::new();
    for (at, block) in of_role(document, sections, Role::References) {
        match block {
            Block::Item(item) => {
                let marked = number(&item.marker).map(|(number, _)| number);
                references.push(reference(at, marked, block, item.text.as_str()));
            }
            Block::Paragraph { text } => {
                let numbered = number(text.as_str());
                let cites = YEAR
                    .as_ref()
                    .is_some_and(|year| year.is_match(text.as_str()));
                if cites || numbered.is_some() {
                    let (number, start) = numbered.unzip();
                    let words = text.as_str().get(start.unwrap_or(0)..).unwrap_or_default();
                    references.push(reference(at, number, block, words));
                }
            }
            Block::Table(table) => {
                for row in &table.rows {
                    let cells = row.iter().map(|cell| cell.text.as_str());
                    let words = cells.collect::<Vec<_>>().join(" ");
                    if YEAR.as_ref().is_some_and(|year| year.is_match(&words)) {
                        let numbered = number(&words);
                        let (number, start) = numbered.unzip();
                        let words = words.get(start.unwrap_or(0)..).unwrap_or_default();
                        let mut one = reference(at, number, block, words);
                        let places = row.iter().filter_map(|cell| cell.text.place());
                        one.place = places.reduce(Place::with);
                        references.push(one);
                    }
                }
            }
            Block::Heading { .. } | Block::Field { .. } => {}
        }
    }
    references
}

/// The number at the start of a text, and where what follows it starts.
fn number(text: &str) -> Option<(u32, usize)> {
    let found = NUMBER.as_ref()?.captures(text)?;
    let number = found.get(1)?.as_str().parse().ok()?;
    Some((number, found.get(0)?.end()))
}

fn reference(at: usize, number: Option<u32>, block: &Block, words: &str) -> Reference {
    let mut citation = citation(words);
    citation.number = number;
    Reference {
        block: at,
        number,
        words: words.to_owned(),
        place: block.place(),
        citation,
        determinations: determinations(words),
    }
}

fn determinations(words: &str) -> Vec<String> {
    let Some(pattern) = DETERMINATION.as_ref() else {
        return Vec::new();
    };
    let found = pattern.captures_iter(words);
    let mut numbers: Vec<String> = found
        .filter_map(|one| one.get(1).or(one.get(2)))
        .map(|number| number.as_str().to_uppercase())
        .collect();
    numbers.dedup();
    numbers
}
