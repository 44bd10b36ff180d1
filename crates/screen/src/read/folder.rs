//! The tables of a folder.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::ReadError;

/// The files of a folder by name, but for those whose names begin with a dot or an underscore: what
/// other programs leave beside tables is called so.
pub(super) fn files(folder: &Path) -> Result<Vec<PathBuf>, ReadError> {
    let name = folder.display().to_string();
    let failed = |error| ReadError::io(&name, &error);
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if matches!(entry.file_name().as_encoded_bytes(), [b'.' | b'_', ..]) {
            continue;
        }
        let path = entry.path();
        if path.is_dir() {
            let problem = format!(
                "it holds a folder, {}: name that, or take it out",
                path.display()
            );
            return Err(ReadError::new(&name, problem));
        }
        files.push(path);
    }
    files.sort();
    match files.is_empty() {
        true => Err(ReadError::new(&name, "the folder holds no table")),
        false => Ok(files),
    }
}
