//! A line of a reference list, read into the fields of a citation.
//!
//! The style is that of coverage policies: AMA or Vancouver, with the journal often emphasised in Markdown. What is
//! malformed is kept as it stands; what cannot be told apart is left out, never guessed.

mod authors;
mod locator;
mod tail;

use coverdict_model::reference::{Reference, Verified};
use schemars::JsonSchema;
use serde::Serialize;

use locator::Locator;

/// No line of more bytes than this is read: no citation is as long.
const MAX_BYTES: usize = 16 << 10;

/// What a line of a reference list says of a publication.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Citation {
    /// Its number in the list.
    pub number: Option<u32>,
    /// Who wrote it, in the order of the citation; `et al.` stays with the last one, as `Roe A, et al.` is printed.
    pub authors: Vec<String>,
    /// Its title.
    pub title: Option<String>,
    /// The journal, as it is abbreviated.
    pub journal: Option<String>,
    /// The edition of a book, as it is printed.
    pub edition: Option<String>,
    /// The year.
    pub year: Option<u32>,
    /// The volume.
    pub volume: Option<String>,
    /// The issue.
    pub issue: Option<String>,
    /// The pages, without spaces.
    pub pages: Option<String>,
    /// Its number in PubMed.
    pub pmid: Option<String>,
    /// Its number in PubMed Central.
    pub pmcid: Option<String>,
    /// Its digital object identifier.
    pub doi: Option<String>,
    /// The number under which its trial is registered.
    pub trial: Option<String>,
    /// The number of the serial.
    pub issn: Option<String>,
    /// The number of the book.
    pub isbn: Option<String>,
    /// The address at which it can be read.
    pub url: Option<String>,
}

/// Reads a line of a reference list, which may be broken over several.
///
/// ```
/// let line = "4. Roe A, Poe BC. Needles of straw: a pilot study. *J Invented Med.* 2011;5(2):31-9. PMID: 99000001";
/// let citation = coverdict_literature::citation(line);
/// assert_eq!(citation.authors, ["Roe A", "Poe BC"]);
/// assert_eq!(citation.journal.as_deref(), Some("J Invented Med"));
/// assert_eq!(citation.pages.as_deref(), Some("31-9"));
/// ```
#[must_use]
pub fn citation(line: &str) -> Citation {
    let mut end = line.len().min(MAX_BYTES);
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    let line = line.get(..end).unwrap_or_default();
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    let (number, rest) = tail::number(&line);
    let mut citation = Citation {
        number,
        ..Citation::default()
    };
    let body = tail::identifiers(rest, &mut citation);
    match emphasised(body) {
        Some((before, inside, after)) => with_emphasis(&mut citation, before, inside, after),
        None => without_emphasis(&mut citation, body),
    }
    citation
}

impl Citation {
    /// The citation as a reference of a corpus, which was held against no record yet. The edition of a book stands as
    /// its volume; what a reference has no place for is left out.
    #[must_use]
    pub fn reference(&self) -> Reference {
        Reference {
            number: self.number,
            authors: self.authors.clone(),
            title: self.title.clone(),
            journal: self.journal.clone(),
            year: self.year,
            volume: self.volume.clone().or_else(|| self.edition.clone()),
            issue: self.issue.clone(),
            pages: self.pages.clone(),
            pmid: self.pmid.clone(),
            doi: self.doi.clone(),
            trial: self.trial.clone(),
            verified: Verified::No,
            verified_from: None,
            differs: None,
        }
    }
}

/// The text before, in and after the last pair of emphasis marks: a journal or the title of a book.
fn emphasised(body: &str) -> Option<(&str, &str, &str)> {
    let (rest, after) = body.rsplit_once('*')?;
    let (before, inside) = rest.rsplit_once('*')?;
    Some((before, inside, after))
}

fn with_emphasis(citation: &mut Citation, before: &str, inside: &str, after: &str) {
    let (authors, title) = authors::split(before);
    citation.authors = authors;
    let inside = trimmed(inside);
    citation.set(Locator::read(after));
    match trimmed(title) {
        // Authors alone before it: it is a book.
        "" => citation.title = some(inside),
        title => {
            citation.title = some(title);
            citation.journal = some(inside);
        }
    }
}

fn without_emphasis(citation: &mut Citation, body: &str) {
    let (authors, rest) = authors::split(body);
    citation.authors = authors;
    let Some(at) = locator::start(rest) else {
        citation.title = some(trimmed(rest));
        return;
    };
    let (before, after) = rest.split_at_checked(at).unwrap_or((rest, ""));
    citation.set(Locator::read(after));
    let (title, last) = locator::last_sentence(trimmed(before));
    match locator::edition(last) {
        Some(edition) => {
            citation.edition = some(edition);
            citation.title = some(trimmed(title));
        }
        None if trimmed(title).is_empty() => citation.title = some(trimmed(last)),
        None => {
            citation.title = some(trimmed(title));
            citation.journal = some(trimmed(last));
        }
    }
}

impl Citation {
    fn set(&mut self, locator: Locator) {
        self.edition = locator.edition;
        self.year = locator.year;
        self.volume = locator.volume;
        self.issue = locator.issue;
        self.pages = locator.pages;
    }
}

/// Without the stops and spaces around it; a question mark belongs to a title.
fn trimmed(text: &str) -> &str {
    text.trim_matches(|one: char| {
        one.is_whitespace() || matches!(one, '.' | ',' | ';' | ':' | '*' | '_')
    })
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests;
