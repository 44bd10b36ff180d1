//! What was read of documents, as one object.

use coverdict_check::diff::EditionDiff;
use coverdict_corpus::diagnostic::Severity;
use coverdict_ingest::{
    Field, Ingested,
    criteria::Outline,
    document::{Block, Format, Link, Place, Reason},
    draft::Open,
    lint::{Config, Problem, lint},
    lists::{Mention, Reference, Revision},
    recognise::{Role, sections},
};
use schemars::JsonSchema;
use serde::Serialize;

use super::drafts::Written;

/// What was read of documents.
#[derive(Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Report {
    /// The documents that were read, in the order in which they were named.
    pub(super) documents: Vec<Told>,
    /// The documents that were not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) unread: Vec<Unread>,
}

impl Report {
    /// Whether each document was read, all that was asked of it was done, and no problem of it weighs as an error.
    pub(super) fn is_well(&self) -> bool {
        let is_error = |problem: &Problem| problem.severity == Severity::Error;
        let mut documents = self.documents.iter();
        self.unread.is_empty()
            && documents.all(|one| one.failed.is_empty() && !one.problems.iter().any(is_error))
    }
}

/// A document that was not read.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Unread {
    /// Its name.
    pub(super) name: String,
    /// Why.
    pub(super) why: String,
}

/// What was read of a document.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Told {
    /// Its name.
    pub(super) name: String,
    /// The file, as it was named.
    pub(super) path: String,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub(super) sha256: String,
    /// What it was read as.
    pub(super) format: Format,
    /// Its blocks in reading order, which others name by their number from 0: headings, paragraphs, items, fields, tables.
    pub(super) blocks: Vec<Block>,
    /// Its sections, in order.
    pub(super) sections: Vec<Section>,
    /// What it says.
    pub(super) fields: Vec<Field>,
    /// Its lists of criteria, as trees.
    pub(super) outlines: Vec<Outline>,
    /// The literature that it lists.
    pub(super) references: Vec<Reference>,
    /// Its history.
    pub(super) revisions: Vec<Revision>,
    /// The other documents that it points to.
    pub(super) mentions: Vec<Mention>,
    /// What is wrong or unclear in it, by code and then in reading order.
    pub(super) problems: Vec<Problem>,
    /// What was kept out of its text.
    pub(super) aside: Vec<Aside>,
    /// Its links.
    pub(super) links: Vec<Link>,
    /// The draft that was written of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) draft: Option<Drafted>,
    /// What it changes against the edition on file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) against: Option<EditionDiff>,
    /// Why it was not drafted, or not compared.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) failed: Vec<String>,
}

/// A draft that was written.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Drafted {
    /// Its folder.
    pub(super) folder: String,
    /// Whether it runs as it is.
    pub(super) runs: bool,
    /// What a person has to settle.
    pub(super) open: Vec<Open>,
}

/// A section of a document.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Section {
    /// Its heading; empty before the first.
    pub(super) heading: String,
    /// What it is for.
    pub(super) role: Role,
    /// The depth of its heading.
    pub(super) level: u8,
}

/// What was kept out of the text of a document.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Aside {
    /// Why.
    pub(super) reason: Reason,
    /// What it says.
    pub(super) words: String,
    /// Where it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) place: Option<Place>,
}

/// What is told of a document.
pub(super) fn document(path: &str, ingested: &Ingested, config: &Config) -> Told {
    let document = &ingested.document;
    let sections = sections(document).into_iter().map(|section| Section {
        heading: section.heading,
        role: section.role,
        level: section.level,
    });
    let aside = document.aside.iter().map(|aside| Aside {
        reason: aside.reason,
        words: aside.block.words(),
        place: aside.place,
    });
    Told {
        name: document.name.clone(),
        path: path.to_owned(),
        sha256: document.sha256.clone(),
        format: document.format,
        blocks: document.blocks.clone(),
        sections: sections.collect(),
        fields: ingested.fields.clone(),
        outlines: ingested.outlines.clone(),
        references: ingested.references.clone(),
        revisions: ingested.revisions.clone(),
        mentions: ingested.mentions.clone(),
        problems: lint(ingested, config),
        aside: aside.collect(),
        links: document.links.clone(),
        draft: None,
        against: None,
        failed: Vec::new(),
    }
}

/// What is told of a draft.
pub(super) fn draft(written: &Written) -> Drafted {
    Drafted {
        folder: written.folder.display().to_string(),
        runs: written.draft.runs(),
        open: written.draft.open.clone(),
    }
}
