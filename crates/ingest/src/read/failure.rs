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
    /// The file has more of something than is read.
    #[error(
        "the file has more {what} than the {limit} that are read: split it, and read its parts"
    )]
    TooMany {
        /// Of what.
        what: &'static str,
        /// The most that are read.
        limit: u64,
    },
    /// The file takes longer than it may.
    #[error(
        "the file is not read after {seconds} seconds: open it in a viewer, print it to a new file, and read that"
    )]
    TooSlow {
        /// How long it may take.
        seconds: u64,
    },
    /// The file opens with a password only.
    #[error("the PDF opens with a password only: save it without one, and read it again")]
    Locked,
    /// The file is not what it begins as.
    #[error(
        "the PDF is broken, {what}: open it in a viewer, print it to a new file, and read that"
    )]
    Broken {
        /// What of it.
        what: &'static str,
    },
    /// The file has only pictures of text.
    #[error(
        "none of the {pages} pages has text, only pictures: have the text recognised (OCR), and read it again"
    )]
    OnlyPictures {
        /// Its pages.
        pages: u64,
    },
    /// The file does not say what its letters are.
    #[error(
        "the fonts of the PDF do not say what {unknown} of its {letters} letters are: have the text recognised (OCR), and read it again"
    )]
    UnknownLetters {
        /// How many of its letters are unknown.
        unknown: u64,
        /// How many it has.
        letters: u64,
    },
}
