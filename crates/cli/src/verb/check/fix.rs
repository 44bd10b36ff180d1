//! The changes that are safe, made in the files.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, anyhow, bail};
use coverdict_check::{Config, mend};
use coverdict_corpus::{diagnostic::Sources, read_corpus};
use coverdict_model::date::Date;

use super::examination::{Examination, Of};
use crate::load;

/// Changes that overlap are made one after the other, at most so often.
const MAX_ROUNDS: usize = 16;

/// Makes every change that is safe and gives what is then found.
///
/// All changes are made in memory first, where the corpus has to stay the same in meaning; each file is then written
/// beside itself and renamed, so that none is ever half written; at last the folder is read again.
pub(super) fn fix(
    mut examination: Examination,
    folder: &Path,
    today: Option<Date>,
    config: &Config,
) -> Result<Examination> {
    let mut before: BTreeMap<String, String> = BTreeMap::new();
    let mut done = Vec::new();
    for _ in 0..MAX_ROUNDS {
        let fixes = examination.problems().iter();
        let mut fixes = fixes.filter_map(|problem| problem.fix.as_ref()).peekable();
        let Some((loaded, _)) = examination.corpus().filter(|_| fixes.peek().is_some()) else {
            break;
        };
        let mended = mend(loaded, fixes).context("nothing was changed")?;
        for file in loaded.sources.files() {
            if mended.changed.contains(file.name()) {
                let first = before.entry(file.name().to_owned());
                first.or_insert_with(|| file.text().to_owned());
            }
        }
        let told = mended.done.iter();
        let told =
            told.map(|fix| format!("{}: {}", loaded.sources.file(fix.file).name(), fix.does));
        done.extend(told);
        // The day stays that of the corpus as it was.
        let today = today.or_else(|| examination.corpus().map(|(_, today)| today));
        examination = Examination::of(mended.loaded, today, config)?;
    }
    if !before.is_empty() {
        write(&before, examination.sources())?;
        confirm(&examination, folder)?;
    }
    examination.mended = done;
    Ok(examination)
}

/// Writes every file that was changed: all of them beside themselves first, then each into its place.
fn write(before: &BTreeMap<String, String>, sources: &Sources) -> Result<()> {
    let files = sources
        .files()
        .filter(|file| before.contains_key(file.name()));
    let mut written: Vec<(PathBuf, PathBuf)> = Vec::new();
    for file in files {
        let cannot = || format!("{} cannot be written, and nothing was changed", file.name());
        // What a link leads to is changed, not the link.
        let path = fs::canonicalize(file.name()).with_context(cannot)?;
        let now = fs::read_to_string(&path).with_context(cannot)?;
        if before.get(file.name()) != Some(&now) {
            bail!(
                "{} was changed since it was read, and nothing was mended",
                file.name()
            );
        }
        let mut beside = path.clone().into_os_string();
        beside.push(".part");
        let beside = PathBuf::from(beside);
        let permissions = fs::metadata(&path).with_context(cannot)?.permissions();
        fs::write(&beside, file.text())
            .and_then(|()| fs::set_permissions(&beside, permissions))
            .with_context(cannot)?;
        written.push((beside, path));
    }
    for (beside, path) in &written {
        fs::rename(beside, path).with_context(|| {
            format!(
                "{} cannot be replaced; the files before it were",
                path.display()
            )
        })?;
    }
    Ok(())
}

/// Reads the folder again: it has to hold what was examined.
fn confirm(examination: &Examination, folder: &Path) -> Result<()> {
    let Of::Corpus(loaded, _) = &examination.of else {
        return Ok(());
    };
    let read =
        read_corpus(folder).map_err(|failure| anyhow!(failure.render(load::render_options())))?;
    if read.digest != loaded.digest {
        bail!(
            "{} holds another corpus than was written: something else changed it meanwhile",
            folder.display()
        );
    }
    Ok(())
}
