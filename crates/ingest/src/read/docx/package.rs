//! The archive that a document is: its parts, unpacked within bounds.

use std::io::{Cursor, Read as _};

use zip::{ZipArchive, result::ZipError};

use crate::read::Failure;

/// The most files of an archive: a document has a few dozen.
const FILES: usize = 10_000;
/// The most bytes of a part when it is unpacked, and of all that are read.
const PART: u64 = 64 * 1024 * 1024;
const ALL: u64 = 128 * 1024 * 1024;
/// No text packs as tightly as to one part of so many; what is smaller than this many bytes may.
const RATIO: u64 = 250;
const SMALL: u64 = 1024 * 1024;
/// How much is unpacked at once.
const CHUNK: usize = 64 * 1024;

/// The archive of a document.
pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// How many bytes may still be unpacked.
    rest: u64,
}

impl<'b> Package<'b> {
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Failure> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
        match archive.len() > FILES {
            true => Err(Failure::DamagedArchive {
                why: format!("it has {} files", archive.len()),
            }),
            false => Ok(Self { archive, rest: ALL }),
        }
    }

    /// A part of the document, unpacked; none where it has no such part.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Failure> {
        let mut file = match self.archive.by_name(name) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                return Err(Failure::Encrypted {
                    part: name.to_owned(),
                });
            }
            Err(error) => return Err(damaged(&error)),
        };
        let limit = PART.min(self.rest);
        let packed = file.compressed_size().max(1);
        let mut bytes = Vec::new();
        loop {
            let before = bytes.len();
            let read = file.by_ref().take(CHUNK as u64).read_to_end(&mut bytes);
            read.map_err(|error| damaged(&error))?;
            let size = bytes.len() as u64;
            if size > limit || size > SMALL && size / packed > RATIO {
                return Err(Failure::Inflated {
                    part: name.to_owned(),
                    limit,
                });
            }
            if bytes.len() == before {
                self.rest -= size;
                return Ok(Some(bytes));
            }
        }
    }
}

fn damaged(error: &dyn std::fmt::Display) -> Failure {
    Failure::DamagedArchive {
        why: error.to_string(),
    }
}
