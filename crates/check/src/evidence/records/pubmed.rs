//! PubMed XML: `PubmedArticleSet` and the articles in it.
//!
//! Entities other than those of XML itself are refused, and so is a document type with declarations of its own.

use std::io::{BufRead, Read};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::{Nature, Notice, Record, Wrong, allowance::Allowance, year};

/// Elements nested deeper than this are no PubMed record.
const MAX_DEPTH: usize = 64;

/// Reads a file.
pub(super) fn read<R: Read + BufRead>(
    input: Allowance<R>,
    take: &mut dyn FnMut(Record),
) -> Result<(), Wrong> {
    let refill = input.refill();
    let mut lines = Lines::default();
    let mut reader = Reader::from_reader(lines.count(input));
    reader.config_mut().check_end_names = true;
    let mut article = Article::default();
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer);
        let line = lines.at();
        let event = event.map_err(|error| {
            Wrong::new(
                line,
                format!("the XML is damaged: {error}; download it again"),
            )
        })?;
        match event {
            Event::Eof if article.path.is_empty() => return Ok(()),
            Event::Eof => {
                return Err(Wrong::new(
                    line,
                    "the file ends within an element; download it again",
                ));
            }
            Event::DocType(text) if text.contains(&b'[') => {
                return Err(Wrong::new(
                    line,
                    "a document type with declarations of its own is refused: PubMed writes none",
                ));
            }
            Event::Start(start) => {
                if article.path.len() >= MAX_DEPTH {
                    return Err(Wrong::new(
                        line,
                        "elements are nested more than 64 deep, which PubMed's never are",
                    ));
                }
                if start.name().as_ref() == b"PubmedArticle" {
                    refill.piece();
                    article.record.line = line;
                }
                article.open(&start);
            }
            Event::Empty(start) => {
                article.open(&start);
                article.close(take);
            }
            Event::End(_) => article.close(take),
            Event::Text(text) => article.text.push_str(&String::from_utf8_lossy(&text)),
            Event::CData(text) => article.text.push_str(&String::from_utf8_lossy(&text)),
            Event::GeneralRef(name) => match entity(&String::from_utf8_lossy(&name)) {
                Some(character) => article.text.push(character),
                None => {
                    return Err(Wrong::new(
                        line,
                        "an entity that XML does not have is refused: PubMed writes none",
                    ));
                }
            },
            Event::DocType(_) | Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
    }
}

/// The entities of XML itself, and characters by their number.
fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

/// The article being read.
#[derive(Default)]
struct Article {
    path: Vec<String>,
    /// What the open elements say of themselves: the type of an identifier or of a correction.
    attributes: Vec<Option<String>>,
    text: String,
    record: Record,
    surname: String,
    initials: String,
    pages: (String, String),
    correction: Option<Notice>,
}

impl Article {
    fn open(&mut self, start: &BytesStart<'_>) {
        let name = String::from_utf8_lossy(start.name().as_ref()).into_owned();
        let attribute = start
            .attributes()
            .flatten()
            .find(|one| matches!(one.key.as_ref(), b"IdType" | b"EIdType" | b"RefType"));
        let attribute = attribute.map(|one| String::from_utf8_lossy(&one.value).into_owned());
        if name == "CommentsCorrections" {
            self.correction = attribute.as_deref().and_then(nature).map(|nature| Notice {
                nature,
                date: None,
                notice: None,
                reasons: Vec::new(),
            });
        }
        // Words within a title, such as <i>, do not begin its text anew.
        if !matches!(name.as_str(), "i" | "b" | "u" | "sub" | "sup") {
            self.text.clear();
        }
        self.attributes.push(attribute);
        self.path.push(name);
    }

