//! Which files of a folder belong to a corpus.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Problems, Sources};
use crate::digest::DIGEST_FILE;

/// The folder that holds case files.
const CASES: &str = "cases";

/// Folders nest at most this deep.
const MAX_DEPTH: usize = 64;

/// A file to be read.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Found {
    /// The name to show to people.
    pub(super) name: String,
    /// Where it is.
    pub(super) path: PathBuf,
}

/// The YAML files below a folder, and the file with its digest, sorted by name.
pub(super) fn files(folder: &Path, sources: &mut Sources, problems: &mut Problems) -> Vec<Found> {
    let mut walk = Walk {
        seen: BTreeSet::new(),
        found: Vec::new(),
        failed: Vec::new(),
    };
    let digest = folder.join(DIGEST_FILE);
    if digest.is_file() {
        walk.found.push(found(digest));
    }
    walk.folder(folder, 0);
    for (path, error) in walk.failed {
        problems.push(sources.unreadable(path.display().to_string(), &error));
    }
    walk.found.sort();
    walk.found
}

struct Walk {
    /// The folders entered, by their real paths: a link back to one of them is not followed again.
    seen: BTreeSet<PathBuf>,
    found: Vec<Found>,
    failed: Vec<(PathBuf, io::Error)>,
}

impl Walk {
    fn folder(&mut self, path: &Path, depth: usize) {
        match self.entries(path, depth) {
            Ok(entries) => {
                for entry in entries {
                    self.entry(entry, depth);
                }
            }
            Err(error) => self.failed.push((path.to_owned(), error)),
        }
    }

    fn entries(&mut self, path: &Path, depth: usize) -> io::Result<Vec<PathBuf>> {
        if !self.seen.insert(path.canonicalize()?) || depth == MAX_DEPTH {
            return Ok(Vec::new());
        }
        let entries = std::fs::read_dir(path)?.map(|entry| entry.map(|entry| entry.path()));
        let mut paths = entries.collect::<io::Result<Vec<_>>>()?;
        // The first of several ways to a folder is the one whose names are shown.
        paths.sort();
        Ok(paths)
    }

    fn entry(&mut self, path: PathBuf, depth: usize) {
        let name = path.file_name().unwrap_or_default();
        if is_hidden(name) {
            return;
        }
        if path.is_dir() {
            if name != CASES {
                self.folder(&path, depth + 1);
            }
        } else if path
            .extension()
            .is_some_and(|ending| ending == "yaml" || ending == "yml")
        {
            self.found.push(found(path));
        }
    }
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

fn found(path: PathBuf) -> Found {
    Found {
        name: path.display().to_string(),
        path,
    }
}
