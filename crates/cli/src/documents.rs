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
    read: RefCell<BTreeMap<String, Option<Vec<u8>>>>,
}

impl Documents {
    /// The documents in a folder.
    pub(crate) fn new(folder: Option<PathBuf>) -> Self {
        Self {
            folder,
            read: RefCell::default(),
        }
    }

    /// The sentence that a citation points to, when the reader's copy has the digest on record.
    pub(crate) fn quote(&self, document: &Document, cite: &Cite) -> Option<String> {
        let (from, to) = cite.bytes?;
        let mut read = self.read.borrow_mut();
        let bytes = read
            .entry(document.sha256.clone())
            .or_insert_with(|| self.load(document))
            .as_ref()?;
        let quoted = bytes.get(from as usize..to as usize)?;
        Some(format!("“{}”", String::from_utf8_lossy(quoted).trim()))
    }

    /// The bytes of a document, if the copy is the one that was read for the corpus.
    fn load(&self, document: &Document) -> Option<Vec<u8>> {
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
        (digest == document.sha256).then_some(bytes)
    }
}
