//! Plain text, perhaps with marks of Markdown.
//!
//! A line that stands alone is a block; lines that follow each other are one paragraph where they were broken to fit a
//! width, and blocks of their own where each is a field, an item or a dated entry. Marks of Markdown count where the text
//! uses them.

mod anchors;
pub(super) mod blocks;
mod inline;
mod lines;

pub(super) use blocks::{awaits_date, field, is_title, starts_entry};

use crate::{
    document::{Document, Format, Link},
    read::{Failure, contents, furniture},
};

/// Reads a text.
pub(super) fn read(bytes: &[u8]) -> Result<Document, Failure> {
    let (text, offset) = decoded(bytes)?;
    let marked = inline::is_marked(text);
    let lines = lines::lines(text, offset);
    let (blocks, links) = blocks::blocks(&lines, marked)?;
    let (blocks, mut aside) = furniture::set_aside(blocks);
    let blocks = contents::set_aside(blocks, &links, &mut aside);
    let anchors = match links.iter().any(Link::is_within) {
        true => anchors::anchors(text),
        false => Vec::new(),
    };
    Ok(Document {
        name: String::new(),
        sha256: String::new(),
        format: match marked {
            true => Format::Markdown,
            false => Format::Text,
        },
        blocks,
        aside,
        links,
        anchors,
    })
}

/// The text of a file, and the byte at which it starts.
fn decoded(bytes: &[u8]) -> Result<(&str, u64), Failure> {
    const MARK: &[u8] = b"\xef\xbb\xbf";
    let (bytes, offset) = match bytes.strip_prefix(MARK) {
        Some(rest) => (rest, MARK.len() as u64),
        None => (bytes, 0),
    };
    refuse_binary(bytes, offset)?;
    match std::str::from_utf8(bytes) {
        Ok(text) if text.trim().is_empty() => Err(Failure::Empty),
        Ok(text) => Ok((text, offset)),
        Err(error) => Err(Failure::NotUtf8 {
            at: error.valid_up_to() as u64 + offset,
        }),
    }
}

/// Refuses bytes that stand in no text: zero, and what no terminal prints.
pub(super) fn refuse_binary(bytes: &[u8], offset: u64) -> Result<(), Failure> {
    let stray = bytes
        .iter()
        .position(|byte| matches!(byte, 0..=8 | 14..=26 | 28..=31));
    match stray {
        Some(at) => Err(Failure::Binary {
            at: at as u64 + offset,
            byte: bytes.get(at).copied().unwrap_or_default(),
        }),
        None => Ok(()),
    }
}
