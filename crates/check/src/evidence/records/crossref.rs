//! Works of Crossref in JSON: one work, a list of works, or an answer of its interface that holds either.

use std::io::{BufRead, Read};

use coverdict_model::date::PartialDate;
use serde::Deserialize;

use super::{Nature, Notice, PlaceInJournal, Record, Wrong, allowance::Allowance};

/// No file of more bytes is read: 256 MiB. What of it is kept in memory is a small part.
const MAX_BYTES: u64 = 256 << 20;

/// Reads a file, also one with a work a line.
pub(super) fn read<R: Read + BufRead>(
    input: Allowance<R>,
    take: &mut dyn FnMut(Record),
) -> Result<(), Wrong> {
    input.refill().whole(MAX_BYTES);
    let mut nodes = serde_json::Deserializer::from_reader(input).into_iter::<OneOrMany>();
    nodes.try_for_each(|node| {
        match node.map_err(|error| {
            Wrong::new(
                error.line() as u64,
                format!("no works of Crossref: {error}"),
            )
        })? {
            OneOrMany::One(node) => node.hand_on(take),
            OneOrMany::Many(nodes) => nodes.into_iter().for_each(|node| node.hand_on(take)),
        }
        Ok(())
    })
}

/// A work or an answer, or a list.
enum OneOrMany {
    One(Box<Node>),
    Many(Vec<Node>),
}

/// A work, or what holds works. What Crossref adds to it later is passed over.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
struct Node {
    message: Option<Box<Node>>,
    items: Vec<Node>,
    #[serde(rename = "DOI")]
    doi: Option<String>,
    title: Vec<String>,
    subtitle: Vec<String>,
    author: Vec<Author>,
    container_title: Vec<String>,
    short_container_title: Vec<String>,
    volume: Option<String>,
    issue: Option<String>,
    page: Option<String>,
    article_number: Option<String>,
    published_print: Option<Dated>,
    issued: Option<Dated>,
    update_to: Vec<Update>,
    updated_by: Vec<Update>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Author {
    family: Option<String>,
    given: Option<String>,
    name: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
struct Dated {
    date_parts: Vec<Vec<Option<i64>>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
struct Update {
    #[serde(rename = "DOI")]
    doi: Option<String>,
    #[serde(rename = "type")]
    kind: String,
    updated: Option<Dated>,
}

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OneOrManyVisitor)
    }
}

struct OneOrManyVisitor;

impl<'de> serde::de::Visitor<'de> for OneOrManyVisitor {
    type Value = OneOrMany;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a work or a list of works")
    }

    fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<OneOrMany, A::Error> {
        let node = Node::deserialize(serde::de::value::MapAccessDeserializer::new(map))?;
        Ok(OneOrMany::One(Box::new(node)))
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, list: A) -> Result<OneOrMany, A::Error> {
        let nodes = Vec::deserialize(serde::de::value::SeqAccessDeserializer::new(list))?;
        Ok(OneOrMany::Many(nodes))
    }
}

impl Node {
    fn hand_on(self, take: &mut dyn FnMut(Record)) {
        if let Some(message) = self.message {
            message.hand_on(take);
            return;
        }
        if self.doi.is_none() {
            self.items.into_iter().for_each(|item| item.hand_on(take));
            return;
        }
        // A notice tells of another work.
        for update in &self.update_to {
            let Some(notice) = update.notice(self.doi.as_deref()) else {
                continue;
            };
            take(Record {
                doi: update.doi.clone(),
                notices: vec![notice],
                ..Record::default()
            });
        }
        let record = self.record();
        take(record);
    }

    fn record(self) -> Record {
        let issued = self.published_print.as_ref().or(self.issued.as_ref());
        let mut record = Record {
            year: issued.and_then(Dated::year),
            authors: self.author.iter().filter_map(Author::printed).collect(),
            notices: self
                .updated_by
                .iter()
                .filter_map(|update| update.notice(update.doi.as_deref()))
                .collect(),
            doi: self.doi,
            place: Some(PlaceInJournal {
                journals: [self.container_title, self.short_container_title].concat(),
                volume: self.volume,
                issue: self.issue,
                pages: self.page.or(self.article_number),
            }),
            ..Record::default()
        };
        let parts: Vec<&str> = self
            .title
            .iter()
            .take(1)
            .chain(self.subtitle.iter().take(1))
            .map(String::as_str)
            .collect();
        record.set_title(&parts.join(": "));
        record
    }
}

impl Author {
    fn printed(&self) -> Option<String> {
        let Some(family) = &self.family else {
            return self.name.clone();
        };
        let words = self
            .given
            .as_deref()
            .unwrap_or_default()
            .split([' ', '-', '.']);
        let initials: String = words.filter_map(|word| word.chars().next()).collect();
        Some(format!("{family} {initials}").trim_end().to_owned())
    }
}

impl Dated {
    fn part(&self, at: usize) -> Option<i64> {
        *self.date_parts.first()?.get(at)?
    }

    fn year(&self) -> Option<u32> {
        u32::try_from(self.part(0)?).ok()
    }

    fn date(&self) -> Option<PartialDate> {
        let parts = (0..3).map_while(|at| self.part(at));
        let widths = [4, 2, 2];
        let parts: Vec<String> = parts
            .zip(widths)
            .map(|(part, width)| format!("{part:0width$}"))
            .collect();
        parts.join("-").parse().ok()
    }
}

impl Update {
    fn notice(&self, notice: Option<&str>) -> Option<Notice> {
        let nature = match self.kind.replace('-', "_").as_str() {
            "retraction" | "partial_retraction" | "removal" => Nature::Retraction,
            "withdrawal" => Nature::Withdrawal,
            "expression_of_concern" => Nature::Concern,
            "correction" | "corrigendum" | "erratum" => Nature::Correction,
            _ => return None,
        };
        Some(Notice {
            nature,
            date: self.updated.as_ref().and_then(Dated::date),
            notice: notice.map(str::to_owned),
            reasons: Vec::new(),
        })
    }
}
