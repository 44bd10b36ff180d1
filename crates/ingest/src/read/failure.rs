//! Why a document cannot be read.

/// Why a document cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The file is larger than is read.
    #[error(
        "the file has {size} bytes, more than the {limit} that are read: split it, or read it with a higher limit"
    )]
    TooLarge {
        /// Its bytes.
        size: u64,
        /// The most that are read.
        limit: u64,
    },
    /// The file has no text.
    #[error("the file is empty: there is nothing to read")]
    Empty,
    /// The file is of a kind that is not read.
    #[error("the file is not text, nor HTML, PDF or DOCX: byte {at} is {byte:#04x}")]
    Binary {
        /// The place of a byte that no text has.
        at: u64,
        /// That byte.
        byte: u8,
    },
    /// The text is not UTF-8.
    #[error("byte {at} is not UTF-8: save the text as UTF-8 and read it again")]
    NotUtf8 {
        /// The first byte that is not.
        at: u64,
    },
}