    fn close(&mut self, take: &mut dyn FnMut(Record)) {
        let (Some(name), attribute) = (self.path.pop(), self.attributes.pop().flatten()) else {
            return;
        };
        if matches!(name.as_str(), "i" | "b" | "u" | "sub" | "sup") {
            return;
        }
        let text = self.text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.text.clear();
        let parent = self.path.last().map_or("", String::as_str);
        let within = |name: &str| self.path.iter().any(|one| one == name);
        let record = &mut self.record;
        let place = record.place.get_or_insert_default();
        match (parent, name.as_str()) {
            ("MedlineCitation", "PMID") => record.pmid = Some(text),
            ("Article", "ArticleTitle") => record.set_title(&text),
            ("Journal", "Title" | "ISOAbbreviation") | ("MedlineJournalInfo", "MedlineTA") => {
                place.journals.push(text)
            }
            ("JournalIssue", "Volume") => place.volume = Some(text),
            ("JournalIssue", "Issue") => place.issue = Some(text),
            ("PubDate", "Year" | "MedlineDate") if within("JournalIssue") => {
                record.year = year(&text)
            }
            ("Pagination", "MedlinePgn") => {
                place.pages = Some(text).filter(|text| !text.is_empty())
            }
            ("Pagination", "StartPage") => self.pages.0 = text,
            ("Pagination", "EndPage") => self.pages.1 = text,
            ("Article", "ELocationID") | ("ArticleIdList", "ArticleId")
                if attribute.as_deref() == Some("doi") && !within("ReferenceList") =>
            {
                record.doi = record.doi.take().or(Some(text));
            }
            ("Author", "LastName") => self.surname = text,
            ("Author", "Initials") => self.initials = text,
            ("Author", "CollectiveName") => self.surname = text,
            ("AuthorList", "Author") => {
                let (surname, initials) = (
                    std::mem::take(&mut self.surname),
                    std::mem::take(&mut self.initials),
                );
                if within("Article") && !surname.is_empty() {
                    record
                        .authors
                        .push(format!("{surname} {initials}").trim_end().to_owned());
                }
            }
            ("PublicationTypeList", "PublicationType") if text == "Retracted Publication" => {
                record.notices.push(Notice {
                    nature: Nature::Retraction,
                    date: None,
                    notice: None,
                    reasons: Vec::new(),
                })
            }
            ("CommentsCorrections", "RefSource") => {
                if let Some(notice) = &mut self.correction {
                    notice.notice = Some(text);
                }
            }
            (_, "CommentsCorrections") => record.notices.extend(self.correction.take()),
            (_, "PubmedArticle") => {
                let (first, last) = std::mem::take(&mut self.pages);
                if place.pages.is_none() && !first.is_empty() {
                    place.pages = Some(format!("{first}-{last}").trim_end_matches('-').to_owned());
                }
                take(std::mem::take(record));
            }
            _ => {}
        }
    }
}

fn nature(kind: &str) -> Option<Nature> {
    match kind {
        "RetractionIn" | "PartialRetractionIn" => Some(Nature::Retraction),
        "ExpressionOfConcernIn" => Some(Nature::Concern),
        "ErratumIn" | "CorrectedandRepublishedIn" => Some(Nature::Correction),
        _ => None,
    }
}

/// The line that has been read up to.
#[derive(Debug, Default, Clone)]
struct Lines(std::rc::Rc<std::cell::Cell<u64>>);

/// A stream whose lines are counted.
struct Counted<R> {
    inner: R,
    lines: Lines,
}

impl Lines {
    fn count<R>(&mut self, inner: R) -> Counted<R> {
        self.0.set(1);
        let lines = self.clone();
        Counted { inner, lines }
    }

    fn at(&self) -> u64 {
        self.0.get()
    }
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let lines = buffer
            .iter()
            .take(read)
            .filter(|one| **one == b'\n')
            .count();
        self.lines.0.set(self.lines.at() + lines as u64);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, bytes: usize) {
        let consumed = self.inner.fill_buf().unwrap_or_default().iter().take(bytes);
        let lines = consumed.filter(|one| **one == b'\n').count();
        self.lines.0.set(self.lines.at() + lines as u64);
        self.inner.consume(bytes);
    }
}
