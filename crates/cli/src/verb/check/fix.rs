//! The changes that are safe, made in the files.

use std::{
    collections::BTreeMap,
    fs,
    num::NonZeroUsize,
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
    threads: NonZeroUsize,
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
        examination = Examination::of(mended.loaded, today, config, threads)?;
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
    let mut beside = Vec::new();
    let done = written_beside(before, sources, &mut beside).and_then(|()| put_in_place(&beside));
    if done.is_err() {
        for (part, _) in &beside {
            // One that is in its place by now is not there to be removed.
            let _ = fs::remove_file(part);
        }
    }
    done
}

/// Writes the new texts beside the files; `beside` takes up each pair of paths before anything is written.
fn written_beside(
    before: &BTreeMap<String, String>,
    sources: &Sources,
    beside: &mut Vec<(PathBuf, PathBuf)>,
) -> Result<()> {
    for file in sources.files() {
        let Some(first) = before.get(file.name()) else {
            continue;
        };
        let cannot = || format!("{} cannot be written, and nothing was changed", file.name());
        // What a link leads to is changed, not the link.
        let path = fs::canonicalize(file.name()).with_context(cannot)?;
        if fs::read_to_string(&path).with_context(cannot)? != *first {
            bail!(
                "{} was changed since it was read, and nothing was mended",
                file.name()
            );
        }
        let mut part = path.clone().into_os_string();
        part.push(".part");
        let part = PathBuf::from(part);
        let permissions = fs::metadata(&path).with_context(cannot)?.permissions();
        beside.push((part.clone(), path));
        fs::write(&part, file.text())
            .and_then(|()| fs::set_permissions(&part, permissions))
            .with_context(cannot)?;
    }
    Ok(())
}

fn put_in_place(beside: &[(PathBuf, PathBuf)]) -> Result<()> {
    for (part, path) in beside {
        let cannot = || {
            format!(
                "{} cannot be replaced; the files before it were",
                path.display()
            )
        };
        fs::rename(part, path).with_context(cannot)?;
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
