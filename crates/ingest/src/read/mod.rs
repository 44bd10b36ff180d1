//! Readers: from the bytes of a file to a document.

mod contents;
mod failure;
mod furniture;
mod hyphen;
mod pdf;
mod text;

use sha2::{Digest as _, Sha256};

pub use failure::Failure;
pub use pdf::PdfLimits;

use crate::document::Document;

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

/// Reads a document.
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
    let mut document = match pdf::is_pdf(bytes) {
        true => pdf::read(bytes, limits.pdf)?,
        false => text::read(bytes)?,
    };
    document.name = name.to_owned();
    let digest = Sha256::digest(bytes);
    document.sha256 = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(document)
}
