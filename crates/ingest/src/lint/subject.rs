//! What rules look at: what was read of a document, and what it comes to.

use std::collections::BTreeSet;

use coverdict_literature::words::significant;
use coverdict_model::date::PartialDate;

use super::Config;
use crate::{
    Field, Ingested, Reading,
    document::{Block, Document, Place, Text},
    recognise::{Meaning, Role, Section, Value, section_of, sections},
};

/// What rules look at.
pub(super) struct Subject<'i> {
    pub(super) ingested: &'i Ingested,
    pub(super) document: &'i Document,
    pub(super) sections: Vec<Section>,
    pub(super) config: &'i Config,
}

/// A date that a document settles.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dated<'i> {
    pub(super) date: PartialDate,
    /// As it is written.
    pub(super) written: &'i str,
    pub(super) place: Option<Place>,
}

/// A text of a document, with where it belongs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said<'i> {
    /// What its section is for.
    pub(super) role: Role,
    /// Whether it is a cell of a table.
    pub(super) is_cell: bool,
    pub(super) text: &'i Text,
}

impl<'i> Subject<'i> {
    pub(super) fn new(ingested: &'i Ingested, config: &'i Config) -> Self {
        Self {
            ingested,
            document: &ingested.document,
            sections: sections(&ingested.document),
            config,
        }
    }

    /// What the section of a block is for.
    pub(super) fn role(&self, block: usize) -> Role {
        section_of(&self.sections, block).map_or(Role::Other, |section| section.role)
    }

    /// Every text, in reading order; the cells of a table one by one.
    pub(super) fn texts(&self) -> impl Iterator<Item = Said<'i>> {
        let texts = self.document.texts();
        texts.map(|(block, text)| Said {
            role: self.role(block),
            is_cell: matches!(self.document.blocks.get(block), Some(Block::Table(_))),
            text,
        })
    }

    /// The texts of the document's own words: neither its literature nor its history.
    pub(super) fn prose(&self) -> impl Iterator<Item = Said<'i>> {
        let texts = self.texts();
        texts.filter(|said| !matches!(said.role, Role::References | Role::Revisions))
    }

    /// What is said of something.
    pub(super) fn field(&self, meaning: Meaning) -> Option<&'i Field> {
        let fields = self.ingested.fields.iter();
        fields.into_iter().find(|field| field.meaning == meaning)
    }

    /// Whether it is a determination of Medicare, or an article beside one.
    pub(super) fn is_determination(&self) -> bool {
        let mut kinds = self.readings(Meaning::Kind);
        kinds.any(|kind| !matches!(kind.value, Value::Word("coverage-policy")))
    }

    /// Every reading of something.
    pub(super) fn readings(&self, meaning: Meaning) -> impl Iterator<Item = &'i Reading> {
        let fields = self.ingested.fields.iter();
        let own = fields.filter(move |field| field.meaning == meaning);
        own.flat_map(|field| &field.readings)
    }

    /// The surest readings of something.
    pub(super) fn surest(&self, meaning: Meaning) -> impl Iterator<Item = &'i Reading> {
        let readings = self.field(meaning).map_or(&[][..], |field| &field.readings);
        let first = readings.first().map(|reading| reading.confidence);
        readings
            .iter()
            .take_while(move |reading| Some(reading.confidence) == first)
    }

    /// A date on which the readings agree.
    pub(super) fn date(&self, meaning: Meaning) -> Option<Dated<'i>> {
        let field = self.field(meaning)?;
        let Some(Value::Date { date, written, .. }) = &field.value else {
            return None;
        };
        Some(Dated {
            date: *date,
            written,
            place: field.readings.first().and_then(|reading| reading.place),
        })
    }

    /// The day by which the document holds itself current: the later of those on which it takes effect and was
    /// reviewed last.
    pub(super) fn current(&self) -> Option<Dated<'i>> {
        let dates = [Meaning::Effective, Meaning::LastReview].map(|meaning| self.date(meaning));
        let dates = dates.into_iter().flatten();
        dates.max_by_key(|dated| dated.date.earliest())
    }

    /// What the document is called, as its surest reading has it.
    pub(super) fn title(&self) -> Option<&'i str> {
        let reading = self.readings(Meaning::Title).next()?;
        Some(reading.words.as_str())
    }

    /// The words that tell what the document is about, in their stems.
    pub(super) fn about(&self) -> BTreeSet<String> {
        self.title().map(significant).unwrap_or_default()
    }
}

/// A date as a sentence has it: on a day, or in a month or a year.
pub(super) fn when(date: PartialDate) -> String {
    match date {
        PartialDate::Day(_) => format!("on {date}"),
        PartialDate::Month(..) | PartialDate::Year(_) => format!("in {date}"),
    }
}
