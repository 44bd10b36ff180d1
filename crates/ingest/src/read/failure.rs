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
    #[error(
        "the file is not text, nor HTML, PDF or DOCX: byte {at} is {byte:#04x}: open it in the program that wrote it, and save it as one of these"
    )]
    Binary {
        /// The place of a byte that no text has.
        at: u64,
        /// That byte.
        byte: u8,
    },
    /// The file is of a format that is known, and not read.
    #[error("the file is {what}, which is not read: {instead}")]
    Foreign {
        /// The format.
        what: &'static str,
        /// What to do.
        instead: &'static str,
    },
    /// The document has more parts than any policy has.
    #[error("the document has more than {limit} paragraphs, lines and cells: split it")]
    TooManyParts {
        /// The most that are read.
        limit: usize,
    },
    /// The file is larger than is read of its encoding.
    #[error(
        "the file has {size} bytes in {encoding}, more than the {limit} that are read: save it as UTF-8 and read it again"
    )]
    TooLargeForEncoding {
        /// The encoding.
        encoding: &'static str,
        /// Its bytes.
        size: u64,
        /// The most that are read.
        limit: u64,
    },
    /// The file is of the form that Word had before DOCX, or that it gives a document with a password.
    #[error(
        "the file is an old Word document, or one with a password: open it in a word processor and save it as DOCX without a password"
    )]
    OldWord,
    /// The file is an archive, and not one of a document.
    #[error(
        "the file is a ZIP archive without a document of Word: give the document itself, or save it as DOCX"
    )]
    NoDocument,
    /// The archive of a document is damaged.
    #[error(
        "the file is a damaged DOCX ({why}): get it again, or save it anew in a word processor"
    )]
    DamagedArchive {
        /// What is wrong.
        why: String,
    },
    /// A part of the document is encrypted.
    #[error("{part} is encrypted: save the document without a password")]
    Encrypted {
        /// The part.
        part: String,
    },
    /// A part of the document becomes larger than is read.
    #[error(
        "{part} becomes larger than the {limit} bytes that are read, or than any text does: save the document anew, or split it"
    )]
    Inflated {
        /// The part.
        part: String,
        /// The most bytes that are read.
        limit: u64,
    },
    /// A part of the document is no XML.
    #[error("{part} is broken at byte {at} ({why}): save the document anew in a word processor")]
    BrokenPart {
        /// The part.
        part: String,
        /// The byte at which it is.
        at: u64,
        /// What is wrong.
        why: String,
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
