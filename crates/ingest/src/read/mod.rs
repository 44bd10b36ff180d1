//! Readers: from the bytes of a file to a document.

mod contents;
mod docx;
mod entity;
mod failure;
mod flow;
mod foreign;
mod furniture;
mod html;
mod hyphen;
mod links;
mod pdf;
mod source;
mod text;

use sha2::{Digest as _, Sha256};

pub use failure::Failure;
pub use pdf::PdfLimits;

use crate::document::{Aside, Document, Format};
use flow::Flow;
use links::Links;

/// How much of a file is read at most.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The bytes of a file.
    pub bytes: u64,
    /// What a PDF may hold.
    pub pdf: PdfLimits,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 64 * 1024 * 1024,
            pdf: PdfLimits::default(),
        }
    }
}

/// Reads a document, by what it is and not by its name.
///
/// # Errors
/// When it is larger than is read, of no known format, or broken.
pub fn read(name: &str, bytes: &[u8], limits: Limits) -> Result<Document, Failure> {
    let size = bytes.len() as u64;
    if size > limits.bytes {
        return Err(Failure::TooLarge {
            size,
            limit: limits.bytes,
        });
    }
    let mut document = match bytes {
        _ if pdf::is_pdf(bytes) => pdf::read(bytes, limits.pdf),
        _ if docx::is_docx(bytes) => docx::read(bytes),
        _ if bytes.starts_with(docx::OLD) => Err(Failure::OldWord),
        _ if html::is_html(bytes) => html::read(bytes),
        _ => foreign::refuse(bytes).and_then(|()| text::read(bytes)),
    }?;
    document.name = name.to_owned();
    let digest = Sha256::digest(bytes);
    document.sha256 = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(document)
}

/// The document of what was read of a marked-up file.
fn assembled(
    flow: Flow,
    apart: Vec<Aside>,
    links: Links,
    format: Format,
) -> Result<Document, Failure> {
    let (blocks, menus) = flow.blocks();
    let (blocks, mut aside) = furniture::set_aside(blocks);
    aside.extend(menus);
    let blocks = contents::set_aside(blocks, &links.all, &mut aside);
    aside.extend(apart);
    match blocks.is_empty() && aside.is_empty() {
        true => Err(Failure::Empty),
        false => Ok(Document {
            name: String::new(),
            sha256: String::new(),
            format,
            blocks,
            aside,
            links: links.all,
            anchors: links.anchors,
        }),
    }
}
