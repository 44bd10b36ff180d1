//! Changes that mend what was found, made in memory and held against what the corpus meant before.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_corpus::{Failure, Loaded, diagnostic::FileId, read_corpus_from};
use coverdict_model::{
    corpus::{Corpus, Patterns},
    id::Id,
};

use crate::Fix;

/// Files with changes made, and the corpus that they then are.
#[derive(Debug)]
pub struct Mended {
    /// The corpus, read anew: the same one in meaning. Its files stand in the same order as before.
    pub loaded: Loaded,
    /// The names of the files changed.
    pub changed: BTreeSet<String>,
    /// What was done.
    pub done: Vec<Fix>,
}

/// Why changes were not made.
#[derive(Debug, thiserror::Error)]
pub enum MendError {
    /// With them the corpus would be refused.
    #[error("the corpus would be refused:\n{0}")]
    Refused(Box<Failure>),
    /// With them the corpus would mean something else.
    #[error("the corpus would mean something else")]
    OtherMeaning,
}

/// Makes changes, as far as they do not overlap; what overlaps one that was made is left for another time.
///
/// A corpus means the same where its digest is the same, or where all that differs is members of value sets and mappings
/// that a prefix beside them covers.
///
/// # Errors
/// The corpus would be refused or mean something else. Nothing is changed then.
pub fn mend<'f>(
    loaded: &Loaded,
    fixes: impl IntoIterator<Item = &'f Fix>,
) -> Result<Mended, MendError> {
    let done = apart(fixes);
    let mut changed = BTreeSet::new();
    let files = loaded.sources.files().map(|file| {
        let mut text = file.text().to_owned();
        for fix in done.iter().rev().filter(|fix| fix.file == file.id()) {
            if text.get(fix.span.range()).is_some() {
                text.replace_range(fix.span.range(), &fix.text);
                changed.insert(file.name().to_owned());
            }
        }
        (file.name().to_owned(), text)
    });
    let files: Vec<(String, String)> = files.collect();
    let mended = read_corpus_from(files).map_err(MendError::Refused)?;
    if mended.digest != loaded.digest && plain(&mended.corpus) != plain(&loaded.corpus) {
        return Err(MendError::OtherMeaning);
    }
    Ok(Mended {
        loaded: mended,
        changed,
        done,
    })
}

/// Those changes, ascending, that do not overlap one before them.
fn apart<'f>(fixes: impl IntoIterator<Item = &'f Fix>) -> Vec<Fix> {
    let mut sorted: Vec<&Fix> = fixes.into_iter().collect();
    sorted.sort_by_key(|fix| (fix.file, fix.span));
    let mut ends: BTreeMap<FileId, u32> = BTreeMap::new();
    sorted.retain(|fix| {
        let end = ends.entry(fix.file).or_default();
        let is_apart = fix.span.start >= *end;
        if is_apart {
            *end = fix.span.end;
        }
        is_apart
    });
    sorted.into_iter().cloned().collect()
}

/// A corpus without the members that a prefix beside them covers.
fn plain(corpus: &Corpus) -> Corpus {
    let mut plain = corpus.clone();
    for set in plain.value_sets.values_mut() {
        drop_covered(&mut set.members);
    }
    for mapping in plain.mappings.values_mut() {
        mapping.to.values_mut().for_each(drop_covered);
        drop_covered(&mut mapping.to_none);
    }
    plain
}

fn drop_covered(patterns: &mut Patterns) {
    let prefixes = patterns.prefixes.clone();
    let is_covered = |text: &Id, itself: bool| {
        let text = text.as_str();
        let mut starts = text.char_indices().skip(1).map(|(end, _)| end);
        starts.any(|end| {
            text.get(..end)
                .is_some_and(|start| prefixes.contains(start))
        }) || (itself && prefixes.contains(text))
    };
    patterns.members.retain(|member| !is_covered(member, true));
    patterns
        .prefixes
        .retain(|prefix| !is_covered(prefix, false));
}
