//! Records of publications in files that the user has downloaded: PubMed, Crossref, Retraction Watch.
//!
//! Files are read as streams; of what they hold only that is kept which matches a publication of the corpus.

mod allowance;
mod crossref;
mod nbib;
mod pubmed;
mod retraction_watch;

use std::{
    fs::File,
    io::{self, BufRead, BufReader},
    path::{Path, PathBuf},
};

use coverdict_model::date::PartialDate;
use schemars::JsonSchema;
use serde::Serialize;

use allowance::Allowance;

/// What a file says of one publication.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// The line of the file at which it begins, from 1.
    pub line: u64,
    /// Its number in PubMed.
    pub pmid: Option<String>,
    /// Its digital object identifier.
    pub doi: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// The year.
    pub year: Option<u32>,
    /// Who wrote it, each with surname first where the file tells surname and name apart.
    pub authors: Vec<String>,
    /// Where it stands; a file of notices does not say.
    pub place: Option<PlaceInJournal>,
    /// What was published about it.
    pub notices: Vec<Notice>,
}

/// Where a publication stands, as a record has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlaceInJournal {
    /// The names of the journal, whole and abbreviated.
    pub journals: Vec<String>,
    /// The volume.
    pub volume: Option<String>,
    /// The issue.
    pub issue: Option<String>,
    /// The pages.
    pub pages: Option<String>,
}

/// What was published about a publication.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Notice {
    /// What happened to it.
    pub nature: Nature,
    /// When, where the file says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<PartialDate>,
    /// Where the notice stands, or its identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice: Option<String>,
    /// Why, in the words of the file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
}

/// What happened to a publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Nature {
    /// It was retracted, in whole or in part, or removed.
    Retraction,
    /// It was withdrawn, as a review that is out of date is.
    Withdrawal,
    /// Its editors told of a concern.
    Concern,
    /// It was corrected.
    Correction,
    /// Its retraction was taken back.
    Reinstatement,
}

/// The kinds of file that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RecordKind {
    /// A MEDLINE export of PubMed, `.nbib`.
    Nbib,
    /// PubMed XML.
    PubmedXml,
    /// Works of Crossref in JSON.
    Crossref,
    /// The database of Retraction Watch in CSV.
    RetractionWatch,
}

/// A file of records whose kind is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordFile {
    /// Where it is.
    pub path: PathBuf,
    /// What it is.
    pub kind: RecordKind,
}

/// Why a file of records cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// It cannot be opened or read.
    #[error("{file} cannot be read: {error}")]
    Io {
        /// The file.
        file: String,
        /// Why.
        error: io::Error,
    },
    /// It is none of the files that are read.
    #[error(
        "{0} is no file of records that is read: take PubMed's .nbib or XML, works of Crossref in JSON, or the CSV of Retraction Watch, unpacked"
    )]
    Kind(String),
    /// Something in it is wrong.
    #[error("{file}, line {line}: {message}")]
    Content {
        /// The file.
        file: String,
        /// The line, from 1.
        line: u64,
        /// What is wrong, and what to do.
        message: String,
    },
}

/// Something wrong at a line of a file.
#[derive(Debug)]
struct Wrong {
    line: u64,
    message: String,
}

impl Wrong {
    fn new(line: u64, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { line, message }
    }
}

impl RecordFile {
    /// A file, its kind told by how it begins.
    ///
    /// # Errors
    /// It cannot be read, or begins as none of the kinds.
    pub fn open(path: &Path) -> Result<Self, RecordError> {
        let io = |error| io_error(path, error);
        let mut reader = BufReader::new(File::open(path).map_err(io)?);
        let start = reader.fill_buf().map_err(io)?;
        let kind = kind(start).ok_or_else(|| RecordError::Kind(path.display().to_string()))?;
        let path = path.to_owned();
        Ok(Self { path, kind })
    }

