//! Finding cases and the corpora that they belong to.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};

/// Cases that are answered by one corpus.
#[derive(Debug)]
pub(super) struct Group {
    /// The corpus; the shipped one if none.
    pub(super) corpus: Option<PathBuf>,
    /// The case files, ascending by name.
    pub(super) cases: Vec<PathBuf>,
}

/// The cases at a path: a case file, a folder of them, a corpus with cases, or a folder of such
/// corpora.
pub(super) fn groups(path: &Path, corpus: Option<&Path>) -> Result<Vec<Group>> {
    let metadata =
        fs::metadata(path).with_context(|| format!("{} cannot be read", path.display()))?;
    if metadata.is_file() {
        return Ok(vec![Group {
            corpus: corpus.map(Path::to_owned),
            cases: vec![path.to_owned()],
        }]);
    }
    let mut groups = Vec::new();
    let cases = path.join("cases");
    if cases.is_dir() {
        let corpus = corpus.unwrap_or(path).to_owned();
        groups.push(Group {
            corpus: Some(corpus),
            cases: files_below(&cases)?,
        });
        return Ok(groups);
    }
    if path.file_name().is_some_and(|name| name == "cases") || corpus.is_some() {
        let parent = path.parent().map(Path::to_owned);
        groups.push(Group {
            corpus: corpus.map(Path::to_owned).or(parent),
            cases: files_below(path)?,
        });
        return Ok(groups);
    }
    let own = files(path)?;
    for folder in folders(path)? {
        groups.extend(self::groups(&folder, corpus)?);
    }
    if groups.is_empty() && !own.is_empty() {
        bail!(
            "{}: name the corpus by which these cases are answered with --corpus",
            path.display()
        );
    }
    Ok(groups)
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let is_case = |path: &PathBuf| {
        path.is_file()
            && path
                .extension()
                .is_some_and(|ending| ["yaml", "yml", "json"].iter().any(|known| ending == *known))
    };
    Ok(entries(folder)?.into_iter().filter(is_case).collect())
}

/// The case files in a folder and in the folders below it.
fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = files(folder)?;
    for below in folders(folder)? {
        found.extend(files_below(&below)?);
    }
    found.sort();
    Ok(found)
}

fn folders(folder: &Path) -> Result<Vec<PathBuf>> {
    Ok(entries(folder)?
        .into_iter()
        .filter(|path| path.is_dir())
        .collect())
}

/// What stands in a folder, ascending by name.
fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let cannot = || format!("{} cannot be read", folder.display());
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).with_context(cannot)? {
        entries.push(entry.with_context(cannot)?.path());
    }
    entries.sort();
    Ok(entries)
}
