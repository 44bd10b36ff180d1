//! The reader's own copies of documents, from which quotations are shown.

use std::{cell::RefCell, collections::BTreeMap, fs, path::PathBuf};

use coverdict_model::source::{Cite, Document};
use sha2::{Digest, Sha256};

/// The largest document that is read for quotations, in bytes.
const MAX_BYTES: u64 = 64 << 20;

/// A folder of documents; without one, nothing is quoted.
#[derive(Debug, Default)]
pub(crate) struct Documents {
    folder: Option<PathBuf>,
    read: RefCell<BTreeMap<Document, Held>>,
}

/// What the reader holds of a document.
#[derive(Debug)]
enum Held {
    /// No copy that can be read.
    Nothing,
    /// The text that was read for the corpus.
    Text(Vec<u8>),
    /// Another text under the same name, with this digest.
    Other(String),
}

/// What the reader's copy gives for a citation.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Quotation {
    /// The sentence that the citation points to.
    Sentence(String),
    /// Nothing, since the copy is another text, which has this digest.
    OtherText(String),
}

impl Documents {
    /// The documents in a folder.
    pub(crate) fn new(folder: Option<PathBuf>) -> Self {
        Self {
            folder,
            read: RefCell::default(),
        }
    }

    /// What the reader's copy gives for a citation, if there is a copy.
    pub(crate) fn quote(&self, document: &Document, cite: &Cite) -> Option<Quotation> {
        let (from, to) = cite.bytes?;
        let mut read = self.read.borrow_mut();
        let held = read
            .entry(document.clone())
            .or_insert_with(|| self.load(document).unwrap_or(Held::Nothing));
        match held {
            Held::Nothing => None,
            Held::Other(digest) => Some(Quotation::OtherText(digest.clone())),
            Held::Text(bytes) => {
                let quoted = String::from_utf8_lossy(bytes.get(from as usize..to as usize)?);
                Some(Quotation::Sentence(format!("“{}”", quoted.trim())))
            }
        }
    }

    fn load(&self, document: &Document) -> Option<Held> {
        let name = std::path::Path::new(&document.name).file_name()?;
        let path = self.folder.as_ref()?.join(name);
        if fs::metadata(&path).ok()?.len() > MAX_BYTES {
            return None;
        }
        let bytes = fs::read(path).ok()?;
        let digest: String = Sha256::digest(&bytes)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Some(match digest == document.sha256 {
            true => Held::Text(bytes),
            false => Held::Other(digest),
        })
    }
}
