//! DOCX, as Word and other word processors write it.
//!
//! What is marked as deleted is kept apart, what is marked as inserted is read. Page heads and feet, notes and comments are
//! kept apart as well; as their places would be in other parts than the document's, they have none.

mod numbering;
mod package;
mod paragraph;
mod relations;
mod styles;
mod symbol;
mod walk;
mod xml;

use std::collections::BTreeSet;

use memchr::memmem;

use super::{Failure, assembled, source::Source};
use crate::document::{Aside, Block, Document, Format, Reason, Text};
use numbering::Numbering;
use package::Package;
use relations::Relations;
use styles::Styles;

/// What files start with that Word wrote before DOCX, or with a password.
pub(super) const OLD: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// Whether bytes are an archive, as a DOCX is.
pub(super) fn is_docx(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// Reads a DOCX.
pub(super) fn read(bytes: &[u8]) -> Result<Document, Failure> {
    let mut package = Package::open(bytes)?;
    let whole = Relations::of(&mut package, "")?;
    let main = whole.targets("officeDocument").next();
    let main = main.unwrap_or("word/document.xml").to_owned();
    let Some(document) = package.part(&main)? else {
        return Err(Failure::NoDocument);
    };
    let source = xml::source(&main, &document)?;
    // A table or a presentation is an archive, too.
    if memmem::find(source.text().as_bytes(), b"wordprocessingml").is_none() {
        return Err(Failure::NoDocument);
    }
    let relations = Relations::of(&mut package, &main)?;
    let mut look = walk::Look {
        styles: Styles::default(),
        numbering: Numbering::default(),
        relations,
        has_title: false,
    };
    if let Some((part, bytes)) = first(&mut package, &look.relations, "styles")? {
        look.styles = Styles::read(&part, &xml::source(&part, &bytes)?)?;
    }
    if let Some((part, bytes)) = first(&mut package, &look.relations, "numbering")? {
        look.numbering = Numbering::read(&part, &xml::source(&part, &bytes)?)?;
    }
    look.has_title = look.styles.titles().any(|id| {
        let used = format!("\"{id}\"");
        memmem::find(source.text().as_bytes(), used.as_bytes()).is_some()
    });
    let (flow, links) = walk::walk(&main, &source, &look)?;
    let mut apart = Vec::new();
    for (kind, reason) in [
        ("header", Reason::RunningHead),
        ("footer", Reason::RunningHead),
        ("footnotes", Reason::Note),
        ("endnotes", Reason::Note),
        ("comments", Reason::Note),
    ] {
        // Sections may share a part.
        let parts: BTreeSet<String> = look.relations.targets(kind).map(str::to_owned).collect();
        for part in parts {
            if let Some(bytes) = package.part(&part)? {
                let source = xml::source(&part, &bytes)?;
                apart.extend(set_aside(&part, &source, &look, reason)?);
            }
        }
    }
    assembled(flow, apart, links, Format::Docx)
}

/// The first part of a kind, with its name.
fn first(
    package: &mut Package<'_>,
    relations: &Relations,
    kind: &str,
) -> Result<Option<(String, Vec<u8>)>, Failure> {
    let Some(part) = relations.targets(kind).next() else {
        return Ok(None);
    };
    let bytes = package.part(part)?;
    Ok(bytes.map(|bytes| (part.to_owned(), bytes)))
}

/// What a part says that does not belong to the text.
fn set_aside(
    part: &str,
    source: &Source<'_>,
    look: &walk::Look,
    reason: Reason,
) -> Result<Vec<Aside>, Failure> {
    let (flow, _) = walk::walk(part, source, look)?;
    let (blocks, aside) = flow.blocks();
    let blocks = blocks
        .into_iter()
        .chain(aside.into_iter().map(|aside| aside.block));
    let aside = blocks.map(|block| Aside {
        reason,
        block: Block::Paragraph {
            text: without_place(&block),
        },
        place: None,
    });
    Ok(aside.collect())
}

fn without_place(block: &Block) -> Text {
    let mut text = Text::default();
    if let Block::Item(item) = block {
        text.push_between(&item.marker);
        text.push_space();
    }
    text.push_between(&block.words());
    text
}