    /// Reads the records, each handed on as it is read. Tells how many there were.
    ///
    /// # Errors
    /// The file cannot be read, or something in it is wrong.
    pub fn read(&self, take: &mut dyn FnMut(Record)) -> Result<u64, RecordError> {
        let file = File::open(&self.path).map_err(|error| io_error(&self.path, error))?;
        let mut count = 0;
        let mut counted = |record: Record| {
            count += 1;
            take(record.tamed());
        };
        let reader = Allowance::new(BufReader::with_capacity(1 << 16, file));
        let done = match self.kind {
            RecordKind::Nbib => nbib::read(reader, &mut counted),
            RecordKind::PubmedXml => pubmed::read(reader, &mut counted),
            RecordKind::Crossref => crossref::read(reader, &mut counted),
            RecordKind::RetractionWatch => retraction_watch::read(reader, &mut counted),
        };
        let file = || self.path.display().to_string();
        done.map_err(|Wrong { line, message }| RecordError::Content {
            file: file(),
            line,
            message,
        })?;
        Ok(count)
    }
}

fn io_error(path: &Path, error: io::Error) -> RecordError {
    let file = path.display().to_string();
    RecordError::Io { file, error }
}

fn kind(start: &[u8]) -> Option<RecordKind> {
    let text = String::from_utf8_lossy(start);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let heading = text.lines().next().unwrap_or_default();
    match text.chars().next()? {
        '<' => Some(RecordKind::PubmedXml),
        '{' | '[' => Some(RecordKind::Crossref),
        _ if nbib::is_field(heading) => Some(RecordKind::Nbib),
        _ if heading.contains("RetractionNature") => Some(RecordKind::RetractionWatch),
        _ => None,
    }
}

/// The first number of four digits of a text, as the year of `2004 Jan 1` or `Winter 2003`.
fn year(text: &str) -> Option<u32> {
    let mut words = text.split(|one: char| !one.is_ascii_digit());
    words.find(|word| word.len() == 4)?.parse().ok()
}

/// What a title says of its own publication: `RETRACTED: …`, `WITHDRAWN: …`.
fn by_title(title: &str) -> Option<Notice> {
    let (first, _) = title.split_once(':')?;
    let nature = match first
        .trim()
        .trim_start_matches('[')
        .to_ascii_lowercase()
        .as_str()
    {
        "retracted" | "retracted article" | "retracted paper" => Nature::Retraction,
        "withdrawn" | "withdrawn article" => Nature::Withdrawal,
        _ => return None,
    };
    let notice = Some("its title in the record".to_owned());
    Some(Notice {
        nature,
        date: None,
        notice,
        reasons: Vec::new(),
    })
}

/// A title without what its publisher has put before it, and without its last full stop.
fn bare_title(title: &str) -> String {
    let bare = match by_title(title) {
        Some(_) => title.split_once(':').map_or(title, |(_, rest)| rest),
        None => title,
    };
    let words: Vec<&str> = bare.split_whitespace().collect();
    words.join(" ").trim_end_matches('.').to_owned()
}

/// The longest text of a record that is shown, in characters.
const MAX_CHARS: usize = 4_000;

/// A text that can stand on a page: no control characters, and not endless.
fn tame(text: &mut String) {
    let fits = text.len() <= MAX_CHARS && !text.chars().any(char::is_control);
    if !fits {
        let visible = text.chars().take(MAX_CHARS);
        *text = visible
            .map(|one| if one.is_control() { ' ' } else { one })
            .collect();
    }
}

impl Record {
    /// The record with each notice once, and with texts that can stand on a page: the file may hold anything.
    fn tamed(mut self) -> Self {
        // PubMed tells of a retraction twice: that it was, and where it stands.
        let told: Vec<Nature> = self
            .notices
            .iter()
            .filter(|one| one.notice.is_some())
            .map(|one| one.nature)
            .collect();
        self.notices.retain(|one| {
            one.notice.is_some() || one.date.is_some() || !told.contains(&one.nature)
        });
        let own = [&mut self.pmid, &mut self.doi, &mut self.title];
        own.into_iter().flatten().for_each(tame);
        self.authors.iter_mut().for_each(tame);
        for notice in &mut self.notices {
            notice
                .notice
                .iter_mut()
                .chain(&mut notice.reasons)
                .for_each(tame);
        }
        if let Some(place) = &mut self.place {
            let places = [&mut place.volume, &mut place.issue, &mut place.pages];
            places
                .into_iter()
                .flatten()
                .chain(&mut place.journals)
                .for_each(tame);
        }
        self
    }

    /// The title as it is compared, and what it says of its publication.
    fn set_title(&mut self, title: &str) {
        self.notices.extend(by_title(title));
        self.title = Some(bare_title(title)).filter(|title| !title.is_empty());
    }
}

#[cfg(test)]
mod tests;
