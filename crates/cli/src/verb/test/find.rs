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
            cases: below(&cases)?,
        });
        return Ok(groups);
    }
    let own = files(path)?;
    let of_corpora = !is_cases(path) && holds_corpora(path)?;
    if !of_corpora && let Some(corpus) = corpus.or_else(|| corpus_around(path)) {
        groups.push(Group {
            corpus: Some(corpus.to_owned()),
            cases: below(path)?,
        });
        return Ok(groups);
    }
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

/// The corpus whose folder `cases` a path is, or lies in.
fn corpus_around(path: &Path) -> Option<&Path> {
    let mut around = path.ancestors();
    around.find(|folder| is_cases(folder))?.parent()
}

fn is_cases(folder: &Path) -> bool {
    folder.file_name().is_some_and(|name| name == "cases")
}

/// Whether some folder below has a folder `cases`.
fn holds_corpora(folder: &Path) -> Result<bool> {
    for folder in folders(folder)? {
        if is_cases(&folder) || holds_corpora(&folder)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The case files in a folder and in those below it.
fn below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut all = files(folder)?;
    for folder in folders(folder)? {
        all.extend(below(&folder)?);
    }
    Ok(all)
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

/// The folders in a folder, but for hidden ones and those that stand elsewhere.
fn folders(folder: &Path) -> Result<Vec<PathBuf>> {
    let is_hidden = |path: &PathBuf| {
        let name = path.file_name();
        name.is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
    };
    Ok(entries(folder)?
        .into_iter()
        .filter(|path| path.is_dir() && !path.is_symlink() && !is_hidden(path))
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
