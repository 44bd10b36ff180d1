//! Drafts written into a folder.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::{SystemTime, UNIX_EPOCH},
};

use anyhow::{Context as _, Result, anyhow, bail};
use coverdict_corpus::read_corpus;
use coverdict_ingest::{
    Ingested,
    draft::{Draft, base, draft, files, measures},
};
use coverdict_model::{
    date::{Date, from_day_number},
    fact::Catalogue,
};

use super::{report::Told, text};
use crate::{load, outline::Form};

/// Where drafts are written, and as of which day.
pub(super) struct Drafts {
    folder: PathBuf,
    recorded: Date,
    /// The facts that the folder declares.
    known: Catalogue,
    /// The folders that were written, each with the document that it is of.
    written: BTreeMap<PathBuf, String>,
}

impl Drafts {
    /// Drafts in a folder, recorded on a day. Where the folder has no file of the corpus format yet, it gets
    /// what drafts need to run alone.
    pub(super) fn new(folder: &Path, recorded: Date) -> Result<Self> {
        fs::create_dir_all(folder)
            .with_context(|| format!("{} cannot be made", folder.display()))?;
        let is_base = folder.join("base/measures.yaml").is_file();
        let known = match (has_corpus_files(folder)?, read_corpus(folder)) {
            (false, _) => {
                for file in base(recorded) {
                    write(&folder.join(file.name), &file.text)?;
                }
                measures()
            }
            (true, Ok(loaded)) => loaded.corpus.catalogue,
            // Drafts that something has to be settled of cannot be read yet.
            (true, Err(_)) if is_base => measures(),
            (true, Err(failure)) => {
                return Err(anyhow!(failure.render(load::render_options()))).with_context(|| {
                    format!(
                        "{} holds a corpus that cannot be read: mend it first, or name another folder",
                        folder.display()
                    )
                });
            }
        };
        Ok(Self {
            folder: folder.to_owned(),
            recorded,
            known,
            written: BTreeMap::new(),
        })
    }

    /// Writes the draft of a document, and what is told of it: all of its files, or none.
    pub(super) fn write(&mut self, ingested: &Ingested, told: &Told) -> Result<Written> {
        let draft = draft(ingested, self.recorded, &self.known);
        let folder = self.folder.join(&draft.name);
        if let Some(other) = self.written.get(&folder) {
            bail!(
                "{} was just drafted of {other}, which has the same number, or none and the same name: name another \
                 folder for this one",
                folder.display()
            );
        }
        if folder.exists() {
            bail!(
                "{} is there already, and may hold a person's work: move it away, or name another folder",
                folder.display()
            );
        }
        let partial = self.folder.join(format!(".{}.partial", draft.name));
        if partial.exists() {
            fs::remove_dir_all(&partial)
                .with_context(|| format!("{} cannot be removed", partial.display()))?;
        }
        for file in files(&draft) {
            let name = file.name.rsplit('/').next().unwrap_or(&file.name);
            write(&partial.join(name), &file.text)?;
        }
        let report = text::outline(told).render(Form::Markdown);
        write(&partial.join("report.md"), &report)?;
        fs::rename(&partial, &folder)
            .with_context(|| format!("{} cannot be made", folder.display()))?;
        self.known.facts.extend(draft.facts.facts.clone());
        self.written.insert(folder.clone(), told.path.clone());
        Ok(Written { folder, draft })
    }
}

/// A draft that was written.
pub(super) struct Written {
    pub(super) folder: PathBuf,
    pub(super) draft: Draft,
}

/// The day on which drafts are recorded: the one stated, or today.
pub(super) fn recorded(stated: Option<Date>) -> Result<Date> {
    stated
        .or_else(today)
        .context("this machine does not tell the day: name it with --recorded")
}

fn today() -> Option<Date> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    from_day_number(i64::try_from(now.as_secs() / 86_400).ok()?)
}

fn write(path: &Path, text: &str) -> Result<()> {
    let cannot = || format!("{} cannot be written", path.display());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(cannot)?;
    }
    fs::write(path, text).with_context(cannot)
}

/// Whether a folder holds a file of the corpus format, at any depth.
fn has_corpus_files(folder: &Path) -> Result<bool> {
    let cannot = || format!("{} cannot be read", folder.display());
    for entry in fs::read_dir(folder).with_context(cannot)? {
        let entry = entry.with_context(cannot)?;
        let kind = entry.file_type().with_context(cannot)?;
        let path = entry.path();
        let is_yaml = path
            .extension()
            .is_some_and(|end| end == "yaml" || end == "yml");
        if kind.is_file() && is_yaml || kind.is_dir() && has_corpus_files(&path)? {
            return Ok(true);
        }
    }
    Ok(false)
}
